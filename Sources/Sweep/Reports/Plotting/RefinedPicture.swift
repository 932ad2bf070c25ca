import Borders
import Jobs
import Models
import ResultsStorage
import Units

/// The map of a refined sweep: cells as large as they are, and the border with its errors.
struct RefinedPicture {
  private let request: PlotRequest
  private let quantity: QuantityLayout
  private let axes: [RefinementAxis]
  private let depth: Int
  /// The dimension of the refined points, and the others.
  private let refined: DimensionLayout
  private var others: [PlotDimension]
  private let values: QuantityArray
  private let table: StoredTable?
  /// Which of the refined axes is drawn to the right, upward, and at one value: none in two
  /// dimensions.
  private var x = 0
  private var y = 1
  private var z: Int?
  /// Values of the third axis, a frame each.
  private var slices: [Double] = []
  private let label: String

  /// - Returns: nil for a file that is not refined, and for a request that draws over the numbers
  ///   of its points.
  init?(
    _ request: PlotRequest, _ quantity: QuantityLayout, of file: borrowing ResultsFile
  ) throws(InputError) {
    guard let refined = file.layout.axes.first(where: { $0.name == RefinedAxis.name }),
      refined.auxiliary.contains(where: { $0.name == RefinedAxis.level }),
      request.x != RefinedAxis.name, request.lines == nil
    else { return nil }
    let job = try Job(text: file.text("job"), path: request.path)
    let plan = try job.outline()
    guard let planned = plan.refinement else { return nil }
    self.request = request
    self.quantity = quantity
    self.refined = refined
    axes = planned.coarseAxes
    depth = job.refine?.depth ?? 0
    label = planned.words
    table = file.layout.tables.first { $0.name == RefinedAxis.border }
    values = try QuantityArray(quantity, of: file)
    guard quantity.dimensions.isEmpty else {
      throw InputError(
        "'\(quantity.name)' has more than one number a point; a map of a refined sweep needs one")
    }
    others = file.layout.axes.filter { $0.name != RefinedAxis.name }.map { PlotDimension($0) }
    try choose()
  }

  private var names: [String] { axes.indices.map { refined.auxiliary[$0].name } }

  private func number(_ name: String?, _ option: String) throws(InputError) -> Int? {
    guard let name else { return nil }
    guard let number = names.firstIndex(of: name) else {
      throw InputError(
        "a refined map is drawn over \(names.joined(separator: ", ")), not over '\(name)'"
          + NearestName.suggestion(for: name, among: names), at: .option("\(option) \(name)"))
    }
    return number
  }

  private mutating func choose() throws(InputError) {
    let right = try number(request.x, "--x")
    let upward = try number(request.y, "--y")
    guard right == nil || right != upward else {
      throw InputError("--x and --y are the same", at: .option("--y \(request.y ?? "")"))
    }
    var free = Array(names.indices)
    func take(_ wanted: Int?) -> Int {
      let index = wanted.flatMap { free.firstIndex(of: $0) } ?? free.startIndex
      return free.remove(at: index)
    }
    var selections = request.selections
    var third: (axis: Int, text: String)?
    for (index, selection) in selections.enumerated().reversed() {
      let parts = selection.split(separator: "=", maxSplits: 1).map(String.init)
      guard parts.count == 2, let axis = names.firstIndex(of: parts[0]) else { continue }
      guard axes.count == 3, third == nil, axis != right, axis != upward else {
        throw InputError(
          "a refined map is drawn over '\(parts[0])'; --at is for the third of three axes",
          at: .option("--at \(selection)"))
      }
      third = (axis, parts[1])
      selections.remove(at: index)
    }
    if let third { _ = take(third.axis) }
    // Axes that are asked for are not given to the other part.
    if let upward, right == nil {
      y = take(upward)
      x = take(nil)
    } else {
      x = take(right)
      y = take(upward)
    }
    try others.select(selections, of: quantity.name)
    guard axes.count == 3 else { return }
    let axis = third?.axis ?? free[0]
    z = axis
    let column = refined.auxiliary[axis]
    let ends = [axes[axis].values[0], axes[axis].values[axes[axis].values.count - 1]].sorted()
    guard let third else {
      slices = [0.25, 0.5, 0.75].map { axes[axis].value(atPart: $0) }
      return
    }
    for text in third.text.split(separator: ",") {
      guard let value = try? Unit(column.unit).value(of: text.filter { !$0.isWhitespace }),
        value >= ends[0],
        value <= ends[1]
      else {
        throw InputError(
          "'\(column.name)' goes from \(ends[0]) to \(ends[1]) \(column.unit); '\(text)' is none "
            + "of it", at: .option("--at \(column.name)=\(third.text)"))
      }
      slices.append(value)
    }
  }

