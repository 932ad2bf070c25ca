import Numerics
import Teams

/// The operator of a bond as Σ A_k ⊗ B_k, with as few products as possible. Each A_k changes the
/// charge of the left site by a definite amount, and B_k that of the right one by the opposite.
///
/// With these, a part of a chain needs to know of the Hamiltonian beyond it only the A_k or B_k at
/// its border: signs of fermions are in the matrices already.
struct BondChannels: Sendable {
  /// A_k on the left site.
  let left: [LocalOperator]
  /// B_k on the right site.
  let right: [LocalOperator]

  /// No operator.
  static let none = BondChannels(left: [], right: [])

  private init(left: [LocalOperator], right: [LocalOperator]) {
    (self.left, self.right) = (left, right)
  }

  /// Singular values below this part of the largest are roundings.
  private static let noise = 1e-14

  /// - Parameters:
  ///   - matrix: In the product basis, the right site's state running fastest; it conserves the
  ///     charge.
  ///   - left: States of the left site.
  ///   - right: States of the right site.
  /// - Throws: `LinearAlgebraError` if the matrix has elements that are not numbers.
  init(
    _ matrix: LocalOperator, left: LocalSpace, right: LocalSpace
  ) throws(LinearAlgebraError) {
    let leftPairs = Self.pairs(left) { $0 - $1 }
    let rightPairs = Self.pairs(right) { $1 - $0 }
    var found: [(value: Double, left: LocalOperator, right: LocalOperator)] = []
    for (change, rows) in leftPairs.sorted(by: { $0.key < $1.key }) {
      guard let columns = rightPairs[change] else { continue }
      var elements: [Complex] = []
      elements.reserveCapacity(rows.count * columns.count)
      for (b, d) in columns {
        for (a, c) in rows {
          elements.append(matrix[a * right.dimension + b, c * right.dimension + d])
        }
      }
      guard elements.contains(where: { $0 != .zero }) else { continue }
      let factors = try SingularValues(
        MatrixView(
          elements.span, rows: rows.count, columns: columns.count, order: .columnMajor))
      for (k, value) in factors.values.enumerated() {
        var (a, b) = (
          LocalOperator(dimension: left.dimension), LocalOperator(dimension: right.dimension)
        )
        let root = value.squareRoot()
        for (index, pair) in rows.enumerated() {
          a[pair.row, pair.column] = root * factors.left[k * rows.count + index]
        }
        for (index, pair) in columns.enumerated() {
          b[pair.row, pair.column] = root * factors.right[index * factors.values.count + k]
        }
        found.append((value, a, b))
      }
    }
    let largest = found.map(\.value).max() ?? 0
    found.removeAll { $0.value <= Self.noise * largest }
    self.init(left: found.map(\.left), right: found.map(\.right))
  }

  /// Pairs of basis states by a charge that is made of both.
  private static func pairs(
    _ space: LocalSpace, _ charge: (Charge, Charge) -> Charge
  ) -> [Charge: [(row: Int, column: Int)]] {
    var result: [Charge: [(row: Int, column: Int)]] = [:]
    for (row, a) in space.charges.enumerated() {
      for (column, b) in space.charges.enumerated() {
        result[charge(a, b), default: []].append((row, column))
      }
    }
    return result
  }
}

/// The Hamiltonian of a chain as a sum over bonds, with the channels of each.
struct ChannelHamiltonian: Sendable {
  /// Operators that differ: of each its matrix and its channels.
  private let operators: [(matrix: LocalOperator, channels: BondChannels)]
  /// Which of the operators each bond has.
  let kinds: [Int]
  /// The states of each site.
  let sites: [LocalSpace]

  /// - Throws: `EvaluationError.failed` if a term is not possible on its sites or changes what is
  ///   to be conserved, or if LAPACK does not converge.
  init(_ chain: Chain) throws(EvaluationError) {
    let (bonds, kinds) = try ChainHamiltonian.bondMatrices(of: chain)
    var operators: [(matrix: LocalOperator, channels: BondChannels)] = []
    for bond in bonds {
      operators.append(
        try EvaluationError.decomposing { () throws(LinearAlgebraError) in
          (
            bond.matrix,
            try BondChannels(bond.matrix, left: bond.left.space, right: bond.right.space)
          )
        })
    }
    (self.operators, self.kinds) = (operators, kinds)
    sites = chain.sites.map(\.space)
  }

  /// The matrix of the bond after a site.
  func matrix(after site: Int) -> LocalOperator { operators[kinds[site]].matrix }

  /// The channels of the bond after a site; none beyond the ends of the chain.
  func channels(after site: Int) -> BondChannels {
    kinds.indices.contains(site) ? operators[kinds[site]].channels : .none
  }
}
