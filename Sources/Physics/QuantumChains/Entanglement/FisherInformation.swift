import Numerics

/// Quantum Fisher information of a wave of spins, per spin: Σ over the cosine and the sine part O
/// of the wave, divided by the number of spins. With values ±1 of a spin, separable states have at
/// most 4.
public enum FisherInformation {
  /// (4/N) Σ Var(O), which is f_Q of Suresh et al., Eq. (29) with the missing i restored. It is the
  /// quantum Fisher information of pure states and an upper bound of it for mixtures.
  ///
  /// - Parameters:
  ///   - observables: The parts of the wave (`DiagonalObservable.spinWave`).
  ///   - probabilities: Of the product states.
  ///   - spins: N.
  public static func covarianceForm(
    _ observables: [DiagonalObservable], _ probabilities: ConfigurationProbabilities, spins: Int
  ) -> Double {
    4 * observables.reduce(0) { $0 + probabilities.variance(of: $1) } / Double(spins)
  }

  /// (1/N) Σ F_Q with F_Q = 2 Σ (λ − μ)²/(λ + μ) |⟨λ|O|μ⟩|² over the eigenvectors of ρ (Braunstein
  /// and Caves, Phys. Rev. Lett. 72, 3439), which is 4 Tr(ρ O²) − 8 Σ λμ/(λ + μ) |⟨λ|O|μ⟩|².
  ///
  /// - Parameters:
  ///   - observables: The parts of the wave (`DiagonalObservable.spinWave`).
  ///   - state: The state.
  ///   - spins: N.
  /// - Throws: `LinearAlgebraError`.
  public static func exact(
    _ observables: [DiagonalObservable], _ state: some BipartiteState, spins: Int
  ) throws(LinearAlgebraError) -> Double {
    // Around its mean, so that little cancels: a constant does not change F_Q.
    let probabilities = state.probabilities
    let centered = observables.map { observable in
      let mean = probabilities.mean(of: observable)
      return DiagonalObservable(a: observable.a.map { $0 - mean }, b: observable.b)
    }
    let squares = centered.reduce(0) { $0 + probabilities.variance(of: $1) }
    let terms = try state.mixingTerms(of: centered).reduce(0, +)
    return (4 * squares - 8 * terms) / Double(spins)
  }
}

extension HermitianEigensystem {
  /// Σ λμ/(λ + μ) |⟨λ|O|μ⟩|² over pairs of eigenvectors, for a diagonal O.
  func mixingTerm(diagonal values: [Double]) -> Double {
    let dimension = eigenvalues.count
    var weighted = adjointVectors
    for row in 0..<dimension {
      for column in 0..<dimension {
        weighted[row * dimension + column] = values[column] * weighted[row * dimension + column]
      }
    }
    let elements = MatrixView(rowMajor: weighted, columns: dimension)
      .times(adjointMatrix.adjoint)
    return pairSum { row, column, sum in
      eigenvalues[row] * eigenvalues[column] / sum
        * elements[row * dimension + column].squaredMagnitude
    }
  }

  /// Σ |⟨u|P|v⟩|²/(λ + μ) over pairs of eigenvectors u, v of this matrix.
  func mixingTerm(projected matrix: [Complex]) -> Double {
    let dimension = eigenvalues.count
    let elements = MatrixView(rowMajor: matrix, columns: dimension)
      .transformed(by: adjointMatrix, adjointMatrix)
    return pairSum { row, column, sum in
      elements[row * dimension + column].squaredMagnitude / sum
    }
  }

  /// A sum over pairs of eigenvalues that are not rounding errors of zero.
  private func pairSum(_ term: (Int, Int, _ sum: Double) -> Double) -> Double {
    let least = (eigenvalues.last ?? 0) * Double(eigenvalues.count) * 0x1p-52
    let kept = eigenvalues.indices.filter { eigenvalues[$0] > least }
    return kept.reduce(0) { total, row in
      kept.reduce(total) { $0 + term(row, $1, eigenvalues[row] + eigenvalues[$1]) }
    }
  }
}
