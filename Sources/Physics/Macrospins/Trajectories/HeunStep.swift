import Numerics

extension TrajectoryStep {
  /// One step of given length of a stochastic equation dm/dt = m × (w + m × u), by the method of Heun
  /// with renormalization: drift and noise enter predictor and corrector alike, and m stays a unit
  /// vector.
  ///
  /// Where the noise depends on the state, `StepNoise.dependence` says which stochastic equation is
  /// solved.
  ///
  /// - Parameters:
  ///   - drift: The deterministic change in a step.
  ///   - noise: The noise of a step.
  static func heun(_ drift: Drift, noise: some StepNoise) -> TrajectoryStep {
    let isShort = normExcessBound(drift, noise) <= SeriesRenormalization.limit
    return if let uniaxial = UniaxialDrift(drift) {
      heun(uniaxial, noise, isShort: isShort)
    } else {
      heun(PolynomialDrift(drift), noise, isShort: isShort)
    }
  }

  private static func heun(
    _ drift: some DriftKernel, _ noise: some StepNoise, isShort: Bool
  ) -> TrajectoryStep {
    isShort
      ? heun(drift, noise, SeriesRenormalization.self)
      : heun(drift, noise, ExactRenormalization.self)
  }

  private static func heun<Norm: Renormalization>(
    _ drift: some DriftKernel, _ noise: some StepNoise, _ norm: Norm.Type
  ) -> TrajectoryStep {
    switch noise.dependence {
    case .absent: TrajectoryStep(HeunKernel(drift, noise, NoNoise.self, norm))
    case .constant: TrajectoryStep(HeunKernel(drift, noise, ConstantNoise.self, norm))
    case .startOfStep: TrajectoryStep(HeunKernel(drift, noise, NoiseOfTheStart.self, norm))
    case .everyStage: TrajectoryStep(HeunKernel(drift, noise, NoiseOfEveryStage.self, norm))
    }
  }

  /// A bound of |m′|² − 1 before renormalization, for every state and every random number.
  ///
  /// With the predictor's increment g and the corrector's g*, each perpendicular to the state it
  /// belongs to, |m + (g + g*)/2|² = 1 + |g* − g|²/4, and |g* − g| is at most |g| times a Lipschitz
  /// constant of m × (W + m × U) over |m| ≤ r = 1 + |g|, plus what re-evaluated noise adds.
  private static func normExcessBound(_ drift: Drift, _ noise: some StepNoise) -> Double {
    let bounds = noise.bounds
    let w =
      drift.precession.constant.norm + bounds.precession + drift.precession.variationBound
    let u =
      drift.relaxation.constant.norm + bounds.relaxation + drift.relaxation.variationBound
    let g = w + u
    let r = 1 + g
    // W and U are of this degree at most, so that they grow by a factor of r to its power.
    let degree = max(drift.precession.degree, drift.relaxation.degree, 1)
    let growth = (0..<degree).reduce(r) { power, _ in power * r }
    var difference = growth * (Double(degree + 1) * w + Double(degree + 2) * u) * g
    if noise.dependence == .everyStage {
      difference += r * r * r * (bounds.precession + bounds.relaxation)
    }
    return difference * difference / 4
  }
}

/// The noise of a step, which adds to W and to U a vector of three normal numbers times an
/// amplitude each.
protocol StepNoise: Sendable {
  /// How the amplitudes follow the state.
  var dependence: NoiseDependence { get }
  /// Bounds of the lengths of what is added to W and to U.
  var bounds: (precession: Double, relaxation: Double) { get }
  /// The amplitudes where they do not depend on the state.
  var constantAmplitudes: (precession: Double, relaxation: Double) { get }
  /// The amplitudes at a state.
  func amplitudes<Lane: LaneNumber>(
    _ x: Lane, _ y: Lane, _ z: Lane
  ) -> (precession: Lane, relaxation: Lane)
  /// The vector that independent normal numbers make.
  func shaped<Lane: LaneNumber>(_ x: Lane, _ y: Lane, _ z: Lane) -> (Lane, Lane, Lane)
}

/// How the amplitudes of a noise follow the state during a step.
enum NoiseDependence: Sendable {
  /// There is no noise.
  case absent
  /// They do not.
  case constant
  /// Predictor and corrector take those of the start of the step.
  case startOfStep
  /// The corrector takes those of the predictor.
  case everyStage
}

extension StepNoise {
  /// Isotropic unless said otherwise.
  @inline(__always)
  func shaped<Lane: LaneNumber>(_ x: Lane, _ y: Lane, _ z: Lane) -> (Lane, Lane, Lane) {
    (x, y, z)
  }
}
