import Numerics

/// Which pairs of leads contribute to the noise.
public enum LeadPairs: String, Sendable, CaseIterable {
  /// A lead with itself, as in Tassi et al., Eq. (D22).
  case same
  /// Every lead with every other: the terms that Eq. (D22) drops are kept.
  case all
}

/// The spin bias of the two leads, and how strongly electrons driven by it fluctuate.
public struct SpinBias: Sendable, Equatable {
  /// Chemical potential of up minus that of down electrons from the left, Δμ_L in J.
  public var left: Double
  /// The same from the right, Δμ_R in J.
  public var right: Double
  /// Temperature of the electrons in K.
  public var temperature: Double
  /// Whose noise counts.
  public var leads: LeadPairs

  /// - Parameters:
  ///   - left: Δμ_L in J.
  ///   - right: Δμ_R in J.
  ///   - temperature: Temperature of the electrons in K.
  ///   - leads: Whose noise counts.
  public init(left: Double, right: Double, temperature: Double = 0, leads: LeadPairs = .same) {
    self.left = left
    self.right = right
    self.temperature = temperature
    self.leads = leads
  }

  /// The bias of one lead at which `electrons` fully polarized electrons pass one channel in a
  /// time: 2πħ n_e/t_n in J. Tassi et al., Sec. III.
  ///
  /// - Parameters:
  ///   - electrons: n_e.
  ///   - duration: t_n in s.
  public static func bias(ofElectrons electrons: Double, in duration: Double) -> Double {
    2 * Double.pi * PhysicalConstants.reducedPlanck * electrons / duration
  }

  /// Δμ_L + Δμ_R in J, which drives the torque.
  public var total: Double { left + right }

  /// W⊥ in J, the noise power of the two spin components perpendicular to the polarization axis;
  /// |Δμ_L| + |Δμ_R| at T = 0. Tassi et al., Eqs. (D15), (D38), (D40).
  public var transverseNoise: Double {
    let ownLead = fluctuation(left) + fluctuation(right)
    return switch leads {
    case .same: ownLead
    // Down electrons of both leads are taken to have one chemical potential, so that a pair of
    // leads differs by the bias of the one that the up electron comes from.
    case .all: 2 * ownLead
    }
  }

  /// W∥ in J, the noise power of the component along the polarization axis; zero at T = 0 unless
  /// pairs of leads count. Tassi et al., Eqs. (D38), (D40).
  public var longitudinalNoise: Double {
    switch leads {
    case .same: 2 * fluctuation(0)
    case .all: 3 * fluctuation(0) + fluctuation(left - right)
    }
  }

  /// Δ coth(Δ/2k_BT), the integral of n₁ + n₂ − 2n₁n₂ over energy for two Fermi functions that are
  /// Δ apart; |Δ| at T = 0.
  func fluctuation(_ bias: Double) -> Double {
    let thermal = 2 * PhysicalConstants.boltzmann * temperature
    guard thermal > 0 else { return abs(bias) }
    let y = abs(bias) / thermal
    // Beyond, coth y is 1 to rounding.
    return y < 20 ? thermal * Self.yCothY(y) : abs(bias)
  }

  /// y coth y = 1 + y²/(3 + y²/(5 + …)), for 0 ≤ y < 20 (Lambert's continued fraction). It takes
  /// correctly rounded operations only, so that amplitudes of noise have the same bits everywhere.
  /// 64 levels leave less than rounding for y = 20, where the most are needed.
  private static func yCothY(_ y: Double) -> Double {
    var tail = 129.0
    for odd in stride(from: 127.0, through: 1, by: -2) { tail = odd + y * y / tail }
    return tail
  }
}
