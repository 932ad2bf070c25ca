import Foundation
import Numerics
import QuantumChains
import Teams
import Testing

/// Relative difference, or absolute below 1.
private func differ(_ a: Double, _ b: Double) -> Double { abs(a - b) / max(1e-300, abs(b)) }

@Suite("Incomplete gamma and beta functions")
struct IncompleteFunctionTests {
  // Closed forms; 1e-13 allows for a few hundred roundings in a series or fraction.
  @Test("Q(1, x) = exp(-x), Q(1/2, x) = erfc(sqrt x), Q(2, x) = (1 + x) exp(-x)")
  func gamma() {
    for x in [1e-3, 0.1, 0.7, 1.4, 1.6, 3, 10, 40] {
      #expect(differ(IncompleteFunctions.upperGamma(1, x), exp(-x)) < 1e-13)
      #expect(differ(IncompleteFunctions.upperGamma(0.5, x), erfc(x.squareRoot())) < 1e-13)
      #expect(differ(IncompleteFunctions.upperGamma(2, x), (1 + x) * exp(-x)) < 1e-13)
    }
    #expect(IncompleteFunctions.upperGamma(3, 0) == 1)
  }

  @Test("I_x(1, b), I_x(a, 1), I_x(2, 3), and the arcsine law")
  func beta() {
    for x in [1e-6, 0.01, 0.3, 0.5, 0.77, 0.999] {
      #expect(differ(IncompleteFunctions.beta(x, 1, 7), -expm1(7 * log1p(-x))) < 1e-13)
      #expect(differ(IncompleteFunctions.beta(x, 4.5, 1), pow(x, 4.5)) < 1e-13)
      let cubic = x * x * (6 - 8 * x + 3 * x * x)
      #expect(differ(IncompleteFunctions.beta(x, 2, 3), cubic) < 1e-13)
      let arcsine = 2 / Double.pi * asin(x.squareRoot())
      #expect(differ(IncompleteFunctions.beta(x, 0.5, 0.5), arcsine) < 1e-13)
    }
  }

  @Test("The quantile is the inverse")
  func quantile() {
    for (a, b) in [(1.0, 30.0), (400, 600), (0.5, 2.5)] {
      for probability in [1e-6, 0.025, 0.5, 0.975] {
        let x = IncompleteFunctions.betaQuantile(probability, a, b)
        #expect(differ(IncompleteFunctions.beta(x, a, b), probability) < 1e-11)
      }
    }
  }
}

@Suite("Statistics of counts and bits")
struct CountStatisticsTests {
  @Test("Clopper-Pearson: closed forms at the ends, a tabulated interval within")
  func clopperPearson() {
    let none = ClopperPearsonInterval(successes: 0, trials: 50)
    #expect(none.low == 0)
    #expect(differ(none.high, 1 - pow(0.025, 1.0 / 50)) < 1e-12)
    let all = ClopperPearsonInterval(successes: 50, trials: 50)
    #expect(all.high == 1)
    #expect(differ(all.low, pow(0.025, 1.0 / 50)) < 1e-12)
    // Tables give 0.1871 and 0.8129 for 5 of 10.
    let half = ClopperPearsonInterval(successes: 5, trials: 10)
    #expect(abs(half.low - 0.1871) < 5e-5)
    #expect(abs(half.high - 0.8129) < 5e-5)
  }

  @Test(
    "The binomial law sums to one and has mean Np and variance Np(1 - p)",
    arguments: [1, 10, 100, 5000], [0.0, 1e-3, 0.5, 0.9, 1])
  func binomial(trials: Int, probability: Double) {
    let law = BinomialLaw(trials: trials, probability: probability).probabilities
    let mean = zip(0..., law).reduce(0) { $0 + Double($1.0) * $1.1 }
    let square = zip(0..., law).reduce(0) { $0 + Double($1.0 * $1.0) * $1.1 }
    let n = Double(trials)
    // Logarithms of factorials of N lose the digits of N ln N.
    let tolerance = 1e-15 * n * log(n + 2) + 1e-14
    #expect(abs(law.reduce(0, +) - 1) < tolerance)
    #expect(abs(mean - n * probability) < n * tolerance)
    #expect(abs(square - mean * mean - n * probability * (1 - probability)) < 4 * n * n * tolerance)
  }

