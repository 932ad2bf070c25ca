import Base
import Points
import Glibc
import Macrospins
import Numerics
import Teams
import Units

/// The deterministic twin of `macrospin`: the density of the magnetization from the Fokker-Planck
/// equation, without statistical error.
struct FokkerPlanckModel: Model {
  var magnet = Magnet()
  var protocolOfPulses = SwitchingProtocol()
  /// Cut-off of the spherical harmonics, nil for one that follows the density.
  var degree: Int?
  /// Largest coefficient of the highest harmonics.
  var tolerance = 1e-6
  /// Number of times at which the density is saved, 0 for none.
  var densityTimes = 0
  /// Where it is saved.
  var grid = DirectionGrid()
  /// Whether the slowest rate is computed, which may take longer than the density.
  private var wantsSlowestRate = true

  struct Outcome {
    let density: SphericalDensity
    let resolution: Double
    let largestDegree: Int
    let slowestRate: Double
    /// At each saved time the density at each direction, in 1/sr.
    let densities: [Double]
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
        "degree", optional: \.degree, 3...2000,
        "largest degree of the spherical harmonics; as large as needed, up to 512, unless set",
        source: "numerics"),
      .number(
        "tolerance", \.tolerance, unit: .one, .positive,
        "largest coefficient of the three highest degrees; bounds the error of probabilities",
        source: "numerics"),
      .integer(
        "density_times", \.densityTimes, 0...10_000,
        "number of times, from 0 to the end, at which the density is saved (0: none)",
        source: "output"
      ).bookkeeping(),
    ] + DirectionGrid.parameters.map { $0.held(at: \.grid) }

  static let quantities: [Quantity<Outcome>] = [
    .number(
      "switching_probability", unit: .one, "probability of m_z < 0 at the end",
      source: "Zheng et al., Fig. 3"
    ) { $0.density.probabilityBelowPlane },
    .array(
      "mean_magnetization", unit: .one, ["component"], "mean of the final magnetization m",
      source: "Zheng et al., Eqs. (21), (30)"
    ) { $0.density.mean.components },
    .array(
      "magnetization_covariance", unit: .one, ["component", "other_component"],
      "covariance of the components of the final magnetization m",
      source: "Zheng et al., Eqs. (21), (30)"
    ) { $0.density.covariance.flatMap(\.components) },
    .number(
      "slowest_rate", unit: .perSecond,
      "slowest rate at which a density relaxes under the conditions of the end",
      source: "Brown, Phys. Rev. 130, 1677 (1963)",
      undefinedWhere: "nothing fluctuates at the end, rounding hides the rate (barriers above some "
        + "25 k_B T), the degree does not resolve its mode, or the matrix takes more than 1 GiB"
    ) { $0.slowestRate },
    .array(
      "polar_density", unit: .perRadian, ["angle"],
      "probability density of the polar angle of the final magnetization",
      source: "Zheng et al., Eq. (30)"
    ) { outcome in angles.map(outcome.density.polarDensity) },
    .array(
      "density", unit: .one, ["time", "polar_angle", "azimuth"],
      "probability density P of the magnetization's direction, per solid angle, over time",
      source: "Zheng et al., Eqs. (21), (30)",
      undefinedWhere: "all probability is still in one direction, or noise has not yet spread it"
    ) { $0.densities },
    .number(
      "resolution", unit: .one,
      "bound of the error of the probability and the mean: what the expansion leaves out",
      source: "numerics"
    ) { $0.resolution },
    .number(
      "largest_degree", unit: .one, "largest degree of the spherical harmonics that was used",
      source: "numerics"
    ) { Double($0.largestDegree) },
  ]

  static let rules: [@Sendable (Self) -> Conflict?] =
    SwitchingProtocol.rules.map { rule in
      { @Sendable in rule($0.protocolOfPulses, $0.magnet) }
    } + [
      { model in
        let (turn, spread) = model.protocolOfPulses.extent(of: model.magnet)
        let degree = Double(model.degree ?? largestDegree)
        let steps = turn + spread * degree * (degree + 1)
        guard !(steps <= Self.mostSteps) else { return nil }
        return Conflict(
          turn > spread ? "current" : "temperature",
          "the density would turn by \(Format.significant(turn, 2)) rad and spread over "
            + "\(Format.significant(spread, 2)) rad^2, far more than can be computed")
      },
      { $0.grid.conflict },
      { model in
        Conflict(
          "density_times",
          "'density_times' is \(model.densityTimes), but must be at least 2 with 'polar_angles' "
            + "and 'azimuths', and 0 without",
          where: model.densityTimes == 1 || (model.densityTimes == 0) != (model.grid.count == 0))
      },
    ]

  /// Some weeks of computing.
  private static let mostSteps = 1e12

  var dimensions: [OwnDimension] {
    [
      .component,
      OwnDimension(
        "other_component", unit: .one, "component of a vector", values: [0, 1, 2],
        labels: ["x", "y", "z"]),
      OwnDimension(
        "angle", unit: .radian, "polar angle of the magnetization from +z", values: Self.angles),
      OwnDimension("time", unit: .second, "time since the start", values: times),
    ] + grid.dimensions
  }

  /// The saved times in s.
  private var times: [Double] {
    guard densityTimes > 1 else { return [] }
    let end = protocolOfPulses.duration
    return (0..<densityTimes).map { end * (Double($0) / Double(densityTimes - 1)) }
  }

  static let cautions: [@Sendable (Self) -> Caution?] =
    [
      { model in
        guard model.tolerance < smallestTolerance else { return nil }
        return Caution(
          "'tolerance' is \(model.tolerance), but rounding leaves errors of some 1e-13 in every "
            + "probability: below \(smallestTolerance) there are no more digits to gain")
      }
    ]
    + SwitchingProtocol.densityCautions.map { caution in
      { @Sendable in caution($0.protocolOfPulses, $0.magnet) }
    }

  /// Below it rounding decides.
  private static let smallestTolerance = 1e-12

  static let makesRemarks = true

  static func remark(on outcome: Outcome) -> String? {
    let probability = outcome.density.probabilityBelowPlane
    guard min(probability, 1 - probability) < outcome.resolution else { return nil }
    let rare = probability < 0.5 ? "switching_probability" : "1 - switching_probability"
    return "\(rare) is below its error, \(Format.significant(outcome.resolution, 1)) "
      + "(resolution): a smaller 'tolerance' may tell it"
  }

  mutating func select(quantities: Set<String>?) {
    wantsSlowestRate = quantities?.contains("slowest_rate") ?? true
  }

  private var law: MacrospinDensity {
    MacrospinDensity(
      magnet: magnet, protocol: protocolOfPulses,
      evolution: degree.map { DensityEvolution(degree: $0, tolerance: tolerance) }
        ?? DensityEvolution(largestDegree: Self.largestDegree, tolerance: tolerance))
  }

  func evaluate(_ context: PointContext) throws(EvaluationError) -> Outcome {
    let law = self.law
    let points = grid.points
    let unresolved = [Double](repeating: .nan, count: points.count)
    var densities = times.map { _ in unresolved }
    let outcome: DensityEvolution.Outcome
    do throws(EvaluationError) {
      outcome = try law.run(lookingAt: times, poll: context.poll) {
        (time, density) throws(EvaluationError) in
        densities[time] = try density?.values(on: points, poll: context.poll) ?? unresolved
      }
    } catch {
      throw error.advising("model 'macrospin' has no such limit", against: DensityError.self)
    }
    var slowest: Double?
    if wantsSlowestRate, let backward = law.finalGenerator {
      slowest = try SphericalGenerator(
        backward, degree: max(24, outcome.density.degree), poll: context.poll
      ).slowestRate(poll: context.poll)
    }
    return Outcome(
      density: outcome.density, resolution: outcome.resolution,
      largestDegree: outcome.largestDegree, slowestRate: slowest ?? .nan,
      densities: densities.flatMap(\.self))
  }
}

