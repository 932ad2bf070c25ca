import MPIBridge

/// What a model's rules and cautions say about some points of a grid, in numbers, so that ranks can put
/// together what each has seen.
public struct PointInspection: Sendable {
  /// The first point that breaks a rule, then the first that each caution concerns; `none` if there is none.
  private var firsts: [Int]
  /// How many points each caution concerns.
  private var counts: [Int]
  /// The signal that ended the inspection early; 0 if none did.
  private var signal = 0
  /// 1 if the time was up before the end, else 0.
  private var timeIsUp = 0

  private static let none = Int.max

  init(cautions: Int) {
    firsts = [Int](repeating: Self.none, count: 1 + cautions)
    counts = [Int](repeating: 0, count: cautions)
  }

  /// The first point that breaks a rule.
  var refused: Int? { firsts[0] == Self.none ? nil : firsts[0] }

  /// The first point that a caution concerns, and how many there are.
  func caution(_ index: Int) -> (first: Int, count: Int)? {
    counts[index] == 0 ? nil : (firsts[1 + index], counts[index])
  }

  mutating func refuse(_ point: Int) { firsts[0] = min(firsts[0], point) }

  mutating func note(_ point: Int, caution: Int) {
    firsts[1 + caution] = min(firsts[1 + caution], point)
    counts[caution] += 1
  }

  /// Ends the inspection early if there is a reason; returns whether there is one.
  mutating func stopsIfAsked(_ deadline: Deadline?) -> Bool {
    if let number = StopSignal.received { signal = Int(number) }
    if let deadline, deadline.hasPassed { timeIsUp = 1 }
    return stopped
  }

  /// Whether it ended early.
  var stopped: Bool { signal != 0 || timeIsUp != 0 }

  /// Why it ended early.
  func reason(_ deadline: Deadline?) -> StopReason {
    signal != 0 ? .signal(Int32(signal)) : deadline?.reason ?? .timeLimit
  }

  /// What all ranks have seen together. Collective.
  func combined(over ranks: borrowing Communicator) throws(MPIError) -> PointInspection {
    var whole = self
    whole.firsts = try ranks.allReduce(firsts, .minimum)
    whole.counts = try ranks.allReduce(counts, .sum)
    whole.signal = try ranks.allReduce(signal, .maximum)
    whole.timeIsUp = try ranks.allReduce(timeIsUp, .maximum)
    return whole
  }
}
