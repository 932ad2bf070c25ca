import Numerics
public import Teams

/// What is kept of a state of electron and layers: the density matrix of the layers, and where the
/// electron and its spin are. It is additive, so that mixtures are sums.
public struct ReducedState: Sendable {
  /// The density matrix of the layers.
  public private(set) var layers: BlockDensityMatrix
  /// ⟨σ_z⟩ of the electron.
  public private(set) var electronSpin = 0.0
  /// The probability that the electron is on each site.
  public private(set) var chargeDensity: [Double]
  /// ⟨H⟩ in eV.
  public private(set) var energy = 0.0
  let pair: LayerPair

  /// Zero, to add states to.
  public init(_ pair: LayerPair) {
    self.pair = pair
    layers = BlockDensityMatrix(basis: pair.basis)
    chargeDensity = [Double](repeating: 0, count: pair.chain.sites)
  }

  /// Adds a pure state.
  ///
  /// - Parameters:
  ///   - state: The state.
  ///   - rows: How its amplitudes stand.
  ///   - energy: ⟨ψ|H|ψ⟩ in eV.
  ///   - weight: Its weight.
  /// - Throws: `EntanglementError`.
  mutating func add(
    _ state: SectorState, _ rows: EnvironmentRows, energy: Double, weight: Double
  ) throws(EntanglementError) {
    self.energy += weight * energy
    var ensemble = try PureStateEnsemble(basis: layers.basis, [rows])
    for tile in state.layout.tiles {
      let columns = state.layout.columns(ofTile: tile)
      for block in state.basis.blocks {
        for row in block.rows {
          let numbers = state.rows(row..<row + 1, ofTile: tile)
          let imaginary = StateLayout.tileWidth
          ensemble.set(
            row: row, of: 0, weight: weight, from: columns.lowerBound,
            real: numbers.extracting(0..<columns.count),
            imaginary: numbers.extracting(imaginary..<imaginary + columns.count))
          for x in columns {
            let lane = x - columns.lowerBound
            let (a, b) = (numbers[lane], numbers[lane + imaginary])
            add(weight * (a * a + b * b), x, block.electron)
          }
        }
      }
    }
    try layers.add(ensemble)
  }

  private mutating func add(_ probability: Double, _ x: Int, _ electron: Int) {
    chargeDensity[x] += probability
    electronSpin += Double(electron) * probability
  }

  /// Adds a block of a density matrix of electron and layers, numbered (row, site).
  ///
  /// - Parameters:
  ///   - density: The block.
  ///   - energy: Its contribution to ⟨H⟩ in eV.
  mutating func add(_ density: DensityBlock, energy: Double) {
    self.energy += energy
    let (basis, sites) = (density.basis, density.basis.chain.sites)
    let (first, second) = pair.states(of: basis)
    for block in basis.blocks {
      for row in block.rows {
        for x in 0..<sites {
          add(density[row * sites + x, row * sites + x].real, x, block.electron)
        }
      }
    }
    for left in basis.blocks {
      for right in basis.blocks where right.electron == left.electron {
        for i in left.rows {
          for j in right.rows {
            let sum = (0..<sites).reduce(Complex.zero) {
              $0 + density[i * sites + $1, j * sites + $1]
            }
            layers.add(sum, (first[i], second[i]), (first[j], second[j]))
          }
        }
      }
    }
  }

  /// Adds another state of the same layers.
  mutating func add(_ other: ReducedState, scaledBy factor: Double = 1) {
    layers.add(other.layers, scaledBy: factor)
    electronSpin += factor * other.electronSpin
    energy += factor * other.energy
    for x in chargeDensity.indices { chargeDensity[x] += factor * other.chargeDensity[x] }
  }

  /// All numbers of the state.
  var numbers: [Double] {
    layers.blocks.flatMap { $0.flatMap { [$0.real, $0.imaginary] } } + [electronSpin, energy]
      + chargeDensity
  }

  /// The state of such numbers; zero if there are not as many as needed.
  init(_ pair: LayerPair, numbers: [Double]) {
    self.init(pair)
    let elements = layers.blocks.reduce(0) { $0 + $1.count }
    guard numbers.count == 2 * elements + 2 + chargeDensity.count else { return }
    var place = 0
    for block in layers.blocks.indices {
      for index in layers.blocks[block].indices {
        layers.blocks[block][index] = Complex(numbers[place], numbers[place + 1])
        place += 2
      }
    }
    (electronSpin, energy) = (numbers[place], numbers[place + 1])
    chargeDensity = Array(numbers[(place + 2)...])
  }
}

extension ReducedState {
  /// Numbers of a state that is known as a sum over groups of a sample, with their standard errors
  /// by the jackknife; zero for one group, which then is exact.
  ///
  /// - Parameters:
  ///   - groups: The parts of the state.
  ///   - evaluate: The numbers of a state whose trace is 1.
  /// - Throws: What `evaluate` throws.
  public static func estimate(
    _ groups: [ReducedState], _ evaluate: (ReducedState) throws(EvaluationError) -> [Double]
  ) throws(EvaluationError) -> (values: [Double], errors: [Double]) {
    guard var whole = groups.first else { return ([], []) }
    for group in groups.dropFirst() { whole.add(group) }
    let values = try evaluate(whole.normalized)
    guard groups.count > 1 else {
      return (values, [Double](repeating: 0, count: values.count))
    }
    var partial: [[Double]] = []
    for group in groups {
      var rest = whole
      rest.add(group, scaledBy: -1)
      partial.append(try evaluate(rest.normalized))
    }
    return (values, Jackknife.standardErrors(partial))
  }

  /// The state with trace 1.
  private var normalized: ReducedState {
    var result = self
    result.add(self, scaledBy: 1 / layers.trace - 1)
    return result
  }
}
