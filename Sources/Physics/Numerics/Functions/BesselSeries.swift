import Glibc

/// Bessel functions J_0(z), J_1(z), … up to the order beyond which those left out are negligible.
package struct BesselSeries {
  /// J_k(z) for k = 0, 1, …, `order`.
  package let values: [Double]

  /// The highest order.
  package var order: Int { values.count - 1 }

  /// Normalized by J_0 + 2 J_2 + 2 J_4 + … = 1.
  ///
  /// - Parameters:
  ///   - z: The argument, not negative.
  ///   - tolerance: What 2 Σ |J_k| over the orders left out is at most.
  ///   - least: The least order.
  package init(_ z: Double, tolerance: Double, least: Int) {
    // Beyond z + 14 z^(1/3) + 30 all J_k are below 1e-30.
    let highest = Int(z + 14 * cbrt(z) + 30) + least
    var values = [1] + [Double](repeating: 0, count: highest)
    if z != 0 {
      values =
        MillerRecurrence(z, from: highest, isModified: false, seed: 1e-30, shrink: 1e-230).values
      var norm = values[0]
      for k in stride(from: 2, through: highest, by: 2) { norm += 2 * values[k] }
      for k in values.indices { values[k] /= norm }
    }
    var order = highest
    var rest = 0.0
    while order > least, rest + 2 * abs(values[order]) <= tolerance {
      rest += 2 * abs(values[order])
      order -= 1
    }
    self.values = Array(values[...order])
  }
}
