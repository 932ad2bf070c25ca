public import Teams

/// An ensemble whose trajectories can be computed in any portions.
public protocol TrajectorySource {
  /// The sums of no trajectories.
  var noTrajectories: TrajectorySums { get }

  /// Computes trajectories and adds them to sums.
  ///
  /// - Parameters:
  ///   - trajectories: Their numbers.
  ///   - sums: Those of the trajectories before; the same on all ranks of the team, as they are
  ///     afterward.
  ///   - team: The ranks that share the work.
  ///   - poll: Called every millisecond or so, on ranks of a team at the same steps; what it throws
  ///     ends the work.
  /// - Throws: What `poll` and the team throw.
  func add(
    _ trajectories: Range<Int>, to sums: inout TrajectorySums, team: any RankTeam, poll: Poll
  ) throws(EvaluationError)
}

/// How the ranks of a team share trajectories: all of them take a block of the same size, and then
/// the next, so that they can poll at the same steps.
struct TrajectoryShares {
  /// Trajectories of a block; a rank may get fewer, or none, of the last.
  let length: Int
  private let trajectories: Range<Int>
  private let ranks: Int

  init(of trajectories: Range<Int>, over ranks: Int) {
    self.trajectories = trajectories
    self.ranks = ranks
    let rounds = max(
      1,
      (trajectories.count + TrajectoryBlock.capacity * ranks - 1)
        / (TrajectoryBlock.capacity * ranks))
    let even = (trajectories.count + rounds * ranks - 1) / (rounds * ranks)
    length =
      ranks == 1 ? TrajectoryBlock.capacity : min(TrajectoryBlock.capacity, (even + 7) / 8 * 8)
  }

  /// The blocks of a rank, one after the other; as many on each.
  func blocks(of rank: Int) -> [Range<Int>] {
    let step = max(1, length * ranks)
    return stride(from: trajectories.lowerBound, to: trajectories.upperBound, by: step).map {
      let start = min($0 + rank * length, trajectories.upperBound)
      return start..<min(start + length, trajectories.upperBound)
    }
  }
}
