import Glibc

/// Units and layout that follow from what a picture shows.
struct PictureStyle {
  let picture: Picture
  let x: UnitScale
  let y: UnitScale
  let quantity: UnitScale
  /// Smallest and largest number of all frames, bands included, as drawn.
  let range: (low: Double, high: Double)
  /// Whether colors tell the sign.
  let isDiverging: Bool

  /// Maps of more cells are drawn as one image, where their cells are all alike.
  static let mostBoxes = 20_000

  init(_ picture: Picture) {
    self.picture = picture
    x = picture.x.scale
    y = picture.y?.scale ?? UnitScale(unit: "1", magnitude: 1)
    var (low, high) = (Double.infinity, -Double.infinity)
    for rows in picture.panels.flatMap({ [$0.rows, $0.low, $0.high, [$0.companion]] }) {
      for value in rows.joined() where value.isFinite {
        if picture.quantity.isLogarithmic, value <= 0 { continue }
        low = min(low, value)
        high = max(high, value)
      }
    }
    if low > high { (low, high) = (0, 1) }
    if picture.hasBars, !picture.quantity.isLogarithmic { low = min(low, 0) }
    if let range = picture.quantity.range { (low, high) = (range.lowerBound, range.upperBound) }
    quantity = UnitScale(
      unit: picture.quantity.unit, values: [low, high],
      isLogarithmic: picture.quantity.isLogarithmic)
    range = (quantity.drawn(low), quantity.drawn(high))
    // Both signs, and neither by a mere rounding error.
    isDiverging =
      picture.y != nil && picture.quantity.range == nil && low < 0 && high > 0
      && min(-low, high) > 0.05 * max(-low, high)
  }

  var size: PictureSize { frameSize(headLines: headLines.count + keyLines) }

  private func frameSize(headLines: Int = 0) -> PictureSize {
    // The width of a frame does not depend on lines of text.
    size(titleLines: picture.panels.map { titleLines(of: $0).count }.max() ?? 0, headLines)
  }

  private func size(titleLines: Int, _ headLines: Int) -> PictureSize {
    PictureSize(
      panels: picture.panels.count, titleLines: titleLines, headLines: headLines,
      left: 1 + 0.14 * Double(verticalCharacters), right: picture.y == nil ? 0.3 : 1.8)
  }

  /// Whether names along the lower axis would run into one another in one line.
  var isCrowded: Bool {
    guard picture.y == nil, let labels = picture.x.labels else { return false }
    let longest = labels.map(\.count).max() ?? 0
    return 0.16 * Double(longest * labels.count) > frameSize().frameWidth
  }

  /// What stands above a frame, in lines no longer than it is wide.
  func titleLines(of panel: Picture.Panel) -> [String] {
    Self.lines(panel.title, width: Int(size(titleLines: 0, 0).frameWidth / 0.13))
  }

  /// The parts of a text between commas in lines that fit.
  private static func lines(_ text: String, width: Int) -> [String] {
    lines(text.split(separator: ", ").map(String.init), width: width)
  }

  /// Parts, with commas between, in lines that fit.
  static func lines(_ parts: [String], width: Int) -> [String] {
    var lines: [String] = []
    for part in parts {
      if let last = lines.last, last.count + part.count + 2 <= width {
        lines[lines.count - 1] = last + ", " + part
      } else {
        lines.append(part)
      }
    }
    return lines
  }

  /// The length of the longest number beside the frames, of which letters are 0.14 cm wide.
  private var verticalCharacters: Int {
    let (low, high): (Double, Double)
    if let y = picture.y {
      if let labels = y.labels { return min(12, labels.map(\.count).max() ?? 1) }
      let values = y.values.map(self.y.drawn)
      (low, high) = (values.min() ?? 0, values.max() ?? 1)
      if verticalFormat != "'%g'" { return 4 }
    } else {
      (low, high) = range
      if verticalFormat != "'%g'" { return 4 }
    }
    let step = GnuplotScript.step(from: low, to: high)
    guard step > 0, step.isFinite, max(abs(low), abs(high)) < 1e5 else { return 6 }
    let decimals = max(0, Int(-log10(step * 1.000001).rounded(.down)))
    let digits = "\(Int(max(abs(low), abs(high))))".count
    return digits + (decimals > 0 ? decimals + 1 : 0) + (low < 0 ? 1 : 0)
  }

  /// What all frames have in common, in lines that fit.
  var headLines: [String] {
    var parts = picture.title.split(separator: ", ").map(String.init)
    if let band = picture.quantity.band {
      parts.append("\(picture.hasBars ? "error bars" : "bands"): \(band)")
    }
    if let doubt = picture.doubt {
      parts.append((picture.y == nil ? "gray, dashed: " : "gray: ") + doubt)
    }
    for (label, sign) in contourSigns where sign != label {
      parts.append("\(sign): \(label)")
    }
    return Self.lines(parts, width: Self.headWidth(picture))
  }

  /// What stands on the lines of each contour: its label, or a letter for one that would hide the
  /// map.
  var contourSigns: [(label: String, sign: String)] {
    var signs: [(label: String, sign: String)] = []
    var letters = "abcdefghijklmnopqrstuvwxyz"[...]
    for label in picture.panels.first?.contours.map(\.label) ?? [] {
      signs.append(
        (label, label.count <= 12 ? label : letters.popFirst().map(String.init) ?? label))
    }
    return signs
  }

  /// Lines that the list of curves takes above the frames.
  var keyLines: Int {
    let entries = keyEntries
    guard !entries.isEmpty else { return 0 }
    let columns = keyColumns
    return (entries.count + columns - 1) / columns + keyTitle.count
  }

  var keyColumns: Int {
    let longest = keyEntries.map(\.count).max() ?? 0
    // gnuplot makes the list no wider than a frame. Measured in its pictures: cm of a column for
    // the sample of the curve and for each letter.
    let column = 0.98 + 0.15 * Double(longest)
    return max(1, min(8, Int(frameSize().frameWidth / column)))
  }

  /// The texts of the list of curves; none for a single curve.
  var keyEntries: [String] {
    if let companion = picture.companion {
      return [picture.quantity.name, companion].map(GnuplotText.words)
    }
    guard picture.y == nil, let curves = picture.curves else { return [] }
    return curves.values.indices.map { curves.text(at: $0, curves.scale) }
  }

  /// What the curves differ in, in lines that fit.
  var keyTitle: [String] {
    guard picture.y == nil, let curves = picture.curves else { return [] }
    return Self.lines(
      GnuplotText.title(curves.heading, curves.scale), width: Self.headWidth(picture))
  }

  /// Letters of a line above the frames.
  private static func headWidth(_ picture: Picture) -> Int { picture.panels.count > 1 ? 130 : 60 }

  /// The format of a tick's number.
  func format(of coordinate: PlotCoordinate) -> String {
    let isLong =
      coordinate.isLogarithmic
      && (coordinate.values.max() ?? 1) >= 1000 * (coordinate.values.min() ?? 1)
    return isLong ? "'10^{%T}'" : "'%g'"
  }

  var verticalFormat: String {
    if let coordinate = picture.y { return format(of: coordinate) }
    return picture.quantity.isLogarithmic && range.high >= 1000 * range.low ? "'10^{%T}'" : "'%g'"
  }
}
