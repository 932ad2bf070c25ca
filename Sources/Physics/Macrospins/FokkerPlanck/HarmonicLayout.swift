/// Where the coefficients c_lm with 0 ≤ m ≤ order and m ≤ l ≤ degree lie in an array: one row an
/// order m, degrees l from m upward within it, so that the coupling of (l, m) to (l + dl, m + dm)
/// is a constant shift along a row.
///
/// Rows are padded with zeros to whole vectors and preceded by rows of negative order as far as
/// couplings reach.
struct HarmonicLayout: Sendable, Equatable {
  let degree: Int
  /// Largest order m; higher ones are left out.
  let order: Int
  /// The furthest coupling.
  let reach: Int
  /// Length of an array.
  let count: Int
  private let starts: [Int]

  /// Numbers that a kernel takes at a time.
  static let lanes = 8

  init(degree: Int, order: Int? = nil, reach: Int) {
    self.degree = degree
    self.order = min(order ?? degree, degree)
    self.reach = reach
    var starts: [Int] = []
    var next = 0
    for row in -min(reach, self.order)...self.order {
      starts.append(next + 2 * reach)
      next += Self.whole(degree - abs(row) + 1) + 4 * reach
    }
    self.starts = starts
    // A vector that starts in the last row may end behind it.
    count = next + Self.lanes
  }

  private static func whole(_ length: Int) -> Int { (length + lanes - 1) / lanes * lanes }

  /// The lowest order that has a row.
  var lowestOrder: Int { -min(reach, order) }

  /// Index of the coefficient with l = |m|.
  @inline(__always)
  func start(order m: Int) -> Int { starts[m - lowestOrder] }

  /// Number of coefficients of an order.
  @inline(__always)
  func length(order m: Int) -> Int { degree - abs(m) + 1 }

  /// Number of vectors that hold the coefficients of an order.
  func vectors(order m: Int) -> Int { Self.whole(length(order: m)) / Self.lanes }

  @inline(__always)
  func index(degree l: Int, order m: Int) -> Int { start(order: m) + l - abs(m) }
}

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
