import Numerics
public import Teams

/// The lowest levels of one electron and one layer in a sector of S_z, and the spins of the lowest.
///
/// Levels are isolated by counting those below an energy (`ChannelElimination`), so that none is
/// missed and none is found twice, however close they are.
public struct SectorSpectrum: Sendable {
  /// The lowest levels in ascending order, as often as they are degenerate, in eV; fewer if the
  /// sector has not as many states.
  public let levels: [Double]
  /// ⟨σ^z_e⟩ in the lowest level's state, in units of ħ/2.
  public let electronSpin: Double
  /// ⟨2S^z_i⟩ of each localized spin there.
  public let localSpins: [Double]

  /// - Parameters:
  ///   - chain: A chain with one layer.
  ///   - lowering: Quanta by which the sector's S_z is lowered from all spins up.
  ///   - count: How many levels.
  ///   - poll: Called every few milliseconds.
  /// - Throws: `EvaluationError.failed` if an eigenvalue problem fails; what `poll` throws.
  public init(
    _ chain: SpinChain, lowering: Int, count: Int, poll: Poll = {}
  ) throws(EvaluationError) {
    let channels = try evaluating("the spectrum") {
      try ElectronChannels(chain, lowering: lowering)
    }
    let bounds = try evaluating("the bounds of the spectrum") { try chain.spectralBounds() }
    let wanted = min(count, channels.basis.dimension)
    var search = LevelSearch(channels, wanted: wanted)
    try search.run(between: bounds.lowerBound, and: bounds.upperBound, poll)
    levels = search.levels
    (electronSpin, localSpins) = try evaluating("the lowest state") {
      try Self.spins(channels, at: search.levels.first ?? 0)
    }
  }

  /// The spins of the electron and of the layer in the state of a level.
  private static func spins(
    _ channels: ElectronChannels, at level: Double
  ) throws(LinearAlgebraError) -> (Double, [Double]) {
    let elimination = try ChannelElimination(channels, at: level)
    let zero = elimination.last.eigenvalues.indices.min {
      abs(elimination.last.eigenvalues[$0]) < abs(elimination.last.eigenvalues[$1])
    }
    let basis = channels.basis
    var weights = [Double](repeating: 0, count: basis.rowCount)
    for amplitudes in elimination.state(zero ?? 0) {
      for row in weights.indices {
        let amplitude = amplitudes.indices.reduce(0) {
          $0 + amplitudes[$1] * channels.states[$1, row]
        }
        weights[row] += amplitude * amplitude
      }
    }
    let norm = weights.reduce(0, +)
    var (electron, spins) = (0.0, [Double](repeating: 0, count: basis.chain.spins))
    for block in basis.blocks {
      for state in 0..<block.first.count {
        let weight = weights[block.row(state, 0)] / norm
        electron += Double(block.electron) * weight
        for spin in spins.indices {
          spins[spin] += Double(block.first.moment(ofSpin: spin, in: state)) * weight
        }
      }
    }
    return (electron, spins)
  }

  /// Rows of the largest sector of a chain, which the time goes with the third power of.
  public static func largestRowCount(of chain: SpinChain) -> Int {
    let spins = chain.layers[0].twiceSpin == 1 ? chain.spins + 1 : 1
    return chain.layers[0].twiceSpin == 1 ? binomial(spins, spins / 2) : 2
  }

  /// Seconds that the lowest levels of a sector take on one core.
  public static func seconds(rows: Int, _ chain: SpinChain, levels: Int) -> Double {
    let size = Double(rows)
    let count =
      1.2e-8 * size * size * (size + 20) * Double(chain.spins)
      + 1e-8 * size * Double(chain.sites)
    return 20 * Double(levels) * count
  }
}

/// Finds the lowest levels between two energies by halving intervals, and by interpolation once a
/// level is alone.
private struct LevelSearch {
  /// What is known at an energy.
  private struct End {
    let energy: Double
    let elimination: ChannelElimination
    var count: Int { elimination.count }
  }

  private let channels: ElectronChannels
  private let wanted: Int
  private(set) var levels: [Double] = []

  init(_ channels: ElectronChannels, wanted: Int) {
    (self.channels, self.wanted) = (channels, wanted)
  }

  mutating func run(between low: Double, and high: Double, _ poll: Poll) throws(EvaluationError) {
    try split(try end(low), try end(high), poll)
  }

  private func end(_ energy: Double) throws(EvaluationError) -> End {
    try evaluating("the spectrum") {
      End(energy: energy, elimination: try ChannelElimination(channels, at: energy))
    }
  }

  /// Appends the levels between two ends in ascending order, as far as they are wanted.
  private mutating func split(_ low: End, _ high: End, _ poll: Poll) throws(EvaluationError) {
    try poll()
    guard high.count > low.count, levels.count < wanted else { return }
    let middle = (low.energy + high.energy) / 2
    // Two rounding errors apart, or next to each other.
    let resolution = 4e-16 * max(1, abs(low.energy), abs(high.energy))
    guard high.energy - low.energy > resolution, low.energy < middle, middle < high.energy else {
      let found = min(high.count - low.count, wanted - levels.count)
      levels += [Double](repeating: middle, count: found)
      return
    }
    let isAlone = high.count == low.count + 1
    if isAlone, let level = try interpolated(low, high, poll) {
      levels.append(level)
      return
    }
    let half = try end(middle)
    try split(low, half, poll)
    try split(half, high, poll)
  }

  /// The only level between two ends, where the pivot that vanishes there is continuous: by false
  /// position, an end that stays twice being moved half way (Illinois). Nil where it is not.
  private func interpolated(
    _ low: End, _ high: End, _ poll: Poll
  ) throws(EvaluationError) -> Double? {
    func pivot(_ end: End) -> Double? {
      guard end.elimination.shape == low.elimination.shape,
        end.elimination.countBefore == low.elimination.countBefore
      else { return nil }
      let index = low.count - low.elimination.countBefore
      let pivots = end.elimination.last.eigenvalues
      return pivots.indices.contains(index) ? pivots[index] : nil
    }
    guard var below = pivot(low), var above = pivot(high), below >= 0, above < 0 else { return nil }
    var (a, b) = (low.energy, high.energy)
    var moved: FloatingPointSign?
    for _ in 0..<60 {
      try poll()
      let next = b - above * (b - a) / (above - below)
      let resolution = 2e-16 * max(1, abs(a), abs(b))
      guard next > a, next < b, b - a > resolution else { return min(max(next, a), b) }
      guard let value = pivot(try end(next)) else { return nil }
      // The pivot falls at least as fast as the energy rises.
      if abs(value) <= resolution { return next }
      if value >= 0 {
        (a, below) = (next, value)
        if moved == .plus { above /= 2 }
        moved = .plus
      } else {
        (b, above) = (next, value)
        if moved == .minus { below /= 2 }
        moved = .minus
      }
    }
    return nil
  }
}
