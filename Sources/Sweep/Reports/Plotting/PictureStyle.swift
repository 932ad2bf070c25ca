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
  /// Whether frames differ in what their titles say.
  let panelsHaveTitles: Bool

  /// Maps of more cells are drawn as one image, where their cells are all alike.
  static let mostBoxes = 20_000

  init(_ picture: Picture) {
    self.picture = picture
    x = picture.x.scale
    y = picture.y?.scale ?? UnitScale(unit: "1", magnitude: 1)
    var (low, high) = (Double.infinity, -Double.infinity)
    for rows in picture.panels.flatMap({ [$0.rows, $0.low, $0.high] }) {
      for value in rows.joined() where value.isFinite {
        if picture.quantity.isLogarithmic, value <= 0 { continue }
        low = min(low, value)
        high = max(high, value)
      }
    }
    if low > high { (low, high) = (0, 1) }
    quantity = UnitScale(
      unit: picture.quantity.unit, values: [low, high],
      isLogarithmic: picture.quantity.isLogarithmic)
    range = (quantity.drawn(low), quantity.drawn(high))
    // Both signs, and neither by a mere rounding error.
    isDiverging =
      picture.y != nil && low < 0 && high > 0 && min(-low, high) > 0.05 * max(-low, high)
    panelsHaveTitles = picture.panels.contains { !$0.title.isEmpty }
  }

  var size: PictureSize { frameSize(headLines: headLines.count + keyLines) }

  private func frameSize(headLines: Int = 0) -> PictureSize {
    PictureSize(
      panels: picture.panels.count, panelsHaveTitles: panelsHaveTitles, headLines: headLines,
      right: picture.y == nil ? 0.3 : 1.8)
  }

  /// What all frames have in common, in lines that fit.
  var headLines: [String] {
    var lines: [String] = []
    let width = picture.panels.count > 1 ? 130 : 60
    var parts = picture.title.split(separator: ", ").map(String.init)
    if let band = picture.quantity.band { parts.append("bands: \(band)") }
    if let doubt = picture.doubt {
      parts.append((picture.y == nil ? "gray, dashed: " : "gray: ") + doubt)
    }
    for (label, sign) in contourSigns where sign != label {
      parts.append("\(sign): \(label)")
    }
    for part in parts {
      if let last = lines.last, last.count + part.count + 2 <= width {
        lines[lines.count - 1] = last + ", " + part
      } else {
        lines.append(part)
      }
    }
    return lines
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
    return (entries.count + columns - 1) / columns + (keyTitle == nil ? 0 : 1)
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
    guard picture.y == nil, let curves = picture.curves else { return [] }
    return curves.values.indices.map { curves.text(at: $0, curves.scale) }
  }

  var keyTitle: String? {
    guard picture.y == nil, let curves = picture.curves else { return nil }
    return GnuplotText.title(curves.heading, curves.scale)
  }

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