  /// The picture.
  ///
  /// - Throws: `InputError` where there is nothing to draw, or too many frames.
  func picture(range: ClosedRange<Double>?) throws(InputError) -> Picture {
    let cells = RefinedCells(axes, columns: axes.indices.map { refined.auxiliary[$0].values })
      .all(depth: depth)
    var choices: [[PictureReading.Choice]] = [[]]
    for dimension in others.indices {
      choices = choices.flatMap { choice in
        others[dimension].indices.map { choice + [(dimension, $0)] }
      }
    }
    let planes = z == nil ? [Double?.none] : slices.map(Double?.some)
    guard choices.count * planes.count <= PlotArrangement.mostPanels else {
      throw InputError(
        "\(choices.count * planes.count) frames are more than \(PlotArrangement.mostPanels); "
          + "choose values: --at \(others.first?.name ?? names[0])=VALUE")
    }
    var panels: [Picture.Panel] = []
    for choice in choices {
      let numbers = refined.values.indices.map { value(at: $0, choice) }
      for plane in planes {
        var panel = Picture.Panel(title: title(choice, plane), rows: [])
        panel.cells = cells.compactMap { cell(of: $0, numbers, plane) }
        panel.rows = [panel.cells.map(\.value)]
        panel.contours = [contour(choice, plane)]
        panels.append(panel)
      }
    }
    guard panels.contains(where: { !$0.cells.isEmpty }) else {
      throw InputError("'\(quantity.name)' has no finished value here, nothing to draw")
    }
    return Picture(
      title: "", x: coordinate(x), y: coordinate(y),
      quantity: .init(
        name: quantity.name, label: quantity.comment.isEmpty ? nil : quantity.longName,
        unit: quantity.unit, isLogarithmic: request.isLogarithmic, range: range),
      panels: panels, showsCells: request.showsCells)
  }

  private func coordinate(_ axis: Int) -> PlotCoordinate {
    let column = refined.auxiliary[axis]
    return PlotCoordinate(
      name: column.name, unit: column.unit, values: axes[axis].values.sorted(),
      heading: column.axisLabel)
  }

  private func title(_ choice: [PictureReading.Choice], _ plane: Double?) -> String {
    var parts = choice.map { others[$0.dimension].description(at: $0.index) }
    if let plane, let z {
      let column = refined.auxiliary[z]
      parts.append(
        PlotCoordinate(name: column.name, unit: column.unit, values: [plane]).description(at: 0))
    }
    return parts.joined(separator: ", ")
  }

  private func value(at index: Int, _ choice: [PictureReading.Choice]) -> Double {
    var places = choice.map(\.index)
    let axis = values.dimensions.firstIndex(of: RefinedAxis.name) ?? 0
    places.insert(index, at: axis)
    return values[places]
  }

  /// What is drawn of a cell: the mean of its corners.
  private func cell(
    of cell: RefinedCells.Cell, _ numbers: [Double], _ plane: Double?
  ) -> Picture.Cell? {
    if let plane, let z {
      let (low, high) = (min(cell.low[z], cell.high[z]), max(cell.low[z], cell.high[z]))
      // The last cell has its end, too.
      let isLast = high == axes[z].values.max()
      guard low <= plane, plane < high || (isLast && plane == high) else { return nil }
    }
    let mean = cell.corners.reduce(0) { $0 + numbers[$1] } / Double(cell.corners.count)
    guard mean.isFinite else { return nil }
    return Picture.Cell(
      left: min(cell.low[x], cell.high[x]), right: max(cell.low[x], cell.high[x]),
      lower: min(cell.low[y], cell.high[y]), upper: max(cell.low[y], cell.high[y]), value: mean)
  }

