import Base
import Glibc

/// A picture as commands of gnuplot and a table of numbers.
package struct GnuplotScript {
  /// The commands; they read the numbers from `dataFile`, or begin with them where that is nil.
  package let text: String
  /// Blocks of numbers, with empty lines between.
  package let data: String

  /// - Parameter output: the file that gnuplot is to draw; nil for its standard output.
  package init(_ picture: Picture, format: PictureFormat, output: String?, dataFile: String? = nil)
  {
    let style = PictureStyle(picture)
    var table = GnuplotData(style)
    let source = dataFile.map(GnuplotText.quoted) ?? "$data"
    var lines = ["# Drawn by gnuplot 5.4 or newer."]
    let head = Self.head(style, format.terminal(style.size), output)
    let frames = picture.panels.indices.flatMap { panel in
      Self.frame(panel, style) + [
        picture.y == nil
          ? Self.curves(panel, style, source, dot: format.dotSize)
          : Self.map(panel, style, source, &table)
      ]
    }
    data = table.text
    if dataFile == nil { lines += ["$data << END_OF_DATA", data + "END_OF_DATA"] }
    text =
      (lines + head + frames + ["unset multiplot", "unset output"]).joined(separator: "\n") + "\n"
  }

  /// What holds for all frames.
  private static func head(
    _ style: PictureStyle, _ terminal: String, _ output: String?
  ) -> [String] {
    var lines = [
      "set encoding utf8",
      "set minussign",
      "set terminal \(terminal)",
    ]
    if let output { lines.append("set output \(GnuplotText.quoted(output))") }
    lines += [
      "set border 31 linewidth 0.5",
      "set tics out nomirror scale 0.5,0.25 font ',7'",
      "set xtics offset 0,0.35; set ytics offset 0.5,0; set cbtics offset -0.6,0",
      "set style fill solid 1 noborder",
      "set style textbox opaque noborder fillcolor rgb '#ffffff' margins 0.4,0.4",
    ]
    lines += axis("x", style.picture.x, style.x, isCrowded: style.isCrowded)
    if let y = style.picture.y {
      lines += axis("y", y, style.y) + mapHead(y, style)
    } else {
      lines += curveHead(style)
    }
    lines += ["set multiplot"]
    for (number, text) in style.headLines.enumerated() {
      lines.append(
        "set label \(1000 + number) \(GnuplotText.literal(text)) at screen "
          + "0.5,\(headPlace(style, line: number)) center font ',7'")
    }
    return lines
  }

  /// Where a line of text above the frames stands.
  static func headPlace(_ style: PictureStyle, line: Int) -> String {
    decimal(style.size.headTop - 0.36 * Double(line) / style.size.height)
  }

  private static func axis(
    _ name: String, _ coordinate: PlotCoordinate, _ scale: UnitScale, isCrowded: Bool = false
  ) -> [String] {
    if coordinate.labels != nil {
      let tics = coordinate.values.indices.map { index in
        let text = coordinate.text(at: index, scale)
        return "\(isCrowded ? GnuplotText.wordByWord(text) : GnuplotText.literal(text)) \(index)"
      }
      return ["set \(name)tics \(isCrowded ? "font ',6' " : "")(\(tics.joined(separator: ", ")))"]
    }
    let values = coordinate.values.map(scale.drawn)
    let isCount = coordinate.unit == "1" && values.allSatisfy { $0 == $0.rounded() }
    return coordinate.isLogarithmic
      ? logarithmic(name, values) : linear(name, values, isCount: isCount)
  }

  /// A linear axis with at most six numbers, which never run into one another.
  ///
  /// - Parameter isCount: whether the numbers count something, of which there are no parts.
  package static func linear(
    _ name: String, _ values: [Double], isCount: Bool = false
  ) -> [String] {
    let step = step(from: values.min() ?? 0, to: values.max() ?? 1)
    guard step > 0 else { return [] }
    return ["set \(name)tics \(GnuplotText.number(isCount ? max(1, step) : step))"]
  }

  /// The distance of the numbers on a linear axis; zero if its ends are one or not finite.
  static func step(from low: Double, to high: Double) -> Double {
    let length = high - low
    guard length > 0, length.isFinite else { return 0 }
    var power = pow(10, log10(length / 5).rounded(.down))
    let digit = [1, 2, 5].first { 5 * power * $0 >= length * (1 - 1e-9) }
    if digit == nil { power *= 10 }
    return (digit ?? 1) * power
  }

  /// A logarithmic axis: powers of ten beyond three decades, plain numbers below.
  package static func logarithmic(_ name: String, _ values: [Double]) -> [String] {
    let positive = values.filter { $0 > 0 && $0.isFinite }
    let isLong = (positive.max() ?? 1) >= 1000 * (positive.min() ?? 1)
    return ["set logscale \(name)"] + (isLong ? ["set format \(name) '10^{%T}'"] : [])
  }

  /// Where a frame stands and which labels it has.
  private static func frame(_ panel: Int, _ style: PictureStyle) -> [String] {
    let (picture, size) = (style.picture, style.size)
    let at = size.margins(panel)
    let isLeft = panel % size.columns == 0
    let isLow = panel + size.columns >= picture.panels.count
    let quantity = GnuplotText.title(
      picture.quantity.label, style.quantity)
    let y = picture.y.map { GnuplotText.title($0.heading, style.y) } ?? quantity
    let x = GnuplotText.title(picture.x.heading, style.x)
    var lines = [
      "set lmargin at screen \(decimal(at.left)); set rmargin at screen \(decimal(at.right))",
      "set bmargin at screen \(decimal(at.bottom)); set tmargin at screen \(decimal(at.top))",
      isLow ? "set xlabel \(GnuplotText.quoted(x)) offset 0,0.6" : "unset xlabel",
      isLeft ? "set ylabel \(GnuplotText.quoted(y)) offset 1.2,0" : "unset ylabel",
    ]
    if picture.panels.count > 1 {
      lines.append("set format x \(isLow ? style.format(of: picture.x) : "''")")
      lines.append("set format y \(isLeft ? style.verticalFormat : "''")")
    }
    let title = style.titleLines(of: picture.panels[panel]).map(GnuplotText.literal)
    if !title.isEmpty {
      lines.append(
        "set title \(title.joined(separator: #" . "\n" . "#)) font ',7' offset 0,-0.7")
    }
    // What stands once on the picture is drawn with the first frame.
    if panel > 0 { lines += ["unset key", "unset colorbox", "unset label"] }
    return lines
  }

  static func decimal(_ value: Double) -> String { Format.fixed(value, decimals: 4) }
}
