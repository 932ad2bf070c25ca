public import Numerics

/// A mixed state of two systems A and B, block diagonal in their total charge, in whatever form its
/// numbers are kept: as density matrix (`BlockDensityMatrix`) or as amplitudes with an environment
/// that is traced out (`PureStateEnsemble`).
///
/// Hermitian matrices are row-major, with only the elements row ≤ column being meant.
public protocol BipartiteState: Sendable {
  var basis: BipartiteBasis { get }
  /// Tr ρ: 1 up to rounding, less after a projection.
  var trace: Double { get }
  /// ⟨a b|ρ|a b⟩, block after block.
  var diagonal: [[Double]] { get }
  /// The reduced density matrix Tr_B ρ of A, one matrix a sector.
  var reducedA: [[Complex]] { get }
  /// The reduced density matrix Tr_A ρ of B, one matrix a sector.
  var reducedB: [[Complex]] { get }

  /// The eigenvalues of ρ in no order; zeros of its kernel may be missing.
  ///
  /// - Throws: `EntanglementError.eigenvalues`.
  func spectrum() throws(EntanglementError) -> [Double]

  /// ⟨v|ρ|v⟩ for a vector v, which need not be normalised.
  func expectation(of vector: [ProductAmplitude]) -> Double

  /// Σ λ μ/(λ + μ) |⟨λ|O|μ⟩|² over all pairs of eigenvectors of ρ, for each observable O: what
  /// mixing takes off the Fisher information of pure states.
  ///
  /// - Throws: `EntanglementError.eigenvalues`.
  func mixingTerms(of observables: [DiagonalObservable]) throws(EntanglementError) -> [Double]

  /// The state projected on supports of A and of B, in the bases of these supports.
  func compressed(onto a: SubsystemSupport, _ b: SubsystemSupport) -> Self

  /// ⟨i|ρ|j⟩ for the states i of one pair of sectors and j of another one of the same block, in
  /// row-major order; nil if all are zero because nothing populates the block.
  func elements(
    block: Int, rows: BipartiteBasis.Pair, columns: BipartiteBasis.Pair
  ) -> [Complex]?
}

/// One amplitude of a vector of A × B.
public struct ProductAmplitude: Sendable, Equatable {
  /// Basis state of A.
  public let a: Int
  /// Basis state of B.
  public let b: Int
  public let amplitude: Complex

  /// The amplitude of |a⟩|b⟩.
  public init(a: Int, b: Int, amplitude: Complex) {
    self.a = a
    self.b = b
    self.amplitude = amplitude
  }
}

extension BipartiteState {
  /// The probabilities of the product states.
  public var probabilities: ConfigurationProbabilities {
    ConfigurationProbabilities(basis: basis, diagonal: diagonal)
  }
}
