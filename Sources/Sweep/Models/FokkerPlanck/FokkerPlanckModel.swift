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
  /// What is asked of the magnet's state after the end.
  var question = RetentionQuestion()
  /// Whether the density itself is computed.
  var wantsDensity = true
  /// Whether the slowest mode is computed, which may take longer than the density.
  var wantsRetention = true
  /// Whether error rates are computed, which may need a density of their own.
  var wantsErrorRates = true

  /// What is computed of a point: each part only if a quantity needs it.
  struct Outcome {
    /// Nil where it is not needed.
    var density: SphericalDensity?
    var resolution = Double.nan
    var largestDegree = 0
    var retention = RetentionAnswer()
    /// At each saved time the density at each direction, in 1/sr.
    var densities: [Double] = []
    /// Of each cycle the probability of m_z < 0 at its end.
    var cycles: [Double] = []
    /// Nil where they are not needed, or cannot be told.
    var errorRates: ErrorRates?
  }

  static let name = "fokker-planck"
  static let summary = "the law of a macrospin under noise, from its Fokker-Planck equation"
  static let references: [Reference] = [.zheng]

  /// The largest degree that is tried: a matter of minutes a point.
  static let largestDegree = 512
  /// The polar angles of the density, in rad.
  static let angles = (0...180).map { Double($0) * Double.pi / 180 }

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
    + RetentionQuestion.parameters.map { $0.held(at: \.question) }

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
      protocolOfPulses.cycleDimension,
      OwnDimension(
        "other_component", unit: .one, "component of a vector", values: [0, 1, 2],
        labels: ["x", "y", "z"]),
      OwnDimension(
        "angle", unit: .radian, "polar angle of the magnetization from +z", values: Self.angles),
      OwnDimension("time", unit: .second, "time since the start", values: times),
    ] + grid.dimensions
  }

  /// The saved times in s.
  var times: [Double] {
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
}
