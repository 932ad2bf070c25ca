public import Numerics

/// The white random field h on the magnetization, ⟨h_i(t) h_j(t′)⟩ = 2D δ_ij δ(t − t′), that the
/// bath and the quantum uncertainty of the scattered electrons cause: D = D_T + D_Q0 (1 − m·p).
/// Zheng et al., Eqs. (32) and (39).
public struct RandomField: Sendable, Equatable {
  /// D_T in (A/m)² s.
  public var thermalStrength: Double
  /// D_Q0, the factor of 1 − m·p in D, in (A/m)² s.
  public var quantumCoefficient: Double
  /// p, a unit vector.
  public var polarization: Vector3
  /// Which stochastic equation the amplitude of the quantum field belongs to.
  public var convention: NoiseConvention

  /// - Parameters:
  ///   - thermalStrength: D_T in (A/m)² s.
  ///   - quantumCoefficient: D_Q0 in (A/m)² s.
  ///   - polarization: p, a unit vector; it does not matter without a quantum field.
  ///   - convention: Which stochastic equation the amplitude of the quantum field belongs to.
  public init(
    thermalStrength: Double = 0, quantumCoefficient: Double = 0,
    polarization: Vector3 = Vector3(0, 0, 1), convention: NoiseConvention = .fokkerPlanck
  ) {
    self.thermalStrength = thermalStrength
    self.quantumCoefficient = quantumCoefficient
    self.polarization = polarization
    self.convention = convention
  }

  /// Whether there is a field.
  public var isPresent: Bool { thermalStrength != 0 || quantumCoefficient != 0 }

  /// The part of the backward generator that the field makes, in 1/s: κ Lap with
  /// κ = γ² (1 + α²) D, and in the stratonovich convention the drift ½ grad κ. Zheng et al.,
  /// Eqs. (21) and (30).
  ///
  /// - Parameter damping: α.
  func generator(damping: Double) -> SphericalOperator {
    let rate = PhysicalConstants.landauLifshitzRate(damping: damping)
    let diffusion = rate * rate * (1 + damping * damping)
    let quantum = diffusion * quantumCoefficient
    // grad κ = −κ_Q0 m × (p × m).
    let slope = convention == .stratonovich ? -quantum / 2 : 0
    let spreading =
      SphericalOperator(diffusion * thermalStrength + quantum)
      - quantum * .projection(on: polarization)
    return .drift(rotation: .zero, attraction: slope * polarization) + spreading * .laplacian
  }
}

extension RandomField {
  /// The drift ½ grad κ of the stratonovich convention, as a torque; nothing in the other one.
  ///
  /// - Parameter damping: α.
  func convectiveTerms(damping: Double) -> [TorqueTerm] {
    guard convention == .stratonovich, quantumCoefficient != 0 else { return [] }
    let rate = PhysicalConstants.landauLifshitzRate(damping: damping)
    let quantum = rate * rate * (1 + damping * damping) * quantumCoefficient
    // grad κ = −κ_Q0 m × (p × m) = κ_Q0 m × (m × p).
    return [.dampingLikeTorque(rate: quantum / 2, polarization: polarization)]
  }
}

/// The rule by which a noise amplitude that depends on the state is evaluated.
public enum NoiseConvention: String, Sendable, CaseIterable {
  /// Amplitude taken at the start of a step: reproduces Eq. (21) of Zheng et al.
  case fokkerPlanck = "fokker-planck"
  /// Amplitude re-evaluated at the predictor: adds the drift ½ grad κ.
  case stratonovich
}

/// What a `RandomField` does in a step: its normal numbers are those of −Δt γ h, which precesses,
/// and α times that relaxes.
struct RandomFieldNoise: StepNoise {
  /// Variance 2 γ² Δt D_T of each component of Δt γ h that the bath causes.
  private let thermalVariance: Double
  /// The factor 2 γ² Δt D_Q0 of 1 − m·p in the variance that the quantum field causes.
  private let quantumVariance: Double
  /// p.
  private let polarization: Vector3
  /// α, with which the field enters the relaxation.
  private let damping: Double
  private let convention: NoiseConvention

  /// - Parameters:
  ///   - field: The field.
  ///   - damping: α.
  ///   - length: Δt in s.
  init(_ field: RandomField, damping: Double, length: Double) {
    let rate = PhysicalConstants.landauLifshitzRate(damping: damping)
    thermalVariance = 2 * rate * rate * length * field.thermalStrength
    quantumVariance = 2 * rate * rate * length * field.quantumCoefficient
    polarization = field.polarization
    convention = field.convention
    self.damping = damping
  }

  var dependence: NoiseDependence {
    switch (quantumVariance != 0, thermalVariance != 0, convention) {
    case (false, false, _): .absent
    case (false, true, _): .constant
    case (true, _, .fokkerPlanck): .startOfStep
    case (true, _, .stratonovich): .everyStage
    }
  }

  var bounds: (precession: Double, relaxation: Double) {
    let variance = thermalVariance + 2 * quantumVariance
    let largest = NormalStream.largest * (3 * variance).squareRoot()
    return (largest, damping * largest)
  }

  @inline(__always)
  var constantAmplitudes: (precession: Double, relaxation: Double) {
    let amplitude = thermalVariance.squareRoot()
    return (amplitude, damping * amplitude)
  }

  /// √(2 γ² Δt D(m)), and α times that.
  @inline(__always)
  func amplitudes<Lane: LaneNumber>(
    _ x: Lane, _ y: Lane, _ z: Lane
  ) -> (precession: Lane, relaxation: Lane) {
    let cosine = (Lane(repeating: polarization.x) * x)
      .addingProduct(Lane(repeating: polarization.y), y)
      .addingProduct(Lane(repeating: polarization.z), z)
    // Rounding, and the length of the predictor, can take the cosine past 1.
    let opening = cosine.oneMinusUpToOne
    let amplitude = Lane(repeating: thermalVariance)
      .addingProduct(Lane(repeating: quantumVariance), opening).squareRoot()
    return (amplitude, Lane(repeating: damping) * amplitude)
  }
}
