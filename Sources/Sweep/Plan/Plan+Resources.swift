import IO

extension Plan {
  /// Estimated time of the whole sweep on one core, in seconds.
  public var estimatedSeconds: Double {
    guard !M.hasUniformCost else {
      return grid.model(at: 0).estimatedSeconds * Double(grid.pointCount)
    }
    return (0..<grid.pointCount).reduce(into: (total: 0.0, cursor: GridCursor(grid))) {
      $0.cursor.move(to: $1)
      $0.total += $0.cursor.model.estimatedSeconds
    }.total
  }

  /// Points in the order in which they are handed out: costliest first, equal ones by number; nil
  /// if all cost the same and their number is the order.
  func costliestFirst() -> [Int]? {
    guard !M.hasUniformCost else { return nil }
    var cursor = GridCursor(grid)
    let costs = (0..<grid.pointCount).map { point in
      cursor.move(to: point)
      return cursor.model.estimatedSeconds
    }
    return (0..<grid.pointCount).sorted { (-costs[$0], $0) < (-costs[$1], $1) }
  }

  /// The most memory that one point's evaluation takes, in bytes.
  var workingMemory: Int {
    guard !M.hasUniformCost else { return grid.model(at: 0).workingMemory }
    var cursor = GridCursor(grid)
    return (0..<grid.pointCount).reduce(0) { most, point in
      cursor.move(to: point)
      return max(most, cursor.model.workingMemory)
    }
  }

  /// Expected peak memory of a rank in bytes: the program with its libraries, records that wait to
  /// be written, the order of points, and one point's evaluation.
  public func memoryPerRank(ranks: Int) -> Int {
    // Between two writes a rank finishes so many points, but no more than its share.
    let secondsPerPoint = max(estimatedSeconds / Double(pointCount), 1e-9)
    let share = Double(pointCount) / Double(ranks)
    let waiting = min(share, job.output.flushInterval / secondsPerPoint + 1)
    let recordBytes = Double(
      MemoryLayout<Double>.stride * valuesPerPoint + RecordBatch.bytesPerRecord)
    let buffer = min(Int(waiting * recordBytes), PointEvaluator.bufferBytes)
    let order = M.hasUniformCost ? 0 : pointCount * 20
    let messages =
      ranks == 1 ? 0 : MemoryModel.messageBytes + min(buffer, MemoryModel.ioBufferBytes)
    // Arrays that grow keep some room.
    return MemoryModel.programBytes + messages + buffer / 20 * 23 + order + pointCount
      + workingMemory
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
