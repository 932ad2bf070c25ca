import Macrospins
import Units

/// What every model that tells how long a magnet stays in a well has in common.
struct RetentionQuestion: Sendable, Equatable {
  /// m_z at the start, and of the passage that is waited for.
  var request = Retention.Request()
  /// After what time a failure is asked for, in s: ten years of 365.25 days.
  var time = 315_576_000.0

  static let parameters: [Parameter<RetentionQuestion>] = [
    .number(
      "start_mz", \.request.start, unit: .one, .closed(-1, 1),
      "m_z at the start; chooses the well whose escape rate and failure are told", source: "output"
    ).bookkeeping(),
    .number(
      "target_mz", \.request.target, unit: .one, .closed(-1, 1),
      "m_z whose first passage is waited for", source: "output"
    ).bookkeeping(),
    .number(
      "retention_time", \.time, unit: .second, .nonNegative,
      "time for which a bit is to be kept", source: "output"
    ).bookkeeping(),
  ]
}

/// The answer at a point.
struct RetentionAnswer: Sendable {
  var retention = Retention()
  var question = RetentionQuestion()

  /// A sentence for the file where the slowest rate and the theory of high barriers part.
  var remark: String? {
    let deviation = retention.deviationFromLanger
    guard retention.barrier > 5, abs(deviation) > 3 / retention.barrier else { return nil }
    let ratio = (deviation * 100).rounded() / 100 + 1
    return "escape_rate is \(ratio) times langer_rate with its depopulation: farther apart than "
      + "a barrier of \((retention.barrier * 10).rounded() / 10) k_BT explains"
  }

  /// All quantities, of a model's outcome that has an answer.
  static func quantities<Outcome>(
    where condition: String, holding period: String,
    _ answer: @escaping @Sendable (Outcome) -> RetentionAnswer
  ) -> [Quantity<Outcome>] {
    let twoWells = "there are not two wells, nothing fluctuates \(condition)"
    let noEigenvalue =
      twoWells + ", a barrier is beyond 600 k_BT or its mode beyond degree 300, or a current acts "
      + "across the axis and rounding hides the rate"
    return [
      .number(
        "slowest_rate", unit: .perSecond,
        "slowest rate at which a density relaxes under the conditions \(period)",
        source: "Brown, Phys. Rev. 130, 1677 (1963)",
        undefinedWhere: "nothing fluctuates \(condition), the degree does not resolve its mode, or "
          + "a current acts across the axis and rounding hides the rate"
      ) { answer($0).retention.slowestRate },
      .number(
        "escape_rate", unit: .perSecond, "rate at which the start's well is left",
        source: "Brown, Phys. Rev. 130, 1677 (1963)", undefinedWhere: noEigenvalue
      ) { answer($0).retention.escapeRate },
      .number(
        "escape_rate_up", unit: .perSecond,
        "rate at which the well at +z is left; of level wells, that at +x",
        source: "Brown, Phys. Rev. 130, 1677 (1963)", undefinedWhere: noEigenvalue
      ) { answer($0).retention.escapeRateUp },
      .number(
        "escape_rate_down", unit: .perSecond,
        "rate at which the well at -z is left; of level wells, that at -x",
        source: "Brown, Phys. Rev. 130, 1677 (1963)", undefinedWhere: noEigenvalue
      ) { answer($0).retention.escapeRateDown },
      .number(
        "escape_barrier", unit: .one,
        "barrier of the start's well in units of the noise: its energy over k_B T without current",
        source: "Zheng et al., Eq. (30)", undefinedWhere: noEigenvalue
      ) { answer($0).retention.barrier },
      .number(
        "attempt_time", unit: .second,
        "time tau_0 of the escape rate exp(-escape_barrier)/tau_0",
        source: "Zheng et al., Eq. (41)", undefinedWhere: noEigenvalue
      ) { answer($0).retention.attemptTime },
      .number(
        "retention_failure", unit: .one,
        "probability 1 - exp(-escape_rate retention_time) that the start's well has been left",
        source: "escape at a constant rate", undefinedWhere: noEigenvalue
      ) { answer($0).retention.failure(after: answer($0).question.time) },
      .number(
        "mean_first_passage_time", unit: .second,
        "mean time from start_mz to the first passage of target_mz",
        source: "Fokker-Planck equation of Zheng et al., Eq. (30)",
        undefinedWhere: "something is not axial, start and target are the same, the target is a "
          + "pole, which is never reached, or nothing fluctuates \(condition)"
      ) { answer($0).retention.meanFirstPassageTime },
      .number(
        "langer_rate", unit: .perSecond,
        "escape rate at a high barrier: Langer's, or Kramers' where everything is axial",
        source: "Langer, Ann. Phys. 54, 258 (1969); Brown, Phys. Rev. 130, 1677 (1963)",
        undefinedWhere: twoWells + ", or a current acts across the axis"
      ) { answer($0).retention.langerRate },
      .number(
        "depopulation", unit: .one,
        "factor by which weak damping lowers Langer's rate",
        source: "Coffey, Garanin and McCarthy, Adv. Chem. Phys. 117, 483 (2001)",
        undefinedWhere: twoWells + ", everything is axial, a current acts, or there are two saddles"
      ) { answer($0).retention.depopulation },
      .number(
        "mode_tail", unit: .one,
        "largest coefficient of the highest harmonics of the slowest mode; 0 for quadratures",
        source: "numerics",
        undefinedWhere: "nothing fluctuates \(condition), or the rate is an eigenvalue"
      ) { answer($0).retention.tail },
    ]
  }
}
