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
