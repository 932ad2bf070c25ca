public import Numerics

/// A value of a drive: what can be drawn as straight lines over time.
public protocol DriveValue: Sendable, Equatable {
  /// The sum.
  static func + (a: Self, b: Self) -> Self
  /// The multiple.
  static func * (factor: Double, value: Self) -> Self
}

extension Double: DriveValue {}
extension Vector3: DriveValue {}

/// A drive as a function of time: straight lines between knots, the first and last values outside
/// of them. Two knots at one time are a jump.
///
/// Whoever follows it asks for the times between which it is smooth, and for values within them.
public struct Waveform<Value: DriveValue>: Sendable, Equatable {
  /// A time in s and the value then.
  public struct Knot: Sendable, Equatable {
    /// In s.
    public var time: Double
    /// The value at that time.
    public var value: Value

    /// - Parameters:
    ///   - time: In s.
    ///   - value: The value at that time.
    public init(time: Double, value: Value) {
      self.time = time
      self.value = value
    }
  }

  /// The knots, in the order in which they were given.
  public var knots: [Knot]

  /// Nil without any knot.
  ///
  /// - Parameter knots: In ascending order of their times, see `isOrdered`.
  public init?(knots: [Knot]) {
    guard !knots.isEmpty else { return nil }
    self.knots = knots
  }

  /// Zero but for a pulse of constant height.
  ///
  /// - Parameters:
  ///   - start: When the pulse begins, in s.
  ///   - duration: In s.
  ///   - value: During the pulse.
  init(pulseFrom start: Double, lasting duration: Double, _ value: Value) {
    let (none, end) = (0 * value, start + duration)
    knots = [(start, none), (start, value), (end, value), (end, none)].map {
      Knot(time: $0.0, value: $0.1)
    }
  }

  /// Whether times are zero or positive and never fall.
  public var isOrdered: Bool {
    knots[0].time >= 0 && zip(knots, knots.dropFirst()).allSatisfy { $0.time <= $1.time }
  }

  /// The time of the last knot in s.
  public var end: Double { knots[knots.count - 1].time }

  /// The times in s between which it is smooth.
  var breaks: [Double] { knots.map(\.time) }

  /// The value at a time in s; at a jump, that after it.
  public func value(at time: Double) -> Value {
    // The first knot after the time.
    var (low, high) = (0, knots.count)
    while low < high {
      let middle = (low + high) / 2
      if knots[middle].time > time { high = middle } else { low = middle + 1 }
    }
    guard low > 0 else { return knots[0].value }
    guard low < knots.count else { return knots[knots.count - 1].value }
    let (before, after) = (knots[low - 1], knots[low])
    guard before.value != after.value else { return before.value }
    let share = (time - before.time) / (after.time - before.time)
    return (1 - share) * before.value + share * after.value
  }
}

extension Waveform where Value == Double {
  /// The times in s at which a line between two knots passes zero.
  var zeros: [Double] {
    zip(knots, knots.dropFirst()).compactMap { a, b in
      guard a.value * b.value < 0, b.time > a.time else { return nil }
      return a.time + (b.time - a.time) * (a.value / (a.value - b.value))
    }
  }

  /// The least and the largest value.
  public var range: ClosedRange<Double> {
    let values = knots.map(\.value)
    return (values.min() ?? 0)...(values.max() ?? 0)
  }
}
