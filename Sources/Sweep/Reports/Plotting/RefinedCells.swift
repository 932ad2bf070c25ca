import Borders

/// The cells of a refined sweep that have not been halved, found from its points alone: a cell was
/// halved if all points of its halves are there.
struct RefinedCells {
  /// A cell by its ends along each axis, in the axis's unit, and the points at its corners, the
  /// first axis fastest.
  struct Cell {
    var low: [Double]
    var high: [Double]
    var corners: [Int]
  }

  private let axes: [RefinementAxis]
  private let numbers: [[UInt64]: Int]

  /// - Parameters:
  ///   - axes: the coarse values.
  ///   - columns: the points, one column an axis.
  init(_ axes: [RefinementAxis], columns: [[Double]]) {
    self.axes = axes
    var numbers: [[UInt64]: Int] = [:]
    for index in columns.first?.indices ?? 0..<0 {
      let place = columns.map { $0[index].bitPattern }
      if numbers[place] == nil { numbers[place] = index }
    }
    self.numbers = numbers
  }

  /// All of them, from the lowest values on.
  ///
  /// - Parameter depth: how often a cell may have been halved.
  func all(depth: Int) -> [Cell] {
    var cells: [Cell] = []
    let counts = axes.map { $0.values.count - 1 }
    for index in 0..<counts.reduce(1, *) {
      var rest = index
      var (low, high): ([Double], [Double]) = ([], [])
      for (axis, count) in zip(axes, counts) {
        let pair = [axis.values[rest % count], axis.values[rest % count + 1]]
        low.append(pair[0])
        high.append(pair[1])
        rest /= count
      }
      add(low, high, depth, to: &cells)
    }
    return cells
  }

  private func add(_ low: [Double], _ high: [Double], _ depth: Int, to cells: inout [Cell]) {
    let middle = zip(axes, zip(low, high)).map { axis, ends in
      axis.isLogarithmic
        ? ends.0.squareRoot() * ends.1.squareRoot() : ends.0 + (ends.1 - ends.0) / 2
    }
    let dimension = axes.count
    func place(_ digits: Int, base: Int, _ choices: [[Double]]) -> [UInt64] {
      var rest = digits
      return (0..<dimension).map { axis in
        defer { rest /= base }
        return choices[rest % base][axis].bitPattern
      }
    }
    let isHalved =
      depth > 0
      && (0..<(dimension == 2 ? 9 : 27)).allSatisfy {
        numbers[place($0, base: 3, [low, middle, high])] != nil
      }
    guard isHalved else {
      let corners = (0..<(1 << dimension)).compactMap {
        numbers[place($0, base: 2, [low, high])]
      }
      if corners.count == 1 << dimension {
        cells.append(Cell(low: low, high: high, corners: corners))
      }
      return
    }
    for child in 0..<(1 << dimension) {
      var (start, end) = (low, middle)
      for axis in 0..<dimension where child >> axis & 1 == 1 {
        start[axis] = middle[axis]
        end[axis] = high[axis]
      }
      add(start, end, depth - 1, to: &cells)
    }
  }
}
