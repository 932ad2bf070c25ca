import Base
import Points
import ResultsStorage

extension Plan {
  /// Estimated time of the whole sweep on one core, in seconds.
  public var estimatedSeconds: Double {
    guard !M.hasUniformCost else {
      return grid.model(at: 0).estimatedSeconds * Double(pointCount)
    }
    let samples = samples
    let sum = samples.reduce(into: (total: 0.0, cursor: GridCursor(grid))) {
      $0.cursor.move(to: $1)
      $0.total += $0.cursor.model.estimatedSeconds
    }.total
    return sum / Double(samples.count) * Double(pointCount)
  }

  /// Numbers in the grid of points that stand for all: every one of up to 2^14, else so many,
  /// spread by the golden ratio so that they keep no step with an axis, with the first and the last.
  private var samples: [Int] {
    let count = min(pointCount, 1 << 14)
    if count == pointCount { return (0..<count).map(globalNumber) }
    let between = (1..<count - 1).map { number in
      let place = Double(number) * 0.618_033_988_749_894_9
      return Int((place - place.rounded(.down)) * Double(pointCount))
    }
    return ([0] + between + [pointCount - 1]).map(globalNumber)
  }

  /// The number in the grid of a point of the file.
  func globalNumber(_ point: Int) -> Int { partPoints.map { $0[point] } ?? point }

  /// The order in which points of the file are handed out; nil if all cost the same and their number
  /// is the order.
  package func costliestFirst() -> BlockOrder? {
    guard partPoints != nil else { return Self.costliestFirst(in: grid) }
    return Self.costliestFirst(in: grid, pointCount: pointCount, globalNumber)
  }

  static func costliestFirst(in grid: Grid<M>) -> BlockOrder? {
    costliestFirst(in: grid, pointCount: grid.pointCount) { $0 }
  }

  private static func costliestFirst(
    in grid: Grid<M>, pointCount: Int, _ number: (Int) -> Int
  ) -> BlockOrder? {
    guard !M.hasUniformCost else { return nil }
    var cursor = GridCursor(grid)
    return BlockOrder(pointCount: pointCount) { point in
      cursor.move(to: number(point))
      return cursor.model.estimatedSeconds
    }
  }

  /// The most that something of one point's model takes.
  private func largest(_ bytes: (M) -> Int) -> Int {
    guard !M.hasUniformCost else { return bytes(grid.model(at: 0)) }
    var cursor = GridCursor(grid)
    return samples.reduce(0) { most, point in
      cursor.move(to: point)
      return max(most, bytes(cursor.model))
    }
  }

  /// Ranks that compute one point together.
  public var ranksPerPoint: Int { job.run.ranksPerPoint }

  /// Longest time in seconds that a point may take; nil for any.
  public var pointTimeout: Double? { job.run.pointTimeout }

  /// Bytes of the state of a point, over all its ranks; nil if the model saves none.
  public var restartStateBytes: Int? {
    M.restartVersion.map { _ in largest(\.restartStateBytes) }
  }

  /// Expected peak memory of a rank in bytes: the program with its libraries, records that wait to
  /// be written, the order of points, and one point's evaluation.
  public func memoryPerRank(ranks: Int) -> Int {
    // Between two writes a rank finishes so many points, but no more than its share.
    let secondsPerPoint = max(estimatedSeconds / Double(pointCount), 1e-9)
    let writers = max(1, ranks / ranksPerPoint)
    let share = Double(pointCount) / Double(writers)
    let waiting = min(
      share, job.output.flushInterval / secondsPerPoint * Double(ranksPerPoint) + 1)
    let recordBytes = Double(
      MemoryLayout<Double>.stride * valuesPerPoint + RecordBatch.bytesPerRecord)
    let buffer = min(Int(waiting * recordBytes), Workload.bufferBytes)
    // A bit for every point that is pending, and the order of a bounded number of blocks.
    let order =
      pointCount / 8 + (M.hasUniformCost ? 0 : min(pointCount, BlockOrder.mostBlocks) * 20)
    let messages =
      ranks == 1 ? 0 : MemoryModel.messageBytes + min(buffer, MemoryModel.ioBufferBytes)
    // Arrays that grow keep some room.
    return MemoryModel.programBytes + messages + buffer / 20 * 23 + order
      + largest { $0.workingMemory(ranks: ranksPerPoint) }
  }
}

/// What libraries take, measured with Open MPI 4.1 and HDF5 1.10 on Debian 12.
private enum MemoryModel {
  /// Code, Open MPI and HDF5, before anything is done.
  static let programBytes = 32_500_000
  /// Shared memory that ranks talk through.
  static let messageBytes = 3_000_000
  /// What ROMIO collects for one write.
  static let ioBufferBytes = 16 << 20
}
