import Macrospins
import Numerics
import Points
import QuantumChains
import Teams

extension SpinValveModel {
  /// With baths: a saved time after the other, from groups of trajectories or the density matrix.
  func withBath(
    _ starts: [ValveStart], _ context: PointContext
  ) throws(EvaluationError) -> Outcome {
    let open = try OpenChain(chain, bath: bath.bath, hamiltonian: bath.jumpHamiltonian)
    var evolution = makeEvolution(open, starts, context)
    var outcome = Outcome(reflectionTime: reflectionTime)
    var next = 0
    if let restart = context.restart {
      if let saved = restart.read(Int.self), evolution.restore(restart),
        let record = Outcome(restart, keptTimes: saved, reflectionTime: reflectionTime)
      {
        (next, outcome) = (saved, record)
      } else {
        evolution = makeEvolution(open, starts, context)
      }
    }
    let times = setup.savedTimes
    while next < times.count {
      if next > 0 {
        try evolution.advance(by: times[next] - times[next - 1], poll: context.poll)
      }
      try outcome.append(try evolution.groups(), self, poll: context.poll)
      next += 1
      context.reached(Double(next) / Double(times.count))
      try context.poll { sink in
        sink.append(next)
        evolution.save(to: sink)
        outcome.save(to: sink)
      }
    }
    return outcome
  }

  private func makeEvolution(
    _ open: OpenChain, _ starts: [ValveStart], _ context: PointContext
  ) -> any OpenEvolution {
    switch bath.method {
    case .trajectories:
      TrajectoryEnsemble(
        open, orbital: setup.packet, starts: starts, count: bath.trajectories,
        groups: Self.groups, seed: context.seed, point: UInt64(context.point),
        team: context.team)
    case .densityMatrix: LindbladEvolution(open, orbital: setup.packet, starts: starts)
    }
  }

  /// Groups of trajectories that the standard errors come from.
  static let groups = 20

  /// States of a sector that can still be diagonalised, or have a density matrix.
  private static let (largestFullSector, largestDensitySector) = (1000, 1500)

  static let bathRules: [@Sendable (Self) -> Conflict?] = [
    { model in
      guard model.bath.kind != .none, model.layerSpins > 6 else { return nil }
      return Conflict(
        "layer_spins",
        "with a 'bath' the layers' density matrix has all \(1 << model.layerSpins) states of each "
          + "layer; at most 6 spins a layer")
    },
    { model in
      guard model.bath.kind != .none, model.flipCutoff != 0 else { return nil }
      return Conflict(
        "flip_cutoff", "'flip_cutoff' must be 0 with a 'bath', which flips any number of spins")
    },
    { model in
      guard model.bath.kind != .none, model.bath.jumpHamiltonian == .full,
        model.layerSpins <= 6
      else { return nil }
      let states = OpenChain.largestSector(of: model.chain)
      guard states > largestFullSector else { return nil }
      return Conflict(
        "jump_hamiltonian",
        "\"full\" diagonalises electron and layers: at most \(largestFullSector) states a sector, "
          + "and this chain has \(states); \"layer\" has no such limit")
    },
    { model in
      guard model.bath.kind != .none, model.bath.method == .densityMatrix,
        model.layerSpins <= 6
      else { return nil }
      let states = OpenChain.largestSector(of: model.chain)
      guard states > largestDensitySector else { return nil }
      return Conflict(
        "bath_method",
        "\"density-matrix\" is for at most \(largestDensitySector) states a sector, and this chain "
          + "has \(states); \"trajectories\" has no such limit")
    },
  ]

  /// Time of a point with baths in seconds on one core, from measured times.
  var bathSeconds: Double {
    let chain = self.chain
    let times = Double(setup.savedTimes.count)
    let bounds = (try? chain.spectralBounds()) ?? -1...1
    let halfWidth =
      (bounds.upperBound - bounds.lowerBound) / 2
      / PhysicalConstants.reducedPlanckElectronvoltFemtosecond
    let states = Double(OpenChain.largestSector(of: chain))
    // Orders of the polynomials.
    let applications = 1.2 * halfWidth * setup.endTime + 15 * times
    switch bath.method {
    case .densityMatrix: return 2 * applications * 12e-9 * states * states * Double(8 * layerSpins)
    case .trajectories:
      let each = bath.jumpHamiltonian == .full ? 1e-9 * states * states : 6e-9 * states
      let evaluations = Double(Self.groups + 1) * times * (entanglingSeconds + 2e-3)
      return Double(bath.trajectories) * applications * each + evaluations
    }
  }

  /// Memory of a point with baths in bytes on each rank.
  func bathMemory(ranks: Int) -> Int {
    switch bath.method {
    case .densityMatrix: LindbladEvolution.memory(chain)
    case .trajectories:
      TrajectoryEnsemble.memory(chain, trajectories: bath.trajectories, ranks: ranks)
    }
  }

  /// Bytes that are saved inside a point with baths.
  var bathRestartBytes: Int {
    switch bath.method {
    case .densityMatrix: LindbladEvolution.memory(chain)
    case .trajectories:
      TrajectoryEnsemble.savedBytes(chain, trajectories: bath.trajectories)
    }
  }
}
