import Glibc

/// Lines on which a field on a grid is zero: marching squares, with straight lines in the
/// coordinates as they are drawn, so that logarithmic axes are right. Cells with a missing corner
/// have no lines. (gnuplot's own contours know neither of the two, nor where a label has room.)
package struct ContourLines {
  private let x: [Double]
  private let y: [Double]
  private let field: [[Double]]

  /// A side of a cell: from grid point (column, row) to the right or upward.
  private struct Side: Hashable {
    let column: Int
    let row: Int
    let isUpward: Bool
  }

  /// The lines, in the coordinates that were given.
  ///
  /// - Parameters:
  ///   - x, y: increasing coordinates, positive where `logarithmic` says so.
  ///   - field: one row for each `y`.
  package static func zeros(
    of field: [[Double]], x: [Double], y: [Double], logarithmic: (x: Bool, y: Bool)
  ) -> [[PlanePoint]] {
    let contour = ContourLines(
      x: logarithmic.x ? x.map { log($0) } : x, y: logarithmic.y ? y.map { log($0) } : y,
      field: field)
    return contour.lines().map { line in
      line.map {
        PlanePoint(logarithmic.x ? exp($0.x) : $0.x, logarithmic.y ? exp($0.y) : $0.y)
      }
    }
  }

  private func lines() -> [[PlanePoint]] {
    var neighbors: [Side: [Side]] = [:]
    var order: [Side] = []
    for row in 0..<max(0, y.count - 1) {
      for column in 0..<max(0, x.count - 1) {
        for (start, end) in segments(column, row) {
          for side in [start, end] where neighbors[side] == nil { order.append(side) }
          neighbors[start, default: []].append(end)
          neighbors[end, default: []].append(start)
        }
      }
    }
    // Open lines from their ends first; what is left is closed.
    var visited: Set<Side> = []
    var result: [[PlanePoint]] = []
    let ends = order.filter { neighbors[$0]?.count == 1 }
    for first in ends + order where !visited.contains(first) {
      var line = [first]
      visited.insert(first)
      while let last = line.last,
        let next = neighbors[last]?.first(where: { !visited.contains($0) })
      {
        line.append(next)
        visited.insert(next)
      }
      if let last = line.last, line.count > 2, neighbors[last]?.contains(first) == true {
        line.append(first)
      }
      result.append(line.map(point))
    }
    return result
  }

  /// The pieces of line in the cell to the upper right of a grid point.
  private func segments(_ column: Int, _ row: Int) -> [(Side, Side)] {
    // Corners counter-clockwise from the lower left, and the sides that follow them.
    let corners = [
      field[row][column], field[row][column + 1], field[row + 1][column + 1],
      field[row + 1][column],
    ]
    guard corners.allSatisfy(\.isFinite) else { return [] }
    let sides = [
      Side(column: column, row: row, isUpward: false),
      Side(column: column + 1, row: row, isUpward: true),
      Side(column: column, row: row + 1, isUpward: false),
      Side(column: column, row: row, isUpward: true),
    ]
    let isInside = corners.map { $0 >= 0 }
    let crossed = (0..<4).filter { isInside[$0] != isInside[($0 + 1) % 4] }
    switch crossed.count {
    case 2: return [(sides[crossed[0]], sides[crossed[1]])]
    case 4:
      // A saddle: the middle decides which corners belong together.
      let middle = corners.reduce(0, +) >= 0
      return middle == isInside[0]
        ? [(sides[0], sides[1]), (sides[2], sides[3])]
        : [(sides[3], sides[0]), (sides[1], sides[2])]
    default: return []
    }
  }

  /// Where the field is zero on a side whose ends have different signs.
  private func point(_ side: Side) -> PlanePoint {
    let start = field[side.row][side.column]
    let end =
      side.isUpward ? field[side.row + 1][side.column] : field[side.row][side.column + 1]
    let part = start / (start - end)
    return side.isUpward
      ? PlanePoint(x[side.column], y[side.row] + part * (y[side.row + 1] - y[side.row]))
      : PlanePoint(x[side.column] + part * (x[side.column + 1] - x[side.column]), y[side.row])
  }
}
