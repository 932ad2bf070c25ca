public import Numerics

/// A mixed state of a local moment.
public struct SpinDensityMatrix: Sendable, Equatable {
  /// The states of the moment.
  public let space: SpinSpace
  /// ⟨N|ρ|N′⟩ in row-major order, N = L − m; (2L + 1)² numbers.
  public let elements: [Complex]

  init(_ space: SpinSpace, elements: [Complex]) {
    self.space = space
    self.elements = elements
  }

  /// The pure state |f⟩⟨f|.
  public init(_ state: SpinState) {
    space = state.space
    elements = state.amplitudes.flatMap { row in
      state.amplitudes.map { row * $0.conjugate }
    }
  }

  /// A mixture of the states |L, m⟩.
  ///
  /// - Parameter populations: the probabilities of m = L, L − 1, …, −L.
  /// - Throws: `ScatteringError.spinQuantumNumber`.
  public init(populations: [Double]) throws(ScatteringError) {
    space = try SpinSpace(spinQuantumNumber: Double(populations.count - 1) / 2)
    var elements = [Complex](repeating: .zero, count: populations.count * populations.count)
    for (row, population) in populations.enumerated() {
      elements[row * populations.count + row] = Complex(population)
    }
    self.elements = elements
  }

  /// ⟨N|ρ|N′⟩.
  public func element(row: Int, column: Int) -> Complex {
    elements[row * space.dimension + column]
  }

  /// Tr ρ.
  public var trace: Complex {
    (0..<space.dimension).reduce(.zero) { $0 + element(row: $1, column: $1) }
  }

  /// Tr ρ².
  public var purity: Double { elements.reduce(0) { $0 + $1.squaredMagnitude } }

  /// Means and second moments of the spin.
  public var moments: SpinMoments { SpinMoments(space) { element(row: $0, column: $1) } }

  /// The eigenvalues in ascending order.
  ///
  /// - Throws: `LinearAlgebraError`.
  public func eigenvalues() throws(LinearAlgebraError) -> [Double] {
    try HermitianEigenvalues.of(elements, dimension: space.dimension)
  }

  /// The state after one electron has been scattered (Zheng et al., Eq. 17), by the Kraus
  /// operators: O(d²) operations each.
  ///
  /// - Parameter phases: those of a moment of the same L.
  /// - Throws: `ScatteringError.spinQuantumNumber` if `phases` belong to a different L.
  public func scattered(
    _ electron: ElectronSpin, _ phases: ScatteringPhases
  ) throws(ScatteringError) -> SpinDensityMatrix {
    guard phases.spinQuantumNumber == space.spinQuantumNumber else {
      throw .spinQuantumNumber(phases.spinQuantumNumber)
    }
    let dimension = space.dimension
    let columns = (0..<dimension).map { column in
      (0..<dimension).map { element(row: $0, column: column) }
    }
    var sum = [Complex](repeating: .zero, count: dimension * dimension)
    for component in electron.components {
      for kraus in try KrausOperator.all(phases, up: component.up, down: component.down) {
        // K ρ, column by column, then (K (K ρ)†)† row by row.
        let half = columns.map(kraus.applied(to:))
        for row in 0..<dimension {
          let conjugated = kraus.applied(to: half.map { $0[row].conjugate })
          for column in 0..<dimension {
            sum[row * dimension + column] += component.share * conjugated[column].conjugate
          }
        }
      }
    }
    return SpinDensityMatrix(space, elements: sum)
  }
}
