/// A rectangle in the complex plane that holds the field of values of a matrix, in the unit of its
/// elements (1/s for a generator).
package struct SpectralBounds: Sendable, Equatable {
  /// The left side.
  package let lowest: Double
  /// The right side.
  package let highest: Double
  /// Half the height; the rectangle is symmetric about the real axis.
  package let imaginary: Double

  /// The rectangle from `lowest` − i `imaginary` to `highest` + i `imaginary`.
  package init(lowest: Double, highest: Double, imaginary: Double) {
    self.lowest = lowest
    self.highest = highest
    self.imaginary = imaginary
  }

  /// The largest rate.
  package var radius: Double { max(-lowest, highest, imaginary) }
}
