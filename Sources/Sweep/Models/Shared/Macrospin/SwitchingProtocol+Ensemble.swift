import Points
import Macrospins
import Teams

/// What the models that run ensembles of macrospins have in common.
extension SwitchingProtocol {
  /// Trajectory-steps times the time of one, measured on one core with AVX-512. Stages before the
  /// first noise are integrated once for trajectories that start together.
  func estimatedSeconds(of magnet: Magnet, trajectories: Int) -> Double {
    guard let grid = try? timeGrid() else { return 0 }
    let shared =
      initialState == .direction ? stages(of: magnet).prefix(while: \.isDeterministic).count : 0
    let single = grid.stages.prefix(shared).reduce(0) { $0 + $1.steps }
    let all = grid.steps - single
    return 4.5e-9 * (Double(all) * Double(trajectories) + 20 * Double(single))
  }

  /// Runs the ensemble of a grid point.
  ///
  /// - Throws: `EvaluationError.failed` for parameters that no ensemble can have, `.stopped` from
  ///   `context.poll()`.
  func ensemble(
    of magnet: Magnet, trajectories: Int, savedTimes: Int, _ context: PointContext
  ) throws(EvaluationError) -> EnsembleOutcome {
    let ensemble = try evaluating {
      try MacrospinEnsemble(
        magnet: magnet, protocol: self, trajectories: trajectories, savedTimes: savedTimes,
        seed: context.random.seed, point: context.random.point)
    }
    return try ensemble.run(poll: context.poll)
  }
}

extension EnsembleOutcome {
  /// How many trajectories switched, for every model that runs ensembles.
  static func quantities<Outcome>(
    _ ensemble: @escaping @Sendable (Outcome) -> EnsembleOutcome
  ) -> [Quantity<Outcome>] {
    [
      .number(
        "switching_probability", unit: .one, "share of trajectories that end with m_z < 0",
        source: "Zheng et al., Fig. 3"
      ) { ensemble($0).switchingProbability },
      .number(
        "switching_probability_low", unit: .one,
        "lower end of the 95 % Wilson interval of the switching probability",
        source: "Wilson, J. Am. Stat. Assoc. 22, 209 (1927)"
      ) { ensemble($0).switchingInterval.low },
      .number(
        "switching_probability_high", unit: .one,
        "upper end of the 95 % Wilson interval of the switching probability",
        source: "Wilson, J. Am. Stat. Assoc. 22, 209 (1927)"
      ) { ensemble($0).switchingInterval.high },
      .number(
        "switched", unit: .one, "number of trajectories that end with m_z < 0",
        source: "Zheng et al., Fig. 3"
      ) { Double(ensemble($0).switched) },
    ]
  }
}
