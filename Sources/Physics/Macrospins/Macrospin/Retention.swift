import Glibc
import Numerics
public import Teams

/// How long a magnet stays in a well while nothing changes: what follows from the slowest mode of
/// its Fokker-Planck equation, and from theories of high barriers. NaN is what does not exist.
public struct Retention: Sendable, Equatable {
  /// The slowest rate λ at which a density relaxes, in 1/s.
  public var slowestRate = Double.nan
  /// The rate in 1/s at which the start's well is left.
  public var escapeRate = Double.nan
  /// The rate in 1/s from the upper well: the one nearer to +z, or where both are level to +x, or
  /// to +y.
  public var escapeRateUp = Double.nan
  /// The rate in 1/s from the lower well.
  public var escapeRateDown = Double.nan
  /// The barrier that the start's well has, in units of the noise: E/(k_B T) without current.
  public var barrier = Double.nan
  /// The mean time in s from the start to the target.
  public var meanFirstPassageTime = Double.nan
  /// The rate of Langer, or Kramers' where everything is axial, from the start's well, in 1/s.
  public var langerRate = Double.nan
  /// The factor by which weak damping depletes the top of the barrier.
  public var depopulation = Double.nan
  /// The largest coefficient of the three highest degrees of the slowest mode, of length 1; 0 for
  /// quadratures.
  public var tail = Double.nan

  /// Of nothing yet.
  public init() {}

  /// τ₀ of escapes at the rate e^−barrier/τ₀, in s.
  public var attemptTime: Double { exp(-barrier) / escapeRate }

  /// 1 − e^−kt, the probability that the start's well has been left.
  ///
  /// - Parameter time: t in s.
  public func failure(after time: Double) -> Double {
    // Rounding of e^x near 1 would hide what is small.
    -expm1(-escapeRate * time)
  }

  /// How far the slowest rate is from what high barriers let expect, relatively; NaN where one of
  /// the two does not exist.
  public var deviationFromLanger: Double {
    escapeRate / (langerRate * (depopulation.isNaN ? 1 : depopulation)) - 1
  }
}

extension Retention {
  /// What is looked for.
  public struct Request: Sendable, Equatable {
    /// m_z at the start, which chooses the well.
    public var start: Double
    /// m_z of the passage.
    public var target: Double

    /// - Parameters:
    ///   - start: m_z at the start, which chooses the well.
    ///   - target: m_z of the passage.
    public init(start: Double = 1, target: Double = 0) {
      self.start = start
      self.target = target
    }
  }

  /// The largest degree of the mode that is tried.
  static let largestDegree = 300
  /// The tail with which a mode is resolved.
  static let resolved = 1e-10

  /// The retention of a magnet under what does not change.
  ///
  /// - Parameters:
  ///   - stage: What acts; its duration does not matter.
  ///   - damping: α.
  ///   - request: What is looked for.
  ///   - poll: Called every few milliseconds; what it throws ends the calculation.
  /// - Throws: What `poll` throws.
  public init(
    _ stage: MacrospinStage, damping: Double, _ request: Request = Request(), poll: Poll
  ) throws(EvaluationError) {
    self.init()
    guard stage.noise.isPresent else { return }
    if let law = AxialLaw(stage, damping: damping) {
      findEscape(law, request)
      return
    }
    let backward = stage.generator(damping: damping)
    guard let landscape = EnergyLandscape(stage, damping: damping) else {
      try findEigenvalue(backward, poll)
      return
    }
    let places = landscape.stationaryDirections()
    let minima = places.filter(\.isMinimum)
    let saddles = places.filter(\.isSaddle)
    guard minima.count == 2, let saddle = saddles.min(by: { $0.energy < $1.energy }) else {
      try findEigenvalue(backward, poll)
      return
    }
    let top = saddle.energy
    let wells =
      Self.isUpper(minima[0].direction, minima[1].direction)
      ? (minima[0], minima[1]) : (minima[1], minima[0])
    try findMode(backward, stage, damping, landscape, wells, top, poll)
    // As far as the directions are known.
    let startsAbove = request.start >= saddle.direction.z - Self.level
    escapeRate = startsAbove ? escapeRateUp : escapeRateDown
    let well = startsAbove ? wells.0 : wells.1
    barrier = top - well.energy
    langerRate = Self.langerRate(from: well, over: saddles, stage, damping)
    if saddles.count == 1,
      let first = landscape.energyLoss(from: saddles[0], around: wells.0, damping: damping),
      let second = landscape.energyLoss(from: saddles[0], around: wells.1, damping: damping)
    {
      depopulation = Depopulation.factor(losses: first, second)
    }
  }

