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

  /// The moments of a superposition. Collective.
  ///
  /// - Parameters:
  ///   - states: The state in each of its sectors.
  ///   - weights: The weights of the rows of each (`ChainEvolution.rowWeights`).
  ///   - team: The ranks that share the tiles.
  /// - Throws: `EvaluationError.disconnected`.
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

  /// Adds the moments of another state, times its weight in a mixture.
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

  /// The components along x and y: 2 Re a and −2 Im a with a = ⟨S⁻⟩, which leads from a sector to
  /// the next one.
  private mutating func addCoherence(
    _ from: SectorState, _ to: SectorState, _ sums: TileSums
  ) throws(EvaluationError) {
    // Which spin (−1 for the electron) is lowered between two rows, and ⟨to|S⁻|from⟩.
    var terms: [(spin: Int, factor: Double)] = []
    var rows: [(Int, Int)] = []
    for block in from.basis.blocks {
      for other in to.basis.blocks {
        let changes = [0, 1].map {
          other.sector(ofLayer: $0).lowering - block.sector(ofLayer: $0).lowering
        }
        if other.electron < block.electron, changes == [0, 0] {
          terms += [(spin: Int, factor: Double)](repeating: (-1, 1), count: block.rowCount)
          rows += zip(other.rows, block.rows)
        }
        guard other.electron == block.electron,
          let layer = [[1, 0], [0, 1]].firstIndex(of: changes)
        else { continue }
        let sector = block.sector(ofLayer: layer)
        let (spins, before) = (sector.layer.spins, layer == 0 ? 0 : block.first.layer.spins)
        for i in 0..<block.first.count {
          for j in 0..<block.second.count {
            let (state, rest) = layer == 0 ? (i, j) : (j, i)
            for spin in 0..<spins {
              let target = sector.lowered[state * spins + spin]
              guard target >= 0 else { continue }
              terms.append((before + spin, sector.loweringFactor))
              rows.append((other.row(target, ofLayer: layer, other: rest), block.row(i, j)))
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

extension ChainMoments {
  /// The electron's spin, the localized spins and the norm: 3 n + 4 numbers for n localized spins.
  var numbers: [Double] {
    ([electronSpin] + localSpins).flatMap { [$0.x, $0.y, $0.z] } + [norm]
  }

  /// The moments with such numbers; nil if there are not as many.
  init?(numbers: [Double], spins: Int) {
    guard numbers.count == 3 * spins + 4 else { return nil }
    let vectors = (0...spins).map {
      Vector3(numbers[3 * $0], numbers[3 * $0 + 1], numbers[3 * $0 + 2])
    }
    self.init(
      electronSpin: vectors[0], localSpins: Array(vectors[1...]), norm: numbers[3 * spins + 3])
  }
}
