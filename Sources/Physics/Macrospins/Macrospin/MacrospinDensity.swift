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

  /// The backward generator of the relaxation, with which the protocol ends, in 1/s; nil where it
  /// has no noise.
  public var finalGenerator: SphericalOperator? {
    guard let stage = switching.stages(of: magnet).last, stage.noise.isPresent else { return nil }
    return stage.generator(damping: magnet.damping)
  }

  /// The density at the end of the protocol.
  ///
  /// - Parameter poll: Called every millisecond or so; what it throws ends the calculation.
  /// - Throws: `EvaluationError.failed` because of a `DensityError` or a `MacrospinError`; what
  ///   `poll` throws.
  public func run(poll: Poll) throws(EvaluationError) -> DensityEvolution.Outcome {
    let stages = switching.stages(of: magnet)
    if switching.initialState != .direction {
      guard let law = switching.initialLaw(of: magnet) else {
        throw .failed(
          EvaluationFailure(MacrospinError.initialState(temperature: magnet.temperature)))
      }
      return try evolution.run(
        from: law, stages: stages.map { $0.evolutionStage(damping: magnet.damping) }, poll: poll)
    }
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
          timeStep: switching.timeStep, trajectories: 1, seed: 0, point: 0)
      } catch {
        throw .failed(EvaluationFailure(error))
      }
      start = try single.run(poll: poll).meanMagnetization
    }
    let noisy = stages.dropFirst(shared.count).map { $0.evolutionStage(damping: magnet.damping) }
    return try evolution.run(from: start, stages: noisy, poll: poll)
  }
}

extension MacrospinStage {
  /// The stage as a density goes through it.
  fileprivate func evolutionStage(damping: Double) -> DensityEvolution.Stage {
    DensityEvolution.Stage(duration: duration, generator: generator(damping: damping))
  }
}
