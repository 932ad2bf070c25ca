extension GnuplotScript {
  /// Curves with more points than this have no dots.
  private static let mostDots = 40

  static func curveHead(_ style: PictureStyle) -> [String] {
    let (picture, (low, high)) = (style.picture, style.range)
    var lines: [String] = []
    let x = picture.x.values.map(style.x.drawn)
    if picture.x.labels == nil {
      // Dots keep clear of the frame.
      let isDotted = x.count <= mostDots
      lines.append(
        range("x", x.first ?? 0, x.last ?? 1, picture.x.isLogarithmic, isDotted ? 0.03 : 0))
    } else {
      lines.append("set xrange [-0.5:\(x.count - 1).5]")
    }
    lines +=
      picture.quantity.isLogarithmic ? logarithmic("y", [low, high]) : linear("y", [low, high])
    let room = picture.quantity.range == nil ? 0.05 : 0
    lines.append(range("y", low, high, picture.quantity.isLogarithmic, room))
    guard style.keyLines > 0 else { return lines + ["unset key"] }
    let titleLines = style.keyTitle.map(GnuplotText.quoted).joined(separator: #" . "\n" . "#)
    let title = titleLines.isEmpty ? "" : " title \(titleLines) font ',7'"
    lines.append(
      "set key at screen 0.5,\(headPlace(style, line: style.headLines.count)) center top "
        + "horizontal Left reverse "
        + "samplen 1.2 width 1 maxcols \(style.keyColumns) font ',7' spacing 1\(title)"
    )
    return lines
  }

  /// A range with room at both ends, as a part of its length.
  package static func range(
    _ name: String, _ low: Double, _ high: Double, _ isLogarithmic: Bool, _ room: Double
  ) -> String {
    guard low < high else {
      let room = low == 0 ? 1 : abs(low) * 0.1
      return
        "set \(name)range [\(GnuplotText.number(low - room)):\(GnuplotText.number(low + room))]"
    }
    let ends =
      isLogarithmic
      ? (exponential(low, high, -room), exponential(low, high, 1 + room))
      : (low - room * (high - low), high + room * (high - low))
    return "set \(name)range [\(GnuplotText.number(ends.0)):\(GnuplotText.number(ends.1))]"
  }

  /// The commands that draw one frame.
  static func curves(
    _ panel: Int, _ style: PictureStyle, _ source: String, dot: Double
  ) -> String {
    let picture = style.picture
    let rows = picture.panels[panel].rows
    let colors = Palette.curves(
      rows.count, areOrdered: picture.curves.map { $0.labels == nil } ?? false)
    let hasBands = !picture.panels[panel].low.isEmpty
    var parts: [String] = []
    let isDiscrete = picture.x.labels != nil
    if picture.hasBars, isDiscrete, picture.curves != nil {
      return "plot " + groups(panel, style, source, colors).joined(separator: ", \\\n     ")
    }
    for curve in rows.indices where hasBands {
      let from = "\(source) index \(panel * rows.count + curve)"
      parts.append(
        isDiscrete
          ? "\(from) using 1:2:3:4 with yerrorbars linecolor rgb '\(colors[curve])' linewidth 0.8 "
            + "pointtype 0 notitle"
          : "\(from) using 1:3:4 with filledcurves fillcolor rgb '\(colors[curve])' "
            + "fillstyle transparent solid 0.25 noborder notitle")
    }
    if picture.doubt != nil {
      // Below the curves: it begins at the last number that is trusted.
      let column = hasBands ? 5 : 3
      let shape = picture.x.values.count <= mostDots ? "linespoints" : "lines"
      for curve in rows.indices {
        parts.append(
          "\(source) index \(panel * rows.count + curve) using 1:\(column) "
            + (isDiscrete ? "with points" : "with \(shape) dashtype (4,3) linewidth 1")
            + " pointtype 6 pointsize \(decimal(dot)) linecolor rgb '\(Palette.doubtful)' notitle")
      }
    }
    let dots = "pointtype 7 pointsize \(decimal(dot))"
    let shape =
      picture.hasBars
      ? "boxes fillstyle solid 0.55 noborder"
      : isDiscrete
        ? "points pointtype 7 pointsize \(decimal(1.5 * dot))"
        : picture.x.values.count <= mostDots
          ? "linespoints linewidth 1 \(dots)" : "lines linewidth 1"
    for curve in rows.indices {
      let title =
        picture.companion.map { _ in
          "title \(GnuplotText.literal(GnuplotText.words(picture.quantity.name)))"
        }
        ?? picture.curves.map { GnuplotText.literal($0.text(at: curve, $0.scale)) }
        .map { "title \($0)" } ?? "notitle"
      parts.append(
        "\(source) index \(panel * rows.count + curve) using 1:2 with \(shape) "
          + "linecolor rgb '\(colors[curve])' \(title)")
    }
    if let companion = picture.companion {
      let column = 3 + (hasBands ? 2 : 0) + (picture.doubt == nil ? 0 : 1)
      parts.append(
        "\(source) index \(panel) using 1:\(column) with "
          + (picture.x.values.count <= mostDots ? "linespoints \(dots)" : "lines") + " linewidth 1 "
          + "linecolor rgb '#000000' title \(GnuplotText.literal(GnuplotText.words(companion)))")
    }
    return "plot " + parts.joined(separator: ", \\\n     ")
  }

  /// Bars side by side over each name, with their intervals.
  private static func groups(
    _ panel: Int, _ style: PictureStyle, _ source: String, _ colors: [String]
  ) -> [String] {
    let picture = style.picture
    let count = picture.panels[panel].rows.count
    // Of the distance between two names.
    let width = 0.8 / Double(count)
    var (bars, intervals): ([String], [String]) = ([], [])
    for curve in 0..<count {
      let from = "\(source) index \(panel * count + curve)"
      let shift = decimal((Double(curve) - Double(count - 1) / 2) * width)
      let title =
        picture.curves.map { "title \(GnuplotText.literal($0.text(at: curve, $0.scale)))" }
        ?? "notitle"
      bars.append(
        "\(from) using ($1 + \(shift)):2:(\(decimal(0.9 * width))) with boxes fillstyle solid 0.55 "
          + "noborder linecolor rgb '\(colors[curve])' \(title)")
      guard !picture.panels[panel].low.isEmpty else { continue }
      // A line with two ends, since gnuplot leaves a gap around the middle of error bars.
      intervals.append(
        "\(from) using ($1 + \(shift)):3:(0):($4 - $3) with vectors heads size "
          + "\(decimal(0.2 * width)),90 fixed linecolor rgb '#000000' linewidth 0.8 notitle")
    }
    return bars + intervals
  }
}
