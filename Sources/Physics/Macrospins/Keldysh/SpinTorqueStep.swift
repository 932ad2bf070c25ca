import Numerics

/// One step of given length of a `SpinTorqueLaw` by the method of Heun with renormalisation, which
/// converges to the solution in the calculus of Stratonovich; for the one of Itô the drift is
/// corrected (`SpinTorqueLaw.driftCorrection`).
///
/// The law is m × (W + m × U) with W = −(Re C₁ ẑ + Re K ξ) and U = −(Im C₁ ẑ + Im K ξ), which is what
/// `HeunStep` evaluates.
package struct SpinTorqueStep {
  /// W and U without noise, times the length.
  let drift: HeunStep
  /// −√Δt Re K, which multiplies normal numbers in Δt W.
  let rotation: Double
  /// −√Δt Im K, which multiplies normal numbers in Δt U.
  let attraction: Double
  /// ρ.
  let longitudinalRatio: Double

  /// - Parameters:
  ///   - law: The equation of motion.
  ///   - length: Δt in s.
  package init(_ law: SpinTorqueLaw, length: Double) {
    let correction = law.driftCorrection
    drift = HeunStep(
      precession: Vector3(0, 0, -length * law.torque.real),
      relaxation: Vector3(0, 0, -length * law.torque.imaginary),
      anisotropy: -length * correction.real, dampedAnisotropy: -length * correction.imaginary)
    rotation = -length.squareRoot() * law.noise.real
    attraction = -length.squareRoot() * law.noise.imaginary
    longitudinalRatio = law.longitudinalRatio.squareRoot()
  }

  /// Whether there is noise.
  var isNoisy: Bool { rotation != 0 || attraction != 0 }

  /// A bound of |m′|² − 1 before renormalisation, for every state and every random number, as in
  /// `HeunStep.normExcessBound`.
  var normExcessBound: Double {
    let noise = NormalStream.largest * (2 + longitudinalRatio * longitudinalRatio).squareRoot()
    let w = drift.precession.norm + noise * abs(rotation) + abs(drift.anisotropy)
    let u = drift.relaxation.norm + noise * abs(attraction) + abs(drift.dampedAnisotropy)
    let g = w + u
    let r = 1 + g
    let difference = r * r * (2 * w + 3 * u) * g
    return difference * difference / 4
  }

  /// Δt W and Δt U with three normal numbers.
  @inline(__always)
  func fields(_ x: Double, _ y: Double, _ z: Double) -> HeunStep.Fields {
    let along = longitudinalRatio * z
    return HeunStep.Fields(
      wx: rotation * x, wy: rotation * y, wz: drift.precession.z.addingProduct(rotation, along),
      ux: attraction * x, uy: attraction * y,
      uz: drift.relaxation.z.addingProduct(attraction, along))
  }
}

extension HeunStep {
  /// A step of m × (W + m × U) whose noise is added by its user.
  ///
  /// - Parameters:
  ///   - precession: Δt W where m_z = 0.
  ///   - relaxation: Δt U where m_z = 0.
  ///   - anisotropy: The factor of m_z in Δt W_z.
  ///   - dampedAnisotropy: The factor of m_z in Δt U_z.
  init(
    precession: Vector3, relaxation: Vector3, anisotropy: Double, dampedAnisotropy: Double
  ) {
    self.precession = precession
    self.relaxation = relaxation
    self.anisotropy = anisotropy
    self.dampedAnisotropy = dampedAnisotropy
    damping = 0
    thermalVariance = 0
    quantumVariance = 0
    polarization = .zero
  }
}

/// Noise that is the same in predictor and corrector and depends on no state.
enum LabFixedNoise: NoiseRule {
  static var isPresent: Bool { true }
  static var followsState: Bool { false }
  static var isReevaluated: Bool { false }
}
