import Numerics
public import Teams

/// The law of a macrospin under thermal and quantum noise, from the Fokker-Planck equation: what an
/// ensemble of infinitely many trajectories would show. Zheng et al., Eqs. (21) and (30).
public struct MacrospinDensity: Sendable {
  /// The magnet.
  public var magnet: Magnet
  /// What happens to it. The time step is that of the noise-free stages before the first noise,
  /// which are integrated as one trajectory.
  public var switching: SwitchingProtocol
  /// How the density is resolved.
  public var evolution: DensityEvolution

  /// - Parameters:
  ///   - magnet: The magnet.
  ///   - switching: What happens to it.
  ///   - evolution: How the density is resolved.
  public init(magnet: Magnet, protocol switching: SwitchingProtocol, evolution: DensityEvolution) {
    self.magnet = magnet
    self.switching = switching
    self.evolution = evolution
  }

  /// What acts at the end: the last stage that takes time, the relaxation if none does.
  public var finalStage: MacrospinStage {
    let stages = switching.coarseStages(of: magnet)
    return stages.last { $0.duration > 0 } ?? stages[stages.count - 1]
  }

  /// The density at the end of the protocol.
  ///
  /// - Parameters:
  ///   - times: When the density is to be looked at on the way, in s, ascending.
  ///   - poll: Called every millisecond or so; what it throws ends the calculation.
  ///   - look: Called with the number of each of these times and the density, nil where that is a
  ///     point, or one that is not resolved yet; perhaps more than once for a time, and then the
  ///     last call counts. What it throws ends the calculation.
  /// - Throws: `EvaluationError.failed` because of a `DensityError` or a `MacrospinError`; what
  ///   `poll` and `look` throw.
  public func run(
    lookingAt times: [Double] = [], poll: Poll,
    look: (Int, SphericalDensity?) throws(EvaluationError) -> Void = { _, _ in }
  ) throws(EvaluationError) -> DensityEvolution.Outcome {
    let stages = switching.coarseStages(of: magnet)
    if switching.initialState != .direction {
      guard let law = switching.initialLaw(of: magnet) else {
        throw .failed(
          EvaluationFailure(MacrospinError.initialState(temperature: magnet.temperature)))
      }
      let pieces = pieces(of: stages[...], from: 0, times)
      return try evolution.run(from: law, stages: pieces.map(\.stage), poll: poll) {
        (piece, density) throws(EvaluationError) in
        for time in pieces[piece].times { try look(time, density) }
      }
    }
    let (start, rest, begin) = try spreadStart(of: stages, poll: poll)
    for (number, time) in times.enumerated() where time <= begin { try look(number, nil) }
    let pieces = pieces(of: rest, from: begin, times)
    return try evolution.run(from: start, stages: pieces.map(\.stage), poll: poll) {
      (piece, density) throws(EvaluationError) in
      for time in pieces[piece].times { try look(time, density) }
    }
  }

  /// Where a start in one direction has come to when noise first spreads it, what follows, when.
  ///
  /// - Throws: `EvaluationError.failed` because of `DensityError.noNoise` or a `MacrospinError`;
  ///   what `poll` throws.
  func spreadStart(
    of stages: [MacrospinStage], poll: Poll
  ) throws(EvaluationError) -> (
    start: Vector3, rest: ArraySlice<MacrospinStage>, begin: Double
  ) {
    let shared = stages.prefix(while: \.isDeterministic)
    guard shared.count < stages.count else {
      throw .failed(EvaluationFailure(DensityError.noNoise))
    }
    var start = switching.initialMagnetization
    if shared.contains(where: { $0.duration > 0 }) {
      let single: MacrospinEnsemble
      do throws(MacrospinError) {
        single = try MacrospinEnsemble(
          stages: Array(shared), damping: magnet.damping, start: start,
          integrator: switching.integrator, timeStep: switching.timeStep, trajectories: 1, seed: 0,
          point: 0)
      } catch {
        throw .failed(EvaluationFailure(error))
      }
      start = try single.commonEnd(poll: poll)
    }
    return (start, stages.dropFirst(shared.count), shared.reduce(0) { $0 + $1.duration })
  }

  /// Stages cut where the density is looked at, with the numbers of the times at the end of each
  /// piece. Without times the pieces are the stages.
  private func pieces(
    of stages: ArraySlice<MacrospinStage>, from begin: Double, _ times: [Double]
  ) -> [(stage: DensityEvolution.Stage, times: [Int])] {
    var pieces: [(stage: DensityEvolution.Stage, times: [Int])] = []
    var left = times.indices.filter { times[$0] >= begin }[...]
    var now = begin
    for (number, stage) in stages.enumerated() {
      let generator = stage.generator(damping: magnet.damping)
      let end = number == stages.count - 1 ? Double.infinity : now + stage.duration
      var rest = stage.duration
      while let next = left.first, times[next] < end {
        let same = left.prefix { times[$0] == times[next] }
        var duration = min(max(times[next] - now, 0), rest)
        // What is left of a stage by rounding is no piece.
        if rest - duration < 1e-9 * stage.duration { duration = rest }
        pieces.append((.init(duration: duration, generator: generator), Array(same)))
        left = left.dropFirst(same.count)
        rest -= duration
        now += duration
      }
      if rest > 0 || stage.duration == 0 {
        pieces.append((.init(duration: rest, generator: generator), []))
        now += rest
      }
    }
    return pieces
  }
}
