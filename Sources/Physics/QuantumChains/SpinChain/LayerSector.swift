import Numerics

/// The states of a layer with a given S_z, which the exchange within the layer conserves, and what
/// the Hamiltonian does to them.
///
/// For spins 1/2 a state is a number with one bit for each spin, 1 for down, the first spin the
/// most significant; states are in ascending order. A single larger spin has one state.
public struct LayerSector: Sendable {
  /// The layer.
  public let layer: SpinLayer
  /// Quanta by which S_z is lowered from all spins up: the number of spins down, or S − m.
  public let lowering: Int
  /// The states' bit patterns; for a larger spin the lowering.
  public let states: [UInt64]
  /// −J_z Σ σ^z_i σ^z_j of each state, in eV.
  let exchangeEnergies: [Double]
  /// States that differ from a state by the exchange of neighboring up and down; those of state s
  /// are `neighborStarts[s]..<neighborStarts[s + 1]`.
  let neighbors: [Int]
  let neighborStarts: [Int]
  /// State and spin, row-major: number of the state with this spin raised or lowered by one
  /// quantum, among those of the neighboring sector, −1 if there is none.
  let raised: [Int]
  let lowered: [Int]
  /// ⟨m − 1|S⁻|m⟩ of a spin that is lowered from here, ⟨m + 1|S⁺|m⟩ of one that is raised.
  let loweringFactor: Double
  let raisingFactor: Double

  /// - Parameters:
  ///   - layer: The layer; without spins it has one state.
  ///   - lowering: From 0 to `layer.largestLowering`.
  ///   - exchangeZ: J_z in eV.
  public init(_ layer: SpinLayer, lowering: Int, exchangeZ: Double) {
    self.layer = layer
    self.lowering = lowering
    let spins = layer.spins
    guard layer.twiceSpin == 1 else {
      states = [UInt64(lowering)]
      exchangeEnergies = [0]
      neighbors = []
      neighborStarts = [0, 0]
      raised = [lowering > 0 ? 0 : -1]
      lowered = [lowering < layer.twiceSpin ? 0 : -1]
      loweringFactor = SpinLadder.raising(from: lowering + 1, twiceSpin: layer.twiceSpin)
      raisingFactor = SpinLadder.raising(from: lowering, twiceSpin: layer.twiceSpin)
      return
    }
    loweringFactor = 1
    raisingFactor = 1
    states = Self.patterns(spins: spins, down: lowering)
    var energies: [Double] = []
    var neighbors: [Int] = []
    var starts = [0]
    var raised: [Int] = []
    var lowered: [Int] = []
    for state in states {
      var aligned = 0
      // Bonds from the last spin to the first: near states first, for the sake of the cache.
      for bond in 0..<max(spins - 1, 0) {
        if state >> bond & 1 == state >> (bond + 1) & 1 {
          aligned += 1
        } else {
          aligned -= 1
          neighbors.append(Self.index(of: state ^ 3 << bond))
        }
      }
      energies.append(-exchangeZ * Double(aligned))
      starts.append(neighbors.count)
      for spin in 0..<spins {
        let bit: UInt64 = 1 << (spins - 1 - spin)
        raised.append(state & bit == 0 ? -1 : Self.index(of: state ^ bit))
        lowered.append(state & bit == 0 ? Self.index(of: state ^ bit) : -1)
      }
    }
    exchangeEnergies = energies
    self.neighbors = neighbors
    neighborStarts = starts
    self.raised = raised
    self.lowered = lowered
  }

  /// Number of states.
  public var count: Int { states.count }

  /// ⟨2S^z⟩ of a spin in a state, in units of ħ/2.
  public func moment(ofSpin spin: Int, in state: Int) -> Int {
    guard layer.twiceSpin == 1 else { return layer.twiceSpin - 2 * lowering }
    return states[state] >> (layer.spins - 1 - spin) & 1 == 0 ? 1 : -1
  }

  /// Bit patterns with a given number of ones, ascending.
  private static func patterns(spins: Int, down: Int) -> [UInt64] {
    guard down > 0 else { return [0] }
    var patterns: [UInt64] = []
    var pattern: UInt64 = (1 << down) - 1
    while pattern < 1 << spins {
      patterns.append(pattern)
      // The next number with as many ones: carry the lowest run of ones, put the rest at the end.
      let lowest = pattern & (0 &- pattern)
      let carried = pattern + lowest
      pattern = carried | ((pattern ^ carried) >> 2) / lowest
    }
    return patterns
  }

  /// The number of a pattern among those with as many ones, ascending.
  static func index(of pattern: UInt64) -> Int {
    var (rest, ones, index) = (pattern, 0, 0)
    while rest != 0 {
      ones += 1
      index += binomial(rest.trailingZeroBitCount, ones)
      rest &= rest - 1
    }
    return index
  }
}

extension LayerSector {
  /// The Hamiltonian of the layer alone in this sector, row-major, in eV.
  ///
  /// - Parameter exchange: J in eV.
  public func hamiltonian(exchange: Double) -> [Double] {
    var matrix = [Double](repeating: 0, count: count * count)
    for state in 0..<count {
      matrix[state * count + state] = exchangeEnergies[state]
      for place in neighborStarts[state]..<neighborStarts[state + 1] {
        matrix[state * count + neighbors[place]] -= 2 * exchange
      }
    }
    return matrix
  }
}
