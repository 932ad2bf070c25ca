import ResultsStorage

/// The numbers of a picture in drawn units: a block for each curve or map, then one for each
/// contour; two empty lines end a block.
struct GnuplotData {
  private(set) var text: String
  /// Whether the maps are images rather than boxes.
  let isImage: Bool
  private var blocks: Int

  init(_ style: PictureStyle) {
    let picture = style.picture
    text = ""
    blocks = 0
    guard let y = picture.y else {
      isImage = false
      for panel in picture.panels {
        for curve in panel.rows.indices { appendCurve(curve, panel, style) }
      }
      return
    }
    let columns = CellEdges(picture.x, style.x)
    let rows = CellEdges(y, style.y)
    if picture.hasCells {
      isImage = false
      for panel in picture.panels { appendCells(panel, y, style) }
      return
    }
    let cells = picture.x.values.count * y.values.count
    isImage = cells > PictureStyle.mostBoxes && columns.areEven && rows.areEven
    for panel in picture.panels { appendMap(panel, y, style, columns, rows) }
  }

  /// Adds the lines of a contour and returns the number of their block.
  mutating func append(
    _ contour: Picture.Contour, panel: Int, _ style: PictureStyle
  ) -> Int {
    begin("contour \(contour.label)", style.picture.panels[panel].title, ["x", "y"])
    for (number, line) in contour.lines.enumerated() {
      if number > 0 { text += "\n" }
      for point in line { append([style.x.drawn(point.x), style.y.drawn(point.y)]) }
    }
    return end()
  }

  /// Adds the errors of a contour and returns the number of their block; nil if there are none.
  mutating func append(
    _ errors: [Picture.ErrorBar], panel: Int, _ style: PictureStyle
  ) -> Int? {
    guard !errors.isEmpty else { return nil }
    begin(
      "standard errors", style.picture.panels[panel].title, ["x", "y", "error of x", "error of y"])
    for bar in errors {
      let (x, y) = (bar.place.x, bar.place.y)
      append([
        style.x.drawn(x), style.y.drawn(y), abs(style.x.drawn(x + bar.x) - style.x.drawn(x)),
        abs(style.y.drawn(y + bar.y) - style.y.drawn(y)),
      ])
    }
    return end()
  }

  private mutating func appendCells(
    _ panel: Picture.Panel, _ y: PlotCoordinate, _ style: PictureStyle
  ) {
    begin(
      "cells", panel.title,
      [
        Self.column(style.picture.x.name, style.x), Self.column(y.name, style.y),
        Self.column(style.picture.quantity.name, style.quantity), "left", "right", "lower",
        "upper",
      ])
    for cell in panel.cells {
      let (left, right) = (style.x.drawn(cell.left), style.x.drawn(cell.right))
      let (lower, upper) = (style.y.drawn(cell.lower), style.y.drawn(cell.upper))
      append([
        (left + right) / 2, (lower + upper) / 2, style.quantity.drawn(cell.value), left, right,
        lower, upper,
      ])
    }
    _ = end()
  }

  /// Adds boxes over the cells of a map that are not to be trusted and returns the number of their
  /// block; nil if there are none.
  mutating func appendDoubt(panel: Int, _ style: PictureStyle) -> Int? {
    let picture = style.picture
    let doubtful = picture.panels[panel].doubtful
    guard let y = picture.y, doubtful.contains(where: { $0.contains(true) }) else { return nil }
    let (columns, rows) = (CellEdges(picture.x, style.x).edges, CellEdges(y, style.y).edges)
    begin("doubtful", picture.panels[panel].title, ["x", "y", "left", "right", "lower", "upper"])
    // Rows that are alike share their boxes, so that no seams show.
    var first = 0
    for row in doubtful.indices
    where row + 1 == doubtful.count || doubtful[row + 1] != doubtful[row] {
      for run in runs(of: doubtful[row].indices.filter { doubtful[row][$0] }) {
        append([
          columns[run.lowerBound], rows[first], columns[run.lowerBound], columns[run.upperBound],
          rows[first], rows[row + 1],
        ])
      }
      first = row + 1
    }
    return end()
  }

