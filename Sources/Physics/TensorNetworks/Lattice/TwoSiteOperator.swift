import Glibc
public import Numerics

/// A Hermitian operator on two neighboring sites that conserves their charge, such as the part of
/// the Hamiltonian on a bond, with its eigenvectors.
public struct TwoSiteOperator: Sendable {
  /// All product states of one charge.
  private struct Block {
    let charge: Charge
    /// The states (left, right) of the two sites.
    let states: [(left: Int, right: Int)]
    let eigensystem: HermitianEigensystem
  }

  /// In ascending order of charge.
  private let blocks: [Block]

  /// - Parameters:
  ///   - matrix: Hermitian, in the product basis (the right site's state runs fastest); elements
  ///     between states of different charge are not looked at.
  ///   - left: States of the left site.
  ///   - right: States of the right site.
  /// - Throws: `LinearAlgebraError` if the matrix has elements that are not numbers.
  public init(
    _ matrix: LocalOperator, left: LocalSpace, right: LocalSpace
  ) throws(LinearAlgebraError) {
    var states: [Charge: [(left: Int, right: Int)]] = [:]
    for (i, a) in left.charges.enumerated() {
      for (j, b) in right.charges.enumerated() { states[a + b, default: []].append((i, j)) }
    }
    var blocks: [Block] = []
    for (charge, states) in states.sorted(by: { $0.key < $1.key }) {
      let indices = states.map { $0.left * right.dimension + $0.right }
      let elements = indices.flatMap { row in indices.map { matrix[row, $0] } }
      blocks.append(
        Block(
          charge: charge, states: states,
          eigensystem: try HermitianEigensystem(elements, dimension: states.count)))
    }
    self.blocks = blocks
  }

  /// The operator itself, to be applied like a gate (which is not unitary then).
  public var asGate: TwoSiteGate { gate { Complex($0) } }

  /// exp(−i H t), the gate of evolving for a time in units of ħ over the energy.
  public func evolution(time: Double) -> TwoSiteGate {
    gate { Complex(cos($0 * time), -sin($0 * time)) }
  }

  /// exp(−H τ), the gate of evolving in imaginary time.
  public func imaginaryEvolution(time: Double) -> TwoSiteGate {
    gate { Complex(exp(-$0 * time)) }
  }

  private func gate(_ function: (Double) -> Complex) -> TwoSiteGate {
    TwoSiteGate(
      blocks: blocks.map { block in
        let dimension = block.states.count
        var matrix = [Complex](repeating: .zero, count: dimension * dimension)
        for (k, value) in block.eigensystem.eigenvalues.enumerated() {
          let factor = function(value)
          for row in 0..<dimension {
            let scaled = factor * block.eigensystem.adjointVectors[k * dimension + row].conjugate
            for column in 0..<dimension {
              matrix[row * dimension + column] +=
                scaled * block.eigensystem.adjointVectors[k * dimension + column]
            }
          }
        }
        return TwoSiteGate.Block(charge: block.charge, states: block.states, matrix: matrix)
      })
  }
}

/// A charge-conserving matrix that is applied to two neighboring sites.
public struct TwoSiteGate: Sendable {
  /// The nonzero elements between product states of one charge, row after row.
  struct Block: ChargeBlock, Sendable {
    let charge: Charge
    /// The states (left, right) of the two sites.
    let states: [(left: Int, right: Int)]
    /// Where each row's elements start; one more than there are rows.
    let rowStarts: [Int]
    let columns: [Int]
    let values: [Complex]

    init(charge: Charge, states: [(left: Int, right: Int)], matrix: [Complex]) {
      self.charge = charge
      self.states = states
      // Symmetries that are not among the charges leave zeros of the size of roundings.
      let noise = 1e-15 * (matrix.map(\.squaredMagnitude).max() ?? 0).squareRoot()
      var (starts, columns, values) = ([0], [Int](), [Complex]())
      for row in states.indices {
        for column in states.indices {
          let value = matrix[row * states.count + column]
          if value.squaredMagnitude > noise * noise {
            columns.append(column)
            values.append(value)
          }
        }
        starts.append(columns.count)
      }
      rowStarts = starts
      self.columns = columns
      self.values = values
    }
  }

  /// In ascending order of charge.
  let blocks: [Block]

  /// The position of the block of a charge, nil if the gate has none.
  func block(of charge: Charge) -> Int? { blocks.index(of: charge) }
}
