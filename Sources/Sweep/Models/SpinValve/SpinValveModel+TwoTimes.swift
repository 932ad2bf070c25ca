import Numerics
import Points
import QuantumChains
import Teams
import Units

extension SpinValveModel {
  /// What a point gives.
  struct Outcome: ReflectedOutcome, TwinnedOutcome {
    var twin: TwinRecord?
    let chain: ChainOutcome
    /// Nil if nothing of two times is wanted.
    let twoTimes: TwoTimeSpins?

    var reflectionTime: Double { chain.reflectionTime }
    var record: TimeRecord { chain.record }
  }

  /// Spins at two times: the run starts anew for them, and saves no state.
  func twoTimes(_ context: PointContext) throws(EvaluationError) -> TwoTimeSpins? {
    guard work.contains(.twoTimes), let correlatorStep else { return nil }
    return try TwoTimeSpins(
      chain, try starts(), flipCutoff: cutoff, orbital: setup.packet, times: setup.saved.values,
      probe: SpinProbe(
        step: correlatorStep, end: setup.saved.end, times: probeTimes, width: probeWidth,
        frequencies: frequencies, waveNumbers: waveNumbers),
      toleranceRate: setup.toleranceRate, team: context.team, poll: context.poll)
  }

  static let twoTimeQuantities: [Quantity<Outcome>] = [
    .array(
      "spin_correlator", unit: .one, ["time1", "time2", "spin1", "spin2", "part"],
      "correlator <sigma_z(time1) sigma_z(time2)> of two localized spins, in Heisenberg's picture",
      source: "Suresh et al., Sec. IV"
    ) { $0.twoTimes?.correlator.flatMap { [$0.real, $0.imaginary] } ?? [] },
    .array(
      "dynamical_structure_factor", unit: .one, ["probe_time", "wave_number", "frequency"],
      "answer of the localized spins to a probe pulse, by frequency: energy that it gives to them",
      source: "Suresh et al., Sec. IV; Freericks et al., Phys. Rev. Lett. 102, 136401 (2009)"
    ) { $0.twoTimes?.structureFactor ?? [] },
    .array(
      "quantum_fisher_information_integral", unit: .one, ["probe_time", "wave_number"],
      "covariance form of the Fisher information as the sum rule of the structure factor gives it: "
        + "smeared over the probe pulse",
      source: "Suresh et al., Sec. IV"
    ) { $0.twoTimes?.integral ?? [] },
  ]

  private static let twoTimeNames = Set(twoTimeQuantities.map(\.name))

  /// What some quantities need; nil for all.
  static func work(forAll quantities: Set<String>?) -> Work {
    let isWanted = quantities.map { !$0.isDisjoint(with: twoTimeNames) } ?? true
    return work(for: quantities).union(isWanted ? .twoTimes : [])
  }

  mutating func select(quantities: Set<String>?) {
    work = Self.work(forAll: quantities)
    twin.select(quantities: quantities)
  }

  var twoTimeDimensions: [OwnDimension] {
    let isThere = correlatorStep != nil
    let spins = isThere ? (1...2 * layerSpins).map(Double.init) : []
    return ["time1", "time2"].map {
      OwnDimension(
        $0, unit: .femtosecond, "time since the electron was set free",
        values: isThere ? setup.saved.values : [])
    }
      + ["spin1", "spin2"].map {
        OwnDimension(
          $0, unit: .one, "localized spin, first those of the polarizer", values: spins)
      } + [
        OwnDimension(
          "probe_time", unit: .femtosecond, "center of the probe pulse",
          values: isThere ? probeTimes : []),
        OwnDimension(
          "frequency", unit: .electronvolt, "energy that the probe gives to the spins",
          values: isThere ? frequencies : []),
      ]
  }

  /// Numbers of the correlator.
  var correlatorCount: Double {
    guard correlatorStep != nil, work.contains(.twoTimes) else { return 0 }
    let pairs = Double(setup.saved.values.count * 2 * layerSpins)
    return pairs * pairs
  }

  /// Time for the spins at two times on one core.
  var twoTimeSeconds: Double {
    guard work.contains(.twoTimes), let correlatorStep, let starts = try? starts(),
      let first = starts.first
    else { return 0 }
    let basis = first.basis(chain, flipCutoff: cutoff)
    let (times, spins) = (setup.saved.values.count, Double(2 * layerSpins))
    func seconds(_ duration: Double, _ times: Int) -> Double {
      ChainEvolution.seconds(chain, [basis], duration: duration, times: times)
    }
    let steps = setup.saved.end / correlatorStep
    let pulses = Double(probeTimes.count * frequencies.count)
    let waves = Double(waveNumbers.count)
    return Double(starts.count)
      * (Double(times) * spins * seconds(setup.saved.end / 2, times / 2 + 1)
        + steps * waves
        * (seconds(setup.saved.end / 2, 2) + 2e-9 * pulses * Double(basis.dimension)))
  }

  /// States that are kept for the spins at two times, on each rank.
  var twoTimeMemory: Int {
    guard work.contains(.twoTimes), correlatorStep != nil, let start = (try? starts())?.first
    else { return 0 }
    let basis = start.basis(chain, flipCutoff: cutoff)
    let pulses = waveNumbers.count * probeTimes.count * frequencies.count
    let vectors = setup.saved.values.count + 5 * 2 * layerSpins + pulses + 5 * waveNumbers.count
    return 18 * basis.dimension * vectors + Int(16 * correlatorCount)
  }
}
