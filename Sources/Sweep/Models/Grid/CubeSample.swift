import Jobs
import Numerics

/// Points of the unit cube that a sample's values are made of: a function of the job's seed, of the
/// axis's name and of the parameters' names, so that a longer sample begins with the same points
/// wherever the method allows that.
struct CubeSample: Sendable {
  private let source: Source
  /// Number of parameters.
  private let dimension: Int

  private enum Source: Sendable {
    case sequence(SobolSequence)
    case strata([[Double]])
    case independent([Philox4x32])
    /// A Sobol sequence of twice as many dimensions.
    case pairs(SobolSequence)
  }

  init(_ request: Job.SampleRequest, axis name: String, seed: UInt64) {
    let parameters = request.distributions.map(\.parameter)
    dimension = parameters.count
    func keys(_ purpose: String) -> [RandomHash] {
      parameters.map { parameter in
        var hash = RandomHash(seed: seed)
        for text in ["sample", purpose, name, parameter] { hash.add(text) }
        return hash
      }
    }
    source =
      switch request.method {
      case .sobol: .sequence(SobolSequence(keys: keys("sobol")))
      case .saltelli: .pairs(SobolSequence(keys: keys("sobol") + keys("saltelli")))
      case .random: .independent(keys("random").map { Philox4x32(key: RandomKey($0).seed) })
      case .latinHypercube:
        .strata(
          keys("latin-hypercube").map {
            Self.strata(request.points, Philox4x32(key: RandomKey($0).seed))
          })
      }
  }

  /// A coordinate of a point, above 0 and below 1.
  func coordinate(ofPoint index: Int, _ parameter: Int) -> Double {
    switch source {
    case .sequence(let sequence): return sequence.coordinate(ofPoint: index, parameter)
    case .strata(let strata): return strata[parameter][index]
    case .independent(let generators): return Self.uniform(generators[parameter], index)
    case .pairs(let sequence):
      // Saltelli's design: for each pair of points A and B first both, then A with each one of its
      // coordinates from B (Comput. Phys. Commun. 181, 259 (2010)).
      let (pair, member) = index.quotientAndRemainder(dividingBy: dimension + 2)
      let isFromB = member == 1 || member == parameter + 2
      return sequence.coordinate(ofPoint: pair, isFromB ? parameter + dimension : parameter)
    }
  }

  private static func uniform(_ generator: Philox4x32, _ index: Int) -> Double {
    let block = generator.block(
      SIMD4(
        UInt32(truncatingIfNeeded: index), UInt32(truncatingIfNeeded: index >> 32), 0, 0))
    let bits = UInt64(block.x) | UInt64(block.y) << 32
    return (Double(bits >> 12) + 0.5) * 0x1p-52
  }

  /// One point in each of `count` equal intervals, in random order.
  private static func strata(_ count: Int, _ generator: Philox4x32) -> [Double] {
    var order = Array(0..<count)
    for last in stride(from: count - 1, to: 0, by: -1) {
      order.swapAt(last, Int(uniform(generator, last) * Double(last + 1)))
    }
    return order.enumerated().map { index, interval in
      (Double(interval) + uniform(generator, count + index)) / Double(count)
    }
  }
}
