import Points
import Macrospins
import Numerics
import Teams
import Units

/// Ensembles of stochastic macrospins under a pulse of voltage, a pulse of current and a
/// relaxation: how likely the magnet switches.
struct MacrospinModel: Model {
  var magnet = Magnet()
  var pulses = SwitchingProtocol()
  var trajectories = 1000
  /// Number of saved times, 0 for none.
  var times = 0
  /// Number of angles of the energy landscape, 0 for none.
  var landscapeAngles = 0

  struct Outcome {
    let ensemble: EnsembleOutcome
    let magnet: MagnetSummary
    let limit: QuantumLimit
    /// In J.
    let landscape: [Double]
    /// That of a fluctuation on the pass between the wells, in 1/s.
    let saddleRate: Double
    let growth: FluctuationGrowth
  }

  static let name = "macrospin"
  static let summary = "switching of stochastic macrospins by voltage and current pulses"
  static let isStochastic = true
  static let references: [Reference] = [.zheng, .philox, .boxMuller, .wilson]

  static let parameters: [Parameter<Self>] =
    Magnet.parameters.map { $0.held(at: \.magnet) }
    + SwitchingProtocol.parameters.map { $0.held(at: \.pulses) } + [
      .integer(
        "trajectories", \.trajectories, 1...Int(UInt32.max), "number of trajectories a point",
        source: "Zheng et al., Fig. 3"
      ).bookkeeping(),
      .integer(
        "times", \.times, 0...1_000_000,
        "number of saved times, from 0 to the end (0: none are saved)", source: "output"
      ).bookkeeping(),
      .integer(
        "landscape_angles", \.landscapeAngles, 0...1_000_000,
        "number of angles of the energy landscape, from -180 deg to 180 deg (0: none)",
        source: "output"
      ).bookkeeping(),
    ]

  static let quantities: [Quantity<Outcome>] =
    results + results.compactMap { $0.standardError(undefinedWhere: EnsembleOutcome.noError) }

  private static let results: [Quantity<Outcome>] =
    EnsembleOutcome.quantities { $0.ensemble } + [
      .number(
        "energy_barrier", unit: .joule, "energy barrier E_b at the bias voltage",
        source: "Zheng et al., Eq. (42)"
      ) { $0.magnet.energyBarrier },
      .number(
        "quantum_temperature", unit: .kelvin,
        "quantum effective temperature T_Q of magnetization opposite to the electrons' moments",
        source: "Zheng et al., Eq. (40)", undefinedWhere: "there is no damping"
      ) { $0.magnet.quantumTemperature },
      .number(
        "current_density", unit: .amperePerSquareMeter, "current density I/A", source: "definition"
      ) { $0.magnet.currentDensity },
      .number(
        "quantum_fraction", unit: .one,
        "share D_Q/(D_Q + D_T) of the quantum field opposite to the electrons' moments",
        source: "Zheng et al., Eqs. (32), (39)", undefinedWhere: "there is no fluctuating field"
      ) { $0.magnet.quantumFraction },
      .number(
        "stability_ratio", unit: .one,
        "damping-like torque over gamma alpha H: above 1, T_Q is that of a transient",
        source: "from Zheng et al., Eqs. (25), (36)",
        undefinedWhere: notHeld + ", or there is no damping"
      ) { $0.limit.stabilityRatio },
      .number(
        "crossover_temperature", unit: .kelvin,
        "bath temperature T_x above which thermal noise outweighs quantum noise after the pulse",
        source: "from Zheng et al., Eqs. (32), (39)", undefinedWhere: notHeld
      ) { $0.limit.crossoverTemperature },
      .number(
        "quantum_limit_temperature", unit: .kelvin,
        "bath temperature at which thermal and quantum noise leave the same transverse variance "
          + "after the current pulse, with its torque",
        source: "from Zheng et al., Eqs. (25), (32), (39)", undefinedWhere: notHeld
      ) { $0.limit.temperature },
      .number(
        "quantum_variance_fraction", unit: .one,
        "share of quantum noise in the transverse variance after the current pulse",
        source: "from Zheng et al., Eqs. (25), (32), (39)",
        undefinedWhere: notHeld + ", or nothing fluctuates"
      ) { $0.limit.varianceFraction },
      .array(
        "energy_landscape", unit: .joule, ["angle"],
        "energy at the bias voltage over the angle from +z, in the plane of the axis and the "
          + "external field",
        source: "Zheng et al., Fig. 2, Eq. (42)"
      ) { $0.landscape },
      .number(
        "saddle_growth_rate", unit: .perSecond,
        "rate at which a fluctuation grows on the pass between the wells after the pulses",
        source: "from Zheng et al., Eqs. (25), (42)",
        undefinedWhere: "there are no two wells after the pulses"
      ) { $0.saddleRate },
      .sampled(
        "mean_magnetization", unit: .one, ["component"], "mean of the final magnetization m",
        source: "Zheng et al., Eq. (25)"
      ) { $0.ensemble.meanEstimates },
      .sampled(
        "magnetization_variance", unit: .one, ["component"],
        "variance of the final magnetization m over the trajectories",
        source: "Zheng et al., Eq. (25)"
      ) { $0.ensemble.varianceEstimates },
      .sampled(
        "magnetization_mean", unit: .one, ["time", "component"], "mean magnetization m over time",
        source: "Zheng et al., Eq. (25)"
      ) { $0.ensemble.savedMeanEstimates },
      .sampled(
        "magnetization_std", unit: .one, ["time", "component"],
        "standard deviation of the magnetization m over time", source: "Zheng et al., Eq. (25)"
      ) { $0.ensemble.savedDeviationEstimates },
      .array(
        "fluctuation_gain", unit: .one, ["time"],
        "standard deviation of m, all components together, over that at the end of the pulses",
        source: "Zheng et al., Sec. V", undefinedWhere: notGrowing
      ) { $0.growth.gains },
      .array(
        "fluctuation_growth_rate", unit: .perSecond, ["time"],
        "d ln sigma/dt of the standard deviation of m, all components together",
        source: "Zheng et al., Sec. V", undefinedWhere: notGrowing
      ) { $0.growth.rates },
    ] + EnsembleOutcome.cycleQuantities { $0.ensemble }

