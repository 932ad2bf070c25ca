import Numerics
public import Teams

/// The Hamiltonian of a chain as a sum of operators on its bonds. A site's own terms are shared by
/// the bonds on both sides.
public struct ChainHamiltonian: Sendable {
  /// What tells the operators of two bonds apart.
  private struct Bond: Hashable {
    let sites: [Site]
    /// On both sites.
    let terms: [Term]
    /// On the left one and on the right one, with the bond's share.
    let siteTerms: [[Term]]

    init(_ chain: Chain, after site: Int) {
      sites = [chain.sites[site], chain.sites[site + 1]]
      terms = chain.terms[site].filter { $0.width == 2 }
      let isEnd = [site == 0, site == chain.sites.count - 2]
      siteTerms = [0, 1].map { side in
        chain.terms[site + side].filter { $0.width == 1 }.map { (isEnd[side] ? 1 : 0.5) * $0 }
      }
    }

    /// The sum of all terms.
    func matrix() throws(EvaluationError) -> LocalOperator {
      var parts: [LocalOperator] = []
      for term in terms { parts.append(term.coefficient * (try term.matrix(on: sites))) }
      for term in siteTerms[0] {
        let matrix = try term.matrix(on: [sites[0]])
        parts.append(term.coefficient * matrix.tensor(.identity(sites[1].space.dimension)))
      }
      for term in siteTerms[1] {
        let matrix = try term.matrix(on: [sites[1]])
        parts.append(
          term.coefficient * LocalOperator.identity(sites[0].space.dimension).tensor(matrix))
      }
      let charges = sites[0].space.charges.flatMap { a in sites[1].space.charges.map { a + $0 } }
      let sum = parts.dropFirst().reduce(parts.first ?? LocalOperator(dimension: charges.count), +)
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
    var operators: [TwoSiteOperator] = []
    var known: [Bond: Int] = [:]
    var kinds: [Int] = []
    for site in 0..<chain.sites.count - 1 {
      let bond = Bond(chain, after: site)
      let kind = known[bond] ?? operators.count
      kinds.append(kind)
      guard kind == operators.count else { continue }
      known[bond] = kind
      let matrix = try bond.matrix()
      operators.append(
        try EvaluationError.decomposing { () throws(EigenvalueError) in
          try TwoSiteOperator(matrix, left: bond.sites[0].space, right: bond.sites[1].space)
        })
    }
    self.operators = operators
    self.kinds = kinds
  }

  /// The operator on a bond, numbered from 0 by the site on its left.
  public subscript(bond: Int) -> TwoSiteOperator { operators[kinds[bond]] }
}
