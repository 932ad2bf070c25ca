import Numerics

/// The probabilities of the product states |a⟩|b⟩: the diagonal of a density matrix, which is all
/// that observables diagonal in this basis need.
public struct ConfigurationProbabilities: Sendable, Equatable {
  /// Number of A's basis states.
  public let dimensionA: Int
  /// Number of B's basis states.
  public let dimensionB: Int
  /// ⟨a b|ρ|a b⟩, b faster than a.
  public internal(set) var values: [Double]

  /// - Parameters:
  ///   - values: ⟨a b|ρ|a b⟩, b faster than a.
  ///   - dimensionA: Number of A's basis states.
  ///   - dimensionB: Number of B's basis states.
  /// - Throws: `EntanglementError.shape`.
  public init(_ values: [Double], dimensionA: Int, dimensionB: Int) throws(EntanglementError) {
    guard values.count == dimensionA * dimensionB else {
      throw .shape(numbers: values.count, expected: dimensionA * dimensionB)
    }
    self.dimensionA = dimensionA
    self.dimensionB = dimensionB
    self.values = values
  }

  /// Zero, to add to.
  init(basis: BipartiteBasis) {
    dimensionA = basis.a.dimension
    dimensionB = basis.b.dimension
    values = [Double](repeating: 0, count: dimensionA * dimensionB)
  }

  /// The diagonal of a density matrix, block after block.
  init(basis: BipartiteBasis, diagonal: [[Double]]) {
    self.init(basis: basis)
    for a in 0..<dimensionA {
      for b in 0..<dimensionB {
        let (block, row) = basis.place(a: a, b: b)
        values[a * dimensionB + b] = diagonal[block][row]
      }
    }
  }

  /// The probability of |a⟩|b⟩.
  public subscript(a: Int, b: Int) -> Double { values[a * dimensionB + b] }

  /// The mean of an observable.
  public func mean(of observable: DiagonalObservable) -> Double {
    weightedSum { observable.a[$0] + observable.b[$1] }
  }

  /// The variance ⟨O²⟩ − ⟨O⟩² of an observable.
  public func variance(of observable: DiagonalObservable) -> Double {
    let mean = mean(of: observable)
    return weightedSum { a, b in
      let deviation = observable.a[a] + observable.b[b] - mean
      return deviation * deviation
    }
  }

  /// The distribution of a count that is a sum of one of A and one of B, such as the number of
  /// magnons.
  ///
  /// - Parameters:
  ///   - a: The count of each of A's basis states, none negative.
  ///   - b: The count of each of B's basis states, none negative.
  /// - Returns: The probabilities of 0, 1, 2, … up to the largest sum.
  public func distribution(a: [Int], b: [Int]) -> [Double] {
    var result = [Double](repeating: 0, count: (a.max() ?? 0) + (b.max() ?? 0) + 1)
    for i in 0..<dimensionA {
      for j in 0..<dimensionB { result[a[i] + b[j]] += self[i, j] }
    }
    return result
  }

  private func weightedSum(_ value: (Int, Int) -> Double) -> Double {
    var sum = 0.0
    for a in 0..<dimensionA {
      for b in 0..<dimensionB { sum += self[a, b] * value(a, b) }
    }
    return sum
  }
}

/// An observable O = O_A + O_B that is diagonal in the basis.
public struct DiagonalObservable: Sendable, Equatable {
  /// O_A in each of A's basis states.
  public let a: [Double]
  /// O_B in each of B's basis states.
  public let b: [Double]

  /// The observable of the given diagonals.
  public init(a: [Double], b: [Double]) {
    self.a = a
    self.b = b
  }

  /// The two parts of a wave of spins: Σ cos(k x) σ_z and Σ sin(k x) σ_z over all spins.
  ///
  /// - Parameters:
  ///   - waveNumber: k in 1/(unit of the positions).
  ///   - a: The position x of each spin of A, and of each of A's basis states the values of all
  ///     spins.
  ///   - b: The same of B.
  public static func spinWave(
    waveNumber: Double, a: SpinPattern, b: SpinPattern
  ) -> [DiagonalObservable] {
    [{ Elementary.sineCosine($0).cosine }, { Elementary.sineCosine($0).sine }].map { wave in
      DiagonalObservable(
        a: a.sums { wave(waveNumber * $0) }, b: b.sums { wave(waveNumber * $0) })
    }
  }

  /// O of each product state of a block.
  func values(of basis: BipartiteBasis, block: Int) -> [Double] {
    basis.blocks[block].pairs.flatMap { pair in
      basis.a.sectors[pair.a].states.flatMap { i in
        basis.b.sectors[pair.b].states.map { j in a[i] + b[j] }
      }
    }
  }
}

/// Where spins are and what they are in each basis state.
public struct SpinPattern: Sendable, Equatable {
  /// The position of each spin.
  public let positions: [Double]
  /// The values of all spins in each basis state.
  public let values: [[Double]]

  /// The pattern of spins at the given positions.
  public init(positions: [Double], values: [[Double]]) {
    self.positions = positions
    self.values = values
  }

  fileprivate func sums(_ weight: (Double) -> Double) -> [Double] {
    let weights = positions.map(weight)
    return values.map { zip(weights, $0).reduce(0) { $0 + $1.0 * $1.1 } }
  }
}
