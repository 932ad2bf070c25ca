import Numerics

/// One step of given length of the stochastic Landau-Lifshitz equation under the conditions of one
/// stage, by the method of Heun with renormalisation. Zheng et al., Eq. (25):
///
///     dm/dt = −γ m × (H + h) − γ α m × [m × (H + h)] + a m × (m × p) + b m × p
///
/// which is m × (W + m × U) with W = −γ (H + h) + b p and U = −γ α (H + h) + a p. W and U here
/// carry the factor Δt, so that m × (W + m × U) is an increment of m. H = H_ext + H_k m_z ẑ makes
/// their z components depend on m; h is the same in predictor and corrector.
package struct HeunStep {
  /// Δt (−γ H_ext + b p).
  let precession: Vector3
  /// Δt (−γ α H_ext + a p).
  let relaxation: Vector3
  /// −Δt γ H_k, the factor of m_z in W_z.
  let anisotropy: Double
  /// −Δt γ α H_k, the factor of m_z in U_z.
  let dampedAnisotropy: Double
  /// α, with which the random field enters U.
  let damping: Double
  /// Variance 2 γ² Δt D_T of each component of Δt γ h that the bath causes.
  let thermalVariance: Double
  /// The factor 2 γ² Δt D_Q0 of 1 − m·p in the variance that the quantum field causes.
  let quantumVariance: Double
  /// p.
  let polarization: Vector3

  /// - Parameters:
  ///   - stage: What acts; its duration does not matter here.
  ///   - damping: α.
  ///   - polarization: p, a unit vector.
  ///   - length: Δt in s.
  package init(stage: MacrospinStage, damping: Double, polarization: Vector3, length: Double) {
    let rate = PhysicalConstants.gyromagneticRatio / (1 + damping * damping)
    let rotation = -(length * rate)
    precession =
      rotation * stage.externalField + (length * stage.fieldLikeTorque) * polarization
    relaxation =
      (rotation * damping) * stage.externalField
      + (length * stage.dampingLikeTorque) * polarization
    anisotropy = rotation * stage.anisotropyField
    dampedAnisotropy = damping * anisotropy
    self.damping = damping
    thermalVariance = 2 * rate * rate * length * stage.thermalFieldStrength
    quantumVariance = 2 * rate * rate * length * stage.quantumFieldCoefficient
    self.polarization = polarization
  }

  /// A bound of |m′|² − 1 before renormalisation, for every state and every random number.
  ///
  /// With the predictor's increment g and the corrector's g*, each perpendicular to the state it
  /// belongs to, |m + (g + g*)/2|² = 1 + |g* − g|²/4, and |g* − g| is at most |g| times a Lipschitz
  /// constant of m × (W + m × U) over |m| ≤ r = 1 + |g|, plus what re-evaluated noise adds.
  func normExcessBound(convention: NoiseConvention) -> Double {
    let variance = thermalVariance + 2 * quantumVariance
    let noise = NormalStream.largest * (3 * variance).squareRoot()
    let w = precession.norm + noise + anisotropy.magnitude
    let u = relaxation.norm + damping * noise + dampedAnisotropy.magnitude
    let g = w + u
    let r = 1 + g
    var difference = r * r * (2 * w + 3 * u) * g
    if convention == .stratonovich, quantumVariance != 0 {
      difference += r * r * r * (1 + damping) * noise
    }
    return difference * difference / 4
  }

  /// The parts of Δt W and Δt U that do not depend on the state.
  struct Fields {
    var wx: Double, wy: Double, wz: Double
    var ux: Double, uy: Double, uz: Double
  }

  /// The fields without noise.
  @inline(__always)
  var fields: Fields {
    Fields(
      wx: precession.x, wy: precession.y, wz: precession.z,
      ux: relaxation.x, uy: relaxation.y, uz: relaxation.z)
  }

  /// The fields with the noise −Δt γ h = amplitude × three normal numbers.
  @inline(__always)
  func fields(amplitude: Double, _ x: Double, _ y: Double, _ z: Double) -> Fields {
    let dampedAmplitude = damping * amplitude
    return Fields(
      wx: precession.x.addingProduct(amplitude, x), wy: precession.y.addingProduct(amplitude, y),
      wz: precession.z.addingProduct(amplitude, z),
      ux: relaxation.x.addingProduct(dampedAmplitude, x),
      uy: relaxation.y.addingProduct(dampedAmplitude, y),
      uz: relaxation.z.addingProduct(dampedAmplitude, z))
  }

  /// m × (W + m × U).
  @inline(__always)
  func increment(
    _ x: Double, _ y: Double, _ z: Double, _ fields: Fields
  ) -> (x: Double, y: Double, z: Double) {
    let wz = fields.wz.addingProduct(anisotropy, z)
    let uz = fields.uz.addingProduct(dampedAnisotropy, z)
    let vx = fields.wx.addingProduct(y, uz).addingProduct(-z, fields.uy)
    let vy = fields.wy.addingProduct(z, fields.ux).addingProduct(-x, uz)
    let vz = wz.addingProduct(x, fields.uy).addingProduct(-y, fields.ux)
    return (
      (y * vz).addingProduct(-z, vy),
      (z * vx).addingProduct(-x, vz),
      (x * vy).addingProduct(-y, vx)
    )
  }

  /// The magnitude √(2 γ² Δt D(m)) of each component of the noise.
  @inline(__always)
  func noiseAmplitude(_ x: Double, _ y: Double, _ z: Double) -> Double {
    let cosine = (polarization.x * x).addingProduct(polarization.y, y)
      .addingProduct(polarization.z, z)
    // Rounding, and the length of the predictor, can take the cosine past 1.
    let opening = cosine < 1 ? 1 - cosine : 0
    return thermalVariance.addingProduct(quantumVariance, opening).squareRoot()
  }
}
