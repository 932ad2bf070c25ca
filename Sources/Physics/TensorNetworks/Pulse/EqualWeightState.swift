import Numerics

/// The state of N electron spins and N localized spins in which all configurations with vanishing
/// total spin along z have equal weight (Petrović et al., Eqs. (15)–(17)): what an ideal pulse of
/// as many electrons as spins would leave behind.
public struct EqualWeightState: Sendable, Equatable {
  /// N.
  public let spins: Int

  /// The state of N localized spins.
  public init(spins: Int) { self.spins = spins }

  /// The state of any two localized spins, in the basis ↑↑, ↑↓, ↓↑, ↓↓.
  ///
  /// Of the C(2N, N) configurations, C(2N − 2, N − 2) have both spins up, as many both down, and
  /// C(2N − 2, N − 1) a given one up and the other down; states that differ by an exchange of both
  /// have the same rest, so the coherence between them equals their probability.
  public var pair: SpinPair {
    let n = Double(spins)
    let aligned = (n - 1) / (4 * n - 2)
    let opposite = n / (4 * n - 2)
    var density = LocalOperator(diagonal: [aligned, opposite, opposite, aligned])
    density[1, 2] = Complex(opposite)
    density[2, 1] = Complex(opposite)
    return SpinPair(density)
  }

  /// The entropy of a pair of spins in nats (Petrović et al., Eq. (16)), from the eigenvalues N/(2N
  /// − 1) and twice (N − 1)/(4N − 2).
  public var pairEntropy: Double {
    let n = Double(spins)
    let aligned = (n - 1) / (4 * n - 2)
    return vonNeumannEntropy([n / (2 * n - 1), aligned, aligned])
  }

  /// The mutual information of two spins in nats, which tends to (ln 2)/2.
  public var mutualInformation: Double { 2 * vonNeumannEntropy([0.5, 0.5]) - pairEntropy }
}
