public import Numerics
public import Teams

/// A density matrix of A × B, kept as one Hermitian matrix for each total charge.
///
/// It takes any number of pure states, one after another, so that a mixture of very many needs the
/// memory of one.
public struct BlockDensityMatrix: BipartiteState {
  /// The product basis of A and B.
  public let basis: BipartiteBasis
  /// ⟨i|ρ|j⟩ of each block in row-major order; only the elements with i ≤ j are meant.
  var blocks: [[Complex]]

  /// Zero, to add states to.
  public init(basis: BipartiteBasis) {
    self.basis = basis
    blocks = basis.blocks.map { [Complex](repeating: .zero, count: $0.dimension * $0.dimension) }
  }

  /// A density matrix without conserved charges.
  ///
  /// - Parameters:
  ///   - matrix: ⟨a b|ρ|a′ b′⟩ in row-major order, b faster than a; it is taken to be Hermitian and
  ///     only its elements with row ≤ column are read.
  ///   - dimensionA: The dimension of A.
  ///   - dimensionB: The dimension of B.
  /// - Throws: `EntanglementError.shape`.
  public init(_ matrix: [Complex], dimensionA: Int, dimensionB: Int) throws(EntanglementError) {
    let dimension = dimensionA * dimensionB
    guard matrix.count == dimension * dimension else {
      throw .shape(numbers: matrix.count, expected: dimension * dimension)
    }
    basis = BipartiteBasis(
      a: ChargedBasis(dimension: dimensionA), b: ChargedBasis(dimension: dimensionB))
    blocks = [matrix]
  }

  /// Adds the mixture of pure states.
  ///
  /// - Throws: `EntanglementError.differentBases`.
  public mutating func add(_ ensemble: PureStateEnsemble) throws(EntanglementError) {
    guard ensemble.basis == basis else { throw .differentBases }
    for block in blocks.indices where ensemble.environment[block] > 0 {
      let psi = ensemble.amplitudes[block]
      MatrixView(rowMajor: psi, columns: ensemble.environment[block])
        .addSquare(to: &blocks[block])
    }
  }

  /// Adds another density matrix in the same basis, scaled.
  mutating func add(_ other: BlockDensityMatrix, scaledBy factor: Double) {
    for block in blocks.indices {
      for index in blocks[block].indices {
        blocks[block][index] += factor * other.blocks[block][index]
      }
    }
  }

  /// Adds to ⟨a b|ρ|a′ b′⟩; nothing below the diagonal, where the conjugate is meant, and nothing
  /// between different total charges.
  mutating func add(_ value: Complex, _ row: (a: Int, b: Int), _ column: (a: Int, b: Int)) {
    let (first, second) = (basis.place(a: row.a, b: row.b), basis.place(a: column.a, b: column.b))
    guard first.block == second.block, first.row <= second.row else { return }
    blocks[first.block][first.row * basis.blocks[first.block].dimension + second.row] += value
  }

  /// ⟨a b|ρ|a′ b′⟩ with (a, b) in the row and (a′, b′) in the column.
  public func element(_ row: (a: Int, b: Int), _ column: (a: Int, b: Int)) -> Complex {
    let (first, second) = (basis.place(a: row.a, b: row.b), basis.place(a: column.a, b: column.b))
    guard first.block == second.block else { return .zero }
    return element(block: first.block, first.row, second.row)
  }

  /// ⟨i|ρ|j⟩ within a block.
  func element(block: Int, _ i: Int, _ j: Int) -> Complex {
    let dimension = basis.blocks[block].dimension
    return i <= j
      ? blocks[block][i * dimension + j] : blocks[block][j * dimension + i].conjugate
  }

  public var diagonal: [[Double]] {
    basis.blocks.indices.map { block in
      let dimension = basis.blocks[block].dimension
      return (0..<dimension).map { blocks[block][$0 * (dimension + 1)].real }
    }
  }

  public func expectation(of vector: [ProductAmplitude]) -> Double {
    let places = vector.map { basis.place(a: $0.a, b: $0.b) }
    var sum = 0.0
    for (i, left) in places.enumerated() {
      for (j, right) in places.enumerated() where left.block == right.block {
        let element = element(block: left.block, left.row, right.row)
        sum += (vector[i].amplitude.conjugate * element * vector[j].amplitude).real
      }
    }
    return sum
  }
}

extension BlockDensityMatrix {
  /// Appends all elements.
  public func save(to sink: any RestartSink) {
    for block in blocks { sink.append(block.span) }
  }

  /// What was saved of a matrix in this basis; nil if there are not as many elements.
  public init?(basis: BipartiteBasis, _ source: any RestartSource) {
    self.init(basis: basis)
    for index in blocks.indices {
      var elements = blocks[index].mutableSpan
      guard source.read(into: &elements) else { return nil }
    }
  }

  /// Bytes of all elements.
  public static func bytes(_ basis: BipartiteBasis) -> Int {
    basis.blocks.reduce(0) {
      $0 + $1.dimension * $1.dimension * MemoryLayout<Complex>.stride
    }
  }
}
