import Base
import Points
import ResultsStorage

extension Plan {
  /// Estimated time of the whole sweep on one core, in seconds.
  package var estimatedSeconds: Double {
    let modelAt = points.models()
    guard !model.hasUniformCost else {
      return modelAt(0).estimatedSeconds * Double(pointCount)
    }
    let samples = samples
    let sum = samples.reduce(0) { $0 + modelAt($1).estimatedSeconds }
    return sum / Double(samples.count) * Double(pointCount)
  }

  /// Numbers in the grid of points that stand for all: every one of up to 2^14. Of more points as
  /// many, with the first and the last, spread by the golden ratio to keep no step with an axis.
  private var samples: [Int] {
    let count = min(pointCount, 1 << 14)
    if count == pointCount { return (0..<count).map(numberInGrid) }
    let between = (1..<count - 1).map { number in
      let place = Double(number) * 0.618_033_988_749_894_9
      return Int((place - place.rounded(.down)) * Double(pointCount))
    }
    return ([0] + between + [pointCount - 1]).map(numberInGrid)
  }

  /// The most that something of one point's model takes.
  private func largest(_ bytes: (any PointModel) -> Int) -> Int {
    let modelAt = points.models()
    guard !model.hasUniformCost else { return bytes(modelAt(0)) }
    return samples.reduce(0) { max($0, bytes(modelAt($1))) }
  }

  /// Bytes of the state of a point, over all its ranks; nil if the model saves none.
  package var restartStateBytes: Int? {
    model.restartVersion.map { _ in largest { $0.restartStateBytes } }
  }

  /// Bytes of the values of all axes and of the coordinates in the file: twice, since a run that
  /// goes on compares them with those of the file.
  private var coordinateBytes: Int {
    let axes = grid.axes.flatMap(\.tracks).reduce(0) { $0 + $1.values.byteCount }
    // The file of a part has, for each of its points, the number and every coordinate.
    let columns = partPoints == nil ? 0 : grid.axes.reduce(1) { $0 + 1 + $1.tracks.count }
    return 2 * (axes + 8 * columns * pointCount)
  }

  /// Expected peak memory of a rank in bytes: the program with its libraries, the axes, records
  /// that wait to be written, the order of points, and one point's evaluation.
  package func memoryPerRank(ranks: Int) -> Int {
    // What a rank finishes between two writes, but no more than its share.
    let secondsPerPoint = max(estimatedSeconds / Double(pointCount), 1e-9)
    let writers = max(1, ranks / ranksPerPoint)
    let share = Double(pointCount) / Double(writers)
    let waiting = min(
      share, job.output.flushInterval / secondsPerPoint * Double(ranksPerPoint) + 1)
    let recordBytes = Double(
      MemoryLayout<Double>.stride * valuesPerPoint + RecordBatch.bytesPerRecord)
    let buffer = min(Int(waiting * recordBytes), Workload.bufferBytes)
    // The sums of the records, sealed and as they are written.
    let checksums = Int(Double(buffer) / recordBytes) * 24
    // A bit for every point that is pending, and the order of a bounded number of blocks.
    let blocks = model.hasUniformCost ? 0 : min(pointCount, BlockOrder.mostBlocks)
    let order = pointCount / 8 + blocks * 20
    let messages =
      ranks == 1 ? 0 : MemoryModel.messageBytes + min(buffer, MemoryModel.ioBufferBytes)
    // Arrays that grow keep some room.
    return MemoryModel.programBytes + coordinateBytes + checksums + messages + buffer / 20 * 23
      + order + formulaBytes
      + largest { $0.workingMemory(ranks: ranksPerPoint) }
  }
}

/// What libraries take, measured with Open MPI 4.1 and HDF5 1.10 on Debian 12.
private enum MemoryModel {
  /// Code, Open MPI and HDF5 once they have written something, before a point is computed.
  static let programBytes = 40_000_000
  /// Shared memory that ranks talk through.
  static let messageBytes = 3_000_000
  /// What ROMIO collects for one write.
  static let ioBufferBytes = 16 << 20
}
