import Numerics
import Testing

@Suite("Keys of random numbers")
struct RandomKeyTests {
  private static func hash(_ seed: UInt64, _ words: [UInt64]) -> RandomHash {
    var hash = RandomHash(seed: seed)
    for word in words { hash.add(word) }
    return hash
  }

  /// From an independent implementation of the chain over Philox4x32-10, whose own known answers
  /// are those of its authors (`Philox4x32Tests`).
  @Test(
    "Known answers",
    arguments: [
      (0, [], "6e21eb94a6d26cdb7249d023cbbf6427"),
      (1, [], "a2116381845823f174fc4eddcb311cc6"),
      (1, [0], "ed65d51259a73e7a303cf60fe2d10237"),
      (1, [0, 0], "b987e1d6af7f3ce691f7d3e4f1d7981b"),
      (18446744073709551615, [9223372036854775808, 42], "75115bc8829be54259be5733d5763ba2"),
      (20261130, [1, 2, 3, 4], "dfb6de9b213b783d0357392f73cb9207"),
    ] as [(UInt64, [UInt64], String)])
  func known(seed: UInt64, words: [UInt64], digits: String) {
    #expect(RandomKey(Self.hash(seed, words)).hexadecimal == digits)
  }

  @Test("A text is its bytes and their number; 0 and -0 are one number")
  func contents() {
    var text = RandomHash(seed: 1)
    text.add("abcdefghi")
    #expect(text == Self.hash(1, [9, 0x6867_6665_6463_6261, 0x69]))
    var zero = RandomHash(seed: 1)
    zero.add(0.0)
    var negative = RandomHash(seed: 1)
    negative.add(-0.0)
    #expect(zero == negative)
  }

  @Test("Inputs that differ a little have keys that differ in half of their bits")
  func avalanche() {
    var differing = 0
    for bit in 0..<64 {
      let one = RandomKey(Self.hash(1, [0, 7]))
      let two = RandomKey(Self.hash(1, [1 << UInt64(bit), 7]))
      differing += (one.seed ^ two.seed).nonzeroBitCount + (one.point ^ two.point).nonzeroBitCount
    }
    // 7168 bits, each with a probability of one half: 42 is the standard deviation.
    #expect(abs(differing - 3584) < 5 * 42)
  }

  @Test("A million keys are different, in either part")
  func collisions() {
    var seeds: Set<UInt64> = []
    var points: Set<UInt64> = []
    for number in 0..<1_000_000 as Range<UInt64> {
      let key = RandomKey(Self.hash(1, [number]))
      seeds.insert(key.seed)
      points.insert(key.point)
    }
    #expect(seeds.count == 1_000_000)
    // Of 48 bits: 0.002 collisions are expected.
    #expect(points.count >= 999_999)
  }
}
