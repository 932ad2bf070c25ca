import Base

extension PictureFormat {
  /// The size of a dot of about 1.5 points.
  var dotSize: Double { self == .svg ? 0.45 : 0.35 }

  /// The command that makes gnuplot draw on paper of this size (in cm), with 8-point letters and lines
  /// of one point.
  func terminal(_ size: PictureSize) -> String {
    func pixels(_ centimetres: Double, _ perInch: Double) -> Int {
      Int((centimetres / 2.54 * perInch).rounded())
    }
    switch self {
    case .svg:
      let (width, height) = (pixels(size.width, 96), pixels(size.height, 96))
      return "svg enhanced size \(width),\(height) font 'Helvetica,8' fontscale 1.333 "
        + "linewidth 1.333 background 'white'"
    case .png:
      // 300 pixels an inch: a point is 300/72 of them, but gnuplot takes the points of letters for
      // pixels of a screen with 96.
      let (width, height) = (pixels(size.width, 300), pixels(size.height, 300))
      return "pngcairo enhanced size \(width),\(height) font 'Helvetica,8' fontscale 3.125 "
        + "linewidth 4.167 pointscale 4.167"
    case .pdf:
      let width = Format.fixed(size.width, decimals: 2)
      let height = Format.fixed(size.height, decimals: 2)
      return "pdfcairo enhanced size \(width)cm,\(height)cm font 'Helvetica,8' fontscale 0.75 "
        + "linewidth 2 pointscale 0.75"
    }
  }
}