  private mutating func appendCurve(
    _ curve: Int, _ panel: Picture.Panel, _ style: PictureStyle
  ) {
    let picture = style.picture
    let hasBand = !panel.low.isEmpty
    let isDoubtful = !panel.doubtful.isEmpty
    let name = picture.curves.map { $0.description(at: curve) } ?? "one curve"
    begin(
      name, panel.title,
      [
        Self.column(picture.x.name, style.x), Self.column(picture.quantity.name, style.quantity),
      ] + (hasBand ? ["low", "high"] : []) + (isDoubtful ? ["doubtful"] : [])
        + (picture.companion.map { [$0] } ?? []))
    for (column, x) in picture.x.values.enumerated() {
      let place = picture.x.labels == nil ? style.x.drawn(x) : Double(column)
      let value = style.quantity.drawn(panel.rows[curve][column])
      let isTrusted = !isDoubtful || !panel.doubtful[curve][column]
      var numbers = [place, isTrusted ? value : .nan]
      if hasBand {
        numbers += [panel.low[curve][column], panel.high[curve][column]]
          .map { isTrusted ? style.quantity.drawn($0) : .nan }
      }
      if isDoubtful {
        // With the neighbors, so that the line does not break where trust ends.
        let around = max(0, column - 1)...min(column + 1, panel.doubtful[curve].count - 1)
        numbers.append(panel.doubtful[curve][around].contains(true) ? value : .nan)
      }
      if picture.companion != nil {
        numbers.append(style.quantity.drawn(panel.companion[column]))
      }
      append(numbers)
    }
    _ = end()
  }

  private mutating func appendMap(
    _ panel: Picture.Panel, _ y: PlotCoordinate, _ style: PictureStyle, _ columns: CellEdges,
    _ rows: CellEdges
  ) {
    let picture = style.picture
    begin(
      "map", panel.title,
      [
        Self.column(picture.x.name, style.x), Self.column(y.name, style.y),
        Self.column(picture.quantity.name, style.quantity),
      ] + (isImage ? [] : ["left", "right", "lower", "upper"]))
    for (row, yValue) in y.values.enumerated() {
      for (column, xValue) in picture.x.values.enumerated() {
        let value = panel.rows[row][column]
        var numbers = [
          picture.x.labels == nil ? style.x.drawn(xValue) : Double(column),
          y.labels == nil ? style.y.drawn(yValue) : Double(row), style.quantity.drawn(value),
        ]
        if !isImage {
          // A cell reaches under the next ones, so that no seam shows between them.
          let isCovered = { (row: Int, column: Int) in
            row < y.values.count && column < picture.x.values.count
              && panel.rows[row][column].isFinite
          }
          let right = isCovered(row, column + 1) ? 0.4 : 0
          let upper =
            isCovered(row + 1, column) && (right == 0 || isCovered(row + 1, column + 1)) ? 0.4 : 0
          numbers += [
            columns.edges[column], Self.beyond(columns.edges, column + 1, right),
            rows.edges[row], Self.beyond(rows.edges, row + 1, upper),
          ]
        }
        append(numbers)
      }
    }
    _ = end()
  }

  /// A little beyond an edge, as a part of the next cell.
  private static func beyond(_ edges: [Double], _ index: Int, _ part: Double) -> Double {
    part == 0 ? edges[index] : edges[index] + part * (edges[index + 1] - edges[index])
  }

  private static func column(_ name: String, _ scale: UnitScale) -> String {
    let factor = scale.factorExponent == 0 ? "" : "1e\(scale.factorExponent) "
    let unit = factor + scale.unit
    return unit.isEmpty ? name : "\(name) [\(unit)]"
  }

  private mutating func begin(_ name: String, _ panel: String, _ columns: [String]) {
    let place = panel.isEmpty ? name : "\(name); \(panel)"
    text += "# \(place)\n# \(columns.joined(separator: ", "))\n"
  }

  private mutating func append(_ numbers: [Double]) {
    text += numbers.map(GnuplotText.number).joined(separator: " ") + "\n"
  }

  private mutating func end() -> Int {
    text += "\n\n"
    blocks += 1
    return blocks - 1
  }
}
