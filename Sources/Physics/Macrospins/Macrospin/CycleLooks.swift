import Numerics

/// On which side of m_z = 0 the trajectories of a block end the cycles of a protocol.
struct CycleLooks {
  /// For each cycle the number of stages up to its end.
  private let ends: [Int]
  /// Whether m_z < 0 at the start and after each cycle that has ended, trajectory by trajectory.
  private var sides: [[Bool]]
  /// The cycles before, which somebody else has counted.
  private var counted = 0

  /// At the start.
  ///
  /// - Parameters:
  ///   - ends: For each cycle the number of stages up to its end, in ascending order.
  ///   - block: The trajectories.
  init(ends: [Int], of block: borrowing TrajectoryBlock) {
    self.ends = ends
    sides = ends.isEmpty ? [] : [Self.sides(of: block)]
  }

  private static func sides(of block: borrowing TrajectoryBlock) -> [Bool] {
    (0..<block.trajectories.count).map { block.state(of: $0).z < 0 }
  }

  /// Goes on where trajectories have been one so far, whether or not a cycle has ended since.
  mutating func begin(like common: CycleLooks) {
    guard !ends.isEmpty else { return }
    let count = sides[0].count
    counted = common.sides.count - 1
    sides = common.sides.map { Array(repeating: $0[0], count: count) }
  }

  /// Stages in parts between which cycles end.
  func parts(of stages: Range<Int>) -> [Range<Int>] {
    let inner = ends.filter { stages.lowerBound < $0 && $0 < stages.upperBound }
    let edges = [stages.lowerBound] + inner + [stages.upperBound]
    return zip(edges, edges.dropFirst()).map { $0..<$1 }
  }

  /// Looks at the trajectories after a number of stages, if that is the end of a cycle.
  mutating func look(at block: borrowing TrajectoryBlock, after stages: Int) {
    guard stages > 0, sides.count <= ends.count, !ends.isEmpty, ends[sides.count - 1] == stages
    else { return }
    sides.append(Self.sides(of: block))
  }

  /// Counts, after what is counted of the whole, cycle by cycle those that end it with m_z < 0 and
  /// then those that have changed their side in it.
  ///
  /// - Parameters:
  ///   - lanes: Which trajectories of the block.
  ///   - sums: Where they are counted.
  ///   - times: How many trajectories each of them stands for.
  func count(_ lanes: Range<Int>, in sums: inout TrajectorySums, times: Int = 1) {
    guard sides.count > counted + 1 else { return }
    for cycle in counted..<sides.count - 1 {
      for lane in lanes {
        if sides[cycle + 1][lane] { sums.count(1 + cycle, times: times) }
        if sides[cycle + 1][lane] != sides[cycle][lane] {
          sums.count(1 + ends.count + cycle, times: times)
        }
      }
    }
  }
}
