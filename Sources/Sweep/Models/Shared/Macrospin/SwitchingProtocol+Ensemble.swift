import Points
import Macrospins
import ResultsStorage
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

  /// Begins the ensemble of a grid point.
  ///
  /// - Parameters:
  ///   - magnet: What the protocol is applied to.
  ///   - trajectories: The number that is asked for.
  ///   - savedTimes: Number of saved times.
  ///   - keepsOutcomes: Whether it is kept which trajectories switch.
  ///   - outcome: What the ensemble's outcome says.
  /// - Throws: `EvaluationError.failed` for parameters that no ensemble can have, `.stopped` from
  ///   `context.poll()`.
  func run<M: Model>(
    of magnet: Magnet, trajectories: Int, savedTimes: Int, keepsOutcomes: Bool,
    _ context: PointContext, outcome: @escaping (EnsembleOutcome) -> M.Outcome
  ) throws(EvaluationError) -> Ensemble<M>.Run {
    let ensemble = try evaluating {
      try MacrospinEnsemble(
        magnet: magnet, protocol: self, trajectories: trajectories, savedTimes: savedTimes,
        seed: context.random.seed, point: context.random.point)
    }
    let run = try ensemble.begin(
      keepsOutcomes: keepsOutcomes, isShared: context.team.count > 1, poll: context.poll)
    return Ensemble<M>.Run(run) { sums in
      outcome(ensemble.outcome(of: sums ?? run.noTrajectories))
    }
  }
}

extension EnsembleOutcome {
  /// How many trajectories switched, for every model that runs ensembles.
  static func quantities<Outcome>(
    _ ensemble: @escaping @Sendable (Outcome) -> EnsembleOutcome
  ) -> [Quantity<Outcome>] {
    [
      .sampled(
        "switching_probability", unit: .one, [], "share of trajectories that end with m_z < 0",
        source: "Zheng et al., Fig. 3"
      ) { [ensemble($0).switchingEstimate] },
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
      .number(
        "trajectories_used", unit: .one, "number of trajectories of the point", source: "numerics"
      ) { Double(ensemble($0).trajectories) },
    ]
  }

  /// Names of those of these quantities that say how many switched.
  private static let quantitiesOfCounts = [
    "switching_probability", "switching_probability_low", "switching_probability_high", "switched",
  ]

  /// What a file keeps of how many switched.
  ///
  /// - Parameter others: Names of further quantities that say it.
  static func counts<M: Model>(
    and others: [String] = [], _ ensemble: @escaping @Sendable (M.Outcome) -> EnsembleOutcome
  ) -> Ensemble<M>.Piece {
    .init(
      of: quantitiesOfCounts + others, from: ["switched", "switching_probability"],
      sum: .number(
        SumsGroup.name(of: "switched"), unit: .one, "number of trajectories that end with m_z < 0",
        source: "numerics"
      ) { Double(ensemble($0).switched) })
  }

  /// How many trajectories switched, from what a file has of a point.
  static func switched(of trajectories: Int, _ stored: (String) -> [Double]?) -> Int {
    let share = stored("switching_probability")?.first.map { $0 * Double(trajectories) }
    let switched =
      stored("switched")?.first ?? stored(SumsGroup.name(of: "switched"))?.first
      ?? share?.rounded() ?? 0
    return Int(exactly: switched).map { min(max($0, 0), trajectories) } ?? 0
  }

  /// Where a sample of one has no standard error.
  static let noError = "there is only one trajectory"
}
