import Glibc
import Numerics
public import Teams

extension MacrospinDensity {
  /// Whether the protocol starts on the side m_z < 0.
  private var startsBelow: Bool { switching.initialMagnetization.z < 0 }

  /// The protocol as an axial process that starts above the plane; nil where something is not
  /// axial.
  private func axialProcess(poll: Poll) throws(EvaluationError) -> AxialProcess? {
    let stages = switching.coarseStages(of: magnet)
    let laws = stages.map { AxialLaw($0, damping: magnet.damping) }
    guard !laws.contains(nil) else { return nil }
    var lasting = zip(stages, laws).compactMap { stage, law in
      law.flatMap { stage.duration > 0 ? AxialStage(duration: stage.duration, law: $0) : nil }
    }
    let start: AxialStart
    if switching.initialState == .direction {
      guard stages.contains(where: { !$0.isDeterministic }) else { return nil }
      let spread = try spreadStart(of: stages, poll: poll)
      let skipped = stages.prefix(stages.count - spread.rest.count)
      lasting.removeFirst(skipped.count { $0.duration > 0 })
      let height = spread.start.z
      start = .height(startsBelow ? -height : height)
    } else {
      guard let law = switching.initialLaw(of: magnet), law.transverseField == 0 else {
        return nil
      }
      start = .law(
        stability: law.stability, field: startsBelow ? -law.field.z : law.field.z,
        onlyAbove: law.side != nil)
    }
    return AxialProcess(
      start: start,
      stages: startsBelow
        ? lasting.map { AxialStage(duration: $0.duration, law: $0.law.mirrored) } : lasting)
  }

  /// The error rates of a protocol in which all fields, currents and starts are axial and noise
  /// acts in every stage after the first noise; nil for others.
  ///
  /// - Parameter poll: Called every few milliseconds; what it throws ends the calculation.
  /// - Throws: `EvaluationError.failed` because of a `MacrospinError`; what `poll` throws.
  public func axialErrorRates(poll: Poll) throws(EvaluationError) -> ErrorRates? {
    guard let process = try axialProcess(poll: poll) else { return nil }
    return try process.errorRates(poll: poll)
  }

  /// The error rates as the density at the end has them.
  ///
  /// - Parameter outcome: The end of the protocol.
  public func errorRates(of outcome: DensityEvolution.Outcome) -> ErrorRates {
    // What is zero may come out a rounding below.
    let below = max(outcome.density.probabilityBelowPlane, 0)
    let above = max(outcome.density.probabilityAbovePlane, 0)
    let (staying, leaving) = startsBelow ? (below, above) : (above, below)
    return ErrorRates(
      staying: log(staying), leaving: log(leaving), scheme: .harmonics,
      relativeError: outcome.resolution / min(staying, leaving), floor: outcome.resolution)
  }
}
