public import Numerics

/// The noisy Landau-Lifshitz equation of Tassi et al., Eqs. (11), (12), in a form that is regular
/// on the whole sphere:
///
///     dm/dt = (Re C₁ ẑ + Ω + Re K ξ) × m + m × [(Im C₁ ẑ + Λ + Im K ξ) × m] ,  ξ = (ξ₁, ξ₂, ρ ξ₃)
///
/// with the polarization axis z and independent white noises ⟨ξᵢ(t) ξⱼ(t′)⟩ = δᵢⱼ δ(t − t′). A
/// field makes Ω and, if there is a damping, Λ (`damped(by:)`); without them the law is axial.
public struct SpinTorqueLaw: Sendable, Equatable {
  /// C₁ in 1/s.
  public var torque: Complex
  /// K in s^(-1/2).
  public var noise: Complex
  /// ρ², the share of the noise along the polarization axis.
  public var longitudinalRatio: Double
  /// How the noise is meant.
  public var calculus: NoiseCalculus
  /// Ω in rad/s, what m turns about besides the polarization axis.
  public var rotation = Vector3.zero
  /// Λ in 1/s, what m is drawn to besides the polarization axis.
  public var attraction = Vector3.zero

  /// - Parameters:
  ///   - torque: C₁ in 1/s.
  ///   - noise: K in s^(-1/2).
  ///   - longitudinalRatio: ρ², the share of the noise along the polarization axis.
  ///   - calculus: How the noise is meant.
  public init(
    torque: Complex, noise: Complex, longitudinalRatio: Double = 0,
    calculus: NoiseCalculus = .stratonovich
  ) {
    self.torque = torque
    self.noise = noise
    self.longitudinalRatio = longitudinalRatio
    self.calculus = calculus
  }

  /// C₁ and what a field along the polarization axis adds to it, in 1/s.
  public var axialTorque: Complex { torque + Complex(rotation.z, attraction.z) }

  /// Whether the equation is the same after a rotation about the polarization axis.
  public var isAxial: Bool {
    rotation.x == 0 && rotation.y == 0 && attraction.x == 0 && attraction.y == 0
  }

  /// A bound of the angular velocity without noise, in rad/s.
  public var turning: Double {
    torque.squaredMagnitude.squareRoot()
      + (rotation.dot(rotation) + attraction.dot(attraction)).squareRoot()
  }

  /// What the noise does to the azimuth φ at a polar angle, Tassi et al., Eq. (20): the strength
  /// ⟨Ĩ Ĩ⟩ = (Im² K + Re² K (cos²θ + ρ² sin²θ))/sin²θ in 1/s; NaN at a pole.
  ///
  /// - Parameter polarAngle: θ in rad.
  public func azimuthalNoise(atPolarAngle polarAngle: Double) -> Double {
    let (sine, cosine) = Elementary.sineCosine(polarAngle)
    let square = sine * sine
    guard square > 0 else { return .nan }
    let along = cosine * cosine + longitudinalRatio * square
    return (noise.imaginary * noise.imaginary + noise.real * noise.real * along) / square
  }

  /// The same equation without noise.
  public var withoutNoise: SpinTorqueLaw {
    var law = self
    law.noise = Complex(0, 0)
    return law
  }

  /// What Stratonovich's equation with the same solution adds to C₁, as a factor of m_z: in 1/s,
  /// (i/2)(1 − ρ²) K² if the law is meant in the sense of Itô.
  public var driftCorrection: Complex {
    guard calculus == .ito else { return .zero }
    return ((1 - longitudinalRatio) / 2) * (Complex.i * (noise * noise))
  }

  /// Variance |K|²/(2 |Im C₁|) of m_x and of m_y about the pole that attracts, in linear order
  /// (Tassi et al., below Eq. (20)), with what an axial field adds to C₁; NaN where no pole
  /// attracts.
  public var smallAngleVariance: Double {
    let damping = axialTorque.imaginary
    return isAxial && damping != 0 ? noise.squaredMagnitude / (2 * abs(damping)) : .nan
  }
}

