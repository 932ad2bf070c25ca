/// Bessel functions J_n(x), or e^{−x} I_n(x), of all orders up to a common factor, by Miller's
/// method: the recurrence downward, in which they dominate (J. C. P. Miller, Brit. Assoc. Math.
/// Tables X).
struct MillerRecurrence {
  /// By order.
  private(set) var values: [Double]
  /// The value of order 0 and twice those whose sum with it is known: of even order for J, of all
  /// for I; added downward.
  private(set) var sum = 0.0

  /// - Parameters:
  ///   - x: The argument, positive.
  ///   - last: The order to start from, far beyond x.
  ///   - isModified: Whether I is meant.
  ///   - seed: The value of the last order.
  ///   - shrink: What all values are multiplied by where one exceeds 1e200.
  init(_ x: Double, from last: Int, isModified: Bool, seed: Double, shrink: Double) {
    values = Array(repeating: 0, count: last + 2)
    values[last] = seed
    for n in stride(from: last, through: 1, by: -1) {
      values[n - 1] =
        2 * Double(n) / x * values[n] + (isModified ? values[n + 1] : -values[n + 1])
      if abs(values[n - 1]) > 1e200 {
        for i in n - 1...last { values[i] *= shrink }
        sum *= shrink
      }
      if n > 1, isModified || n % 2 == 1 { sum += 2 * values[n - 1] }
    }
    sum += values[0]
  }
}
