import Glibc
public import Numerics

/// The saddle between the two wells of a magnet in a field: where the energy −½ H_k m_z² − H·m
/// (over μ₀ M_s V) has its pass, and how fast a fluctuation grows there.
///
/// In the plane of the axis and the field, with h = H/H_k and θ from the end of the axis that the
/// field points away from, the saddle is where sin θ cos θ = |h_z| sin θ + h_⊥ cos θ, beyond
/// tan³ θ = h_⊥/|h_z|. There is none outside the astroid |h_z|^⅔ + h_⊥^⅔ = 1 of Stoner and
/// Wohlfarth, where one well is left.
///
/// The energy falls off to the wells with the curvature k₁ < 0 and rises across with k₂ ≥ 0, both
/// in A/m. A small deviation obeys δ′ = γ [[−α k₁, −k₂], [k₁, −α k₂]] δ (Zheng et al., Eq. 25
/// without current), so that one combination grows at the rate
///
///     λ = ½ γ {−α (k₁ + k₂) + [α² (k₁ + k₂)² − 4 (1 + α²) k₁ k₂]^½} ,
///
/// which is γ (|k₁| k₂)^½ where precession leads over the saddle, and γ α |k₁| where the pass is
/// level all the way around (k₂ = 0).
public struct SaddlePoint: Sendable, Equatable {
  /// The direction m of the saddle, a unit vector; without a field across the axis, one of many.
  public let direction: Vector3
  /// k₁ in A/m, negative: the curvature of the energy over μ₀ M_s V toward the wells.
  public let curvature: Double
  /// k₂ in A/m, zero or positive: the curvature across.
  public let transverseCurvature: Double

  /// The saddle, if there are two wells.
  ///
  /// - Parameters:
  ///   - anisotropyField: H_k in A/m.
  ///   - field: H in A/m.
  public init?(anisotropyField: Double, field: Vector3) {
    guard anisotropyField > 0 else { return nil }
    let h = (1 / anisotropyField) * field
    let across = (h.x * h.x + h.y * h.y).squareRoot()
    let along = abs(h.z)
    guard cbrt(along * along) + cbrt(across * across) < 1 else { return nil }
    var (low, high) = (atan2(cbrt(across), cbrt(along)), Double.pi / 2)
    // Halves of a right angle down to rounding.
    for _ in 0..<54 {
      let middle = low + (high - low) / 2
      let (sine, cosine) = Elementary.sineCosine(middle)
      if sine * cosine > along * sine + across * cosine { low = middle } else { high = middle }
    }
    let (sine, cosine) = Elementary.sineCosine(high)
    let sideways = across > 0 ? (1 / across) * Vector3(h.x, h.y, 0) : Vector3(1, 0, 0)
    direction = sine * sideways + (h.z > 0 ? -cosine : cosine) * Vector3(0, 0, 1)
    // The whole field along m, which is all that acts across.
    transverseCurvature = anisotropyField * (across / sine)
    curvature = transverseCurvature - anisotropyField * (sine * sine)
  }

  /// λ in 1/s.
  ///
  /// - Parameter damping: α.
  public func growthRate(damping: Double) -> Double {
    let sum = damping * (curvature + transverseCurvature)
    let product = (1 + damping * damping) * curvature * transverseCurvature
    return PhysicalConstants.landauLifshitzRate(damping: damping) / 2
      * ((sum * sum - 4 * product).squareRoot() - sum)
  }
}

extension SwitchingProtocol {
  /// The saddle that a magnet has after the pulses; nil if it then has one well or an easy plane.
  ///
  /// - Parameter magnet: What the protocol is applied to.
  public func finalSaddle(of magnet: Magnet) -> SaddlePoint? {
    SaddlePoint(
      anisotropyField: magnet.anisotropyField(atBias: finalVoltage), field: finalField)
  }
}
