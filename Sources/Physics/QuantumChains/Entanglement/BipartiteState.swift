public import Numerics

/// A mixed state of two systems A and B, block diagonal in their total charge, in whatever form its
/// numbers are kept: as density matrix (`BlockDensityMatrix`) or as amplitudes with an environment
/// that is traced out (`PureStateEnsemble`).
///
/// Hermitian matrices are row-major, with only the elements row ≤ column being meant.
public protocol BipartiteState: Sendable {
  /// The product basis of A and B.
  var basis: BipartiteBasis { get }
  /// ⟨a b|ρ|a b⟩, block after block.
  var diagonal: [[Double]] { get }
  /// The reduced density matrix Tr_B ρ of A, one matrix a sector.
  var reducedA: [[Complex]] { get }
  /// The reduced density matrix Tr_A ρ of B, one matrix a sector.
  var reducedB: [[Complex]] { get }

  /// The eigenvalues of ρ in no order; zeros of its kernel may be missing.
  ///
  /// - Throws: `LinearAlgebraError`.
  func spectrum() throws(LinearAlgebraError) -> [Double]

  /// ⟨v|ρ|v⟩ for a vector v, which need not be normalized.
  func expectation(of vector: [ProductAmplitude]) -> Double

  /// ⟨a b|ρ|a′ b′⟩ with (a, b) in the row and (a′, b′) in the column.
  func element(_ row: (a: Int, b: Int), _ column: (a: Int, b: Int)) -> Complex

  /// Σ λ μ/(λ + μ) |⟨λ|O|μ⟩|² over all pairs of eigenvectors of ρ, for each observable O: what
  /// mixing takes off the Fisher information of pure states.
  ///
  /// - Throws: `LinearAlgebraError`.
  func mixingTerms(of observables: [DiagonalObservable]) throws(LinearAlgebraError) -> [Double]

  /// The state projected on supports of A and of B, in the bases of these supports.
  func compressed(onto a: SubsystemSupport, _ b: SubsystemSupport) -> Self

  /// ⟨i|ρ|j⟩ for the states i of one pair of sectors and j of another one of the same block, in
  /// row-major order; nil if all are zero because nothing populates the block.
  func elements(block: Int, rows: BipartiteBasis.Pair, columns: BipartiteBasis.Pair) -> [Complex]?
}

extension BipartiteState {
  /// Tr ρ: 1 up to rounding, less after a projection.
  public var trace: Double { diagonal.reduce(0) { $1.reduce($0, +) } }

  /// The probabilities of the product states.
  public var probabilities: ConfigurationProbabilities {
    ConfigurationProbabilities(basis: basis, diagonal: diagonal)
  }
}

/// One amplitude of a vector of A × B.
public struct ProductAmplitude: Sendable, Equatable {
  /// Basis state of A.
  public let a: Int
  /// Basis state of B.
  public let b: Int
  /// ⟨a b|v⟩.
  public let amplitude: Complex

  /// The amplitude of |a⟩|b⟩.
  public init(a: Int, b: Int, amplitude: Complex) {
    self.a = a
    self.b = b
    self.amplitude = amplitude
  }
}

/// W states: one excitation shared equally by all spins.
public enum WState {
  /// The W state of the spins of A and B (Dür, Vidal and Cirac, Phys. Rev. A 62, 062314), of norm
  /// 1.
  ///
  /// - Parameters:
  ///   - excitedA: The basis states of A with one of A's spins excited, one for each spin.
  ///   - groundA: The basis state of A without excitation.
  ///   - excitedB: The same of B.
  ///   - groundB: The same of B.
  public static func vector(
    excitedA: [Int], groundA: Int, excitedB: [Int], groundB: Int
  ) -> [ProductAmplitude] {
    let amplitude = Complex(1 / Double(excitedA.count + excitedB.count).squareRoot())
    return excitedA.map { ProductAmplitude(a: $0, b: groundB, amplitude: amplitude) }
      + excitedB.map { ProductAmplitude(a: groundA, b: $0, amplitude: amplitude) }
  }
}
