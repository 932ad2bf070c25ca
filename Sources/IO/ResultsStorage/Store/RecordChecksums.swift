import HDF5

/// Checksums of records: what tells that a bit of a result is no longer what was written. Disks and
/// copies do that, and nothing else in the file would show it.
///
/// The words w₀, w₁, … of a record are the bits of its numbers, quantity after quantity, a byte
/// being a word too. With x = w ⊕ (w ≫ 32) and odd weights aᵢ = mix(i + 1) | 1, all modulo 2⁶⁴,
///
///     checksum = mix(Σ aᵢ xᵢ + message + mix(point + 1)), its two lowest bits replaced by the
///     status.
///
/// Each term is invertible in its word, so a change of one word always shows; several changes go
/// unnoticed once in 2⁶² times. The sum may be taken in any order, quantity by quantity.
struct RecordChecksums: Sendable {
  /// For each quantity those of the words of one point.
  private let weights: [[UInt64]]

  init(quantitySizes: [Int]) {
    var first = 0
    weights = quantitySizes.map { size in
      defer { first += size }
      return (first..<first + size).map { mix(UInt64($0) + 1) | 1 }
    }
  }

  /// Adds the numbers that consecutive records have of a quantity to their sums, as they are
  /// stored.
  ///
  /// - Parameter first: the first of the records among `sums`; they go on to the last.
  func add(
    _ values: Span<Double>, storedAs type: StoredType, of quantity: Int, to sums: inout [UInt64],
    from first: Int = 0
  ) {
    switch type {
    case .float64: add(values, of: quantity, to: &sums, from: first) { folded($0.bitPattern) }
    case .uint8: add(values, of: quantity, to: &sums, from: first) { UInt64(byte($0)) }
    }
  }

  /// Adds the bytes that consecutive records have of a quantity to their sums.
  func add(_ bytes: Span<UInt8>, of quantity: Int, to sums: inout [UInt64]) {
    add(bytes, of: quantity, to: &sums, from: 0) { UInt64($0) }
  }

  @inline(__always)
  private func add<Number: BitwiseCopyable>(
    _ values: Span<Number>, of quantity: Int, to sums: inout [UInt64], from first: Int,
    word: (Number) -> UInt64
  ) {
    let weights = weights[quantity]
    let size = weights.count
    if size == 1 {
      let weight = weights[0]
      for index in values.indices { sums[first + index] &+= weight &* word(values[index]) }
      return
    }
    for record in first..<sums.count {
      let start = (record - first) * size
      let values = values.extracting(start..<start + size)
      var sum: UInt64 = 0
      let weights = weights.span
      // Spans, of which the compiler makes vector instructions: eight times as fast as slices of
      // arrays.
      for index in weights.indices { sum &+= weights[index] &* word(values[index]) }
      sums[record] &+= sum
    }
  }

  /// What the message of a failed point adds to its sum, as far as it fits into the file; nothing
  /// if there is none.
  static func word(of message: String, capacity: Int) -> UInt64 {
    FixedText.bytes(of: message, capacity: capacity).reduce(0) { mix($0 &+ UInt64($1) &+ 1) }
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

/// A number as the byte nearest to it; 0 for NaN.
func byte(_ value: Double) -> UInt8 {
  value.isNaN ? 0 : UInt8(min(max(value.rounded(), 0), 255))
}

/// The upper half enters the lower: else the highest bits of two words could cancel.
private func folded(_ word: UInt64) -> UInt64 { word ^ (word >> 32) }

/// A permutation of the 64-bit words in which every bit depends on every other: the last step of
/// the generator SplitMix64 (Steele, Lea and Flood, 2014).
private func mix(_ word: UInt64) -> UInt64 {
  var z = word
  z = (z ^ (z >> 30)) &* 0xBF58_476D_1CE4_E5B9
  z = (z ^ (z >> 27)) &* 0x94D0_49BB_1331_11EB
  return z ^ (z >> 31)
}
