import Numerics
import QuantumChains

extension SpinValveModel {
  /// The sectors that are propagated at a time, and how often that happens.
  private var load: (bases: [SectorBasis], repetitions: Int) {
    guard isCollinear else { return (layerSpins <= 5 ? superpositions.bases : [], 1) }
    guard let starts = try? starts(), let first = starts.first else { return ([], 0) }
    guard temperature > 0 else {
      return (starts.map { $0.basis(chain, flipCutoff: cutoff) }, 1)
    }
    return ([first.basis(chain, flipCutoff: cutoff)], starts.count)
  }

  var estimatedSeconds: Double { equalTimeSeconds + twoTimeSeconds }

  private var equalTimeSeconds: Double {
    guard bath.kind == .none else { return bathSeconds }
    let (bases, repetitions) = load
    let times = setup.saved.values.count
    let amplitudes = Double(bases.reduce(0) { $0 + $1.dimension })
    let evolving = ChainEvolution.seconds(
      chain, bases, duration: setup.saved.end, times: times)
    let observing = (work.contains(.layers) ? 60e-9 : 8e-9) * amplitudes
    return Double(repetitions) * (evolving + Double(times) * observing)
      + Double(times) * entanglingSeconds
  }

  /// Time for the eigenvalue problems of one saved time, with the layers' supports at the end.
  private var entanglingSeconds: Double {
    guard work.contains(.layers) else { return 1e-8 * Double(layerStates * layerStates) }
    guard isCollinear else {
      // Without conserved charges everything is one block.
      let dimension = Double(layerStates * layerStates)
      return 4e-9 * dimension * dimension * dimension + 1e-3
    }
    // Flips of a layer that have weight after so many passages of the electron.
    let flips = temperature > 0 ? layerSpins : min(cutoff ?? layerSpins, layerSpins, 3)
    let sizes = (0...flips).map { binomial(layerSpins, $0) }
    var cubes = 0.0
    for difference in -flips...flips {
      var dimension = 0
      for first in 0...flips where sizes.indices.contains(first + difference) {
        dimension += sizes[first] * sizes[first + difference]
      }
      cubes += Double(dimension * dimension * dimension)
    }
    let negativity = work.contains(.negativity) ? 2e-9 * cubes : 0
    let exact = work.contains(.exactFisherInformation) ? 2e-9 * cubes : 0
    return negativity + exact + 1e-3
  }

  func workingMemory(ranks: Int) -> Int {
    guard !isClassicalOnly else { return twinBytes }
    guard bath.kind == .none else {
      return bathMemory(ranks: ranks) + 2 * recordBytes
    }
    let (bases, repetitions) = load
    let times = setup.saved.values.count
    let amplitudes = bases.reduce(0) { $0 + $1.dimension }
    let pairs = layerStates * layerStates
    var bytes = ChainEvolution.memory(bases, ranks: ranks) + twinBytes
    // The layers' state as amplitudes, its projections, and blocks of the partial transpose.
    if work.contains(.layers) { bytes += 16 * 3 * amplitudes }
    if repetitions > 1 {
      bytes += times * sumBytes
    } else {
      bytes += isCollinear ? 32 * pairs : 64 * pairs * pairs
    }
    return bytes + 2 * recordBytes + twoTimeMemory
  }

  var restartStateBytes: Int {
    guard bath.kind == .none else { return bathRestartBytes + recordBytes }
    let (bases, repetitions) = load
    return repetitions > 1
      ? setup.saved.values.count * sumBytes + 8 : ChainEvolution.savedBytes(bases) + recordBytes
  }

  private var recordBytes: Int {
    recordBytes(spare: 2 * layerSpins + 5, withErrors: bath.kind != .none)
  }

  /// What is kept of each saved time while a mixture adds up.
  private var sumBytes: Int {
    let pair = self.pair
    return (work.contains(.layers) ? BlockDensityMatrix.bytes(pair.basis) : 0)
      + 8 * (layerStates * layerStates + setup.sites + 6 * layerSpins + 20)
  }

  /// Time of a point with baths in seconds on one core, from measured times.
  private var bathSeconds: Double {
    let chain = self.chain
    let times = Double(setup.saved.values.count)
    let bounds = (try? chain.spectralBounds()) ?? -1...1
    let halfWidth =
      (bounds.upperBound - bounds.lowerBound) / 2
      / PhysicalConstants.reducedPlanckElectronvoltFemtosecond
    let states = Double(OpenChain.largestSector(of: chain))
    // Orders of the polynomials.
    let applications = 1.2 * halfWidth * setup.saved.end + 15 * times
    switch bath.method {
    case .densityMatrix: return 2 * applications * 12e-9 * states * states * Double(8 * layerSpins)
    case .trajectories:
      let each = bath.jumpHamiltonian == .full ? 1e-9 * states * states : 6e-9 * states
      let evaluations = Double(Self.groups + 1) * times * (entanglingSeconds + 2e-3)
      return Double(bath.trajectories) * applications * each + evaluations
    }
  }

  /// Memory of a point with baths in bytes on each rank.
  private func bathMemory(ranks: Int) -> Int {
    switch bath.method {
    case .densityMatrix: LindbladEvolution.memory(chain)
    case .trajectories:
      TrajectoryEnsemble.memory(chain, trajectories: bath.trajectories, ranks: ranks)
    }
  }

  /// Bytes that are saved inside a point with baths.
  private var bathRestartBytes: Int {
    switch bath.method {
    case .densityMatrix: LindbladEvolution.memory(chain)
    case .trajectories:
      TrajectoryEnsemble.savedBytes(chain, trajectories: bath.trajectories)
    }
  }
}
