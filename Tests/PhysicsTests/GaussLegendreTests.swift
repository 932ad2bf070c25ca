import Numerics
import Testing

/// Gauss's nodes on 0…1.
@Suite struct GaussLegendreTests {
  /// Powers up to 2n − 1 are integrated to rounding, and the next is not.
  @Test(arguments: [1, 2, 5, 40, 700])
  func powers(count: Int) {
    let rule = GaussLegendre(count: count)
    func sum(_ power: Int) -> Double {
      zip(rule.nodes, rule.weights).reduce(0) { sum, node in
        sum + node.1 * (0..<power).reduce(1.0) { value, _ in value * node.0 }
      }
    }
    for power in [0, 1, count / 2, count, 2 * count - 1] where power < 2 * count {
      // n roundings of the sum and as many of the power.
      let tolerance = 4e-16 * Double(count + power)
      #expect(abs(sum(power) * Double(power + 1) - 1) < 20 * tolerance)
    }
    if count <= 5 { #expect(abs(sum(2 * count) * Double(2 * count + 1) - 1) > 1e-8) }
    #expect(rule.nodes == rule.nodes.sorted())
    #expect(rule.nodes.allSatisfy { $0 > 0 && $0 < 1 })
  }
}