  private static let notHeld =
    "the effective field H while the current flows does not hold magnetization opposite to the "
    + "electrons' moments"

  private static let notGrowing = "pulses have not ended, or nothing has fluctuated until they do"

  static let rules: [@Sendable (Self) -> Conflict?] =
    SwitchingProtocol.ensembleRules.map { rule in { @Sendable in rule($0.pulses, $0.magnet) } } + [
      { model in
        Conflict(
          "landscape_angles",
          "'landscape_angles' must be 0 or at least 2: both ends are among them",
          where: model.landscapeAngles == 1)
      },
      { model in
        guard let grid = try? model.pulses.timeGrid(), model.times > 0 else { return nil }
        if model.times == 1 {
          return Conflict(
            "times", "'times' must be 0 or at least 2: saved times include 0 and the end")
        }
        guard model.times > grid.steps + 1 else { return nil }
        return Conflict(
          "times", "'times' is \(model.times), but there are only \(grid.steps) time steps")
      },
    ]

  static let cautions: [@Sendable (Self) -> Caution?] =
    SwitchingProtocol.ensembleCautions.map { caution in
      { @Sendable in caution($0.pulses, $0.magnet) }
    }

  var dimensions: [OwnDimension] {
    [
      .component,
      pulses.cycleDimension,
      OwnDimension(
        "time", unit: .second, "time since the start",
        values: (try? pulses.timeGrid().savedTimes(count: times)) ?? []),
      OwnDimension(
        "angle", unit: .radian,
        "angle of the magnetization from +z, positive toward the field's part across the axis",
        values: angles),
    ]
  }

  /// The angles of the energy landscape in rad.
  private var angles: [Double] {
    guard landscapeAngles > 1 else { return [] }
    return (0..<landscapeAngles).map {
      Double.pi * (2 * Double($0) / Double(landscapeAngles - 1) - 1)
    }
  }

  /// The energy in J at each angle. A field along the axis leaves the plane open: all are alike.
  private var landscape: [Double] {
    let field = pulses.externalField
    let across = Vector3(field.x, field.y, 0)
    let plane = across == .zero ? Vector3(1, 0, 0) : across.unit
    return angles.map { angle in
      let (sine, cosine) = Elementary.sineCosine(angle)
      return magnet.energy(of: sine * plane + cosine * Vector3(0, 0, 1), in: field)
    }
  }

  var estimatedSeconds: Double {
    // Sums at a saved time take some 5 µs, and what each trajectory adds to them.
    pulses.estimatedSeconds(of: magnet, trajectories: trajectories)
      + Double(times) * (5e-6 + 1.3e-8 * Double(trajectories))
  }

  var workingMemory: Int {
    MacrospinEnsemble.memory(trajectories: trajectories, savedTimes: times) + 16 * landscapeAngles
  }

  func evaluate(_ context: PointContext) throws(EvaluationError) -> Outcome {
    try Self.declaredEnsemble.evaluate(self, context).outcome
  }

  private func outcome(of ensemble: EnsembleOutcome) -> Outcome {
    Outcome(
      ensemble: ensemble,
      magnet: MagnetSummary(magnet, cosine: magnet.strongestCosine, law: SwitchingLaw()),
      limit: QuantumLimit(magnet, pulses), landscape: landscape,
      saddleRate: pulses.finalSaddle(of: magnet)?.growthRate(damping: magnet.damping) ?? .nan,
      growth: FluctuationGrowth(ensemble, after: pulses.lastPulseEnd))
  }
}

extension MacrospinModel {
  static var ensemble: Ensemble<Self>? { declaredEnsemble }

  private static let declaredEnsemble = Ensemble<Self>(
    parameter: "trajectories", growing: ["trajectories"],
    limit: { $0.trajectories = $1 }, count: \.trajectories,
    pieces: EnsembleOutcome.cycleCounts { $0.ensemble } + [
      EnsembleOutcome.counts { $0.ensemble },
      .init(
        of: ["mean_magnetization", "magnetization_variance"],
        sum: .sums("final_magnetization", ["component"], "final magnetization m") { outcome in
          let sums = outcome.ensemble.sums
          return sums.limbs(ofTimes: outcome.ensemble.times.count..<sums.times)
        }),
      .init(
        of: [
          "magnetization_mean", "magnetization_std", "fluctuation_gain", "fluctuation_growth_rate",
        ],
        sum: .sums("magnetization", ["time", "component"], "magnetization m over time") {
          $0.ensemble.sums.limbs(ofTimes: 0..<$0.ensemble.times.count)
        }),
    ],
    begin: { model, context throws(EvaluationError) in
      try model.pulses.run(
        of: model.magnet, trajectories: model.trajectories, savedTimes: model.times,
        keepsOutcomes: false, context, outcome: model.outcome)
    },
    restored: { model, sums, count, stored in
      let (saved, final) = (stored("sums/magnetization"), stored("sums/final_magnetization"))
      return sums.restored(
        count: count,
        limbs: (saved.map { [(0, $0)] } ?? []) + (final.map { [(sums.times - 1, $0)] } ?? []),
        counts: [EnsembleOutcome.switched(of: count, stored)]
          + EnsembleOutcome.cycleCounts(model.pulses, stored))
    })
}
