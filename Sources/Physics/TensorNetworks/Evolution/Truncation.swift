/// Which Schmidt states a bond keeps.
public struct TruncationRule: Sendable, Equatable {
  /// Largest bond dimension.
  public var maximumBond: Int
  /// Bond dimension up to which states are kept even though `discardedWeight` would let them go.
  public var minimumBond: Int
  /// Largest sum of squared Schmidt values that one truncation may drop, as long as `maximumBond`
  /// allows.
  public var discardedWeight: Double

  /// The rule with the given limits.
  public init(maximumBond: Int, minimumBond: Int = 1, discardedWeight: Double) {
    self.maximumBond = maximumBond
    self.minimumBond = minimumBond
    self.discardedWeight = discardedWeight
  }

  /// Below this the eigenvalues of a Gram matrix of norm 1 are rounding errors.
  static let gramFloor = 1e-15
  /// Squares of singular values below this are rounding errors.
  static let singularFloor = 1e-28

  /// Whether decompositions must resolve weights that Gram matrices do not.
  var needsSingularValues: Bool { discardedWeight < 1e-12 }

  /// How many of each block's weights to keep: all blocks' weights are looked at together.
  ///
  /// - Parameters:
  ///   - weights: Squared Schmidt values of a block in descending order, block after block.
  ///   - starts: Where each block's weights start; one more than there are blocks.
  ///   - total: The sum of all.
  ///   - order: Room for as many numbers as there are weights.
  ///   - kept: Receives the number of kept states of each block.
  /// - Returns: The sum of the kept weights.
  func select(
    _ weights: [Double], starts: [Int], total: Double, order: inout [Int], kept: inout [Int]
  ) -> Double {
    let floor = total * (needsSingularValues ? Self.singularFloor : Self.gramFloor)
    order.removeAll(keepingCapacity: true)
    for index in 0..<(starts.last ?? 0) where weights[index] > floor { order.append(index) }
    // Equal weights stand in the order of their blocks, so that the choice does not depend on the
    // sorting algorithm.
    order.sort { weights[$0] != weights[$1] ? weights[$0] > weights[$1] : $0 < $1 }
    var keep = order.count
    var dropped = 0.0
    while keep > 1, keep > minimumBond {
      let next = dropped + weights[order[keep - 1]]
      guard next <= discardedWeight * total else { break }
      dropped = next
      keep -= 1
    }
    keep = min(keep, maximumBond)
    for block in kept.indices { kept[block] = 0 }
    var sum = 0.0
    for rank in 0..<keep {
      let index = order[rank]
      sum += weights[index]
      // Blocks are few; a binary search finds the one of this weight.
      var (low, high) = (0, starts.count - 1)
      while high - low > 1 {
        let middle = (low + high) / 2
        if starts[middle] <= index { low = middle } else { high = middle }
      }
      kept[low] += 1
    }
    return sum
  }
}

/// What truncation has cost in a time evolution.
public struct TruncationLosses: Sendable, Equatable {
  /// Sum over all gates of the part of the squared norm that was dropped; 1 minus it estimates the
  /// fidelity of the state.
  public private(set) var discardedWeight = 0.0
  /// The most that one gate has dropped.
  public private(set) var largestDiscardedWeight = 0.0
  /// The largest deviation from 1 of the norm before a truncation.
  public private(set) var largestNormError = 0.0
  /// How many gates were applied.
  public private(set) var gates = 0
  /// How many of them left a bond at the largest dimension.
  public private(set) var gatesAtLimit = 0

  /// Nothing yet.
  public init() {}

  /// Counts a gate that dropped a weight from a state of this norm.
  mutating func add(discardedWeight weight: Double, norm: Double, isAtLimit: Bool) {
    discardedWeight += weight
    largestNormError = max(largestNormError, abs(norm - 1))
    largestDiscardedWeight = max(largestDiscardedWeight, weight)
    gates += 1
    if isAtLimit { gatesAtLimit += 1 }
  }

  /// All numbers, to save them.
  var numbers: [Double] {
    [
      discardedWeight, largestDiscardedWeight, largestNormError, Double(gates),
      Double(gatesAtLimit),
    ]
  }

  /// What `numbers` gave; nil if these are no such numbers.
  init?(_ numbers: [Double]) {
    guard numbers.count == 5, let gates = Int(exactly: numbers[3]),
      let gatesAtLimit = Int(exactly: numbers[4])
    else { return nil }
    (discardedWeight, largestDiscardedWeight) = (numbers[0], numbers[1])
    largestNormError = numbers[2]
    (self.gates, self.gatesAtLimit) = (gates, gatesAtLimit)
  }
}