extension FokkerPlanckModel {
  /// The cube of the degree times the angle of the precession, stage by stage: the number of
  /// matrix-vector products is the degree times that angle, and each takes the square of the
  /// degree. Measured on one core.
  var estimatedSeconds: Double {
    let largest = Double(stages.map(expectedDegree).max() ?? 24)
    let looking =
      5e-9 * largest * (largest * Double(grid.polarAngles) + Double(grid.count))
    return stages.reduce(1e-2 + looking * Double(densityTimes)) { sum, stage in
      let field =
        stage.effectiveField.constant.norm + stage.effectiveField.variationBound / 2
      let turn = magnet.landauLifshitzRate * field * stage.duration
      let cutOff = Double(expectedDegree(in: stage))
      return sum + 1e-8 * cutOff * cutOff * cutOff * turn
    }
  }

  /// The couplings of the largest degree, which the start needs, and the matrix for the rates.
  var workingMemory: Int {
    let largest = stages.map(expectedDegree).max() ?? 24
    let last = stages.last.map(expectedDegree) ?? 24
    let start = degree ?? max(largest, expectedFirstDegree)
    return SphericalGenerator.memory(degree: start, order: start, couplings: 15)
      + SphericalGenerator.spectrumMemory(degree: last) + 16 * grid.count * densityTimes
  }

  private var stages: [MacrospinStage] {
    protocolOfPulses.stages(of: magnet).filter { $0.duration > 0 }
  }

  /// κ in 1/s.
  private func diffusion(in stage: MacrospinStage) -> Double {
    magnet.directionDiffusion(
      strength: stage.noise.thermalStrength + stage.noise.quantumCoefficient)
  }

  private func angularVelocity(in stage: MacrospinStage) -> Double {
    let field = stage.effectiveField
    return magnet.landauLifshitzRate * (field.constant.norm + field.variationBound)
  }

  /// The degree that resolves the variance κ/(γαH) at which noise and damping balance each other,
  /// with an allowance for finer structures on the way there.
  private func expectedDegree(in stage: MacrospinStage) -> Int {
    if let degree { return degree }
    let variance =
      diffusion(in: stage) / max(magnet.damping * angularVelocity(in: stage), 1e-300)
    let decay = 2 * log(1 / min(tolerance, 0.1))
    let wanted = 1.4 * (decay / max(variance, 1e-300)).squareRoot()
    return wanted < Double(Self.largestDegree) ? max(24, Int(wanted)) : Self.largestDegree
  }

  /// The degree with which a start in a point is resolved in time.
  private var expectedFirstDegree: Int {
    guard let stage = stages.first(where: { !$0.isDeterministic }) else { return 24 }
    let decay = log(100 / min(tolerance, 1))
    let wanted =
      1.2 * (decay * angularVelocity(in: stage) / max(diffusion(in: stage), 1e-300)).squareRoot()
    return wanted < Double(Self.largestDegree) ? max(24, Int(wanted)) : Self.largestDegree
  }
}
