import Jobs

/// The product of the axes: points in row-major order, the last axis fastest.
package struct Grid: Sendable {
  package let axes: [Axis]
  package let pointCount: Int

  /// - Throws: `InputError` if there are more points than can be numbered.
  init(_ axes: [Axis]) throws(InputError) {
    self.axes = axes
    var count = 1
    for axis in axes {
      let (product, overflow) = count.multipliedReportingOverflow(by: axis.count)
      guard !overflow, product <= Int(UInt32.max) else {
        throw InputError("the grid has more than \(UInt32.max) points", at: axis.location)
      }
      count = product
    }
    pointCount = count
  }

  /// A point in words: `current = 0.001 A, temperature = 4 K`.
  func describe(_ point: Int) -> String {
    var rest = point
    var parts: [String] = []
    for axis in axes.reversed() {
      let (quotient, index) = rest.quotientAndRemainder(dividingBy: axis.count)
      rest = quotient
      parts.insert(axis.describe(index), at: 0)
    }
    return parts.joined(separator: ", ")
  }
}

/// A grid as one of its model: what the model is at each point.
struct ModelGrid<M: PointModel>: Sendable {
  /// Gives a model the values of an axis at an index.
  typealias Setter = @Sendable (inout M, Int) -> Void

  /// What is declared of the model.
  let declaration: ModelDeclaration<M>
  let grid: Grid
  /// The model with everything set that is the same at every point.
  let base: M
  /// One for each axis.
  let setters: [Setter]
  /// Vectors that are swept by components, which have to fit together at every point.
  let sweptVectors: [Parameter<M>]

  /// The model at a point.
  func model(at point: Int) -> M {
    var cursor = GridCursor(self)
    cursor.move(to: point)
    return cursor.model
  }
}

/// The model at a moving point; a move sets only the axes whose index changes.
///
/// Vectors that are swept by components are settled in a copy, so that no point sees what was made
/// of the components of another.
struct GridCursor<M: PointModel>: Sendable {
  private let counts: [Int]
  private let setters: [ModelGrid<M>.Setter]
  private let vectors: [Parameter<M>]
  /// Axes that only repeat.
  private let repeating: [Int]
  private var indices: [Int]
  /// Where the cursor stands.
  private var point = -1
  private(set) var model: M
  /// The model with the components as the axes have them; as `model` where no vector is swept so.
  private var asSet: M

  init(_ grid: ModelGrid<M>) {
    counts = grid.grid.axes.map(\.count)
    setters = grid.setters
    vectors = grid.sweptVectors
    repeating = grid.grid.axes.indices.filter { grid.grid.axes[$0].tracks.isEmpty }
    indices = [Int](repeating: -1, count: counts.count)
    model = grid.base
    asSet = grid.base
  }

  /// The place of the point on each axis that only repeats.
  var repetitions: [Int] { repeating.map { indices[$0] } }

  mutating func move(to point: Int) {
    if point == self.point + 1, point > 0 { moveOn() } else { jump(to: point) }
    self.point = point
    guard !vectors.isEmpty else { return }
    model = asSet
    // Points whose components do not fit together are refused before any is computed.
    for vector in vectors { try? vector.settleVector(in: &model) }
  }

  private mutating func jump(to point: Int) {
    var rest = point
    for axis in counts.indices.reversed() {
      let (quotient, index) = rest.quotientAndRemainder(dividingBy: counts[axis])
      if indices[axis] != index { set(axis, to: index) }
      rest = quotient
    }
  }

  /// Moves to the next point. Without divisions, which take as long as a quick point.
  private mutating func moveOn() {
    for axis in counts.indices.reversed() {
      let next = indices[axis] + 1
      guard next == counts[axis] else { return set(axis, to: next) }
      if next > 1 { set(axis, to: 0) }
    }
  }

  private mutating func set(_ axis: Int, to index: Int) {
    indices[axis] = index
    if vectors.isEmpty { setters[axis](&model, index) } else { setters[axis](&asSet, index) }
  }
}
