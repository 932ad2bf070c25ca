import Numerics

/// Jump operators as power series in commutators with the Hamiltonian, L = Σ_n c_n (ad_H)^n [X]:
/// Eq. (18) of Suresh et al.
///
/// Between eigenstates it is X times √(2π) Σ_n (√J)^(n)(0) ωⁿ/n!: the Taylor polynomial of what the
/// universal Lindblad equation has in full. It converges for |ω| < 2π k_B T only, and knows no
/// cutoff.
public struct JumpSeries: Sendable, Equatable {
  /// The first n of the sum; the paper's "n = 1–8" leaves out the largest term.
  public var first: Int
  /// The last n.
  public var last: Int

  /// The sum over n = `first` … `last`.
  public init(first: Int = 0, last: Int = 8) {
    self.first = first
    self.last = last
  }

  /// Where a series of so many terms may be used: Bohr frequencies below this, in units of k_B T.
  public static let radius = 2 * Double.pi

  /// Σ_n h_n xⁿ with √(x/(1 − e⁻ˣ)) = Σ_n h_n xⁿ.
  ///
  /// - Parameter x: ω/k_B T.
  func value(at x: Double) -> Double {
    let coefficients = Self.coefficients(upTo: last)
    var sum = 0.0
    for n in stride(from: last, through: 0, by: -1) {
      sum = sum * x + (n >= first ? coefficients[n] : 0)
    }
    return sum
  }

  /// h_0 … h_last.
  static func coefficients(upTo last: Int) -> [Double] {
    // (1 − e⁻ˣ)/x = Σ (−x)^n/(n + 1)!, its inverse by division of power series, and the root of
    // that.
    var factor = 1.0
    let inverse = (0...last).map { n -> Double in
      factor *= n == 0 ? 1 : -1 / Double(n + 1)
      return factor
    }
    var square: [Double] = []
    for n in 0...last {
      var sum = n == 0 ? 1.0 : 0
      for k in 0..<n { sum -= square[k] * inverse[n - k] }
      square.append(sum)
    }
    var root: [Double] = []
    for n in 0...last {
      var sum = square[n]
      guard n > 0 else {
        root.append(1)
        continue
      }
      for k in 1..<max(n, 1) { sum -= root[k] * root[n - k] }
      root.append(sum / 2)
    }
    return root
  }
}
