import Numerics

/// A term of the Landau-Lifshitz equation: one of three ways to turn m, with a vector that may
/// depend on m as a polynomial.
///
/// Terms are listed in `MacrospinStage.terms`. Trajectories and the Fokker-Planck equation both
/// follow from that list, so a term is written once: as a static function in a file of its own,
/// beside those of `TorqueTerm.externalField(_:)` and the others.
public enum TorqueTerm: Sendable, Equatable {
  /// −γ m × H − γ α m × (m × H) of an effective field H in A/m, γ = γ₀/(1 + α²).
  case effectiveField(VectorPolynomial)
  /// m × (m × A) with A in 1/s: relaxation toward −A.
  case dampingLike(VectorPolynomial)
  /// m × B with B in 1/s: precession about B with the angular velocity −|B|.
  case fieldLike(VectorPolynomial)
}

extension Drift {
  /// What the terms of the Landau-Lifshitz equation do in a time. Zheng et al., Eq. (25).
  ///
  /// - Parameters:
  ///   - terms: What acts.
  ///   - damping: α.
  ///   - duration: The time in s.
  init(of terms: [TorqueTerm], damping: Double, over duration: Double) {
    let rotation = -(duration * PhysicalConstants.landauLifshitzRate(damping: damping))
    for term in terms {
      switch term {
      case .effectiveField(let field):
        precession += rotation * field
        relaxation += damping * (rotation * field)
      case .dampingLike(let vector): relaxation += duration * vector
      case .fieldLike(let vector): precession += duration * vector
      }
    }
  }
}
