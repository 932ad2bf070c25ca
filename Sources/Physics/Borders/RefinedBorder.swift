/// The border that a refinement has found: lines in two dimensions, triangles in three.
package struct RefinedBorder: Sendable, Equatable {
  /// One column an axis, in the axis's unit: along a line in its order, a closed line with its
  /// first vertex once more at the end.
  package internal(set) var columns: [[Double]]
  /// Which of the functions each vertex is of.
  package internal(set) var functions: [Int] = []
  /// Which connected piece each vertex is of, from 0.
  package internal(set) var pieces: [Int] = []
  /// Standard error of each vertex perpendicular to the border, as a part of the axes; empty
  /// without noise.
  package internal(set) var errors: [Double] = []
  /// The same along each axis, in its unit; one column an axis.
  package internal(set) var errorColumns: [[Double]]
  /// Three vertices each; none in two dimensions.
  package internal(set) var triangles: [SIMD3<Int32>] = []

  init(dimension: Int) {
    columns = [[Double]](repeating: [], count: dimension)
    errorColumns = columns
  }

  /// Number of vertices.
  package var count: Int { functions.count }

  fileprivate mutating func append(_ position: SIMD3<Double>, function: Int, piece: Int) {
    for axis in columns.indices { columns[axis].append(position[axis]) }
    functions.append(function)
    pieces.append(piece)
  }

  /// Adds the error of the vertex that was added last.
  ///
  /// - Parameters:
  ///   - parts: where the vertex is, as parts of the axes.
  ///   - slope: in parts of the axes.
  ///   - deviation: standard error of the function there.
  fileprivate mutating func appendError(
    _ axes: [RefinementAxis], at parts: SIMD3<Double>, slope: SIMD3<Double>, deviation: Double
  ) {
    let steepness = (slope * slope).sum().squareRoot()
    // No more than the whole axis, where a flat function tells nothing.
    let error = steepness > 0 ? min(1, deviation / steepness) : 1
    errors.append(error)
    for (axis, scale) in axes.enumerated() {
      let half = steepness > 0 ? error * abs(slope[axis]) / steepness : 1
      errorColumns[axis].append(
        abs(scale.value(atPart: parts[axis] + half) - scale.value(atPart: parts[axis] - half)) / 2)
    }
  }
}

extension Refinement {
  /// The border as it is known from the values of the last round.
  package func border() -> RefinedBorder {
    if dimension == 3 { return surface() }
    var whole = self
    whole.addAllRoots()
    return whole.lines()
  }

  // MARK: Lines

  private mutating func addAllRoots() {
    var (seen, open) = (Set<Int>(), [Int]())
    for index in cells.indices where !cells[index].isHalved {
      for function in 0..<settings.functions {
        for (side, _) in sides(cells[index], function) { addRoots(on: side, &seen, &open) }
      }
    }
  }

  private struct Step: Hashable {
    let root: Int
    let next: Int
  }

  private func lines() -> RefinedBorder {
    var border = RefinedBorder(dimension: 2)
    let links = borderLinks()
    var cellOfStep: [Step: Int] = [:]
    var order: [[Int]] = Array(repeating: [], count: settings.functions)
    var seen = Set<Int>()
    for index in cells.indices where !cells[index].isHalved {
      for function in 0..<settings.functions {
        for (one, other) in borderPairs(index, function) {
          cellOfStep[Step(root: one, next: other)] = index
          cellOfStep[Step(root: other, next: one)] = index
          for root in [one, other] where seen.insert(root).inserted { order[function].append(root) }
        }
      }
    }
    var visited = Set<Int>()
    var piece = 0
    for function in 0..<settings.functions {
      // Open lines from their ends first; what is left is closed.
      let ends = order[function].filter { links[$0]?.count == 1 }
      for first in ends + order[function] where visited.insert(first).inserted {
        var line = [first]
        while let last = line.last,
          let next = links[last]?.first(where: { !visited.contains($0) })
        {
          line.append(next)
          visited.insert(next)
        }
        let isClosed =
          line.count > 2 && line.last.map { links[$0]?.contains(first) == true } == true
        append(line, isClosed: isClosed, function, piece, cellOfStep, to: &border)
        piece += 1
      }
    }
    return border
  }

