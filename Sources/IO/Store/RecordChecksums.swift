/// Checksums of records: what tells that a bit of a result is no longer what was written. Disks and
/// copies do that, and nothing else in the file would show it.
///
/// The words w₀, w₁, … of a record are the bits of its numbers, quantity after quantity, a byte being a
/// word too. With x = w ⊕ (w ≫ 32) and odd weights aᵢ = mix(i + 1) | 1, all modulo 2⁶⁴,
///
///     checksum = mix(Σ aᵢ xᵢ + message + mix(point + 1)), its two lowest bits replaced by the status.
///
/// Each term is invertible in its word, so a change of one word always shows; several changes go
/// unnoticed once in 2⁶² times. The sum may be taken in any order, quantity by quantity.
struct RecordChecksums {
  /// For each quantity those of the words of one point.
  private let weights: [[UInt64]]

  init(quantitySizes: [Int]) {
    var first = 0
    weights = quantitySizes.map { size in
      defer { first += size }
      return (first..<first + size).map { mix(UInt64($0) + 1) | 1 }
    }
  }

  /// Adds the numbers that consecutive records have of a quantity to their sums.
  func add(_ values: [Double], of quantity: Int, to sums: inout [UInt64]) {
    let weights = weights[quantity]
    if weights.count == 1 {
      let weight = weights[0]
      for record in sums.indices { sums[record] &+= weight &* folded(values[record].bitPattern) }
      return
    }
    for record in sums.indices {
      let values = values[record * weights.count..<(record + 1) * weights.count]
      var sum: UInt64 = 0
      for (value, weight) in zip(values, weights) { sum &+= weight &* folded(value.bitPattern) }
      sums[record] &+= sum
    }
  }

  /// Adds the bytes that consecutive records have of a quantity to their sums.
  func add(_ bytes: [UInt8], of quantity: Int, to sums: inout [UInt64]) {
    let weights = weights[quantity]
    for record in sums.indices {
      let bytes = bytes[record * weights.count..<(record + 1) * weights.count]
      for (byte, weight) in zip(bytes, weights) { sums[record] &+= weight &* UInt64(byte) }
    }
  }

  /// What the message of a failed point adds to its sum, as far as it fits into the file; nothing if
  /// there is none.
  static func word(of message: String, capacity: Int) -> UInt64 {
    fittingBytes(of: message, capacity: capacity).reduce(0) { mix($0 &+ UInt64($1) &+ 1) }
  }

  /// The checksum of a record.
  static func sealed(_ sum: UInt64, point: Int, status: UInt8) -> UInt64 {
    mix(sum &+ mix(UInt64(point) + 1)) & ~3 | UInt64(status & 3)
  }

  /// One checksum for a list of numbers.
  static func checksum(of values: some Sequence<Double>) -> UInt64 {
    values.reduce(0) { mix($0 &+ folded($1.bitPattern) &+ 1) }
  }
}

/// The upper half enters the lower: else the highest bits of two words could cancel.
private func folded(_ word: UInt64) -> UInt64 { word ^ (word >> 32) }

/// A permutation of the 64-bit words in which every bit depends on every other: the last step of the
/// generator SplitMix64 (Steele, Lea and Flood, 2014).
private func mix(_ word: UInt64) -> UInt64 {
  var z = word
  z = (z ^ (z >> 30)) &* 0xBF58_476D_1CE4_E5B9
  z = (z ^ (z >> 27)) &* 0x94D0_49BB_1331_11EB
  return z ^ (z >> 31)
}
