public import Teams

extension ChainEvolution {
  /// Bytes that `save` appends on all ranks together.
  public static func savedBytes(_ bases: [SectorBasis]) -> Int {
    bases.reduce(16) { sum, basis in
      let tiles = StateLayout.tileCount(columns: basis.chain.sites)
      return sum + 8 * tiles * basis.rowCount * StateLayout.rowStride
    }
  }

  /// Saves the states, this rank's tiles of them.
  ///
  /// - Parameters:
  ///   - progress: A number that `restore` gives back.
  ///   - sink: What takes them.
  public func save(_ progress: Int, to sink: any RestartSink) {
    sink.append(progress)
    for state in states {
      for tile in state.layout.tiles {
        state.withRows(0..<state.layout.rows, ofTile: tile) { sink.append($0) }
      }
    }
  }

  /// Takes the states from what was saved, and gives the progress; nil if it does not read as
  /// expected, and then the states are undefined.
  public func restore(_ source: any RestartSource) -> Int? {
    guard let progress = source.read(Int.self) else { return nil }
    for state in states {
      for tile in state.layout.tiles {
        var numbers = UnsafeMutableBufferPointer(
          start: state.buffer.pointer + state.layout.offset(tile: tile, row: 0),
          count: state.layout.rows * StateLayout.rowStride
        ).mutableSpan
        guard source.read(into: &numbers) else { return nil }
      }
    }
    return progress
  }
}
