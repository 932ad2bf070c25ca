import Base
import Macrospins
import Units

extension FokkerPlanckModel {
  static let quantities: [Quantity<Outcome>] =
    densityQuantities + errorRateQuantities
    + RetentionAnswer.quantities(where: "at the end", holding: "at the end") { $0.retention }

  /// What the density at the end says.
  private static let densityQuantities: [Quantity<Outcome>] = [
    .number(
      "switching_probability", unit: .one, "probability of m_z < 0 at the end",
      source: "Zheng et al., Fig. 3"
    ) { $0.density?.probabilityBelowPlane ?? .nan },
    .array(
      "cycle_switching_probability", unit: .one, ["cycle"],
      "probability of m_z < 0 at the end of each cycle", source: "Zheng et al., Fig. 3",
      undefinedWhere: "noise has not yet spread the start"
    ) { $0.cycles },
    .array(
      "mean_magnetization", unit: .one, ["component"], "mean of the final magnetization m",
      source: "Zheng et al., Eqs. (21), (30)"
    ) { $0.density?.mean.components ?? [] },
    .array(
      "magnetization_covariance", unit: .one, ["component", "other_component"],
      "covariance of the components of the final magnetization m",
      source: "Zheng et al., Eqs. (21), (30)"
    ) { $0.density?.covariance.flatMap(\.components) ?? [] },
    .array(
      "polar_density", unit: .perRadian, ["angle"],
      "probability density of the polar angle of the final magnetization",
      source: "Zheng et al., Eq. (30)"
    ) { outcome in outcome.density.map { angles.map($0.polarDensity) } ?? [] },
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

  /// How likely the magnet ends on the side on which it starts, and how likely on the other.
  private static let errorRateQuantities: [Quantity<Outcome>] =
    rate(
      "write_error_rate", "probability to end on the side of m_z = 0 on which the magnet starts",
      \.staying, \.logarithmOfStaying)
    + rate(
      "read_disturb", "probability to end on the other side of m_z = 0 than the magnet starts on",
      \.leaving, \.logarithmOfLeaving) + [
      .number(
        "error_rate_relative_error", unit: .one,
        "relative error of the smaller of write error rate and read disturb, estimated",
        source: "numerics", undefinedWhere: "the smaller one is zero"
      ) { outcome in
        outcome.errorRates.map { $0.relativeError.isFinite ? $0.relativeError : .nan } ?? .nan
      },
      .number(
        "error_rate_scheme", unit: .one,
        "how error rates were computed: 1 absorbing expansion, 2 positive volumes, 3 harmonics",
        source: "numerics"
      ) { outcome in outcome.errorRates.map { Double($0.scheme.rawValue) } ?? .nan },
    ]

  /// A probability, and its decimal logarithm.
  private static func rate(
    _ name: String, _ meaning: String, _ probability: KeyPath<ErrorRates, Double> & Sendable,
    _ logarithm: KeyPath<ErrorRates, Double> & Sendable
  ) -> [Quantity<Outcome>] {
    let words = name.replacing("_", with: " ")
    let source = "Fokker-Planck equation of Zheng et al., Eqs. (21), (30)"
    return [
      .number(
        name, unit: .one, meaning, source: source,
        undefinedWhere: "something is not axial and the rate is below 1000 times the error of the "
          + "harmonics, or cells do not hold it"
      ) { $0.errorRates?[keyPath: probability] ?? .nan },
      .number(
        "log10_\(name)", unit: .one, "decimal logarithm of the \(words)", source: source,
        undefinedWhere: "the \(words) is undefined or zero"
      ) { outcome in
        outcome.errorRates.map {
          decimal($0[keyPath: logarithm], $0[keyPath: probability])
        } ?? .nan
      },
    ]
  }

  /// ln to lg; NaN where the probability is not told, or zero.
  private static func decimal(_ logarithm: Double, _ probability: Double) -> Double {
    probability.isNaN || !logarithm.isFinite ? .nan : logarithm * 0.434_294_481_903_251_83
  }

  /// The quantities that need error rates.
  static let namesOfErrorRates = Set(errorRateQuantities.map(\.name))

  /// The quantities that need the density, as functions of the end or on the way.
  static let namesOfDensity = Set(densityQuantities.map(\.name))

  /// The quantities that need the slowest mode.
  static let namesOfRetention = Set(
    RetentionAnswer.quantities(where: "", holding: "") { (outcome: Outcome) in outcome.retention }
      .map(\.name))
}
