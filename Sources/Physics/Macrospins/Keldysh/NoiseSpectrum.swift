import Numerics

/// The noise of the current at finite frequency, Tassi et al., Eqs. (D24)–(D36), with amplitudes of
/// transmission at the Fermi energy, as for the white noise that it becomes at low frequency.
///
/// With F(x) = x coth(x/2k_BT), the levels μ_ds of the electrons of lead d and spin s, and the
/// weights |ℒ|² of Eq. (A17),
///
///     D^K(ω)/2J = |C₂|²/W⊥ Σ_d { ½ sin²θ F(ħω) + cos⁴(θ/2) F(Δμ_d + ħω) + sin⁴(θ/2) F(Δμ_d − ħω) }
///
/// and the like for pairs of different leads where these count.
public struct NoiseSpectrum: Sendable {
  private let bias: SpinBias
  private let strength: Double
  private let sineSquared: Double
  private let towardAxis: Double
  private let fromAxis: Double

  /// - Parameters:
  ///   - transfer: The magnet in the current.
  ///   - polarAngle: θ of the magnetization from the polarization axis in rad.
  public init(_ transfer: SpinTransfer, polarAngle: Double) {
    let (sine, cosine) = Elementary.sineCosine(polarAngle)
    bias = transfer.bias
    strength = transfer.noisePowerPerBias
    sineSquared = sine * sine
    // cos⁴(θ/2) and sin⁴(θ/2), the chances that an electron flips from up to down, and back.
    towardAxis = (1 + cosine) * (1 + cosine) / 4
    fromAxis = (1 - cosine) * (1 - cosine) / 4
  }

  /// D^K/2J in 1/s: the power of the noise of the two directions perpendicular to m on average, in
  /// the rotation of positive frequency; |C₂|² at θ = 0 and ω = 0. Tassi et al., Eq. (D36).
  ///
  /// - Parameter angularFrequency: ω in rad/s; the noise that turns with −ω is another one.
  public func power(at angularFrequency: Double) -> Double {
    let energy = PhysicalConstants.reducedPlanck * angularFrequency
    var sum = 0.0
    for (first, second) in pairs {
      let alike = bias.fluctuation(first - second + energy) + bias.fluctuation(energy)
      sum +=
        sineSquared / 4 * alike + towardAxis * bias.fluctuation(first + energy)
        + fromAxis * bias.fluctuation(energy - second)
    }
    return strength * sum
  }

  /// D̃₊/J in 1/s: half of what the powers of the noise along the two perpendicular directions
  /// differ by, negative where the second one is the larger. Tassi et al., Eqs. (D34), (D35).
  ///
  /// - Parameter angularFrequency: ω in rad/s.
  public func anisotropy(at angularFrequency: Double) -> Double {
    let energy = PhysicalConstants.reducedPlanck * angularFrequency
    var sum = 0.0
    for (first, second) in pairs {
      let flipping = bias.fluctuation(first + energy) + bias.fluctuation(energy - second)
      sum += flipping - bias.fluctuation(first - second + energy) - bias.fluctuation(energy)
    }
    return strength * (sineSquared / 4 * sum)
  }

  /// (D^R − D^A)/2J in 1/s: what the electrons take from a rotation with ω. In equilibrium the
  /// power is coth(ħω/2k_BT) times this; its slope over ω is α/J. Tassi et al., Eqs. (D24), (D25).
  ///
  /// - Parameter angularFrequency: ω in rad/s.
  public func dissipation(at angularFrequency: Double) -> Double {
    let energy = PhysicalConstants.reducedPlanck * angularFrequency
    var sum = 0.0
    for (first, second) in pairs {
      sum +=
        sineSquared / 4 * (first - second + 2 * energy) + towardAxis * (first + energy)
        + fromAxis * (energy - second)
    }
    return strength * sum
  }

  /// Spin biases of the leads that the two electrons of a loop come from.
  private var pairs: [(Double, Double)] {
    let (left, right) = (bias.left, bias.right)
    return switch bias.leads {
    case .same: [(left, left), (right, right)]
    case .all: [(left, left), (right, right), (left, right), (right, left)]
    }
  }
}
