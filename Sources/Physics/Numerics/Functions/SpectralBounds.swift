/// A rectangle in the complex plane that holds the field of values of a matrix, in the unit of its
/// elements (1/s for a generator).
package struct SpectralBounds: Sendable, Equatable {
  package let lowest: Double
  package let highest: Double
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
