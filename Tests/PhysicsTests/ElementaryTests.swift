#if arch(x86_64)
  import Foundation
  import Numerics
  import Testing

  /// Errors in units in the last place, against the 64-bit mantissas of the x87 unit, whose own
  /// error is 2⁻¹¹ of such a unit.
  @Suite struct ElementaryTests {
    private func error(_ value: Double, _ exact: Float80, unit: Double) -> Double {
      abs(Double((Float80(value) - exact) / Float80(unit)))
    }

    @Test func logarithm() {
      var worst = 0.0
      var generator = TestGenerator(seed: 1)
      for _ in 0..<samples(2_000_000) {
        // All exponents that the uniform numbers of a stream have, and around 1 from both sides.
        let mantissa = Double.random(in: 1..<2, using: &generator)
        let scale = Double(
          sign: .plus, exponent: Int.random(in: -41...2, using: &generator), significand: 1)
        for x in [
          mantissa * scale, 1 - mantissa * 0x1p-30, 1 + mantissa * 0x1p-20, 0.5 + mantissa / 4,
        ] {
          let exact = log(Float80(x))
          worst = max(worst, error(Elementary.logarithm(x), exact, unit: Double(exact).ulp))
        }
      }
      #expect(worst < 1.5)
      #expect(Elementary.logarithm(1) == 0)
    }

    @Test func sineAndCosineOfAnOctant() {
      var worst = 0.0
      var generator = TestGenerator(seed: 2)
      for _ in 0..<samples(2_000_000) {
        let angle = Double.random(in: -Double.pi / 4...Double.pi / 4, using: &generator)
        let (sine, cosine) = Elementary.sineCosine(octant: angle)
        let (exactSine, exactCosine) = (sin(Float80(angle)), cos(Float80(angle)))
        worst = max(worst, error(sine, exactSine, unit: Double(exactSine).ulp))
        worst = max(worst, error(cosine, exactCosine, unit: Double(exactCosine).ulp))
      }
      #expect(worst < 1)
    }

    @Test func sineAndCosineOfAnyAngle() {
      var worst = 0.0
      var generator = TestGenerator(seed: 3)
      for _ in 0..<samples(500_000) {
        let scale = Double(
          sign: .plus, exponent: Int.random(in: -20...18, using: &generator), significand: 1)
        let angle = scale * Double.random(in: -2...2, using: &generator)
        let (sine, cosine) = Elementary.sineCosine(angle)
        worst = max(worst, error(sine, sin(Float80(angle)), unit: 0x1p-52))
        worst = max(worst, error(cosine, cos(Float80(angle)), unit: 0x1p-52))
      }
      #expect(worst < 1)
      #expect(Elementary.sineCosine(0) == (0, 1))
      #expect(Elementary.sineCosine(1e7).sine.isNaN)
    }

    @Test func exponential() {
      var worst = 0.0
      var generator = TestGenerator(seed: 4)
      for _ in 0..<samples(500_000) {
        let scale = Double(
          sign: .plus, exponent: Int.random(in: -20...8, using: &generator), significand: 1)
        let x = -scale * Double.random(in: 1..<2, using: &generator)
        let exact = exp(Float80(x))
        worst = max(
          worst, error(Elementary.exponential(nonPositive: x), exact, unit: Double(exact).ulp))
      }
      #expect(worst < 1)
      #expect(Elementary.exponential(nonPositive: 0) == 1)
      #expect(Elementary.exponential(nonPositive: -1e4) == 0)
    }
  }
#endif
