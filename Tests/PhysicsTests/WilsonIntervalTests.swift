import Foundation
import Numerics
import Testing

@Suite struct WilsonIntervalTests {
  /// The ends are the probabilities whose expected count is z standard deviations from the observed
  /// one: the definition, to rounding.
  @Test(arguments: [(1, 10), (5, 10), (1, 2000), (731, 2000), (1_999_999, 2_000_000)])
  func endsSolveTheirEquation(successes: Int, trials: Int) {
    let interval = WilsonInterval(successes: successes, trials: trials)
    let (k, n) = (Double(successes), Double(trials))
    for p in [interval.low, interval.high] {
      let sigma = (n * p * (1 - p)).squareRoot()
      #expect(agree(abs(k - n * p), WilsonInterval.z95 * sigma, 1e-9))
    }
    #expect(interval.low < k / n && k / n < interval.high)
  }

  @Test func certaintyIsNeverClaimed() {
    let never = WilsonInterval(successes: 0, trials: 100)
    let always = WilsonInterval(successes: 100, trials: 100)
    let z2 = WilsonInterval.z95 * WilsonInterval.z95
    #expect(never.low == 0 && agree(never.high, z2 / (100 + z2), 1e-14))
    #expect(always.high == 1 && agree(always.low, 100 / (100 + z2), 1e-14))
    #expect(WilsonInterval(successes: 0, trials: 0).high == 1)
  }

  /// Φ(z) = 0.975; z is the double nearest to the quantile, so the rest is the error of erfc.
  @Test func quantile() {
    #expect(abs(0.5 * erfc(-WilsonInterval.z95 / 2.0.squareRoot()) - 0.975) < 4 * 0x1p-53)
  }
}
