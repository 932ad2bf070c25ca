public import Numerics

/// What acts on a moment from one electron to the next, ħ = 1 and the time between electrons τ₁ as
/// unit of time: the Hamiltonian
///
///     H = −ω·L − κ/(2L) L_z² ,
///
/// and a bath. Its classical limit is the Landau–Lifshitz equation of the direction n = ⟨L⟩/L of
/// the spin, dn/dt = n × Ω + α (n × Ω) × n with Ω = ω + κ n_z ẑ: that of `macrospin` with m = −n,
/// since a moment is opposite to its spin, and Ω = −γ H.
public struct DampedMoment: Sendable, Equatable {
  /// ω in rad from one electron to the next, in the coordinates of the electrons' spin.
  public var field = Vector3.zero
  /// κ in rad from one electron to the next; negative for an easy plane.
  public var anisotropy = 0.0
  /// α, dimensionless.
  public var damping = 0.0
  /// k_B T τ₁/ħ of the bath, dimensionless.
  public var temperature = 0.0

  /// Nothing acts.
  public init() {}

  /// Whether nothing happens between electrons.
  public var isFree: Bool { field == .zero && anisotropy == 0 && damping == 0 }
}
