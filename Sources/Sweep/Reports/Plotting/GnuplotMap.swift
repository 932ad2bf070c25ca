import Glibc

extension GnuplotScript {
  static func mapHead(_ y: PlotCoordinate, _ style: PictureStyle) -> [String] {
    let (picture, bar) = (style.picture, style.size.colorBar)
    var (low, high) = style.range
    if style.isDiverging { (low, high) = (-max(-low, high), max(-low, high)) }
    let x = CellEdges(picture.x, style.x)
    let y2 = CellEdges(y, style.y)
    let hasCells = picture.hasCells
    let ends = [(picture.x, style.x), (y, style.y)].map { coordinate, scale in
      (scale.drawn(coordinate.values.min() ?? 0), scale.drawn(coordinate.values.max() ?? 1))
    }
    let label = GnuplotText.title(
      picture.quantity.label, style.quantity)
    let colors = style.isDiverging ? Palette.diverging : Palette.sequential
    return [
      "set xrange [\(GnuplotText.number(hasCells ? ends[0].0 : x.first))"
        + ":\(GnuplotText.number(hasCells ? ends[0].1 : x.last))]",
      "set yrange [\(GnuplotText.number(hasCells ? ends[1].0 : y2.first))"
        + ":\(GnuplotText.number(hasCells ? ends[1].1 : y2.last))]",
      "set palette defined (\(Palette.definition(colors)))",
    ] + (picture.quantity.isLogarithmic ? logarithmic("cb", [low, high]) : ["set format cb '%g'"])
      + [
        range("cb", low, high, picture.quantity.isLogarithmic, 0),
        "set colorbox user origin \(decimal(bar.x)),\(decimal(bar.y)) "
          + "size \(decimal(bar.width)),\(decimal(bar.height)) noborder",
        "set cblabel \(GnuplotText.quoted(label)) offset 0.4,0",
        "unset key",
      ]
  }

  /// The commands that draw one frame; the lines of its contours are added to the table.
  static func map(
    _ panel: Int, _ style: PictureStyle, _ source: String, _ table: inout GnuplotData
  ) -> String {
    let cells = "\(source) index \(panel)"
    let x = CellEdges(style.picture.x, style.x)
    var parts = [
      table.isImage
        ? "\(cells) using 1:2:3 with image notitle"
        : "\(cells) using 1:2:4:5:6:7:3 with boxxyerror fillcolor palette notitle"
    ]
    if style.picture.showsCells {
      parts.append(
        "\(cells) using 1:2:4:5:6:7 with boxxyerror fillstyle empty "
          + "border linecolor rgb '#808080' linewidth 0.2 notitle")
    }
    if let index = table.appendDoubt(panel: panel, style) {
      parts.append(
        "\(source) index \(index) using 1:2:3:4:5:6 with boxxyerror fillcolor rgb "
          + "'\(Palette.doubtful)' fillstyle transparent solid 0.75 noborder notitle")
    }
    var labels = ""
    let signs = style.contourSigns
    for (number, contour) in style.picture.panels[panel].contours.enumerated() {
      guard let longest = contour.lines.max(by: { $0.count < $1.count }) else { continue }
      let index = table.append(contour, panel: panel, style)
      for (color, width) in [("#000000", 1.6), ("#ffffff", 0.8)] {
        parts.append(
          "\(source) index \(index) using 1:2 with lines linecolor rgb '\(color)' "
            + "linewidth \(width) notitle")
      }
      if let errors = table.append(contour.errors, panel: panel, style) {
        parts.append(
          "\(source) index \(errors) using 1:2:3:4 with xyerrorbars linecolor rgb '#000000' "
            + "linewidth 0.6 pointtype 7 pointsize 0.15 notitle")
      }
      let middle = style.middle(of: longest, on: x)
      labels +=
        "set label \(number + 1) \(GnuplotText.literal(signs[number].sign)) at "
        + "\(GnuplotText.number(style.x.drawn(middle.x))),"
        + "\(GnuplotText.number(style.y.drawn(middle.y))) center front boxed font ',6.5'\n"
    }
    return labels + "plot " + parts.joined(separator: ", \\\n     ")
  }
}

extension PictureStyle {
  /// Where on a line a label is farthest from the left and the right of the frame.
  fileprivate func middle(of line: [PlanePoint], on edges: CellEdges) -> PlanePoint {
    let center =
      edges.isLogarithmic
      ? (edges.first * edges.last).squareRoot() : (edges.first + edges.last) / 2
    func distance(_ point: PlanePoint) -> Double {
      let drawn = x.drawn(point.x)
      return abs(edges.isLogarithmic ? log(drawn / center) : drawn - center)
    }
    return line.min { distance($0) < distance($1) } ?? PlanePoint(center, center)
  }
}

/// The edges between the cells of a map along one axis, as drawn: halfway between coordinates, in
/// ratio on a logarithmic axis.
struct CellEdges {
  let edges: [Double]
  var first: Double { edges.first ?? 0 }
  var last: Double { edges.last ?? 1 }
  let isLogarithmic: Bool
  /// Whether all cells have the same size on a linear axis.
  let areEven: Bool

  init(_ coordinate: PlotCoordinate, _ scale: UnitScale) {
    let isLogarithmic = coordinate.isLogarithmic
    self.isLogarithmic = isLogarithmic
    guard coordinate.labels == nil else {
      edges = (0...coordinate.values.count).map { Double($0) - 0.5 }
      areEven = true
      return
    }
    let values = coordinate.values.map { value in
      isLogarithmic ? log(scale.drawn(value)) : scale.drawn(value)
    }
    let middles = zip(values, values.dropFirst()).map { ($0 + $1) / 2 }
    guard let low = values.first, let high = values.last, let firstMiddle = middles.first,
      let lastMiddle = middles.last
    else {
      edges = values.flatMap { [$0 - 0.5, $0 + 0.5] }
      areEven = true
      return
    }
    let all = [2 * low - firstMiddle] + middles + [2 * high - lastMiddle]
    edges = isLogarithmic ? all.map { exp($0) } : all
    let step = (high - low) / Double(values.count - 1)
    areEven =
      !isLogarithmic
      && zip(values, values.dropFirst()).allSatisfy { abs($1 - $0 - step) < 1e-6 * abs(step) }
  }
}

/// Between two positive numbers, and beyond them, on a logarithmic scale.
package func exponential(_ low: Double, _ high: Double, _ part: Double) -> Double {
  low * pow(high / low, part)
}
