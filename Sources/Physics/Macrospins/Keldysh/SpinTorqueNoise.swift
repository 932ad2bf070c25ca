/// Which component of the noise carries the cosine of the polar angle.
public enum NoiseForm: String, Sendable, CaseIterable {
  /// C₂ (cos θ I₁ + i I₂), as the action of Tassi et al., Eqs. (D10)–(D14), implies.
  case appendix
  /// C₂ (I₂ + i cos θ I₁), as Tassi et al., Eqs. (12) and (17), have it: C₂ times i, in law.
  case printed
}

/// How products of the noise with the state it acts on are meant.
public enum NoiseCalculus: String, Sendable, CaseIterable {
  /// The limit of noise with a short memory.
  case stratonovich
  /// Increments independent of the state, with the length of m conserved: the drift is C₁ alone.
  case ito
}
