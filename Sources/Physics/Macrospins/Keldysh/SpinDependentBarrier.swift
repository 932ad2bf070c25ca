public import Numerics

/// A magnet as a single electron of the Fermi energy sees it: a barrier λ₀ ± λJ/2 times δ(x),
/// with + for a spin parallel to the magnetization. Tassi et al., Eq. (A4).
public struct SpinDependentBarrier: Sendable, Equatable {
  /// λ₀ in J m; the default is that of Table I, as of all properties.
  public var potential = 3.36e-28
  /// Exchange λ in J m.
  public var exchange = 5.76e-32
  /// Length J of the magnet's spin in units of ħ.
  public var spin = 1e4
  /// k_F in 1/m.
  public var fermiWaveNumber = 13.6e9

  /// The magnet of Table I.
  public init() {}

  /// m_e/(ħ² k_F), in 1/(J m): what makes a strength of a barrier a number.
  private var inverseStrength: Double {
    PhysicalConstants.electronMass
      / (PhysicalConstants.reducedPlanck * PhysicalConstants.reducedPlanck * fermiWaveNumber)
  }

  private var strengthUp: Double { inverseStrength * (potential + exchange * spin / 2) }

  private var strengthDown: Double { inverseStrength * (potential - exchange * spin / 2) }

  /// t↑, the amplitude with which an electron parallel to the magnetization passes.
  public var transmissionUp: Complex { Self.transmission(strengthUp) }

  /// t↓, the amplitude with which an electron antiparallel to the magnetization passes.
  public var transmissionDown: Complex { Self.transmission(strengthDown) }

  /// 1/(1 + ia).
  private static func transmission(_ a: Double) -> Complex {
    (1 / (1 + a * a)) * Complex(1, -a)
  }

  /// X = t↑* t↓, through which both coefficients depend on the barrier. Tassi et al., Eq. (14).
  public var spinMixing: Complex {
    let (up, down) = (strengthUp, strengthDown)
    // The difference a↑ − a↓ in one piece, so that a weak exchange loses no digits.
    let difference = inverseStrength * exchange * spin
    return (1 / ((1 + up * up) * (1 + down * down)))
      * Complex(1 + up * down, difference)
  }

  /// ε_F = ħ² k_F²/2m_e in J.
  public var fermiEnergy: Double {
    let momentum = PhysicalConstants.reducedPlanck * fermiWaveNumber
    return momentum * momentum / (2 * PhysicalConstants.electronMass)
  }
}
