import Numerics

/// A mixture of pure states of A × B × environment, whose environment is traced out: ρ = Σ w Ψ Ψ†
/// with a matrix Ψ of amplitudes ⟨a b, environment|ψ⟩ for each state.
///
/// Rows are regrouped so that those of one pair of sectors follow each other; every quantity is
/// then a product of matrices, in whichever order makes the smaller one.
public struct PureStateEnsemble: BipartiteState {
  /// The product basis of A and B.
  public let basis: BipartiteBasis
  /// How the amplitudes of each state stand; none after a projection.
  private let states: [EnvironmentRows]
  /// The first column of each part of the environment of each state.
  private let columns: [[Int]]
  /// √w Ψ of each block, a row for each product state; empty where nothing is populated.
  private(set) var amplitudes: [[Complex]]
  /// Dimension of the environment of all states together, in each block.
  let environment: [Int]

  /// Zero, with room for pure states whose rows are then set one by one.
  ///
  /// - Parameter states: How the amplitudes of each state stand, all in the same basis.
  /// - Throws: `EntanglementError.differentBases`.
  public init(basis: BipartiteBasis, _ states: [EnvironmentRows]) throws(EntanglementError) {
    var environment = [Int](repeating: 0, count: basis.blocks.count)
    var columns: [[Int]] = []
    for state in states {
      guard state.basis == basis else { throw .differentBases }
      columns.append([])
      for block in state.blockOfPart {
        columns[columns.count - 1].append(environment[block])
        environment[block] += state.length
      }
    }
    self.basis = basis
    self.states = states
    self.columns = columns
    self.environment = environment
    amplitudes = zip(basis.blocks, environment).map {
      [Complex](repeating: .zero, count: $0.dimension * $1)
    }
  }

  /// Sets amplitudes of one row.
  ///
  /// - Parameters:
  ///   - row: Which row, of those the state was declared with.
  ///   - state: Which of the declared states.
  ///   - weight: The weight of that state in the mixture.
  ///   - first: Where in the row the amplitudes begin.
  ///   - real: The real parts of the amplitudes, all of a row or a part of it.
  ///   - imaginary: The imaginary parts, as many.
  public mutating func set(
    row: Int, of state: Int, weight: Double, from first: Int = 0, real: Span<Double>,
    imaginary: Span<Double>
  ) {
    let rows = states[state]
    let place = rows.places[row]
    let start = place.row * environment[place.block] + columns[state][rows.parts[row]] + first
    let factor = weight.squareRoot()
    for x in real.indices {
      amplitudes[place.block][start + x] = Complex(factor * real[x], factor * imaginary[x])
    }
  }

  init(basis: BipartiteBasis, amplitudes: [[Complex]], environment: [Int]) {
    self.basis = basis
    self.amplitudes = amplitudes
    self.environment = environment
    states = []
    columns = []
  }

  public var diagonal: [[Double]] {
    basis.blocks.indices.map { block in
      let length = environment[block]
      return (0..<basis.blocks[block].dimension).map { row in
        amplitudes[block][row * length..<(row + 1) * length].reduce(0) {
          $0 + $1.squaredMagnitude
        }
      }
    }
  }

  public func expectation(of vector: [ProductAmplitude]) -> Double {
    var projections = environment.map { [Complex](repeating: .zero, count: $0) }
    for component in vector {
      let (block, row) = basis.place(a: component.a, b: component.b)
      let coefficient = component.amplitude.conjugate
      for x in 0..<environment[block] {
        projections[block][x] += coefficient * amplitudes[block][row * environment[block] + x]
      }
    }
    return projections.reduce(0) { $1.reduce($0) { $0 + $1.squaredMagnitude } }
  }

  public func element(_ row: (a: Int, b: Int), _ column: (a: Int, b: Int)) -> Complex {
    let (first, second) = (basis.place(a: row.a, b: row.b), basis.place(a: column.a, b: column.b))
    guard first.block == second.block else { return .zero }
    let (psi, length) = (amplitudes[first.block], environment[first.block])
    return (0..<length).reduce(.zero) {
      $0 + psi[first.row * length + $1] * psi[second.row * length + $1].conjugate
    }
  }
}
