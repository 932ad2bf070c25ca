import Glibc
import Numerics
public import Teams

/// How likely a magnet ends on the side of m_z = 0 on which it starts, and how likely on the other:
/// of a pulse that should switch it the first is the write error rate, of one that should not the
/// second is the read disturb. Each is computed for itself, so that its digits hold however small
/// it is.
public struct ErrorRates: Sendable, Equatable {
  /// How they were computed.
  public enum Scheme: Int, Sendable {
    /// Legendre polynomials with an absorbing end beyond the plane.
    case absorbingExpansion = 1
    /// Positive rates between cells.
    case positiveVolumes = 2
    /// Spherical harmonics: an absolute error of some 10⁻¹³ to 10⁻¹².
    case harmonics = 3
  }

  /// The natural logarithm of the probability to end on the side of the start.
  public let logarithmOfStaying: Double
  /// The natural logarithm of the probability to end on the other side.
  public let logarithmOfLeaving: Double
  /// How they were computed.
  public let scheme: Scheme
  /// The relative error of the smaller one, as two cut-offs or grids let expect.
  public let relativeError: Double
  /// The absolute error below which nothing can be told; 0 where each probability keeps its digits.
  public let floor: Double

  /// - Parameters:
  ///   - staying: ln of the probability to end on the side of the start.
  ///   - leaving: ln of the probability to end on the other side.
  ///   - scheme: How they were computed.
  ///   - relativeError: The relative error of the smaller one.
  ///   - floor: The absolute error below which nothing can be told.
  init(
    staying: Double, leaving: Double, scheme: Scheme, relativeError: Double, floor: Double = 0
  ) {
    logarithmOfStaying = min(staying, 0)
    logarithmOfLeaving = min(leaving, 0)
    self.scheme = scheme
    self.relativeError = relativeError
    self.floor = floor
  }

  /// The smallest probability that is told: three digits above the floor.
  public var smallest: Double { 1e3 * floor }

  /// The probability to end on the side of the start; NaN below `smallest`.
  public var staying: Double { told(logarithmOfStaying) }

  /// The probability to end on the other side; NaN below `smallest`.
  public var leaving: Double { told(logarithmOfLeaving) }

  private func told(_ logarithm: Double) -> Double {
    let probability = exp(logarithm)
    return probability >= smallest ? probability : .nan
  }
}

extension AxialProcess {
  /// The error rates: by the absorbing expansion where a drive pushes the magnet off its side up to
  /// the end, by positive volumes where it may come back.
  ///
  /// - Parameter poll: Called every few milliseconds; what it throws ends the calculation.
  /// - Returns: Nil where a stage has no noise, which these schemes cannot do.
  /// - Throws: What `poll` throws.
  package func errorRates(poll: Poll) throws(EvaluationError) -> ErrorRates? {
    guard !stages.contains(where: { $0.law.isDeterministic }) else { return nil }
    if let rates = try absorbedRates(poll) { return rates }
    return try volumeRates(poll)
  }

  // MARK: Absorbing expansion

  /// Numbers of functions that are tried until two agree.
  private static let sizes = [64, 88, 120, 168, 232]
  /// The relative difference of two sizes that counts as agreement.
  private static let agreement = 1e-7
  /// The least probability to leave that the expansion is taken for.
  private static let leastLeaving = 1e-3
  /// Paths back from the edge weigh e^−36 = 2·10⁻¹⁶.
  private static let leastBarrier = 36.0

  private func absorbedRates(_ poll: Poll) throws(EvaluationError) -> ErrorRates? {
    switch start {
    case .law(_, _, let onlyAbove): if !onlyAbove { return nil }
    case .height(let height): if height <= 0 { return nil }
    }
    guard let edge = absorbingEdge else { return nil }
    var before: Double?
    for size in Self.sizes {
      try poll()
      let rest = AbsorbingExpansion(edge: edge, size: size).logarithmOfRest(self)
      if let rest, let before, abs(rest - before) < Self.agreement {
        // Held against the drive for ever there is always somebody above: what comes back from the
        // other well must not be more than a 10⁻⁷ of the rest.
        guard stages.allSatisfy({ Self.heldAbove($0.law) < rest - 16 }) else { return nil }
        // What leaves is one minus the rest here, which has no digits where hardly anything leaves.
        let leaving = -expm1(rest)
        guard leaving > Self.leastLeaving else { return nil }
        return ErrorRates(
          staying: rest, leaving: log(leaving), scheme: .absorbingExpansion,
          relativeError: abs(rest - before) * max(1, exp(rest) / leaving))
      }
      before = rest
    }
    return nil
  }

