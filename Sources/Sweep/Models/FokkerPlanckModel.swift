import Physics

/// The deterministic twin of `macrospin`: the density of the magnetisation from the Fokker-Planck
/// equation, without statistical error.
struct FokkerPlanckModel: Model {
  var magnet = Magnet()
  var protocolOfPulses = SwitchingProtocol()
  /// Cut-off of the spherical harmonics, 0 for one that follows the density.
  var degree = 0

  struct Outcome {
    let density: SphericalDensity
    let resolution: Double
    let largestDegree: Int
    let slowestRate: Double
  }

  static let name = "fokker-planck"
  static let summary = "the law of a macrospin under noise, from its Fokker-Planck equation"
  static let references: [Reference] = [.zheng]

  /// The largest degree that is tried: a matter of minutes a point.
  private static let largestDegree = 512
  /// The polar angles of the density, in rad.
  private static let angles = (0...180).map { Double($0) * Double.pi / 180 }

  static let parameters: [Parameter<Self>] =
    Magnet.parameters.map { $0.held(at: \.magnet) }
    + SwitchingProtocol.parameters.map { $0.held(at: \.protocolOfPulses) } + [
      .integer(
        "degree", \.degree, 0...2000,
        "largest degree of the spherical harmonics (0: as large as needed, up to 512)",
        source: "numerics")
    ]

  static let quantities: [Quantity<Outcome>] = [
    .number(
      "switching_probability", unit: .one, "probability of m_z < 0 at the end",
      source: "Zheng et al., Fig. 3"
    ) { $0.density.probabilityBelowPlane },
    .array(
      "mean_magnetization", unit: .one, ["component"], "mean of the final magnetisation m",
      source: "Zheng et al., Eqs. (21), (30)"
    ) { $0.density.mean.components },
    .array(
      "magnetization_covariance", unit: .one, ["component", "other_component"],
      "covariance of the components of the final magnetisation m",
      source: "Zheng et al., Eqs. (21), (30)"
    ) { $0.density.covariance.flatMap(\.components) },
    .number(
      "slowest_rate", unit: .perSecond,
      "slowest rate at which a density relaxes under the conditions of the end",
      source: "Brown, Phys. Rev. 130, 1677 (1963)",
      undefinedWhere: "nothing fluctuates at the end, or rounding hides the rate"
    ) { $0.slowestRate },
    .array(
      "polar_density", unit: .perRadian, ["angle"],
      "probability density of the polar angle of the final magnetisation",
      source: "Zheng et al., Eq. (30)"
    ) { outcome in angles.map(outcome.density.polarDensity) },
    .number(
      "resolution", unit: .one,
      "largest coefficient of the three highest degrees: error of the expansion",
      source: "numerics"
    ) { $0.resolution },
    .number(
      "largest_degree", unit: .one, "largest degree of the spherical harmonics that was used",
      source: "numerics"
    ) { Double($0.largestDegree) },
  ]

  var dimensions: [OwnDimension] {
    [
      .component,
      OwnDimension(
        "other_component", unit: .one, "component of a vector", values: [0, 1, 2],
        labels: ["x", "y", "z"]),
      OwnDimension(
        "angle", unit: .radian, "polar angle of the magnetisation from +z", values: Self.angles),
    ]
  }

  private var law: MacrospinDensity {
    MacrospinDensity(
      magnet: magnet, protocol: protocolOfPulses,
      evolution: degree == 0
        ? DensityEvolution(largestDegree: Self.largestDegree) : DensityEvolution(degree: degree))
  }

  func evaluate(_ context: PointContext) throws(EvaluationError) -> Outcome {
    let law = self.law
    let outcome: DensityEvolution.Outcome
    switch try law.run(poll: { () throws(EvaluationError) in try context.poll() }) {
    case .success(let result): outcome = result
    case .failure(let failure): throw .failed(failure.description)
    }
    let slowest = law.finalGenerator.flatMap {
      SphericalGenerator($0, degree: max(24, outcome.density.degree)).slowestRate
    }
    return Outcome(
      density: outcome.density, resolution: outcome.resolution,
      largestDegree: outcome.largestDegree, slowestRate: slowest ?? .nan)
  }
}

extension FokkerPlanckModel {
  /// Degree times the angle of the precession is the number of matrix-vector products, and each
  /// takes the square of the degree.
  var estimatedSeconds: Double {
    let cutOff = Double(expectedDegree)
    let turns = protocolOfPulses.stages(of: magnet).reduce(0) { sum, stage in
      let field = stage.externalField.norm + abs(stage.anisotropyField)
      return sum + magnet.landauLifshitzRate * field * stage.duration
    }
    return 8e-9 * cutOff * cutOff * cutOff * max(turns, 1)
  }

  /// A few numbers for each of some fifteen couplings.
  var workingMemory: Int { 200 * expectedDegree * expectedDegree + Self.bandMemory }

  private static let bandMemory = SphericalGenerator.largestBandMatrix

  private var expectedDegree: Int {
    guard degree == 0 else { return degree }
    let noise = magnet.directionDiffusion(
      strength: magnet.thermalFieldStrength + magnet.quantumFieldCoefficient)
    let drift =
      magnet.landauLifshitzRate
      * (protocolOfPulses.externalField.norm + abs(magnet.anisotropyField(atBias: 0)))
    let wanted = 1.5 * (drift / max(noise, 1e-3)).squareRoot()
    return wanted < Double(Self.largestDegree) ? max(24, Int(wanted)) : Self.largestDegree
  }
}
