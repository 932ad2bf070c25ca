import Glibc
import Numerics
import Testing

@Suite("Sobol indices")
struct SensitivityTests {
  /// Saltelli pairs from a scrambled Sobol sequence.
  private static func indices(
    _ dimension: Int, pairs: Int, _ function: ([Double]) -> Double
  ) throws -> SensitivityIndices {
    let sequence = SobolSequence(
      keys: (0..<2 * dimension).map { number in
        var hash = RandomHash(seed: 1)
        hash.add(UInt64(number))
        return hash
      })
    var (a, b) = ([Double](), [Double]())
    var mixed = [[Double]](repeating: [], count: dimension)
    for pair in 0..<pairs {
      let x = (0..<dimension).map { sequence.coordinate(ofPoint: pair, $0) }
      let y = (0..<dimension).map { sequence.coordinate(ofPoint: pair, dimension + $0) }
      a.append(function(x))
      b.append(function(y))
      for input in 0..<dimension {
        var z = x
        z[input] = y[input]
        mixed[input].append(function(z))
      }
    }
    return try #require(SensitivityIndices(a, b, mixed: mixed))
  }

  @Test("Ishigami's function, in closed form")
  func ishigami() throws {
    let (a, b) = (7.0, 0.1)
    let found = try Self.indices(3, pairs: 1 << 14) { u in
      let x = u.map { Double.pi * (2 * $0 - 1) }
      return sin(x[0]) + a * sin(x[1]) * sin(x[1]) + b * pow(x[2], 4) * sin(x[0])
    }
    let pi4 = pow(Double.pi, 4)
    let v1 = 0.5 * pow(1 + b * pi4 / 5, 2)
    let v2 = a * a / 8
    let v13 = b * b * pi4 * pi4 * (1.0 / 18 - 1.0 / 50)
    let v = v1 + v2 + v13
    #expect(abs(found.variance / v - 1) < 0.01)
    let first = [v1 / v, v2 / v, 0]
    let total = [(v1 + v13) / v, v2 / v, v13 / v]
    for input in 0..<3 {
      #expect(abs(found.firstOrder[input].value - first[input]) < 0.01)
      #expect(abs(found.total[input].value - total[input]) < 0.01)
    }
  }

  @Test("Sobol's g-function, in closed form")
  func gFunction() throws {
    let a = [0, 1, 4.5, 9, 99, 99]
    let found = try Self.indices(6, pairs: 1 << 14) { u in
      zip(u, a).reduce(1) { $0 * (abs(4 * $1.0 - 2) + $1.1) / (1 + $1.1) }
    }
    let parts = a.map { 1 / (3 * (1 + $0) * (1 + $0)) }
    let v = parts.reduce(1) { $0 * (1 + $1) } - 1
    for input in a.indices {
      let others = parts.indices.filter { $0 != input }.reduce(1) { $0 * (1 + parts[$1]) }
      #expect(abs(found.firstOrder[input].value - parts[input] / v) < 0.01)
      #expect(abs(found.total[input].value - parts[input] * others / v) < 0.01)
    }
  }

  @Test("The intervals hold the value, and are as wide as estimates scatter")
  func intervals() throws {
    let found = try Self.indices(2, pairs: 256) { 2 * $0[0] + $0[1] }
    for (input, expected) in [0.8, 0.2].enumerated() {
      let estimate = found.total[input]
      #expect(estimate.low <= estimate.value && estimate.value <= estimate.high)
      #expect(estimate.low < expected && expected < estimate.high)
      #expect(estimate.high - estimate.low < 0.3)
    }
  }

  @Test("Without pairs, or with one value everywhere, there are none")
  func none() {
    #expect(SensitivityIndices([1], [1], mixed: [[1]]) == nil)
    #expect(SensitivityIndices([1, 1], [1, 1], mixed: [[1, 1]]) == nil)
    #expect(SensitivityIndices([1, 2], [1], mixed: [[1, 2]]) == nil)
  }

  @Test("Statistics of numbers that are nearly the same keep their digits")
  func statistics() throws {
    let same = try #require(SampleStatistics([Double](repeating: 0.1, count: 100_000)))
    #expect(same.mean == 0.1 && same.standardDeviation == 0 && same.quantile(0.3) == 0.1)
    let few = try #require(SampleStatistics([3, .nan, 1, 2]))
    #expect(few.count == 3 && few.mean == 2 && few.standardDeviation == 1)
    #expect(few.quantile(0) == 1 && few.quantile(1) == 3 && few.quantile(0.25) == 1.5)
    #expect(SampleStatistics([.nan]) == nil)
  }
}
