import Base

/// What a model's rules and cautions say about some points of a grid, in numbers, so that ranks can put
/// together what each has seen.
public struct PointInspection: Sendable {
  /// The first point that breaks a rule, then the first that each caution concerns; `none` if there is none.
  package var firsts: [Int]
  /// How many points each caution concerns.
  package var counts: [Int]
  /// The signal that ended the inspection early; 0 if none did.
  package var signal = 0
  /// 1 if the time was up before the end, else 0.
  package var timeIsUp = 0

  private static let none = Int.max

  package init(cautions: Int) {
    firsts = [Int](repeating: Self.none, count: 1 + cautions)
    counts = [Int](repeating: 0, count: cautions)
  }

  /// The first point that breaks a rule.
  package var refused: Int? { firsts[0] == Self.none ? nil : firsts[0] }

  /// The first point that a caution concerns, and how many there are.
  func caution(_ index: Int) -> (first: Int, count: Int)? {
    counts[index] == 0 ? nil : (firsts[1 + index], counts[index])
  }

  package mutating func refuse(_ point: Int) { firsts[0] = min(firsts[0], point) }

  package mutating func note(_ point: Int, caution: Int) {
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
  package var stopped: Bool { signal != 0 || timeIsUp != 0 }

  /// Why it ended early.
  package func reason(_ deadline: Deadline?) -> StopReason {
    signal != 0 ? .signal(Int32(signal)) : deadline?.reason ?? .timeLimit
  }
}
