import Points

extension Plan {
  /// Fewer points a rank than this leave ranks without work at the end.
  private static let fewPoints = 8
  /// Fewer trajectories a rank are no gain: a block of them goes through the processor together.
  private static let fewTrajectories = 64
  /// What is taken for the number of trajectories of a point with a target.
  private static let trajectoriesOfTarget = 1024
  /// Shorter shares of a point are not worth the messages, in seconds.
  private static let shortShare = 0.02

  /// Lets several ranks share the points of a small grid whose points take long and are made of
  /// trajectories, unless the job says how many ranks a point has. No result depends on it.
  ///
  /// - Parameter ranks: number of ranks of the run.
  package mutating func shareLongPoints(over ranks: Int) {
    guard ranks > 1, job.run.ranksPerPointLocation == nil, model.ensembleParameter != nil,
      pointCount < Self.fewPoints * ranks
    else { return }
    let most = points.trajectories()(numberInGrid(0))
    // A target gets its trajectories in portions, and most points need far fewer than they may.
    let count = job.target == nil ? most : min(most, Self.trajectoriesOfTarget)
    let seconds =
      estimatedSeconds / Double(pointCount) * Double(count) / Double(max(most, 1))
    let size = (1...ranks).last { size in
      ranks % size == 0 && count >= size * Self.fewTrajectories
        && seconds >= Double(size) * Self.shortShare
    }
    ranksPerPoint = size ?? 1
  }
}
