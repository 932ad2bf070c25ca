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
    let recordBytes = MemoryLayout<Double>.stride * (valuesPerPoint + 3)
    let perRank = (pointCount + ranks - 1) / ranks
    let buffer = min(perRank * recordBytes, PointEvaluator.bufferBytes)
    // Twice: what is finished, and its copy in the order of the file.
    let order = M.hasUniformCost ? 0 : pointCount * 20
    return ProgramMemory.bytes + 2 * buffer + order + pointCount + workingMemory
  }
}

/// Memory of the program before it has done anything: code, Open MPI, HDF5.
enum ProgramMemory {
  static let bytes = 40_000_000
}
