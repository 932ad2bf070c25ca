import Glibc

/// exp(A) of a real square matrix, with a power of e taken out so that nothing under- or overflows:
/// exp(A) = e^exponent · matrix.
///
/// By the diagonal Padé approximant of degree 13 and repeated squaring (Higham, SIAM J. Matrix
/// Anal. Appl. 26, 1179 (2005)). The matrix is scaled after each squaring: of a matrix all of whose
/// modes decay, what is left after any time keeps its digits.
package struct MatrixExponential: Sendable {
  /// The exponential without the factor that was taken out; its largest element is of order 1.
  package private(set) var matrix: RealMatrix
  /// The natural logarithm of the factor.
  package private(set) var exponent = 0.0

  /// The factor that was taken out.
  package var factor: Double { exp(exponent) }

  /// Norms up to which degree 13 is right to rounding.
  private static let largestNorm = 5.371_920_351_148_152
  private static let coefficients: [Double] = [
    64_764_752_532_480_000, 32_382_376_266_240_000, 7_771_770_303_897_600,
    1_187_353_796_428_800, 129_060_195_264_000, 10_559_470_521_600, 670_442_572_800,
    33_522_128_640, 1_323_241_920, 40_840_800, 960_960, 16_380, 182, 1,
  ]

  /// Nil if the matrix holds something that is not a number, or a denominator is singular.
  ///
  /// - Parameter a: A, square.
  package init?(_ a: RealMatrix) {
    let n = a.rows
    var norm = 0.0
    for column in 0..<n {
      var sum = 0.0
      for row in 0..<n { sum += abs(a[row, column]) }
      // NaN stays NaN.
      norm = sum > norm || sum.isNaN ? sum : norm
    }
    guard norm.isFinite else { return nil }
    let squarings =
      norm > Self.largestNorm ? Int(log2(norm / Self.largestNorm).rounded(.up)) : 0
    var scaled = RealMatrix(rows: n, columns: n)
    scaled.add(a, scaledBy: exp2(-Double(squarings)))
    guard let approximant = Self.approximant(scaled) else { return nil }
    matrix = approximant
    rescale()
    for _ in 0..<squarings {
      matrix = matrix * matrix
      exponent *= 2
      rescale()
    }
  }

  private mutating func rescale() {
    let largest = matrix.elements.reduce(0) { max($0, abs($1)) }
    guard largest > 0 else { return }
    for i in matrix.elements.indices { matrix.elements[i] /= largest }
    exponent += log(largest)
  }

  /// The Padé approximant: (V − U)⁻¹ (V + U) with U odd and V even in A.
  private static func approximant(_ a: RealMatrix) -> RealMatrix? {
    let n = a.rows
    let b = coefficients
    let a2 = a * a
    let a4 = a2 * a2
    let a6 = a4 * a2
    func combination(_ c6: Double, _ c4: Double, _ c2: Double, _ c0: Double) -> RealMatrix {
      var sum = RealMatrix(rows: n, columns: n)
      sum.add(a6, scaledBy: c6)
      sum.add(a4, scaledBy: c4)
      sum.add(a2, scaledBy: c2)
      for i in 0..<n { sum[i, i] += c0 }
      return sum
    }
    var odd = a6 * combination(b[13], b[11], b[9], 0)
    odd.add(combination(b[7], b[5], b[3], b[1]), scaledBy: 1)
    let u = a * odd
    var even = a6 * combination(b[12], b[10], b[8], 0)
    even.add(combination(b[6], b[4], b[2], b[0]), scaledBy: 1)
    var denominator = even
    denominator.add(u, scaledBy: -1)
    even.add(u, scaledBy: 1)
    return even.dividing(by: denominator)
  }
}

extension RealMatrix {
  /// B⁻¹ A of this matrix A and a square one B with as many rows; nil if B is singular.
  package func dividing(by divisor: RealMatrix) -> RealMatrix? {
    guard
      let factors = TriangularFactors(divisor.transposed.elements, dimension: divisor.rows)
    else { return nil }
    var columns = transposed.elements
    var view = MutableMatrixView(&columns, rows: rows, columns: self.columns, order: .columnMajor)
    factors.solve(&view)
    return RealMatrix(rows: self.columns, columns: rows, elements: columns).transposed
  }
}
