import Glibc
import Numerics
public import Teams

/// How mixed a state of A and B is and how much they have to do with each other. Entropies are in
/// nats: S(ρ) = −Tr ρ ln ρ.
public struct EntanglementSummary: Sendable, Equatable {
  /// S of the reduced state of A.
  public let entropyA: Double
  /// S of the reduced state of B.
  public let entropyB: Double
  /// S of the state of A and B.
  public let entropyAB: Double
  /// Tr ρ² of the state of A and B.
  public let purity: Double
  /// The logarithmic negativity ln ‖ρ^{T_B}‖₁ (Vidal and Werner, Phys. Rev. A 65, 032314), a lower
  /// bound of it by `droppedWeight`; nil if it was not asked for.
  public let logarithmicNegativity: Double?
  /// The probability 1 − Tr ρ′/Tr ρ outside of the supports that the partial transpose was computed
  /// on.
  public let droppedWeight: Double

  /// The mutual information S_A + S_B − S_AB.
  public var mutualInformation: Double { entropyA + entropyB - entropyAB }

  /// Computes all of it. The time is that of the partial transpose: some 5 d³ operations for each
  /// of its blocks of dimension d.
  ///
  /// A projection cannot increase a trace norm, so the negativity computed on the supports of the
  /// reduced states is never too large. The norm is too small by at most 2 d √w for a dropped
  /// weight w, with the smaller of the dimensions of A and B for d; in practice by much less.
  ///
  /// - Parameters:
  ///   - state: The state; its trace is taken as it is, nothing is normalized.
  ///   - supportCutoff: Eigenvectors of the reduced states with smaller eigenvalues are left out of
  ///     the partial transpose; 0 leaves out nothing that is populated, and a negative number
  ///     nothing.
  ///   - negativity: Whether the logarithmic negativity is wanted.
  ///   - poll: Called now and then.
  /// - Throws: What `poll` throws, and `.failed` if LAPACK fails.
  public init(
    of state: some BipartiteState, supportCutoff: Double, negativity: Bool = true,
    poll: Poll = {}
  ) throws(EvaluationError) {
    let (a, b, spectrum) = try evaluating {
      let supports = (
        try SubsystemSupport(of: state.reducedA, basis: state.basis.a, cutoff: supportCutoff),
        try SubsystemSupport(of: state.reducedB, basis: state.basis.b, cutoff: supportCutoff)
      )
      try poll()
      return (supports.0, supports.1, try state.spectrum())
    }
    entropyA = vonNeumannEntropy(a.spectrum)
    entropyB = vonNeumannEntropy(b.spectrum)
    entropyAB = vonNeumannEntropy(spectrum)
    purity = spectrum.reduce(0) { $0 + $1 * $1 }
    guard negativity else {
      logarithmicNegativity = nil
      droppedWeight = 0
      return
    }
    let compressed = state.compressed(onto: a, b)
    let whole = state.trace
    droppedWeight = whole > 0 ? max(0, 1 - compressed.trace / whole) : 0
    logarithmicNegativity = log(try compressed.partialTransposeNorm(poll: poll))
  }
}
