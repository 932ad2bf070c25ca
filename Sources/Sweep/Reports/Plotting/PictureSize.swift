/// Sizes on the paper: one column of a journal for a single frame, two columns for several.
struct PictureSize {
  /// In cm.
  let width: Double
  let height: Double
  let columns: Int
  private let rows: Int
  let frameWidth: Double
  private let frameHeight: Double
  private let top: Double
  private let gap: Double
  private let rowGap: Double

  private let left: Double

  private static let bottom = 1.0

  /// - Parameters:
  ///   - titleLines: lines of text above each frame.
  ///   - headLines: lines of text above all of them.
  ///   - left: cm to the left of the frames.
  ///   - right: cm to the right of the frames.
  init(panels: Int, titleLines: Int, headLines: Int, left: Double, right: Double) {
    self.left = left
    columns = panels <= 2 ? panels : panels == 4 ? 2 : 3
    rows = (panels + columns - 1) / columns
    width = panels == 1 ? 8.6 : 17.8
    gap = 0.5
    rowGap = 0.3 + 0.35 * Double(titleLines)
    frameWidth =
      (width - left - right - Double(columns - 1) * gap) / Double(columns)
    frameHeight = frameWidth * (columns == 1 ? 0.75 : columns == 2 ? 0.6 : 0.85)
    top = 0.25 + 0.36 * Double(headLines) + (titleLines > 0 ? 0.05 + 0.35 * Double(titleLines) : 0)
    height = top + Double(rows) * frameHeight + Double(rows - 1) * rowGap + Self.bottom
  }

  /// Left, right, bottom and top of a frame, as parts of the picture.
  func margins(_ panel: Int) -> (left: Double, right: Double, bottom: Double, top: Double) {
    let (row, column) = panel.quotientAndRemainder(dividingBy: columns)
    let left = left + Double(column) * (frameWidth + gap)
    let top = height - top - Double(row) * (frameHeight + rowGap)
    return (
      left / width, (left + frameWidth) / width, (top - frameHeight) / height, top / height
    )
  }

  /// The bar of colors: a stripe to the right of all frames, with its size.
  var colorBar: (x: Double, y: Double, width: Double, height: Double) {
    let first = margins(0)
    let last = margins(columns * rows - 1)
    return (last.right + 0.2 / width, last.bottom, 0.28 / width, first.top - last.bottom)
  }

  /// Where text above the frames starts.
  var headTop: Double { 1 - 0.15 / height }
}
