import Numerics
import Testing

@Suite("Sobol's sequence and the normal law")
struct SobolTests {
  /// From an independent implementation (SciPy 1.x, `qmc.Sobol(1024, scramble=False)`), times 8.
  static let known: [(Int, [Double])] = [
    (0, [0, 4, 6, 2, 3, 7, 5, 1]), (1, [0, 4, 2, 6, 3, 7, 1, 5]), (2, [0, 4, 2, 6, 5, 1, 7, 3]),
    (3, [0, 4, 2, 6, 7, 3, 5, 1]), (9, [0, 4, 6, 2, 5, 1, 3, 7]), (99, [0, 4, 6, 2, 7, 3, 1, 5]),
    (500, [0, 4, 2, 6, 3, 7, 1, 5]), (1023, [0, 4, 6, 2, 7, 3, 1, 5]),
  ]

  @Test("It is the published one", arguments: known)
  func published(dimension: Int, eighths: [Double]) {
    let sequence = SobolSequence(unscrambled: 1024)
    let found = eighths.indices.map { Double(sequence.bits(ofPoint: $0, dimension)) * 0x1p-32 * 8 }
    #expect(found == eighths)
  }

  private static func scrambled(_ dimension: Int, seed: UInt64 = 1) -> SobolSequence {
    SobolSequence(
      keys: (0..<dimension).map { number in
        var hash = RandomHash(seed: seed)
        hash.add(UInt64(number))
        return hash
      })
  }

  @Test("Scrambled, each of 256 equal intervals of each coordinate has one of 256 points")
  func strata() {
    let sequence = Self.scrambled(20)
    for dimension in 0..<20 {
      let intervals = (0..<256).map { Int(sequence.coordinate(ofPoint: $0, dimension) * 256) }
      #expect(Set(intervals).count == 256)
    }
    // And each of 16 x 16 squares of the first two, which are a (0, 2)-sequence.
    let squares = (0..<256).map {
      Int(sequence.coordinate(ofPoint: $0, 0) * 16) * 16
        + Int(sequence.coordinate(ofPoint: $0, 1) * 16)
    }
    #expect(Set(squares).count == 256)
  }

  @Test("Scrambled points have no bias: the mean of products over seeds is that of the cube")
  func unbiased() {
    // ∫ Π 2x = 1 in five dimensions, from 16 points a seed.
    let means = (0..<400).map { seed in
      let sequence = Self.scrambled(5, seed: UInt64(seed))
      return (0..<16).reduce(0) { sum, point in
        sum + (0..<5).reduce(1) { $0 * 2 * sequence.coordinate(ofPoint: point, $1) }
      } / 16
    }
    let mean = means.reduce(0, +) / 400
    let variance = means.reduce(0) { $0 + ($1 - mean) * ($1 - mean) } / 399
    #expect(abs(mean - 1) < 4 * (variance / 400).squareRoot())
  }

  @Test("Averages over more points are better than random ones by far")
  func convergence() {
    let sequence = Self.scrambled(6)
    func error(_ count: Int) -> Double {
      let sum = (0..<count).reduce(0.0) { sum, point in
        sum + (0..<6).reduce(1) { $0 * (0.5 + sequence.coordinate(ofPoint: point, $1)) }
      }
      return abs(sum / Double(count) - 1)
    }
    // A random sample of 2^14 has an error of 0.006.
    #expect(error(1 << 14) < 2e-4)
  }

  /// From 40 digits (mpmath).
  @Test(
    "Quantiles of the normal law",
    arguments: [
      (1e-300, -37.047096299361199),
      (1e-20, -9.2623400897984076),
      (1e-06, -4.753424308822899),
      (0.01, -2.3263478740408411),
      (0.3, -0.52440051270804082),
      (0.49, -0.025068908258711058),
      (0.7, 0.52440051270804066),
      (0.99, 2.3263478740408408),
      (0.999999, 4.7534243088170878),
    ] as [(Double, Double)])
  func quantiles(probability: Double, expected: Double) {
    #expect(abs(NormalLaw.quantile(probability) - expected) <= 4e-15 * max(1, abs(expected)))
    #expect(
      abs(NormalLaw.probability(below: expected) - probability) <= 1e-14 * probability
        * max(1, expected * expected))
  }

  @Test("Ends of the normal law")
  func ends() {
    #expect(NormalLaw.quantile(0) == -.infinity && NormalLaw.quantile(1) == .infinity)
    #expect(NormalLaw.quantile(0.5) == 0 && NormalLaw.quantile(-1).isNaN)
  }
}
