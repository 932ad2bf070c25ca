/// The law of a macrospin under thermal and quantum noise, from the Fokker-Planck equation: what an
/// ensemble of infinitely many trajectories would show. Zheng et al., Eqs. (21) and (30).
public struct MacrospinDensity: Sendable {
  /// The magnet.
  public var magnet: Magnet
  /// What happens to it. The time step is that of the noise-free stages before the first noise, which
  /// are integrated as one trajectory.
  public var switching: SwitchingProtocol
  /// How the density is resolved.
  public var evolution: DensityEvolution

  /// A magnet under a protocol.
  public init(magnet: Magnet, protocol switching: SwitchingProtocol, evolution: DensityEvolution) {
    self.magnet = magnet
    self.switching = switching
    self.evolution = evolution
  }

  /// Why there is no law.
  public enum Failure: Error, Sendable, Equatable, CustomStringConvertible {
    case trajectory(MacrospinError)
    case density(DensityError)

    /// The reason as a sentence.
    public var description: String {
      switch self {
      case .trajectory(let error): "\(error)"
      case .density(let error): "\(error)"
      }
    }
  }

  private func generator(of stage: MacrospinStage) -> SphericalOperator {
    stage.generator(
      damping: magnet.damping, polarization: magnet.polarization,
      convention: switching.noiseConvention)
  }

  /// The backward generator of the relaxation, with which the protocol ends, in 1/s; nil where it
  /// has no noise.
  public var finalGenerator: SphericalOperator? {
    guard let stage = switching.stages(of: magnet).last, stage.thermalFieldStrength > 0 else {
      return nil
    }
    return generator(of: stage)
  }

  /// The density at the end of the protocol.
  ///
  /// - Parameter poll: Called every millisecond or so; what it throws ends the calculation.
  /// - Returns: The density, or why there is none.
  /// - Throws: What `poll` throws.
  public func run<Stop: Error>(
    poll: () throws(Stop) -> Void
  ) throws(Stop) -> Result<DensityEvolution.Outcome, Failure> {
    let stages = switching.stages(of: magnet)
    let shared = stages.prefix(while: \.isDeterministic)
    guard shared.count < stages.count else { return .failure(.density(.noNoise)) }
    var start = switching.initialMagnetization
    if shared.contains(where: { $0.duration > 0 }) {
      let single: MacrospinEnsemble
      do throws(MacrospinError) {
        single = try MacrospinEnsemble(
          stages: Array(shared), damping: magnet.damping, polarization: magnet.polarization,
          start: start, timeStep: switching.timeStep, convention: switching.noiseConvention,
          trajectories: 1, seed: 0, point: 0)
      } catch {
        return .failure(.trajectory(error))
      }
      start = try single.run(poll: poll).meanMagnetization
    }
    let noisy = stages.dropFirst(shared.count).map {
      DensityEvolution.Stage(duration: $0.duration, generator: generator(of: $0))
    }
    return try evolution.run(from: start, stages: noisy, poll: poll)
      .mapError(Failure.density)
  }
}
