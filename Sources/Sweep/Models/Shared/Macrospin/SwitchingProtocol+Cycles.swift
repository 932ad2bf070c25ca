import Macrospins
import Numerics
import ResultsStorage
import Units

extension SwitchingProtocol {
  /// When the last pulse of all cycles ends, in s.
  var lastPulseEnd: Double {
    isDriven ? Double(cycles - 1) * period + pulseEnd : duration - relaxation
  }

  /// The cycles, where there are several.
  var cycleDimension: OwnDimension {
    OwnDimension(
      "cycle", unit: .one, "cycle of the drive, from 1 on",
      values: cycles > 1 ? (1...cycles).map(Double.init) : [])
  }
}

extension EnsembleOutcome {
  /// What became of trajectories cycle by cycle, without a reset in between.
  static func cycleQuantities<Outcome>(
    _ ensemble: @escaping @Sendable (Outcome) -> EnsembleOutcome
  ) -> [Quantity<Outcome>] {
    [
      .sampled(
        "cycle_switching_probability", unit: .one, ["cycle"],
        "share of trajectories that end each cycle with m_z < 0", source: "Zheng et al., Fig. 3"
      ) { outcome in
        let ensemble = ensemble(outcome)
        return ensemble.switchedInCycles.map { .share($0, of: ensemble.trajectories) }
      },
      .sampled(
        "cycle_toggle_probability", unit: .one, ["cycle"],
        "share of trajectories that change their side of m_z = 0 from the start of each cycle to "
          + "its end", source: "definition"
      ) { outcome in
        let ensemble = ensemble(outcome)
        return ensemble.toggledInCycles.map { .share($0, of: ensemble.trajectories) }
      },
    ]
  }

  private static let switchedName = SumsGroup.name(of: "cycle_switched")
  private static let toggledName = SumsGroup.name(of: "cycle_toggled")

  /// What a file keeps of cycles.
  static func cycleCounts<M: Model>(
    _ ensemble: @escaping @Sendable (M.Outcome) -> EnsembleOutcome
  ) -> [Ensemble<M>.Piece] {
    [
      .init(
        of: ["cycle_switching_probability"],
        sum: .array(
          switchedName, unit: .one, ["cycle"],
          "number of trajectories that end each cycle with m_z < 0", source: "numerics"
        ) { ensemble($0).switchedInCycles.map(Double.init) }),
      .init(
        of: ["cycle_toggle_probability"],
        sum: .array(
          toggledName, unit: .one, ["cycle"],
          "number of trajectories that change their side of m_z = 0 in each cycle",
          source: "numerics"
        ) { ensemble($0).toggledInCycles.map(Double.init) }),
    ]
  }

  /// The counts of cycles in what a file has; zero what it does not have.
  static func cycleCounts(
    _ pulses: SwitchingProtocol, _ stored: (String) -> [Double]?
  ) -> [Int] {
    guard pulses.cycles > 1 else { return [] }
    return [switchedName, toggledName].flatMap { name in
      stored(name)?.map { Int(exactly: $0) ?? 0 } ?? Array(repeating: 0, count: pulses.cycles)
    }
  }
}