/// How products of the noise with the state it acts on are meant.
public enum NoiseCalculus: String, Sendable, CaseIterable {
  /// The limit of noise with a short memory.
  case stratonovich
  /// Increments independent of the state, with the length of m conserved: the drift is C₁ alone.
  case ito
}

extension SpinTorqueLaw {
  /// What torque, field and correction do in a time: W = −Re (C₁ + c m_z) ẑ − Ω and
  /// U = −Im (C₁ + c m_z) ẑ − Λ in m × (W + m × U), with c of `driftCorrection`.
  ///
  /// - Parameter duration: The time in s.
  func drift(over duration: Double) -> Drift {
    let axis = Vector3(0, 0, 1)
    let (constant, slope) = (VectorPolynomial(axis), VectorPolynomial(axis, z: 1))
    let correction = driftCorrection
    var drift = Drift(
      precession: -duration * torque.real * constant + -duration * correction.real * slope,
      relaxation: -duration * torque.imaginary * constant
        + -duration * correction.imaginary * slope)
    if rotation != .zero { drift.precession += -duration * VectorPolynomial(rotation) }
    if attraction != .zero { drift.relaxation += -duration * VectorPolynomial(attraction) }
    return drift
  }

  /// One step of a trajectory by the method of Heun, which converges to the solution in the
  /// calculus of Stratonovich; for the one of Itô the drift is corrected.
  ///
  /// - Parameter length: Δt in s.
  package func step(length: Double) -> TrajectoryStep {
    .heun(drift(over: length), noise: SpinTorqueNoise(self, length: length))
  }

  /// The backward generator of the direction of m, in 1/s,
  ///
  ///     L = Re C₁ R_z + Im C₁ V_z + ½ Σ_k ρ_k² (Re K R_k + Im K V_k)² ,  ρ_x = ρ_y = 1 , ρ_z = ρ ,
  ///
  /// and Ω·R + Λ·V of a field: the equation (E3) of Tassi et al. with the geometric terms of the
  /// sphere. The noise is axial: with all three axes alike the sum is |K|² Lap, and what the z axis
  /// lacks is subtracted.
  public var generator: SphericalOperator {
    let field = noise.real * .rotation(.z) + noise.imaginary * .tangential(.z)
    let spreading =
      noise.squaredMagnitude * .laplacian - (1 - longitudinalRatio) * (field * field)
    return drift(over: 1).generator + 0.5 * spreading
  }
}

/// The noise of a `SpinTorqueLaw` in a step: W = −Re K ξ and U = −Im K ξ, the same in predictor and
/// corrector.
struct SpinTorqueNoise: StepNoise {
  /// −√Δt Re K, −√Δt Im K.
  let constantAmplitudes: (precession: Double, relaxation: Double)
  /// ρ.
  private let longitudinalRatio: Double

  /// - Parameters:
  ///   - law: The equation of motion.
  ///   - length: Δt in s.
  init(_ law: SpinTorqueLaw, length: Double) {
    let root = -length.squareRoot()
    constantAmplitudes = (root * law.noise.real, root * law.noise.imaginary)
    longitudinalRatio = law.longitudinalRatio.squareRoot()
  }

  var dependence: NoiseDependence {
    constantAmplitudes == (0, 0) ? .absent : .constant
  }

  var bounds: (precession: Double, relaxation: Double) {
    let largest = NormalStream.largest * (2 + longitudinalRatio * longitudinalRatio).squareRoot()
    return (
      largest * abs(constantAmplitudes.precession), largest * abs(constantAmplitudes.relaxation)
    )
  }

  @inline(__always)
  func amplitudes<Lane: LaneNumber>(
    _ x: Lane, _ y: Lane, _ z: Lane
  ) -> (precession: Lane, relaxation: Lane) {
    (
      Lane(repeating: constantAmplitudes.precession),
      Lane(repeating: constantAmplitudes.relaxation)
    )
  }

  @inline(__always)
  func shaped<Lane: LaneNumber>(_ x: Lane, _ y: Lane, _ z: Lane) -> (Lane, Lane, Lane) {
    (x, y, Lane(repeating: longitudinalRatio) * z)
  }
}
