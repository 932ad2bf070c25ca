/// What truncation has cost in a time evolution.
public struct TruncationLosses: Sendable, Equatable {
  /// Sum over all gates of the part of the squared norm that was dropped; 1 minus it estimates the
  /// fidelity of the state.
  public var discardedWeight = 0.0
  /// The most that one gate has dropped.
  public var largestDiscardedWeight = 0.0
  /// The largest deviation from 1 of the norm before a truncation.
  public var largestNormError = 0.0
  /// How many gates were applied.
  public var gates = 0
  /// How many of them left a bond at the largest dimension.
  public var gatesAtLimit = 0

  /// Nothing yet.
  public init() {}

  mutating func add(_ update: BondUpdate, maximumBond: Int) {
    add(
      discardedWeight: update.discardedWeight, norm: update.norm,
      isAtLimit: update.schmidtValues.count >= maximumBond)
  }

  mutating func add(discardedWeight weight: Double, norm: Double, isAtLimit: Bool) {
    discardedWeight += weight
    largestNormError = max(largestNormError, abs(norm - 1))
    largestDiscardedWeight = max(largestDiscardedWeight, weight)
    gates += 1
    if isAtLimit { gatesAtLimit += 1 }
  }
}
