/// Uniform random numbers within 0…1, ends excluded, as a pure function of (seed, purpose, point,
/// trajectory, step): two for each step of each trajectory, from one block of `Philox4x32` with the
/// counter of `NormalStream`.
public struct UniformStream: Sendable, Equatable {
  private let counter: PointCounter

  /// - Parameters:
  ///   - seed: The seed of the job.
  ///   - point: What tells points of one seed apart; its lowest 48 bits count.
  ///   - purpose: What the numbers are for.
  public init(seed: UInt64, point: UInt64, purpose: RandomPurpose) {
    counter = PointCounter(seed: seed, point: point, purpose: purpose)
  }

  /// The two numbers of one step of one trajectory: (k + ½)/2⁵² with whole k.
  public func uniforms(trajectory: UInt32, step: UInt32) -> (Double, Double) {
    let (first, second) = counter.bits(trajectory: trajectory, step: step)
    return (Self.uniform(first), Self.uniform(second))
  }

  private static func uniform(_ bits: UInt64) -> Double { (Double(bits >> 12) + 0.5) * 0x1p-52 }
}