  /// Two components that are nearer than this are the same but for rounding.
  private static let level = 1e-6

  /// Whether one well is the upper one: nearer to +z, or where both are level to +x, or to +y.
  private static func isUpper(_ one: Vector3, _ other: Vector3) -> Bool {
    let differences = zip(
      [one.z, one.x, one.y], [other.z, other.x, other.y]
    ).map { $0 - $1 }
    return differences.first { abs($0) > level }.map { $0 > 0 } ?? true
  }

  /// Everything axial.
  private mutating func findEscape(_ law: AxialLaw, _ request: Request) {
    guard let escape = law.escape() else { return }
    slowestRate = escape.slowestRate
    (escapeRateUp, escapeRateDown) = (escape.downward, escape.upward)
    let isAbove = request.start >= (law.saddle ?? 0)
    escapeRate = isAbove ? escapeRateUp : escapeRateDown
    barrier = isAbove ? escape.barrierFromAbove : escape.barrierFromBelow
    langerRate = isAbove ? escape.asymptoteDownward : escape.asymptoteUpward
    meanFirstPassageTime =
      law.meanFirstPassageTime(from: request.start, to: request.target) ?? .nan
    tail = 0
  }

  /// The slowest rate as an eigenvalue, where nothing better is known.
  private mutating func findEigenvalue(
    _ backward: SphericalOperator, _ poll: Poll
  ) throws(EvaluationError) {
    var degree = 36
    while degree <= Self.largestDegree {
      let generator = try SphericalGenerator(backward, degree: degree, poll: poll)
      if let rate = try generator.slowestRate(poll: poll) {
        slowestRate = rate
        return
      }
      degree = degree * 5 / 4
    }
  }

  /// The slowest mode of a magnet without current, with as many harmonics as it needs.
  private mutating func findMode(
    _ backward: SphericalOperator, _ stage: MacrospinStage, _ damping: Double,
    _ landscape: EnergyLandscape,
    _ wells: (EnergyLandscape.Stationary, EnergyLandscape.Stationary), _ top: Double, _ poll: Poll
  ) throws(EvaluationError) {
    let rate = PhysicalConstants.landauLifshitzRate(damping: damping)
    let diffusion = rate * rate * (1 + damping * damping) * stage.noise.thermalStrength
    let barrier = max(top - min(wells.0.energy, wells.1.energy), 1)
    var degree = max(36, Int(14 * barrier.squareRoot()))
    while degree <= Self.largestDegree {
      let mode: EscapeMode
      do throws(EvaluationError) {
        mode = try EscapeMode(
          backward, diffusion: diffusion, landscape: landscape, wells: wells, saddle: top,
          degree: degree, poll: poll)
      } catch {
        if case .failed(let failure) = error, failure.cause is DensityError { return }
        throw error
      }
      tail = mode.tail
      if mode.tail < Self.resolved {
        slowestRate = mode.rate
        escapeRateUp = mode.rate * (1 - mode.firstShare)
        escapeRateDown = mode.rate * mode.firstShare
        return
      }
      degree = degree * 6 / 5
    }
  }

  /// Σ λ₊/2π [det E″_min/|det E″_saddle|]^½ e^−ΔE/k_BT over the saddles, with λ₊ the rate at which
  /// a fluctuation on the saddle grows. Langer, Ann. Phys. 54, 258 (1969); Brown, IEEE Trans. Magn.
  /// 15, 1196 (1979).
  private static func langerRate(
    from well: EnergyLandscape.Stationary, over saddles: [EnergyLandscape.Stationary],
    _ stage: MacrospinStage, _ damping: Double
  ) -> Double {
    let rate = PhysicalConstants.landauLifshitzRate(damping: damping)
    let diffusion = rate * rate * (1 + damping * damping) * stage.noise.thermalStrength
    let bottom = well.curvatures.low * well.curvatures.high
    return saddles.reduce(0) { total, saddle in
      let (low, high) = saddle.curvatures
      // Curvatures are those of E/(k_B T), and γ E = κ/α times that.
      let sum = damping * (low + high)
      let product = (1 + damping * damping) * low * high
      let growth = diffusion / damping / 2 * ((sum * sum - 4 * product).squareRoot() - sum)
      return total
        + growth / (2 * Double.pi) * (bottom / -(low * high)).squareRoot()
        * exp(well.energy - saddle.energy)
    }
  }
}
