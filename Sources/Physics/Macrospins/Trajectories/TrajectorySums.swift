import Numerics
import Teams

/// All that an ensemble keeps of its trajectories: sums and counts without any rounding, and single
/// outcomes by number. What it holds is a function of which trajectories were added, not of the
/// order, of the ranks that computed them, or of whether they were added in one run or in several.
public struct TrajectorySums: Sendable, Equatable {
  /// Number of trajectories.
  public private(set) var count = 0
  /// Whether a state was no direction any more; means are then NaN.
  private(set) var hasFailed = false
  /// At each time at which trajectories are looked at, sums of the components of m.
  private var powers: [[PowerSums]]
  /// Whatever is counted.
  private(set) var counts: [Int]
  /// Outcomes of single trajectories: of number i, bit i mod 8, from the lowest, of byte i/8. Empty
  /// where they are not kept.
  public private(set) var bits: [UInt8] = []

  /// Of no trajectories.
  init(times: Int, counts: Int) {
    powers = Array(repeating: Array(repeating: PowerSums(), count: 3), count: times)
    self.counts = Array(repeating: 0, count: counts)
  }

  /// The same of no trajectories.
  var emptied: Self { Self(times: powers.count, counts: counts.count) }

  /// Moments of a component of m at a time.
  func moments(_ component: Int, at time: Int) -> CentralMoments {
    powers[time][component].moments(hasFailed ? 0 : count)
  }

  /// Number of times at which trajectories were looked at.
  public var times: Int { powers.count }

  /// Bytes that the sums take at a time.
  static let bytesPerTime = 3 * MemoryLayout<PowerSums>.stride

  mutating func add(_ block: borrowing TrajectoryBlock, at time: Int) {
    for component in 0..<3 where block.add(component, to: &powers[time][component]) > 0 {
      hasFailed = true
    }
  }

  mutating func add(_ state: Vector3, times: Int, at time: Int) {
    for (component, value) in state.components.enumerated()
    where !powers[time][component].add(value, times: times) {
      hasFailed = true
    }
  }

  mutating func count(_ index: Int, times: Int = 1) { counts[index] += times }

  /// Notes the outcome of a trajectory.
  mutating func setBit(_ trajectory: Int) {
    if trajectory / 8 >= bits.count {
      bits += repeatElement(0, count: trajectory / 8 + 1 - bits.count)
    }
    bits[trajectory / 8] |= 1 << UInt8(trajectory % 8)
  }

  /// Takes note that so many trajectories have been added.
  mutating func finish(_ trajectories: Int) { count += trajectories }

  static func += (sum: inout Self, other: Self) {
    sum.count += other.count
    sum.hasFailed = sum.hasFailed || other.hasFailed
    for time in sum.powers.indices {
      for component in 0..<3 { sum.powers[time][component] += other.powers[time][component] }
    }
    for index in sum.counts.indices { sum.counts[index] += other.counts[index] }
    if sum.bits.count < other.bits.count {
      sum.bits += repeatElement(0, count: other.bits.count - sum.bits.count)
    }
    for (index, byte) in other.bits.enumerated() { sum.bits[index] |= byte }
  }
}

extension TrajectorySums {
  /// Numbers that `limbs(ofTimes:)` has for each component at each time.
  public static let limbCount = PowerSums.limbCount

  /// The sums of m at some times as numbers that a file can hold, without any rounding: time after
  /// time, component after component.
  public func limbs(ofTimes times: Range<Int>) -> [Double] {
    powers[times].flatMap { $0.flatMap(\.limbs) }
  }

  /// Sums that have been kept, of the first `count` trajectories.
  ///
  /// - Parameters:
  ///   - count: Number of trajectories.
  ///   - limbs: Those of some times, by the first of them.
  ///   - counts: What was counted.
  ///   - bits: Outcomes of single trajectories; empty where they are not kept.
  /// - Returns: nil if something of it cannot be such a sum.
  public func restored(
    count: Int, limbs: [(firstTime: Int, limbs: [Double])], counts: [Int], bits: [UInt8] = []
  ) -> Self? {
    var sums = emptied
    guard count >= 0, counts.count == sums.counts.count else { return nil }
    for (firstTime, limbs) in limbs {
      let size = 3 * Self.limbCount
      guard limbs.count.isMultiple(of: size), firstTime + limbs.count / size <= times else {
        return nil
      }
      for index in 0..<limbs.count / Self.limbCount {
        let start = index * Self.limbCount
        guard let power = PowerSums(limbs: limbs[start..<start + Self.limbCount]) else {
          return nil
        }
        sums.powers[firstTime + index / 3][index % 3] = power
      }
    }
    sums.counts = counts
    sums.count = count
    // Nothing follows the last bit that is set, as where bits are set one by one.
    sums.bits = Array(bits[..<(bits.lastIndex { $0 != 0 }.map { $0 + 1 } ?? 0)])
    return sums
  }

  /// What the ranks of a team have added together; the same on all.
  ///
  /// - Throws: `EvaluationError.disconnected`.
  func total(over team: any RankTeam) throws(EvaluationError) -> Self {
    guard team.count > 1 else { return self }
    let numbers =
      [Double(count), hasFailed ? 1 : 0] + counts.map(Double.init)
      + limbs(ofTimes: 0..<times)
    var total = emptied
    let allBits = try team.allGather(bits)
    for (rank, numbers) in try team.allGather(numbers).enumerated() {
      let own = 2 + counts.count
      let limbs = Array(numbers[own...])
      guard
        var part = emptied.restored(
          count: Int(numbers[0]), limbs: [(0, limbs)], counts: numbers[2..<own].map { Int($0) },
          bits: allBits[rank])
      else { throw .failed("the ranks of a team have other sums than they should") }
      part.hasFailed = numbers[1] > 0
      total += part
    }
    return total
  }
}
