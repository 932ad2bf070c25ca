/// What decides all random numbers of a point: 112 bits that are made of what the point is, and 16
/// more for programs that make their own.
///
/// Two points whose keys agree have the same random numbers. Of 10⁹ different points two have the
/// same key with a probability of 10⁻¹⁶.
public struct RandomKey: Sendable, Equatable {
  /// The seed of the point's streams.
  public let seed: UInt64
  /// The point of its streams; 48 bits.
  public let point: UInt64
  /// What is left of the hash.
  private let rest: UInt64

  /// The key of a job's seed alone.
  public init(seed: UInt64) {
    self.init(RandomHash(seed: seed))
  }

  /// The key of everything that a hash has taken in.
  public init(_ hash: RandomHash) {
    let (low, high) = hash.bits
    seed = low
    point = high & 0xffff_ffff_ffff
    rest = high >> 48
  }

  /// The 128 bits of the hash as 32 hexadecimal digits, the first word first.
  public var hexadecimal: String {
    [seed, rest << 48 | point].map { word in
      let digits = String(word, radix: 16)
      return String(repeating: "0", count: 16 - digits.count) + digits
    }.joined()
  }
}

/// A hash of 128 bits that depends on nothing but what it takes in: Davies and Meyer's chain with
/// the block cipher of `Philox4x32`, H ← E_w(H) ⊕ H for each word w of 64 bits (Matyas, Meyer and
/// Oseas 1985; the construction is that of SHA-2).
public struct RandomHash: Sendable, Equatable {
  private var low: UInt64
  private var high: UInt64 = 0
  private var count: UInt64 = 0

  /// - Parameter seed: The seed of the job.
  public init(seed: UInt64) {
    low = seed
    add(seed)
  }

  /// Takes in a word.
  public mutating func add(_ word: UInt64) {
    let lowerHalf: UInt64 = 0xffff_ffff
    let (first, second) = Philox4x32(key: word).halves(
      low & lowerHalf, low >> 32, high & lowerHalf, high >> 32)
    low ^= first
    high ^= second
    count += 1
  }

  /// Takes in a number by its bits; 0 and −0 are the same.
  public mutating func add(_ number: Double) { add((number + 0).bitPattern) }

  /// Takes in a text and its length.
  public mutating func add(_ text: String) {
    add(UInt64(text.utf8.count))
    var word: UInt64 = 0
    for (index, byte) in text.utf8.enumerated() {
      word |= UInt64(byte) << UInt64(8 * (index % 8))
      if index % 8 == 7 {
        add(word)
        word = 0
      }
    }
    if text.utf8.count % 8 != 0 { add(word) }
  }

  /// The hash, with the number of words taken in: no beginning of an input is the whole of another.
  var bits: (UInt64, UInt64) {
    var last = self
    last.add(count)
    return (last.low, last.high)
  }
}
