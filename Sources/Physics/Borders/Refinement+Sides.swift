extension Refinement {
  /// The roots on a side, in the order of its axis; those of its parts where it has some.
  func rootsOnSide(_ side: Side) -> [Int] {
    var middle = side.origin
    middle[side.axis] &+= side.size / 2
    if side.size > 1, corners[middle] != nil {
      return [side.origin, middle].flatMap {
        rootsOnSide(
          Side(origin: $0, axis: side.axis, size: side.size / 2, function: side.function))
      }
    }
    return rootOfSide[side].map { [$0] } ?? []
  }

  /// The four sides of a cell, counter-clockwise, and whether each runs along its axis.
  func sides(_ cell: Cell, _ function: Int) -> [(side: Side, isForward: Bool)] {
    var (right, upper) = (cell.origin, cell.origin)
    right[0] &+= cell.size
    upper[1] &+= cell.size
    func side(_ origin: Place, _ axis: Int) -> Side {
      Side(origin: origin, axis: axis, size: cell.size, function: function)
    }
    return [
      (side(cell.origin, 0), true), (side(right, 1), true), (side(upper, 0), false),
      (side(cell.origin, 1), false),
    ]
  }

  /// Finds where the border crosses sides: new ones, and those that need another value.
  ///
  /// - Returns: whether a root has changed without a new point; nil if there would be too many
  ///   points.
  mutating func findRoots() -> Bool? {
    var open: [Int] = []
    var seen = Set<Int>()
    for index in cells.indices where !cells[index].isHalved {
      for function in 0..<settings.functions {
        for (side, _) in sides(cells[index], function) {
          addRoots(on: side, &seen, &open)
        }
      }
    }
    let unfinished = open.filter { !roots[$0].isFound(within: tolerance) }
    if unfinished.isEmpty { return false }
    var wanted: [(position: SIMD3<Double>, level: Int)] = []
    for root in unfinished {
      let side = rootSides[root]
      var position = position(side.origin)
      position[side.axis] = settings.axes[side.axis].value(atPart: roots[root].nextPlace)
      wanted.append((position, level(of: side)))
    }
    guard let numbers = request(wanted) else { return nil }
    var isChanged = false
    for (root, number) in zip(unfinished, numbers) {
      let side = rootSides[root]
      let place = settings.axes[side.axis].part(of: points.columns[side.axis][number])
      if number < values.numbers[side.function].count {
        roots[root].add((place, values.numbers[side.function][number]), isEvaluation: true)
        isChanged = true
      } else {
        rootsInWork.append((root, number, place))
      }
    }
    return isChanged
  }

  private func level(of side: Side) -> Int {
    RefinementAxis.halvings - side.size.trailingZeroBitCount
  }

  mutating func addRoots(on side: Side, _ seen: inout Set<Int>, _ open: inout [Int]) {
    var (middle, end) = (side.origin, side.origin)
    middle[side.axis] &+= side.size / 2
    end[side.axis] &+= side.size
    if side.size > 1, corners[middle] != nil {
      for origin in [side.origin, middle] {
        let part = Side(
          origin: origin, axis: side.axis, size: side.size / 2, function: side.function)
        addRoots(on: part, &seen, &open)
      }
      return
    }
    if let root = rootOfSide[side] {
      if seen.insert(root).inserted { open.append(root) }
      return
    }
    let (low, high) = (value(side.origin, side.function), value(end, side.function))
    guard low.isFinite, high.isFinite, (low < 0) != (high < 0) else { return }
    var root = inheritedRoot(side) ?? newRoot(side, low, end, high)
    if roots[root].error > tolerance, rootSides[root] != side {
      roots.append(roots[root].renewed())
      rootSides.append(side)
      root = roots.count - 1
    }
    rootOfSide[side] = root
    if seen.insert(root).inserted { open.append(root) }
  }

  /// The root of the side that this one is half of, if it is in this half.
  private func inheritedRoot(_ side: Side) -> Int? {
    var origin = side.origin
    let size = side.size * 2
    guard size <= RefinementAxis.unit else { return nil }
    origin[side.axis] -= origin[side.axis] % size
    let whole = Side(origin: origin, axis: side.axis, size: size, function: side.function)
    guard let root = rootOfSide[whole] else { return nil }
    var end = side.origin
    end[side.axis] &+= side.size
    let range = (part(side.origin, side.axis), part(end, side.axis))
    let place = roots[root].estimate
    return range.0 <= place && place <= range.1 ? root : nil
  }

  private mutating func newRoot(
    _ side: Side, _ low: Double, _ end: Place, _ high: Double
  ) -> Int {
    var (before, after) = (side.origin, end)
    before[side.axis] &-= side.size
    after[side.axis] &+= side.size
    let others = [before, after].compactMap { place -> BorderRoot.Sample? in
      let value = value(place, side.function)
      return value.isFinite ? (part(place, side.axis), value) : nil
    }
    roots.append(
      BorderRoot(
        (part(side.origin, side.axis), low), (part(end, side.axis), high), others: others))
    rootSides.append(side)
    return roots.count - 1
  }

  /// Where a root is, as parts of the axes.
  func position(ofRoot root: Int) -> SIMD2<Double> {
    let side = rootSides[root]
    var position = SIMD2(part(side.origin, 0), part(side.origin, 1))
    position[side.axis] = roots[root].estimate
    return position
  }
}
