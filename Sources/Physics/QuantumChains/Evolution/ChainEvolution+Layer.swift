import Numerics
public import Teams

extension ChainEvolution {
  /// ⟨H⟩ of the exchange within the layers alone, in eV. Collective.
  ///
  /// - Parameters:
  ///   - state: A state of this evolution.
  ///   - weights: The weights of its rows (`rowWeights`).
  /// - Throws: `EvaluationError.disconnected`.
  public func layerEnergy(
    _ state: SectorState, weights: [Double]
  ) throws(EvaluationError) -> Double {
    var energy = 0.0
    // Rows that an exchange of neighbors leads to one another, each pair once.
    var pairs: [(Int, Int)] = []
    for block in state.basis.blocks {
      for i in 0..<block.first.count {
        for j in 0..<block.second.count {
          let row = block.row(i, j)
          energy +=
            weights[row] * (block.first.exchangeEnergies[i] + block.second.exchangeEnergies[j])
          pairs += block.first.laterNeighbors(of: i).map { (row, block.row($0, j)) }
          pairs += block.second.laterNeighbors(of: j).map { (row, block.row(i, $0)) }
        }
      }
    }
    for product in try TileSums(team: team).products(state, state, pairs) {
      energy -= 4 * state.basis.chain.exchange * product.real
    }
    return energy
  }

  /// The probability of each magnon mode of the first layer, whatever the electron does.
  /// Collective.
  ///
  /// - Parameters:
  ///   - modes: The modes.
  ///   - state: A state of this evolution, of a chain with one layer.
  /// - Throws: `EvaluationError.disconnected`.
  public func probabilities(
    of modes: MagnonModes, _ state: SectorState
  ) throws(EvaluationError) -> [Double] {
    var probabilities = [Double](repeating: 0, count: modes.energies.count)
    for block in state.basis.blocks where block.first.lowering == modes.lowering {
      let pairs = block.rows.flatMap { i in (i..<block.rows.upperBound).map { (i, $0) } }
      let products = try TileSums(team: team).products(state, state, pairs)
      for mode in probabilities.indices {
        for (pair, product) in zip(pairs, products) {
          let (i, j) = (pair.0 - block.firstRow, pair.1 - block.firstRow)
          let factor = modes.vectors[mode, i] * modes.vectors[mode, j]
          probabilities[mode] += (i == j ? 1 : 2) * factor * product.real
        }
      }
    }
    return probabilities
  }
}

extension LayerSector {
  /// States with a higher number that differ from a state by the exchange of neighbors.
  fileprivate func laterNeighbors(of state: Int) -> [Int] {
    neighbors[neighborStarts[state]..<neighborStarts[state + 1]].filter { $0 > state }
  }
}
