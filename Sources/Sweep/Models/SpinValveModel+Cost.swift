import Macrospins
import QuantumChains

extension SpinValveModel {
  /// The sectors that are propagated at a time, and how often that happens.
  private var load: (bases: [SectorBasis], repetitions: Int) {
    guard let starts = try? starts(), let first = starts.first else { return ([], 0) }
    guard temperature > 0 else {
      return (starts.map { $0.basis(chain, flipCutoff: cutoff) }, 1)
    }
    return ([first.basis(chain, flipCutoff: cutoff)], starts.count)
  }

  var estimatedSeconds: Double {
    guard bath.kind == .none else { return bathSeconds }
    let (bases, repetitions) = load
    let times = setup.savedTimes.count
    let amplitudes = Double(bases.reduce(0) { $0 + $1.dimension })
    let evolving = ChainEvolution.seconds(
      chain, bases, duration: setup.endTime, times: times)
    let observing = (wanted.layers ? 60e-9 : 8e-9) * amplitudes
    return Double(repetitions) * (evolving + Double(times) * observing)
      + Double(times) * entanglingSeconds
  }

  /// Time for the eigenvalue problems of one saved time, with the layers' supports at the end.
  var entanglingSeconds: Double {
    guard wanted.layers else { return 1e-8 * Double(layerStates * layerStates) }
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
    let negativity = wanted.negativity ? 2e-9 * cubes : 0
    let exact = wanted.exactFisherInformation ? 2e-9 * cubes : 0
    return negativity + exact + 1e-3
  }

  func workingMemory(ranks: Int) -> Int {
    guard bath.kind == .none else {
      return bathMemory(ranks: ranks) + 32 * setup.savedTimes.count * recordNumbers
    }
    let (bases, repetitions) = load
    let times = setup.savedTimes.count
    let amplitudes = bases.reduce(0) { $0 + $1.dimension }
    let pairs = layerStates * layerStates
    var bytes = ChainEvolution.memory(bases, ranks: ranks)
    // The layers' state as amplitudes, its projections, and blocks of the partial transpose.
    if wanted.layers { bytes += 16 * 3 * amplitudes }
    if repetitions > 1 {
      bytes += times * sumBytes
    } else {
      bytes += 32 * pairs
    }
    return bytes + 16 * times * recordNumbers
  }

  var workingMemory: Int { workingMemory(ranks: 1) }

  var restartStateBytes: Int {
    guard bath.kind == .none else {
      return bathRestartBytes + 16 * setup.savedTimes.count * recordNumbers
    }
    let (bases, repetitions) = load
    let times = setup.savedTimes.count
    return repetitions > 1
      ? times * sumBytes + 8 : ChainEvolution.savedBytes(bases) + 8 * times * recordNumbers
  }

  /// What is kept of each saved time while a mixture adds up.
  private var sumBytes: Int {
    let pair = self.pair
    return (wanted.layers ? BlockDensityMatrix.bytes(pair.basis) : 0)
      + 8 * (layerStates * layerStates + setup.sites + 6 * layerSpins + 20)
  }

  /// Numbers of an outcome for each saved time.
  private var recordNumbers: Int { setup.sites + 10 * layerSpins + 2 * waveNumbers.count + 20 }
}