  /// A vertex of a line, before what is between is filled in.
  private struct Node {
    let place: SIMD2<Double>
    /// The root that it is; nil for a point that was checked.
    var root: Int?
    let cell: Int
    /// Whether the border is a smooth curve from here to the next one.
    var isSmooth: Bool
  }

  private func append(
    _ line: [Int], isClosed: Bool, _ function: Int, _ piece: Int, _ cellOfStep: [Step: Int],
    to border: inout RefinedBorder
  ) {
    var nodes: [Node] = []
    let steps = zip(line, line.dropFirst()) + (isClosed ? [(line[line.count - 1], line[0])] : [])
    for (this, next) in steps {
      guard let cell = cellOfStep[Step(root: this, next: next)] else { continue }
      let check = checks[CellOfFunction(cell: cell, function: function)]
      let isRight = check?.isRight ?? false
      nodes.append(
        Node(place: position(ofRoot: this), root: this, cell: cell, isSmooth: isRight))
      if let check, isRight {
        nodes.append(Node(place: check.place, root: nil, cell: cell, isSmooth: true))
      }
    }
    guard let last = nodes.last else { return }
    let end = isClosed ? line[0] : line[line.count - 1]
    nodes.append(
      Node(place: position(ofRoot: end), root: end, cell: last.cell, isSmooth: false))
    // Pieces that were too short for a check are as smooth as what they go on with.
    if followsCurve {
      let isChecked = nodes.map(\.isSmooth)
      for index in nodes.indices.dropLast() where !isChecked[index] {
        let key = CellOfFunction(cell: nodes[index].cell, function: function)
        nodes[index].isSmooth =
          checks[key] == nil
          && (index == 0 || isChecked[index - 1])
          && (index + 2 == nodes.count || isChecked[index + 1])
      }
    }
    let curve = BorderCurve(nodes.map(\.place))
    for (index, node) in nodes.enumerated() {
      if let root = node.root {
        appendRoot(root, in: node.cell, function, piece, to: &border)
      } else {
        append(node.place, function, piece, to: &border)
      }
      guard node.isSmooth else { continue }
      var window = index..<index + 2
      for _ in 0..<2 {
        if window.lowerBound > 0, nodes[window.lowerBound - 1].isSmooth {
          window = window.lowerBound - 1..<window.upperBound
        }
        if window.upperBound < nodes.count, nodes[window.upperBound - 1].isSmooth {
          window = window.lowerBound..<window.upperBound + 1
        }
      }
      let middle = curve.place(after: index, at: 0.5, through: window)
      let height = length(middle - (node.place + nodes[index + 1].place) / 2)
      let parts = Int(max(1, min((height / tolerance).squareRoot().rounded(.up), 64)))
      for number in 1..<max(parts, 1) {
        let part = Double(number) / Double(parts)
        append(curve.place(after: index, at: part, through: window), function, piece, to: &border)
      }
    }
  }

  private func append(
    _ place: SIMD2<Double>, _ function: Int, _ piece: Int, to border: inout RefinedBorder
  ) {
    var position = SIMD3<Double>()
    for axis in 0..<2 { position[axis] = settings.axes[axis].value(atPart: place[axis]) }
    border.append(position, function: function, piece: piece)
  }

  private func appendRoot(
    _ root: Int, in cell: Int, _ function: Int, _ piece: Int, to border: inout RefinedBorder
  ) {
    let side = rootSides[root]
    let parts = position(ofRoot: root)
    var position = position(side.origin)
    position[side.axis] = settings.axes[side.axis].value(atPart: parts[side.axis])
    border.append(position, function: function, piece: piece)
    guard settings.isNoisy else { return }
    let (low, high) = (roots[root].low, roots[root].high)
    let part = (parts[side.axis] - low.place) / (high.place - low.place)
    var end = side.origin
    end[side.axis] &+= side.size
    let errors = [side.origin, end].map { values.errors[function][corners[$0] ?? 0] }
    let deviation =
      ((1 - part) * (1 - part) * errors[0] * errors[0] + part * part * errors[1] * errors[1])
      .squareRoot()
    let slope = gradient(cells[cell], function, at: parts)
    border.appendError(
      settings.axes, at: SIMD3(parts, 0), slope: SIMD3(slope, 0), deviation: deviation)
  }
}

