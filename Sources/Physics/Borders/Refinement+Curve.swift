extension Refinement {
  /// The roots that a function's border connects within a cell, in pairs. Where it enters more than
  /// once, the middle of the cell decides what belongs together.
  func borderPairs(_ index: Int, _ function: Int) -> [(Int, Int)] {
    let cell = cells[index]
    let crossings = sides(cell, function).flatMap { side, isForward in
      isForward ? rootsOnSide(side) : rootsOnSide(side).reversed()
    }
    guard crossings.count.isMultiple(of: 2), !crossings.isEmpty else { return [] }
    if crossings.count == 2 { return [(crossings[0], crossings[1])] }
    let numbers = cornerPoints(cell).map { values.numbers[function][$0] }
    let middle = numbers.reduce(0, +)
    let shift = (middle < 0) == (numbers[0] < 0) ? 0 : 1
    return stride(from: 0, to: crossings.count, by: 2).map {
      (crossings[$0 + shift], crossings[($0 + shift + 1) % crossings.count])
    }
  }

  /// What a border is connected with at each of its roots: the next ones, at most two.
  func borderLinks() -> [Int: [Int]] {
    var links: [Int: [Int]] = [:]
    for index in cells.indices where !cells[index].isHalved {
      for function in 0..<settings.functions {
        for (one, other) in borderPairs(index, function) {
          links[one, default: []].append(other)
          links[other, default: []].append(one)
        }
      }
    }
    return links
  }

  /// Asks for a point in the middle of the curve in each cell that may still be halved.
  ///
  /// - Returns: whether a cell was judged without a new point; nil if there would be too many.
  mutating func checkCurve() -> Bool? {
    let links = borderLinks()
    func isShort(_ pair: (Int, Int), _ cell: Cell) -> Bool {
      let (one, other) = (position(ofRoot: pair.0), position(ofRoot: pair.1))
      let size = (0..<2).map { axis in
        var end = cell.origin
        end[axis] &+= cell.size
        return part(end, axis) - part(cell.origin, axis)
      }
      return length((other - one) / SIMD2(size[0], size[1])) < 0.12
    }
    var pairs: [(cell: Int, function: Int, pair: (Int, Int), isShort: Bool)] = []
    var longRoots = Set<Int>()
    for index in cells.indices where !cells[index].isHalved {
      for function in 0..<settings.functions {
        let found = borderPairs(index, function)
        guard found.count == 1 else { continue }
        let isShort = isShort(found[0], cells[index])
        if !isShort { longRoots.formUnion([found[0].0, found[0].1]) }
        pairs.append((index, function, found[0], isShort))
      }
    }
    var wanted: [(position: SIMD3<Double>, level: Int)] = []
    var keys: [(key: CellOfFunction, place: SIMD2<Double>)] = []
    for (index, function, pair, isShort) in pairs {
      let key = CellOfFunction(cell: index, function: function)
      guard cells[index].level < depth, checks[key] == nil,
        // Where a long piece goes on, it speaks for the short one.
        !isShort || !(longRoots.contains(pair.0) || longRoots.contains(pair.1))
      else { continue }
      let place = predictedMiddle(pair, links)
      guard (0..<2).allSatisfy({ place[$0] >= 0 && place[$0] <= 1 }) else { continue }
      var position = SIMD3<Double>()
      for axis in 0..<2 { position[axis] = settings.axes[axis].value(atPart: place[axis]) }
      wanted.append((position, cells[index].level))
      keys.append((key, place))
    }
    guard let numbers = request(wanted) else { return nil }
    for ((key, place), number) in zip(keys, numbers) {
      checks[key] = Check(point: number, place: place)
      if number < values.numbers[key.function].count {
        judge(key)
      } else {
        checksInWork.append(key)
      }
    }
    return false
  }

  /// Says whether the border is where it was predicted, and puts it right by what is known of the
  /// slope.
  mutating func judge(_ key: CellOfFunction) {
    guard var check = checks[key] else { return }
    let value = values.numbers[key.function][check.point]
    let slope = gradient(cells[key.cell], key.function, at: check.place)
    let steepness = length(slope)
    if value.isFinite, steepness > 0 {
      check.isRight =
        abs(value) / steepness <= tolerance
        && borderPairs(key.cell, key.function).allSatisfy {
          roots[$0.0].error <= tolerance && roots[$0.1].error <= tolerance
        }
      if check.isRight { check.place -= slope * (value / (steepness * steepness)) }
    }
    checks[key] = check
  }

  /// The gradient of a function at a place in a cell, in parts of the axes.
  func gradient(_ cell: Cell, _ function: Int, at place: SIMD2<Double>) -> SIMD2<Double> {
    let numbers = cornerPoints(cell).map { values.numbers[function][$0] }
    let low = SIMD2(part(cell.origin, 0), part(cell.origin, 1))
    let end = self.place(cell, corner: 3)
    let size = SIMD2(part(end, 0), part(end, 1)) - low
    let inside = ((place - low) / size).clamped(lowerBound: .zero, upperBound: .one)
    return SIMD2(
      (numbers[1] - numbers[0]) * (1 - inside.y) + (numbers[3] - numbers[2]) * inside.y,
      (numbers[2] - numbers[0]) * (1 - inside.x) + (numbers[3] - numbers[1]) * inside.x) / size
  }

  /// The middle of the border between two roots, on a curve through them and the next ones on both
  /// sides.
  func predictedMiddle(_ pair: (Int, Int), _ links: [Int: [Int]]) -> SIMD2<Double> {
    var places = [position(ofRoot: pair.0), position(ofRoot: pair.1)]
    func next(_ root: Int, _ other: Int) -> Int? {
      links[root]?.first { $0 != other && $0 != root }
    }
    let before = next(pair.0, pair.1)
    let after = next(pair.1, pair.0)
    if let before { places.insert(position(ofRoot: before), at: 0) }
    if let after, after != before { places.append(position(ofRoot: after)) }
    let first = before == nil ? 0 : 1
    return BorderCurve(places).place(after: first, at: 0.5, through: places.indices)
  }

  func length(_ vector: SIMD2<Double>) -> Double { (vector * vector).sum().squareRoot() }
}

/// A curve through places: polynomials of the distance along the chords, each through a few places
/// around.
struct BorderCurve {
  private let places: [SIMD2<Double>]
  private let distances: [Double]

  init(_ places: [SIMD2<Double>]) {
    self.places = places
    var distances = [0.0]
    for (one, other) in zip(places, places.dropFirst()) {
      let step = other - one
      // Places that are the same have to stand apart.
      distances.append((distances.last ?? 0) + max((step * step).sum().squareRoot(), 1e-12))
    }
    self.distances = distances
  }

  /// A place between one of the places and the next, at a part of the distance.
  ///
  /// - Parameter window: The places that the polynomial goes through.
  func place(after one: Int, at part: Double, through window: Range<Int>) -> SIMD2<Double> {
    let distance = distances[one] + part * (distances[one + 1] - distances[one])
    var sum = SIMD2<Double>()
    for index in window {
      var weight = 1.0
      for node in window where node != index {
        weight *= (distance - distances[node]) / (distances[index] - distances[node])
      }
      sum += places[index] * weight
    }
    return sum
  }
}
