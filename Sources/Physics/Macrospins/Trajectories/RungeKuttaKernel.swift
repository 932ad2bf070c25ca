import Numerics

extension TrajectoryStep {
  /// One step of given length of a stochastic equation by splitting: the drift by the method of
  /// Runge and Kutta, of fourth order, and then a random turn across m with the variance of the
  /// noise at that place.
  ///
  /// The error of averages is of the order Δt⁴ + κ Δt: where noise is weak, steps can be as long as
  /// those of a single trajectory. The noise has Ito's meaning, so that a drift ½ grad κ has to be
  /// among the terms where another one is meant.
  ///
  /// - Parameters:
  ///   - drift: The deterministic change in a step.
  ///   - noise: The noise of a step.
  static func splitting(_ drift: Drift, noise: some StepNoise) -> TrajectoryStep {
    if let uniaxial = UniaxialDrift(drift) { return splitting(uniaxial, noise) }
    return splitting(PolynomialDrift(drift), noise)
  }

  private static func splitting(
    _ drift: some DriftKernel, _ noise: some StepNoise
  ) -> TrajectoryStep {
    switch noise.dependence {
    case .absent: TrajectoryStep(RungeKuttaKernel(drift, noise, NoNoise.self))
    case .constant: TrajectoryStep(RungeKuttaKernel(drift, noise, ConstantNoise.self))
    case .startOfStep, .everyStage:
      TrajectoryStep(RungeKuttaKernel(drift, noise, NoiseOfTheStart.self))
    }
  }
}

/// Such a step of every trajectory.
private struct RungeKuttaKernel<Drift: DriftKernel, Noise: StepNoise, Rule: NoiseRule>: StepKernel {
  let drift: Drift
  let noise: Noise

  init(_ drift: Drift, _ noise: Noise, _: Rule.Type) {
    self.drift = drift
    self.noise = noise
  }

  static var isNoisy: Bool { Rule.isPresent }

  @inline(__always)
  func advance(
    _ xs: inout [Double], _ ys: inout [Double], _ zs: inout [Double],
    _ noiseX: [Double], _ noiseY: [Double], _ noiseZ: [Double]
  ) {
    typealias Lane = Drift.Lane
    let constant = noise.constantAmplitudes
    let (normalsX, normalsY, normalsZ) = (noiseX.span, noiseY.span, noiseZ.span)
    var xSpan = xs.mutableSpan
    var ySpan = ys.mutableSpan
    var zSpan = zs.mutableSpan
    var lane = 0
    while lane < xSpan.count {
      let start = (
        x: Lane(xSpan.span, at: lane), y: Lane(ySpan.span, at: lane),
        z: Lane(zSpan.span, at: lane)
      )
      var m = drifted(start)
      if Rule.isPresent {
        let normals = noise.shaped(
          Lane(normalsX, at: lane), Lane(normalsY, at: lane), Lane(normalsZ, at: lane))
        let amplitudes =
          Rule.followsState
          ? noise.amplitudes(m.x, m.y, m.z)
          : (Lane(repeating: constant.precession), Lane(repeating: constant.relaxation))
        m = turned(m, by: normals, amplitudes)
      }
      m.x.store(&xSpan, at: lane)
      m.y.store(&ySpan, at: lane)
      m.z.store(&zSpan, at: lane)
      lane += Lane.width
    }
  }

  private typealias State = (x: Drift.Lane, y: Drift.Lane, z: Drift.Lane)

  @inline(__always)
  private func slope(_ m: State) -> State {
    drift.fields(StepFields<Drift.Lane>(drift.constant), m.x, m.y, m.z).increment(m.x, m.y, m.z)
  }

  /// m + s k.
  @inline(__always)
  private func sum(_ m: State, _ s: Double, _ k: State) -> State {
    let s = Drift.Lane(repeating: s)
    return (m.x.addingProduct(s, k.x), m.y.addingProduct(s, k.y), m.z.addingProduct(s, k.z))
  }

  @inline(__always)
  private func drifted(_ m: State) -> State {
    let k1 = slope(m)
    let k2 = slope(sum(m, 0.5, k1))
    let k3 = slope(sum(m, 0.5, k2))
    let k4 = slope(sum(m, 1, k3))
    return unit(sum(sum(sum(sum(m, 1.0 / 6, k1), 1.0 / 3, k2), 1.0 / 3, k3), 1.0 / 6, k4))
  }

  /// Along the great circle whose direction and angle the noise makes.
  @inline(__always)
  private func turned(
    _ m: State, by normals: State, _ amplitudes: (precession: Drift.Lane, relaxation: Drift.Lane)
  ) -> State {
    var fields = StepFields<Drift.Lane>(ConstantFields.none)
    fields.add((normals.x, normals.y, normals.z), amplitudes)
    let v = fields.increment(m.x, m.y, m.z)
    // |v| (1 + |v|²/3) is the tangent of |v| up to its fifth power.
    let square = (v.x * v.x).addingProduct(v.y, v.y).addingProduct(v.z, v.z)
    let stretch = Drift.Lane(repeating: 1).addingProduct(Drift.Lane(repeating: 1.0 / 3), square)
    return unit(
      (
        m.x.addingProduct(stretch, v.x), m.y.addingProduct(stretch, v.y),
        m.z.addingProduct(stretch, v.z)
      ))
  }

  @inline(__always)
  private func unit(_ m: State) -> State {
    let excess = Drift.Lane(repeating: -1)
      .addingProduct(m.x, m.x).addingProduct(m.y, m.y).addingProduct(m.z, m.z)
    let correction = ExactRenormalization.correction(excess)
    return (
      m.x.addingProduct(correction, m.x), m.y.addingProduct(correction, m.y),
      m.z.addingProduct(correction, m.z)
    )
  }
}
