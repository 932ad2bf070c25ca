import Physics

/// Ensembles of stochastic macrospins under a pulse of voltage, a pulse of current and a relaxation:
/// how likely the magnet switches.
struct MacrospinModel: Model {
  var magnet = Magnet()
  var protocolOfPulses = SwitchingProtocol()
  var trajectories = 1000
  /// Number of saved times, 0 for none.
  var times = 0

  struct Outcome {
    let ensemble: EnsembleOutcome
    let magnet: MagnetSummary
  }

  static let name = "macrospin"
  static let summary = "switching of stochastic macrospins by voltage and current pulses"
  static let references: [Reference] = [.zheng]

  static let parameters: [Parameter<Self>] =
    Magnet.parameters.map { $0.held(at: \.magnet) }
    + SwitchingProtocol.parameters.map { $0.held(at: \.protocolOfPulses) } + [
      .integer(
        "trajectories", \.trajectories, 1...Int(UInt32.max), "number of trajectories a point",
        source: "Zheng et al., Fig. 3"),
      .integer(
        "times", \.times, 0...1_000_000,
        "number of saved times, from 0 to the end (0: none are saved)", source: "output"),
    ]

  static let quantities: [Quantity<Outcome>] = [
    .number(
      "switching_probability", unit: .one, "share of trajectories that end with m_z < 0",
      source: "Zheng et al., Fig. 3"
    ) { $0.ensemble.switchingProbability },
    .number(
      "switching_probability_low", unit: .one,
      "lower end of the 95 % Wilson interval of the switching probability",
      source: "Wilson, J. Am. Stat. Assoc. 22, 209 (1927)"
    ) { $0.ensemble.switchingInterval.low },
    .number(
      "switching_probability_high", unit: .one,
      "upper end of the 95 % Wilson interval of the switching probability",
      source: "Wilson, J. Am. Stat. Assoc. 22, 209 (1927)"
    ) { $0.ensemble.switchingInterval.high },
    .number(
      "switched", unit: .one, "number of trajectories that end with m_z < 0",
      source: "Zheng et al., Fig. 3"
    ) { Double($0.ensemble.switched) },
    .number(
      "energy_barrier", unit: .joule, "energy barrier E_b at the bias voltage",
      source: "Zheng et al., Eq. (42)"
    ) { $0.magnet.energyBarrier },
    .number(
      "quantum_temperature", unit: .kelvin,
      "quantum effective temperature T_Q of magnetisation opposite to the polarization",
      source: "Zheng et al., Eq. (40)"
    ) { $0.magnet.quantumTemperature },
    .array(
      "mean_magnetization", unit: .one, ["component"], "mean of the final magnetisation m",
      source: "Zheng et al., Eq. (25)"
    ) { $0.ensemble.meanMagnetization.components },
    .array(
      "magnetization_variance", unit: .one, ["component"],
      "variance of the final magnetisation m over the trajectories",
      source: "Zheng et al., Eq. (25)"
    ) { $0.ensemble.magnetizationVariance.components },
    .array(
      "magnetization_mean", unit: .one, ["time", "component"], "mean magnetisation m over time",
      source: "Zheng et al., Eq. (25)"
    ) { $0.ensemble.means.flatMap(\.components) },
    .array(
      "magnetization_std", unit: .one, ["time", "component"],
      "standard deviation of the magnetisation m over time", source: "Zheng et al., Eq. (25)"
    ) { $0.ensemble.standardDeviations.flatMap(\.components) },
  ]

  static let rules: [@Sendable (Self) -> Conflict?] = [
    { model in
      guard model.timeGrid == nil else { return nil }
      return Conflict(
        "time_step",
        "the pulses take more time steps than the \(UInt32.max) that a random stream has")
    },
    { model in
      guard let grid = model.timeGrid, model.times > 0 else { return nil }
      if model.times == 1 {
        return Conflict(
          "times", "'times' must be 0 or at least 2: saved times include 0 and the end")
      }
      guard model.times > grid.steps + 1 else { return nil }
      return Conflict(
        "times", "'times' is \(model.times), but there are only \(grid.steps) time steps")
    },
    { model in
      // Heun's scheme follows a precession of 0.02 rad a step to 1e-6, and is unstable above 1 rad.
      let angle = model.largestPrecessionAngle
      guard angle > 0.5 else { return nil }
      return Conflict(
        "time_step",
        "'time_step' is too long: the magnetisation would precess by "
          + "\(Format.significant(angle, 2)) rad a step (at most 0.5; 0.02 for accuracy)")
    },
  ]

  var dimensions: [OwnDimension] {
    [
      .component,
      OwnDimension(
        "time", unit: .second, "time since the start",
        values: timeGrid?.savedTimes(count: times) ?? []),
    ]
  }

  private var stages: [MacrospinStage] { protocolOfPulses.stages(of: magnet) }

  private var timeGrid: TimeGrid? { try? protocolOfPulses.timeGrid() }

  /// Upper bound of the angle in rad by which the magnetisation turns about the static field in a
  /// time step.
  private var largestPrecessionAngle: Double {
    let field =
      protocolOfPulses.externalField.norm
      + max(abs(magnet.anisotropyField(atBias: 0)), abs(magnet.anisotropyField))
    return magnet.landauLifshitzRate * field * protocolOfPulses.timeStep
  }

  /// Trajectory-steps times the time of one, measured on one 2.5 GHz core with AVX-512. Stages before
  /// the first noise are integrated once for all trajectories.
  var estimatedSeconds: Double {
    guard let timeGrid else { return 0 }
    let shared = stages.prefix(while: \.isDeterministic).count
    let single = timeGrid.stages.prefix(shared).reduce(0) { $0 + $1.steps }
    let all = timeGrid.steps - single
    return 1.2e-8 * (Double(all) * Double(trajectories) + 8 * Double(single))
  }

  var workingMemory: Int { MacrospinEnsemble.memory(trajectories: trajectories, savedTimes: times) }

  func evaluate(_ context: PointContext) throws(EvaluationError) -> Outcome {
    let ensemble: MacrospinEnsemble
    do throws(MacrospinError) {
      ensemble = try MacrospinEnsemble(
        magnet: magnet, protocol: protocolOfPulses, trajectories: trajectories, savedTimes: times,
        seed: context.seed, point: UInt64(context.point))
    } catch {
      throw .failed("\(error)")
    }
    return Outcome(
      ensemble: try ensemble.run { () throws(EvaluationError) in try context.poll() },
      magnet: MagnetSummary(magnet, cosine: -1, law: SwitchingLaw()))
  }
}

extension Vector3 {
  /// x, y, z.
  fileprivate var components: [Double] { [x, y, z] }
}
