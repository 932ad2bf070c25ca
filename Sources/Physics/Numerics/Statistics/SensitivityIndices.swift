/// How much of a result's variance each of several independent inputs accounts for: Sobol's
/// first-order and total indices, from pairs of sample points and mixtures of them (Saltelli et
/// al., Comput. Phys. Commun. 181, 259 (2010)).
///
/// With f at the points A and B, and at A with input i from B:
///
///     S_i = ⟨f(B) (f(AB_i) − f(A))⟩ / V ,   T_i = ⟨(f(A) − f(AB_i))²⟩ / 2V
///
/// S_i is the part of the variance V that vanishes when input i is known, T_i the part that is left
/// when all others are known. The mean is taken out of f before, which leaves less noise in S_i.
public struct SensitivityIndices: Sendable {
  /// An estimate and the interval that holds it in 95 % of bootstrap samples.
  public struct Estimate: Sendable, Equatable {
    /// The index.
    public let value: Double
    /// 2.5 % of the bootstrap samples lie below.
    public let low: Double
    /// 2.5 % of the bootstrap samples lie above.
    public let high: Double
  }

  /// S_i of each input.
  public let firstOrder: [Estimate]
  /// T_i of each input.
  public let total: [Estimate]
  /// V, of the result.
  public let variance: Double

  /// Resamplings of the pairs.
  private static let resamplings = 400

  /// - Parameters:
  ///   - a: f at the first point of each pair.
  ///   - b: f at the second point of each pair, as many.
  ///   - mixed: For each input f at the first point with that input from the second.
  ///
  /// Nil if there are fewer than two pairs, or f is the same everywhere.
  public init?(_ a: [Double], _ b: [Double], mixed: [[Double]]) {
    let count = a.count
    guard count >= 2, b.count == count, mixed.allSatisfy({ $0.count == count }) else { return nil }
    let pairs = Pairs(a, b, mixed)
    guard let whole = pairs.indices({ $0 }) else { return nil }
    variance = whole.variance
    var samples: [[Double]] = Array(repeating: [], count: 2 * mixed.count)
    for resampling in 0..<Self.resamplings {
      let generator = Philox4x32(key: UInt64(resampling))
      let chosen = pairs.indices { place in
        let word = generator.block(SIMD4(UInt32(truncatingIfNeeded: place), 0, 0, 0)).x
        return Int((UInt64(word) * UInt64(count)) >> 32)
      }
      guard let chosen else { continue }
      for (number, value) in (chosen.first + chosen.total).enumerated() {
        samples[number].append(value)
      }
    }
    let estimates = zip(whole.first + whole.total, samples).map { value, samples in
      let sorted = samples.sorted()
      guard !sorted.isEmpty else { return Estimate(value: value, low: value, high: value) }
      let tail = Int(0.025 * Double(sorted.count))
      return Estimate(value: value, low: sorted[tail], high: sorted[sorted.count - 1 - tail])
    }
    firstOrder = Array(estimates.prefix(mixed.count))
    total = Array(estimates.suffix(mixed.count))
  }

  /// The values without their mean.
  private struct Pairs {
    let a: [Double]
    let b: [Double]
    let mixed: [[Double]]

    init(_ a: [Double], _ b: [Double], _ mixed: [[Double]]) {
      let mean = (a.reduce(0, +) + b.reduce(0, +)) / Double(2 * a.count)
      self.a = a.map { $0 - mean }
      self.b = b.map { $0 - mean }
      self.mixed = mixed.map { $0.map { $0 - mean } }
    }

    /// The indices of pairs that are chosen by place; nil if all of f is one number.
    func indices(
      _ choose: (Int) -> Int
    ) -> (first: [Double], total: [Double], variance: Double)? {
      let count = Double(a.count)
      var (sum, squares) = (0.0, 0.0)
      var first = [Double](repeating: 0, count: mixed.count)
      var total = first
      for place in a.indices {
        let pair = choose(place)
        let (x, y) = (a[pair], b[pair])
        sum += x + y
        squares += x * x + y * y
        for input in mixed.indices {
          let z = mixed[input][pair]
          first[input] += y * (z - x)
          total[input] += (x - z) * (x - z)
        }
      }
      let mean = sum / (2 * count)
      let variance = squares / (2 * count) - mean * mean
      guard variance > 0 else { return nil }
      return (
        first.map { $0 / count / variance }, total.map { $0 / count / (2 * variance) }, variance
      )
    }
  }
}
