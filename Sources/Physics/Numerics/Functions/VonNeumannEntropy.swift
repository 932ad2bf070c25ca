import Glibc

/// −Σ p ln p in nats (1 nat = 1/ln 2 bits).
///
/// - Parameter probabilities: eigenvalues of a density matrix; what rounding has made negative
///   counts as zero.
package func vonNeumannEntropy(_ probabilities: some Sequence<Double>) -> Double {
  probabilities.reduce(0) { sum, p in p > 0 ? sum - p * log(p) : sum }
}
