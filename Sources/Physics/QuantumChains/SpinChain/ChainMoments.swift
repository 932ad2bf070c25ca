public import Numerics
public import Teams

/// What the electron and the localized spins do in a pure state: a superposition of one or several
/// sectors. Spins in units of ħ/2.
public struct ChainMoments: Sendable, Equatable {
  /// ⟨σ_e⟩.
  public private(set) var electronSpin = Vector3.zero
  /// ⟨2S_i⟩ of each localized spin.
  public private(set) var localSpins: [Vector3]
  /// Σ |ψ|², 1 up to the error of the propagation.
  public private(set) var norm = 0.0

  init(electronSpin: Vector3, localSpins: [Vector3], norm: Double) {
    self.electronSpin = electronSpin
    self.localSpins = localSpins
    self.norm = norm
  }

  /// Zero, to add to.
  public init(spins: Int) { localSpins = [Vector3](repeating: .zero, count: spins) }

  /// - Parameters:
  ///   - states: The state in each of its sectors.
  ///   - weights: The weights of the rows of each (`ChainEvolution.rowWeights`).
  ///   - team: The ranks that share the tiles. Collective.
  public init(
    _ states: [SectorState], weights: [[Double]], team: any RankTeam
  ) throws(EvaluationError) {
    self.init(spins: states.first?.basis.chain.spins ?? 0)
    for (state, weights) in zip(states, weights) { addDiagonal(state.basis, weights) }
    for lower in states {
      for upper in states where upper.basis.lowering == lower.basis.lowering + 1 {
        try addCoherence(lower, upper, TileSums(team: team))
      }
    }
  }

  /// Adds a share of the moments of another state, for a mixture.
  public mutating func add(_ other: ChainMoments, weight: Double) {
    electronSpin = electronSpin + weight * other.electronSpin
    for spin in localSpins.indices {
      localSpins[spin] = localSpins[spin] + weight * other.localSpins[spin]
    }
    norm += weight * other.norm
  }

  /// The components along z.
  private mutating func addDiagonal(_ basis: SectorBasis, _ weights: [Double]) {
    for block in basis.blocks {
      let firstSpins = block.first.layer.spins
      for i in 0..<block.first.count {
        for j in 0..<block.second.count {
          let weight = weights[block.row(i, j)]
          norm += weight
          electronSpin.z += Double(block.electron) * weight
          for spin in 0..<firstSpins {
            localSpins[spin].z += Double(block.first.moment(ofSpin: spin, in: i)) * weight
          }
          for spin in 0..<block.second.layer.spins {
            localSpins[firstSpins + spin].z +=
              Double(block.second.moment(ofSpin: spin, in: j)) * weight
          }
        }
      }
    }
  }

  /// The components along x and y: 2 Re a and −2 Im a with a = ⟨S⁻⟩, which leads from a sector to the
  /// next one.
  private mutating func addCoherence(
    _ from: SectorState, _ to: SectorState, _ sums: TileSums
  ) throws(EvaluationError) {
    // Which spin (−1 for the electron) is lowered between two rows, and ⟨to|S⁻|from⟩.
    var terms: [(spin: Int, factor: Double)] = []
    var rows: [(Int, Int)] = []
    for block in from.basis.blocks {
      let spinsBefore = block.first.layer.spins
      for other in to.basis.blocks {
        let first = other.first.lowering - block.first.lowering
        let second = other.second.lowering - block.second.lowering
        for i in 0..<block.first.count {
          for j in 0..<block.second.count {
            let row = block.row(i, j)
            if other.electron < block.electron, first == 0, second == 0 {
              terms.append((-1, 1))
              rows.append((other.row(i, j), row))
            }
            guard other.electron == block.electron else { continue }
            for spin in 0..<spinsBefore where first == 1 && second == 0 {
              let target = block.first.lowered[i * spinsBefore + spin]
              guard target >= 0 else { continue }
              terms.append((spin, block.first.loweringFactor))
              rows.append((other.row(target, j), row))
            }
            let count = block.second.layer.spins
            for spin in 0..<count where first == 0 && second == 1 {
              let target = block.second.lowered[j * count + spin]
              guard target >= 0 else { continue }
              terms.append((spinsBefore + spin, block.second.loweringFactor))
              rows.append((other.row(i, target), row))
            }
          }
        }
      }
    }
    for (term, product) in zip(terms, try sums.products(to, from, rows)) {
      let spin = Vector3(2 * term.factor * product.real, -2 * term.factor * product.imaginary, 0)
      if term.spin < 0 {
        electronSpin = electronSpin + spin
      } else {
        localSpins[term.spin] = localSpins[term.spin] + spin
      }
    }
  }
}