  /// The highest u_a < 0 from which no path returns, if all stages push everything from +z to it.
  private var absorbingEdge: Double? {
    guard !stages.isEmpty else { return nil }
    for edge in stride(from: -0.2, through: -0.8, by: -0.1) {
      let pushes = stages.allSatisfy { stage in
        stride(from: 0, through: 100, by: 1).allSatisfy {
          stage.law.drift(at: edge + (1 - edge) * Double($0) / 100) < 0
        }
          && Self.exponent(stage.law, edge, 0) < -Self.leastBarrier
      }
      if pushes { return edge }
    }
    return nil
  }

  /// ∫A/κ du.
  private static func exponent(_ law: AxialLaw, _ low: Double, _ high: Double) -> Double {
    let rule = GaussLegendre(count: 24)
    return zip(rule.nodes, rule.weights).reduce(0) {
      $0 + (high - low) * $1.1 * law.slope(at: low + (high - low) * $1.0)
    }
  }

  /// The natural logarithm of the stationary probability above the plane, to a few units.
  private static func heldAbove(_ law: AxialLaw) -> Double {
    var (exponent, above, below) = (0.0, -Double.infinity, -Double.infinity)
    let steps = 400
    for k in 0..<steps {
      let (low, high) = (
        -1 + 2 * Double(k) / Double(steps), -1 + 2 * Double(k + 1) / Double(steps)
      )
      exponent += (high - low) * law.slope(at: (low + high) / 2)
      if high <= 0 { below = max(below, exponent) } else { above = max(above, exponent) }
    }
    return above - max(below, 0)
  }

  // MARK: Positive volumes

  /// The relative change of the last extrapolation that counts as converged.
  private static let converged = 5e-5
  /// Cells on the finest grid.
  private static let mostCells = 1600

  private func volumeRates(_ poll: Poll) throws(EvaluationError) -> ErrorRates {
    var (staying, leaving) = (Extrapolation(), Extrapolation())
    var count = 100
    while true {
      let logarithms = try logarithms(AxialVolumes(count: count), poll)
      staying.add(logarithms.staying)
      leaving.add(logarithms.leaving)
      let change = max(
        staying.value < leaving.value ? staying.change : leaving.change, 0)
      if count >= 400, change < Self.converged || 2 * count > Self.mostCells {
        return ErrorRates(
          staying: staying.value, leaving: leaving.value, scheme: .positiveVolumes,
          relativeError: change)
      }
      count *= 2
    }
  }

  private func logarithms(
    _ volumes: AxialVolumes, _ poll: Poll
  ) throws(EvaluationError) -> (staying: Double, leaving: Double) {
    let half = volumes.count / 2
    var staying = (0..<volumes.count).map { $0 < half ? 1.0 : 0 }
    var leaving = (0..<volumes.count).map { $0 < half ? 0.0 : 1 }
    // Stages that repeat, as in cycles, need one matrix.
    var known: [(stage: AxialStage, evolution: PositiveEvolution)] = []
    for stage in stages.reversed() where stage.duration > 0 {
      let evolution: PositiveEvolution
      if let same = known.first(where: { $0.stage == stage }) {
        evolution = same.evolution
      } else {
        evolution = try PositiveEvolution(
          volumes.rates(of: stage.law), duration: stage.duration, poll: poll)
        if known.count < 8 { known.append((stage, evolution)) }
      }
      staying = try evolution.backward(staying, poll: poll)
      leaving = try evolution.backward(leaving, poll: poll)
    }
    return (
      volumes.logarithm(of: staying, from: start), volumes.logarithm(of: leaving, from: start)
    )
  }
}

/// Richardson's extrapolation of numbers whose error is a series in even powers of a step that is
/// halved each time.
struct Extrapolation {
  private var row: [Double] = []
  /// The extrapolated number.
  private(set) var value = Double.nan
  /// How far the last two orders differ; infinite before there are two.
  private(set) var change = Double.infinity

  mutating func add(_ number: Double) {
    var next = [number]
    var factor = 4.0
    for before in row {
      let last = next[next.count - 1]
      next.append(last == before ? last : last + (last - before) / (factor - 1))
      factor *= 4
    }
    value = next[next.count - 1]
    // Zero stays zero, whose logarithm has no difference.
    let before = next.count > 1 ? next[next.count - 2] : .nan
    change = next.count < 2 ? .infinity : value == before ? 0 : abs(value - before)
    row = next
  }
}
