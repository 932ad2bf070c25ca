/// Where the coefficients c_lm with 0 ≤ m ≤ degree lie in an array: one row an order m, degrees l from
/// m upwards within it, so that the coupling of (l, m) to (l + dl, m + dm) is a constant shift along
/// a row.
///
/// Rows are padded with zeros and preceded by rows of negative order as far as couplings reach.
struct HarmonicLayout: Sendable, Equatable {
  let degree: Int
  /// The furthest coupling.
  let reach: Int
  /// Length of an array.
  let count: Int
  private let starts: [Int]

  init(degree: Int, reach: Int) {
    self.degree = degree
    self.reach = reach
    var starts: [Int] = []
    var next = 0
    for order in -reach...degree {
      starts.append(next + 2 * reach)
      next += max(degree - abs(order) + 1, 0) + 4 * reach
    }
    self.starts = starts
    count = next
  }

  /// Index of the coefficient with l = |m|.
  @inline(__always)
  func start(order m: Int) -> Int { starts[m + reach] }

  /// Number of coefficients of an order.
  @inline(__always)
  func length(order m: Int) -> Int { degree - abs(m) + 1 }

  @inline(__always)
  func index(degree l: Int, order m: Int) -> Int { start(order: m) + l - abs(m) }
}