// MARK: Surfaces

/// The surface of one function, by tetrahedra: each cube is cut into six, all along the same
/// diagonal, so that neighbors fit. Cubes that are larger than the smallest on the surface are cut
/// first, with means of their corners where there is no point, so that the surface has no holes.
private struct SurfaceMaker {
  private struct Edge: Hashable {
    let start: Refinement.Place
    let end: Refinement.Place
  }

  let refinement: Refinement
  let function: Int
  var border: RefinedBorder
  private var vertices: [Edge: Int32] = [:]
  private var numbers: [Refinement.Place: Double] = [:]
  private var deviations: [Refinement.Place: Double] = [:]
  private let smallest: Int32

  init(_ refinement: Refinement, _ function: Int, border: RefinedBorder) {
    (self.refinement, self.function, self.border) = (refinement, function, border)
    var smallest = RefinementAxis.unit
    for cell in refinement.cells where !cell.isHalved && cell.size < smallest {
      let signs = refinement.cornerPoints(cell).map {
        refinement.values.numbers[function][$0]
      }
      if signs.contains(where: { $0 < 0 }), signs.contains(where: { $0 >= 0 }) {
        smallest = cell.size
      }
    }
    self.smallest = smallest
  }

  mutating func add(_ origin: Refinement.Place, _ size: Int32) {
    let corners = (0..<8).map { corner -> Refinement.Place in
      var place = origin
      for axis in 0..<3 where corner >> axis & 1 == 1 { place[axis] &+= size }
      return place
    }
    let values = corners.map { number($0) }
    guard values.allSatisfy(\.isFinite) else { return }
    if size > smallest {
      let half = size / 2
      let hasBoth = values.contains { $0 < 0 } && values.contains { $0 >= 0 }
      let isDivided = (0..<27).contains { number in
        let place = origin &+ Self.offset(number, half)
        return !corners.contains(place) && refinement.corners[place] != nil
      }
      guard hasBoth || isDivided else { return }
      for child in 0..<8 {
        var start = origin
        for axis in 0..<3 where child >> axis & 1 == 1 { start[axis] &+= half }
        add(start, half)
      }
      return
    }
    guard values.contains(where: { $0 < 0 }), values.contains(where: { $0 >= 0 }) else { return }
    for (one, two) in [(1, 3), (1, 5), (2, 3), (2, 6), (4, 5), (4, 6)] {
      cut([0, one, two, 7], corners, values)
    }
  }

  private static func offset(_ number: Int, _ half: Int32) -> Refinement.Place {
    Refinement.Place(Int32(number % 3), Int32(number / 3 % 3), Int32(number / 9)) &* half
  }

  private mutating func cut(
    _ tetrahedron: [Int], _ corners: [Refinement.Place], _ values: [Double]
  ) {
    let inside = tetrahedron.filter { values[$0] >= 0 }
    let outside = tetrahedron.filter { values[$0] < 0 }
    func vertex(_ one: Int, _ other: Int, _ maker: inout SurfaceMaker) -> Int32 {
      maker.vertex(min(one, other), max(one, other), corners, values)
    }
    switch inside.count {
    case 1: add(outside.map { vertex(inside[0], $0, &self) })
    case 3: add(inside.map { vertex(outside[0], $0, &self) })
    case 2:
      let around = [
        vertex(inside[0], outside[0], &self), vertex(inside[0], outside[1], &self),
        vertex(inside[1], outside[1], &self), vertex(inside[1], outside[0], &self),
      ]
      add([around[0], around[1], around[2]])
      add([around[0], around[2], around[3]])
    default: break
    }
  }

  private mutating func add(_ triangle: [Int32]) {
    border.triangles.append(SIMD3(triangle[0], triangle[1], triangle[2]))
  }

