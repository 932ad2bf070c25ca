import Jobs

/// The product of the axes: points in row-major order, the last axis fastest.
struct Grid<M: Model>: Sendable {
  /// The model with everything set that is the same at every point.
  package let base: M
  package let axes: [Axis<M>]
  package let pointCount: Int

  /// - Throws: `InputError` if there are more points than can be numbered.
  init(base: M, axes: [Axis<M>]) throws(InputError) {
    self.base = base
    self.axes = axes
    var count = 1
    for axis in axes {
      let (product, overflow) = count.multipliedReportingOverflow(by: axis.count)
      guard !overflow, product <= Int(UInt32.max) else {
        throw InputError(
          "the grid has more than \(UInt32.max) points", at: axis.location)
      }
      count = product
    }
    pointCount = count
  }

  /// The index on each axis of a point.
  package func indices(of point: Int) -> [Int] {
    var rest = point
    var indices = [Int](repeating: 0, count: axes.count)
    for axis in axes.indices.reversed() {
      (rest, indices[axis]) = rest.quotientAndRemainder(dividingBy: axes[axis].count)
    }
    return indices
  }

  /// The model at a point.
  package func model(at point: Int) -> M {
    var cursor = GridCursor(self)
    cursor.move(to: point)
    return cursor.model
  }

  /// A point in words: `current = 0.001 A, temperature = 4 K`.
  package func describe(_ point: Int) -> String {
    let indices = indices(of: point)
    return axes.indices.flatMap { axis in
      axes[axis].tracks.map { track in
        let unit = track.parameter.unit
        return "\(track.parameter.name) = \(track.values[indices[axis]])"
          + (unit == .one ? "" : " \(unit)")
      }
    }.joined(separator: ", ")
  }
}

/// The model at a moving point; a move sets only the axes whose index changes.
struct GridCursor<M: Model>: Sendable {
  private let axes: [Axis<M>]
  private var indices: [Int]
  private(set) var model: M

  init(_ grid: Grid<M>) {
    axes = grid.axes
    indices = [Int](repeating: -1, count: grid.axes.count)
    model = grid.base
  }

  package mutating func move(to point: Int) {
    var rest = point
    var axis = axes.count - 1
    while axis >= 0 {
      let (quotient, index) = rest.quotientAndRemainder(dividingBy: axes[axis].count)
      if indices[axis] != index {
        indices[axis] = index
        axes[axis].apply(index, to: &model)
      }
      rest = quotient
      axis -= 1
    }
  }
}
