import Numerics
public import Teams

/// A chain of sites with nearest-neighbor interactions: all that time evolution and measurements
/// know of a model.
public struct Chain: Sendable {
  /// From left to right.
  public let sites: [Site]
  /// The terms of the Hamiltonian, by their first site.
  public private(set) var terms: [[Term]]

  /// A chain without any interaction.
  public init(_ sites: [Site]) {
    self.sites = sites
    terms = Array(repeating: [], count: sites.count)
  }

  /// Adds a term of the Hamiltonian.
  ///
  /// - Parameter site: Where it is, from 0; of a term on two sites, the left one.
  public mutating func add(_ term: Term, at site: Int) { terms[site].append(term) }
}

/// The Hamiltonian of a chain as a sum of operators on its bonds. A site's own terms are shared by
/// the bonds on both sides.
public struct ChainHamiltonian: Sendable {
  /// What tells the operators of two bonds apart.
  private struct Bond: Hashable {
    let sites: [Site]
    let terms: [Term]

    init(_ chain: Chain, after site: Int) {
      sites = [chain.sites[site], chain.sites[site + 1]]
      let isEnd = [site == 0, site == chain.sites.count - 2]
      terms =
        chain.terms[site].filter { $0.width == 2 }
        + [0, 1].flatMap { side in
          chain.terms[site + side].filter { $0.width == 1 }.map { term in
            (isEnd[side] ? 1 : 0.5) * term.onBond(side: side)
          }
        }
    }

    /// The sum of all terms.
    func matrix() throws(EvaluationError) -> LocalOperator {
      let charges = sites[0].space.charges.flatMap { a in sites[1].space.charges.map { a + $0 } }
      var sum: LocalOperator?
      for term in terms {
        let next = term.coefficient * (try term.matrix(on: sites))
        sum = sum.map { $0 + next } ?? next
      }
      guard let sum else { return LocalOperator(dimension: charges.count) }
      for (row, rowCharge) in charges.enumerated() {
        for (column, charge) in charges.enumerated() where charge != rowCharge {
          guard sum[row, column] == .zero else {
            throw .failed("the Hamiltonian changes what the state of the chain is to conserve")
          }
        }
      }
      return sum
    }
  }

  /// Operators that differ.
  let operators: [TwoSiteOperator]
  /// Which of the operators each bond has.
  let kinds: [Int]

  /// - Throws: `EvaluationError.failed` if a site lacks an operator that a term names, if a term
  ///   changes what is to be conserved, or if LAPACK finds no eigenvectors.
  public init(_ chain: Chain) throws(EvaluationError) {
    let (bonds, kinds) = try Self.bondMatrices(of: chain)
    var operators: [TwoSiteOperator] = []
    for bond in bonds {
      operators.append(
        try EvaluationError.decomposing { () throws(LinearAlgebraError) in
          try TwoSiteOperator(bond.matrix, left: bond.left.space, right: bond.right.space)
        })
    }
    self.operators = operators
    self.kinds = kinds
  }

  /// The matrices of bonds that differ, and which of them each bond has.
  ///
  /// - Throws: `EvaluationError.failed` if a site lacks an operator that a term names, or if a term
  ///   changes what is to be conserved.
  static func bondMatrices(
    of chain: Chain
  ) throws(EvaluationError) -> (
    bonds: [(matrix: LocalOperator, left: Site, right: Site)], kinds: [Int]
  ) {
    var bonds: [(matrix: LocalOperator, left: Site, right: Site)] = []
    var known: [Bond: Int] = [:]
    var kinds: [Int] = []
    for site in 0..<chain.sites.count - 1 {
      let bond = Bond(chain, after: site)
      let kind = known[bond] ?? bonds.count
      kinds.append(kind)
      guard kind == bonds.count else { continue }
      known[bond] = kind
      bonds.append((try bond.matrix(), bond.sites[0], bond.sites[1]))
    }
    return (bonds, kinds)
  }

  /// The operator on a bond, numbered from 0 by the site on its left.
  public subscript(bond: Int) -> TwoSiteOperator { operators[kinds[bond]] }
}
