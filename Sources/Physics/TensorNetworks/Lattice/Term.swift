public import Numerics
import Teams

/// A term of a Hamiltonian on one site or on two neighboring ones: a coefficient times operators
/// that are given by their names.
public struct Term: Sendable, Equatable {
  /// The coupling, an energy.
  public var coefficient = 1.0
  /// The products to be summed; of each, the operators by site from left to right and, on a site,
  /// in the order of the formula.
  public let products: [[[OperatorName]]]
  /// The number p if each product O stands for p O + p* O†.
  public let phase: Complex?

  /// A product of operators of one site.
  public init(_ site: [OperatorName]) { self.init(products: [[site]]) }

  /// A product of operators of two neighboring sites, those of the left one first.
  public init(_ left: [OperatorName], _ right: [OperatorName]) {
    self.init(products: [[left, right]])
  }

  private init(products: [[[OperatorName]]], phase: Complex? = nil) {
    (self.products, self.phase) = (products, phase)
  }

  /// How many sites it is on, 1 or 2.
  var width: Int { products[0].count }

  /// The term with a coefficient.
  public static func * (factor: Double, term: Term) -> Term {
    var term = term
    term.coefficient *= factor
    return term
  }

  /// A term on one site as one on a bond, of which the site is the left (0) or the right (1) one.
  func onBond(side: Int) -> Term {
    var term = Term(products: products.map { side == 0 ? $0 + [[]] : [[]] + $0 }, phase: phase)
    term.coefficient = coefficient
    return term
  }

  /// The sum of the products on given sites, without the coefficient.
  ///
  /// An operator that is further right passes those further left with the signs of Jordan and
  /// Wigner: with an odd number of fermionic ones to its right, a site contributes its parity.
  ///
  /// - Throws: `EvaluationError.failed` if a site has no operator of a name.
  func matrix(on sites: [Site]) throws(EvaluationError) -> LocalOperator {
    var sum = LocalOperator(dimension: sites.reduce(1) { $0 * $1.space.dimension })
    for product in products {
      var factors: [LocalOperator] = []
      var isOddToTheRight = false
      for (site, names) in zip(sites, product).reversed() {
        let own = try site.product(names)
        factors.append(isOddToTheRight ? own.matrix * site.parity : own.matrix)
        if own.isFermionic { isOddToTheRight.toggle() }
      }
      let whole = LocalOperator.tensor(factors.reversed())
      sum = sum + (phase.map { $0 * whole + ($0 * whole).adjoint } ?? whole)
    }
    return sum
  }
}

extension Term: Hashable {
  /// By everything but the phase.
  public func hash(into hasher: inout Hasher) {
    hasher.combine(coefficient)
    hasher.combine(products)
  }
}

extension Site {
  /// The product of operators given by their names, 1 if there are none.
  fileprivate func product(
    _ names: [OperatorName]
  ) throws(EvaluationError) -> SiteOperator {
    var product: SiteOperator?
    for name in names {
      guard let factor = self[name] else {
        throw .failed("a site of \(self) has no operator \(name), which a term of its chain names")
      }
      product = product.map { $0 * factor } ?? factor
    }
    return product ?? SiteOperator(.identity(space.dimension))
  }
}

extension Term {
  /// The energy of an electron on a site, n.
  public static let potential = Term([.number])

  /// Hubbard's repulsion of two electrons on a site, n_↑ n_↓.
  public static let repulsion = Term([.number(.up), .number(.down)])

  /// A component of the spin of the electrons on a site, s_a.
  public static func electronSpin(_ axis: CartesianAxis) -> Term { Term([.electronSpin(axis)]) }

  /// A component of the localized spin of a site, S_a.
  public static func localSpin(_ axis: CartesianAxis) -> Term { Term([.localSpin(axis)]) }

  /// Σ_s p c†_{i,s} c_{i+1,s} + h.c.
  public static func hopping(phase: Complex = .one) -> Term {
    Term(
      products: ElectronSpin.allCases.map { [[.creator($0)], [.annihilator($0)]] }, phase: phase)
  }

  /// A component of the exchange of neighboring localized spins, S_{i,a} S_{i+1,a}.
  public static func exchange(_ axis: CartesianAxis) -> Term {
    Term([.localSpin(axis)], [.localSpin(axis)])
  }

  /// A component of the exchange of electrons and localized spin of a site, s_a S_a.
  public static func sdExchange(_ axis: CartesianAxis) -> Term {
    Term([.electronSpin(axis), .localSpin(axis)])
  }
}