  private mutating func vertex(
    _ one: Int, _ other: Int, _ corners: [Refinement.Place], _ values: [Double]
  ) -> Int32 {
    let edge = Edge(start: corners[one], end: corners[other])
    if let known = vertices[edge] { return known }
    let settings = refinement.settings
    var samples: [BorderRoot.Sample] = [(0, values[one]), (1, values[other])]
    if !settings.isNoisy, refinement.corners[edge.start] != nil, refinement.corners[edge.end] != nil
    {
      let step = edge.end &- edge.start
      for (place, at) in [(edge.start &- step, -1.0), (edge.end &+ step, 2.0)] {
        let value = refinement.value(place, function)
        if value.isFinite { samples.append((at, value)) }
      }
    }
    let part = BorderRoot.zero(of: samples)
    var position = refinement.position(edge.start)
    var parts = SIMD3<Double>()
    for axis in 0..<3 {
      let (start, end) = (refinement.part(edge.start, axis), refinement.part(edge.end, axis))
      parts[axis] = start + part * (end - start)
      if edge.start[axis] != edge.end[axis] {
        position[axis] = settings.axes[axis].value(atPart: parts[axis])
      }
    }
    border.append(position, function: function, piece: 0)
    if settings.isNoisy {
      let errors = (deviation(edge.start), deviation(edge.end))
      var slope = SIMD3<Double>()
      for axis in 0..<3 {
        for corner in 0..<8 {
          slope[axis] += (corner >> axis & 1 == 1 ? values[corner] : -values[corner]) / 4
        }
        slope[axis] /=
          refinement.part(corners[7], axis) - refinement.part(corners[0], axis)
      }
      border.appendError(
        settings.axes, at: parts, slope: slope,
        deviation: ((1 - part) * (1 - part) * errors.0 * errors.0
          + part * part * errors.1 * errors.1).squareRoot())
    }
    let vertex = Int32(border.count - 1)
    vertices[edge] = vertex
    return vertex
  }

  private mutating func number(_ place: Refinement.Place) -> Double {
    if let known = numbers[place] { return known }
    var number = refinement.value(place, function)
    if refinement.corners[place] == nil { number = mean(place) { $1.number($0) } }
    numbers[place] = number
    return number
  }

  private mutating func deviation(_ place: Refinement.Place) -> Double {
    if let known = deviations[place] { return known }
    let deviation =
      refinement.corners[place].map { refinement.values.errors[function][$0] }
      ?? mean(place) { $1.deviation($0) }
    deviations[place] = deviation
    return deviation
  }

  /// The mean of the corners, edges or faces that a place is in the middle of.
  private mutating func mean(
    _ place: Refinement.Place, _ value: (Refinement.Place, inout SurfaceMaker) -> Double
  ) -> Double {
    let step = Int32(1) << Int32((0..<3).map { place[$0].trailingZeroBitCount }.min() ?? 0)
    let odd = (0..<3).filter { place[$0].trailingZeroBitCount == step.trailingZeroBitCount }
    var sum = 0.0
    for number in 0..<(1 << odd.count) {
      var neighbor = place
      for (bit, axis) in odd.enumerated() {
        neighbor[axis] &+= number >> bit & 1 == 1 ? step : -step
      }
      sum += value(neighbor, &self)
    }
    return sum / Double(1 << odd.count)
  }
}

extension Refinement {
  private func surface() -> RefinedBorder {
    var border = RefinedBorder(dimension: 3)
    for function in 0..<settings.functions {
      var maker = SurfaceMaker(self, function, border: border)
      for cell in cells where !cell.isHalved { maker.add(cell.origin, cell.size) }
      border = maker.border
    }
    border.numberPieces()
    return border
  }
}

extension RefinedBorder {
  /// Numbers the pieces that triangles connect, in the order of their first vertices.
  fileprivate mutating func numberPieces() {
    var parents = Array(0..<count)
    func root(_ vertex: Int) -> Int {
      var vertex = vertex
      while parents[vertex] != vertex {
        parents[vertex] = parents[parents[vertex]]
        vertex = parents[vertex]
      }
      return vertex
    }
    for triangle in triangles {
      let first = root(Int(triangle.x))
      for other in [triangle.y, triangle.z] {
        let second = root(Int(other))
        // The lower number stays, so that pieces are in order.
        if second != first { parents[max(first, second)] = min(first, second) }
      }
    }
    var numbers: [Int: Int] = [:]
    for vertex in 0..<count {
      let root = root(vertex)
      let number = numbers[root] ?? numbers.count
      numbers[root] = number
      pieces[vertex] = number
    }
  }
}