  @Test("Chi-squared: a known statistic and its probability, small cells pooled")
  func chiSquared() {
    // 40 throws: (25 - 20)^2/20 twice; one degree of freedom.
    let coin = ChiSquaredTest(observed: [25, 15], probabilities: [0.5, 0.5], fitted: 0)
    #expect(coin.statistic == 2.5)
    #expect(coin.degreesOfFreedom == 1)
    #expect(differ(coin.pValue, erfc((2.5 / 2).squareRoot())) < 1e-13)
    // Expected 1, 2, 97: the first two join and, still below 5, join the third.
    let pooled = ChiSquaredTest(
      observed: [1, 2, 97], probabilities: [0.01, 0.02, 0.97], fitted: 0)
    #expect(pooled.pValue.isNaN)
    let exact = ChiSquaredTest(
      observed: [10, 20, 30], probabilities: [1.0 / 6, 2.0 / 6, 3.0 / 6], fitted: 1)
    #expect(exact.degreesOfFreedom == 1)
    #expect(exact.statistic < 1e-28)
    #expect(exact.pValue > 1 - 1e-13)
  }

  @Test("p-values of binomial samples are uniform")
  func pValuesAreUniform() {
    // 400 experiments of 300 samples of 20 trials; Kolmogorov-Smirnov at 1 in 1000.
    let stream = NormalStream(seed: 5, point: 0, purpose: .magneticField)
    var values: [Double] = []
    for experiment in 0..<400 {
      var histogram = [Int](repeating: 0, count: 21)
      var successes = 0
      for sample in 0..<300 {
        var count = 0
        for trial in 0..<20 {
          let normals = stream.normals(
            trajectory: UInt32(experiment * 300 + sample), step: UInt32(trial))
          if normals.x > 0.3 { count += 1 }
        }
        histogram[count] += 1
        successes += count
      }
      let law = BinomialLaw(trials: 20, probability: Double(successes) / 6000).probabilities
      values.append(ChiSquaredTest(observed: histogram, probabilities: law, fitted: 1).pValue)
    }
    let distance = values.sorted().enumerated().reduce(0) { largest, item in
      max(largest, abs(item.element - (Double(item.offset) + 0.5) / 400))
    }
    #expect(distance < 1.95 / 20)
  }

  @Test("Serial correlation and min-entropy of short sequences")
  func bits() {
    // 01010101: each bit is followed by the other one.
    let alternating = BitStatistics(packed: [0b1010_1010], count: 8)
    #expect(alternating.ones == 4)
    #expect(alternating.serialCorrelation == -1)
    #expect(alternating.minEntropy == 1)
    // 00001111 in a circle: 6 of 8 bits are followed by an equal one.
    let halves = BitStatistics(packed: [0b1111_0000], count: 8)
    #expect(halves.serialCorrelation == 0.5)
    let constant = BitStatistics(packed: [0xFF, 0x01], count: 9)
    #expect(constant.serialCorrelation.isNaN)
    #expect(constant.minEntropy == 0)
    #expect(constant.minEntropyLow == 0)
    // Zero, not −0, which files and tables would show.
    #expect(constant.minEntropy.sign == .plus && constant.minEntropyLow.sign == .plus)
    let biased = BitStatistics(packed: [0b0000_0011], count: 8)
    #expect(differ(biased.minEntropy, -log2(0.75)) < 1e-15)
    #expect(biased.minEntropyLow < biased.minEntropy)
  }

  @Test("Von Neumann: unequal pairs give their first bit")
  func debiasing() {
    // Pairs from the lowest bit: 10, 11, 01, 00 and 01.
    let (packed, count) = BitStatistics.debiased(packed: [0b0010_1101, 0b10], count: 10)
    #expect(count == 3)
    #expect(packed == [0b001])
  }
}
