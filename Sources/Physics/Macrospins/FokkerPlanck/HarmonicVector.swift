/// Coefficients in the layout of a generator: all real parts, then all imaginary parts.
struct HarmonicVector {
  var values: [Double]

  init(_ layout: HarmonicLayout) {
    values = Array(repeating: 0, count: 2 * layout.count)
  }

  /// The coefficients of a density, cut off at, or continued with zeros to, the layout's degree and
  /// order.
  init(_ density: SphericalDensity, _ layout: HarmonicLayout) {
    self.init(layout)
    for m in 0...min(density.layout.order, layout.order) {
      let (to, from) = (layout.start(order: m), density.layout.start(order: m))
      for i in 0..<min(layout.length(order: m), density.layout.length(order: m)) {
        values[to + i] = density.real[from + i]
        values[layout.count + to + i] = density.imaginary[from + i]
      }
    }
  }

  /// The coefficients as a density.
  func density(_ layout: HarmonicLayout) -> SphericalDensity {
    var density = SphericalDensity(uniformOfDegree: layout.degree, order: layout.order)
    for m in 0...layout.order {
      let (to, from) = (density.layout.start(order: m), layout.start(order: m))
      for i in 0..<layout.length(order: m) {
        density.real[to + i] = values[from + i]
        density.imaginary[to + i] = values[layout.count + from + i]
      }
    }
    return density
  }

  /// c_{l,−m} = (−1)^m c*_lm, down to an order.
  mutating func fillNegativeOrders(downTo lowest: Int, _ layout: HarmonicLayout) {
    for order in stride(from: 1, through: -lowest, by: 1) {
      let sign = order % 2 == 0 ? 1.0 : -1.0
      let (to, from) = (layout.start(order: -order), layout.start(order: order))
      for i in 0..<layout.length(order: order) {
        values[to + i] = sign * values[from + i]
        values[layout.count + to + i] = -sign * values[layout.count + from + i]
      }
    }
  }

  mutating func scale(by factor: Double) {
    for i in values.indices { values[i] *= factor }
  }
}