  /// Which vertices are of the chosen point of the other axes.
  private func belongs(_ choice: [PictureReading.Choice]) -> [Bool] {
    guard let table, let count = table.columns.first?.numbers.count else { return [] }
    var isOf = [Bool](repeating: true, count: count)
    for (dimension, index) in choice {
      guard let column = table.column(others[dimension].name) else { continue }
      let value = others[dimension].coordinates[0].values[index]
      for vertex in isOf.indices where column.numbers[vertex] != value { isOf[vertex] = false }
    }
    return isOf
  }

  private func contour(_ choice: [PictureReading.Choice], _ plane: Double?) -> Picture.Contour {
    guard let table, let right = table.column(names[x])?.numbers,
      let upward = table.column(names[y])?.numbers
    else { return Picture.Contour(label: label, lines: []) }
    let isOf = belongs(choice)
    if let plane, let z, let third = table.column(names[z])?.numbers {
      let triangles = table.column("contour_triangle")?.numbers.map { Int($0) } ?? []
      let cut = SurfaceCut(x: right, y: upward, z: third, at: plane)
      return Picture.Contour(label: label, lines: cut.lines(triangles) { isOf[$0] })
    }
    let pieces = table.column("contour_piece")?.numbers ?? []
    var lines: [[PlanePoint]] = []
    var last = -1.0
    for vertex in right.indices where isOf[vertex] {
      if pieces[vertex] != last { lines.append([]) }
      last = pieces[vertex]
      lines[lines.count - 1].append(PlanePoint(right[vertex], upward[vertex]))
    }
    var contour = Picture.Contour(label: label, lines: lines)
    if let errors = table.column("contour_error_\(names[x])")?.numbers,
      let upwardErrors = table.column("contour_error_\(names[y])")?.numbers
    {
      let chosen = right.indices.filter { isOf[$0] }
      let step = max(1, chosen.count / Self.mostErrorBars)
      contour.errors = stride(from: step / 2, to: chosen.count, by: step).map { place in
        let vertex = chosen[place]
        return .init(
          place: PlanePoint(right[vertex], upward[vertex]), x: errors[vertex],
          y: upwardErrors[vertex])
      }
    }
    return contour
  }

  /// More error bars hide the border.
  private static let mostErrorBars = 60
}

/// Where a plane cuts triangles.
private struct SurfaceCut {
  let x: [Double]
  let y: [Double]
  let z: [Double]
  let plane: Double

  init(x: [Double], y: [Double], z: [Double], at plane: Double) {
    (self.x, self.y, self.z, self.plane) = (x, y, z, plane)
  }

  private struct Edge: Hashable {
    let low: Int
    let high: Int
  }

  /// The lines of the cut.
  ///
  /// - Parameter isOf: whether a vertex belongs to the surface that is cut.
  func lines(_ triangles: [Int], isOf: (Int) -> Bool) -> [[PlanePoint]] {
    var neighbors: [Edge: [Edge]] = [:]
    var order: [Edge] = []
    for start in stride(from: 0, to: triangles.count - 2, by: 3) {
      let corners = Array(triangles[start..<start + 3])
      guard corners.allSatisfy(isOf) else { continue }
      let cut = [(0, 1), (1, 2), (2, 0)].compactMap { one, other -> Edge? in
        let (first, second) = (corners[one], corners[other])
        guard (z[first] < plane) != (z[second] < plane) else { return nil }
        return Edge(low: min(first, second), high: max(first, second))
      }
      guard cut.count == 2 else { continue }
      for edge in cut where neighbors[edge] == nil { order.append(edge) }
      neighbors[cut[0], default: []].append(cut[1])
      neighbors[cut[1], default: []].append(cut[0])
    }
    var visited = Set<Edge>()
    var lines: [[PlanePoint]] = []
    let ends = order.filter { neighbors[$0]?.count == 1 }
    for first in ends + order where visited.insert(first).inserted {
      var line = [first]
      while let last = line.last,
        let next = neighbors[last]?.first(where: { !visited.contains($0) })
      {
        line.append(next)
        visited.insert(next)
      }
      if line.count > 2, let last = line.last, neighbors[last]?.contains(first) == true {
        line.append(first)
      }
      lines.append(line.map(point))
    }
    return lines
  }

  private func point(_ edge: Edge) -> PlanePoint {
    let part = (plane - z[edge.low]) / (z[edge.high] - z[edge.low])
    return PlanePoint(
      x[edge.low] + part * (x[edge.high] - x[edge.low]),
      y[edge.low] + part * (y[edge.high] - y[edge.low]))
  }
}
