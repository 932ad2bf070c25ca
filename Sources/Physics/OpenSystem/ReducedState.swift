/// What is kept of a state of electron and layers: the density matrix of the layers, and where the
/// electron and its spin are. It is additive, so that mixtures are sums.
public struct ReducedState: Sendable {
  /// The density matrix of the layers; the charge of a layer's state is its number of spins down.
  public private(set) var layers: BlockDensityMatrix
  /// ⟨σ_z⟩ of the electron.
  public private(set) var electronSpin = 0.0
  /// The probability that the electron is on each site.
  public private(set) var chargeDensity: [Double]

  /// Zero, to add states to.
  public init(_ chain: SpinChain) {
    layers = BlockDensityMatrix(basis: chain.layerBasis)
    chargeDensity = [Double](repeating: 0, count: chain.sites)
  }

  /// Adds a pure state.
  ///
  /// - Parameters:
  ///   - state: The state.
  ///   - rows: How its amplitudes stand.
  ///   - weight: Its weight.
  /// - Throws: `EntanglementError`.
  mutating func add(
    _ state: SectorState, _ rows: EnvironmentRows, weight: Double
  ) throws(EntanglementError) {
    var ensemble = try PureStateEnsemble(basis: layers.basis, [rows])
    for tile in state.layout.tiles {
      let columns = state.layout.columns(ofTile: tile)
      for block in state.basis.blocks {
        for row in block.rows {
          state.withRows(row..<row + 1, ofTile: tile) { numbers in
            let real = numbers.extracting(0..<columns.count)
            let imaginary = numbers.extracting(
              StateLayout.tileWidth..<StateLayout.tileWidth + columns.count)
            ensemble.set(
              row: row, of: 0, weight: weight, from: columns.lowerBound, real: real,
              imaginary: imaginary)
            for x in columns.indices {
              let lane = x - columns.lowerBound
              let probability =
                weight * (real[lane] * real[lane] + imaginary[lane] * imaginary[lane])
              chargeDensity[x] += probability
              electronSpin += Double(block.electron) * probability
            }
          }
        }
      }
    }
    try layers.add(ensemble)
  }

  /// Adds a block of a density matrix of electron and layers, numbered (row, site).
  mutating func add(_ density: DensityBlock) {
    let (basis, sites) = (density.basis, density.basis.chain.sites)
    for block in basis.blocks {
      for row in block.rows {
        for x in 0..<sites {
          let probability = density[row * sites + x, row * sites + x].real
          chargeDensity[x] += probability
          electronSpin += Double(block.electron) * probability
        }
      }
    }
    for electron in [1, -1] {
      let rows = basis.blocks.filter { $0.electron == electron }.flatMap { block in
        block.rows.map { (row: $0, place: basis.layerStates(ofRow: $0, in: block)) }
      }
      for left in rows {
        for right in rows {
          let sum = (0..<sites).reduce(Complex.zero) {
            $0 + density[left.row * sites + $1, right.row * sites + $1]
          }
          layers.add(sum, left.place, right.place)
        }
      }
    }
  }

  /// Adds another state.
  ///
  /// - Throws: `EntanglementError.differentBases`.
  public mutating func add(
    _ other: ReducedState, scaledBy factor: Double = 1
  ) throws(EntanglementError) {
    try layers.add(other.layers, scaledBy: factor)
    electronSpin += factor * other.electronSpin
    for x in chargeDensity.indices { chargeDensity[x] += factor * other.chargeDensity[x] }
  }
}

extension SpinChain {
  /// All states of the layers; the charge of a layer's state is its number of spins down, and within
  /// a charge states stand as in `LayerSector`. Without a second layer B has one state.
  public var layerBasis: BipartiteBasis {
    let bases = (0..<2).map { index in
      guard layers.indices.contains(index) else { return ChargedBasis(charges: [0]) }
      let layer = layers[index]
      return ChargedBasis(
        charges: (0...layer.largestLowering).flatMap { lowering in
          [Int](
            repeating: lowering,
            count: layer.twiceSpin == 1 ? binomial(layer.spins, lowering) : 1)
        })
    }
    return BipartiteBasis(a: bases[0], b: bases[1])
  }
}

extension SectorBasis {
  /// The states of the layers that a row belongs to, numbered as in `SpinChain.layerBasis`.
  func layerStates(ofRow row: Int, in block: Block) -> (a: Int, b: Int) {
    let (i, j) = (row - block.firstRow).quotientAndRemainder(dividingBy: block.second.count)
    return (block.first.firstState + i, block.second.firstState + j)
  }
}

extension LayerSector {
  /// Number of states with fewer spins down.
  fileprivate var firstState: Int {
    layer.twiceSpin == 1
      ? (0..<lowering).reduce(0) { $0 + binomial(layer.spins, $1) } : lowering
  }
}

extension EnvironmentRows {
  /// The rows of a sector, with the electron for environment.
  ///
  /// - Throws: `EntanglementError`.
  init(_ sector: SectorBasis, in basis: BipartiteBasis) throws(EntanglementError) {
    var (a, b, electron) = ([Int](), [Int](), [Int]())
    for block in sector.blocks {
      for row in block.rows {
        let states = sector.layerStates(ofRow: row, in: block)
        a.append(states.a)
        b.append(states.b)
        electron.append(block.electron)
      }
    }
    try self.init(basis: basis, a: a, b: b, environment: electron, length: sector.chain.sites)
  }
}

extension ReducedState {
  /// Numbers of a state that is known as a sum over groups of a sample, with their standard errors by
  /// the jackknife; without errors (zero) for one group, which then is exact.
  ///
  /// - Parameters:
  ///   - groups: the parts of the state.
  ///   - evaluate: the numbers of a state whose trace is 1.
  /// - Throws: what `evaluate` throws.
  public static func estimate(
    _ groups: [ReducedState],
    _ evaluate: (ReducedState) throws(EntanglementError) -> [Double]
  ) throws(EntanglementError) -> (values: [Double], errors: [Double]) {
    guard var whole = groups.first else { return ([], []) }
    for group in groups.dropFirst() { try whole.add(group) }
    let values = try evaluate(whole.normalised())
    guard groups.count > 1 else {
      return (values, [Double](repeating: 0, count: values.count))
    }
    var partial: [[Double]] = []
    for group in groups {
      var rest = whole
      try rest.add(group, scaledBy: -1)
      partial.append(try evaluate(rest.normalised()))
    }
    return (values, Jackknife.standardErrors(partial))
  }

  /// The state with trace 1.
  private func normalised() throws(EntanglementError) -> ReducedState {
    var result = self
    try result.add(self, scaledBy: 1 / layers.trace - 1)
    return result
  }
}
