import Numerics

/// Lanczos' method in a space of complex vectors, with all vectors made orthogonal to each other.
enum Krylov {
  /// ⟨a|b⟩.
  static func inner(_ a: [Complex], _ b: [Complex]) -> Complex {
    var (real, imaginary) = (0.0, 0.0)
    let (x, y) = (a.span, b.span)
    for index in x.indices {
      real += x[index].real * y[index].real + x[index].imaginary * y[index].imaginary
      imaginary += x[index].real * y[index].imaginary - x[index].imaginary * y[index].real
    }
    return Complex(real, imaginary)
  }

  /// The length of a vector.
  static func norm(_ a: [Complex]) -> Double { inner(a, a).real.squareRoot() }

  /// target += factor · vector.
  static func add(_ factor: Complex, times vector: [Complex], to target: inout [Complex]) {
    let source = vector.span
    var sum = target.mutableSpan
    for index in source.indices { sum[index] += factor * source[index] }
  }

  /// The lowest eigenvector that a Krylov space holds.
  struct Lowest {
    let energy: Double
    /// Of length 1.
    let vector: [Complex]
    /// ‖H ψ − E ψ‖ of the vector that the space began with: how far that was from an eigenvector.
    let residual: Double
  }

  /// - Parameters:
  ///   - start: Not zero.
  ///   - tolerance: Length of H ψ − E ψ at which the vector is good enough.
  ///   - dimension: The largest number of vectors.
  ///   - operation: H, Hermitian.
  /// - Throws: `LinearAlgebraError` if there are elements that are not numbers.
  static func lowest(
    from start: [Complex], tolerance: Double, dimension: Int, _ operation: ([Complex]) -> [Complex]
  ) throws(LinearAlgebraError) -> Lowest {
    let length = norm(start)
    var basis = [start.map { $0 / length }]
    var (diagonal, beside) = ([Double](), [Double]())
    var coefficients = [1.0]
    var residual = 0.0
    while true {
      let last = basis[basis.count - 1]
      var next = operation(last)
      diagonal.append(inner(last, next).real)
      // Twice is enough (Parlett, The Symmetric Eigenvalue Problem, Sec. 6.9).
      for _ in 0..<2 {
        for vector in basis { add(-inner(vector, next), times: vector, to: &next) }
      }
      let rest = norm(next)
      if basis.count == 1 { residual = rest }
      let matrix = SymmetricTridiagonal(diagonal: diagonal, offDiagonal: beside)
      coefficients = try matrix.lowestEigenvectors(1)[0]
      let error = rest * abs(coefficients[coefficients.count - 1])
      if error <= tolerance || basis.count == min(dimension, start.count) { break }
      beside.append(rest)
      basis.append(next.map { $0 / rest })
    }
    var vector = [Complex](repeating: .zero, count: start.count)
    for (coefficient, part) in zip(coefficients, basis) {
      add(Complex(coefficient), times: part, to: &vector)
    }
    let norm = norm(vector)
    let energy = try SymmetricTridiagonal(diagonal: diagonal, offDiagonal: beside).eigenvalues()[0]
    return Lowest(energy: energy, vector: vector.map { $0 / norm }, residual: residual)
  }
}
