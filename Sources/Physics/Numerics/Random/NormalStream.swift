/// Standard normal numbers as a pure function of (seed, purpose, point, trajectory, step): three
/// for each step of each trajectory, by the method of Box and Muller (Ann. Math. Stat. 29, 610).
///
/// The seed is the key of `Philox4x32`; its counter is (step, trajectory, point, purpose), and one
/// block makes the three numbers of a step. Each 64-bit half gives a radius from 40 bits and an
/// angle from 24, so |x| < 7.54, beyond which a true normal number lies once in 2 × 10¹³.
/// `normals` and `fill` agree to the bit.
public struct NormalStream: Sendable, Equatable {
  /// A bound of the magnitude of every number of every stream: √(82 ln 2), rounded up.
  public static let largest = 7.54

  private let counter: PointCounter

  /// - Parameters:
  ///   - seed: The seed of the job.
  ///   - point: What tells points of one seed apart; its lowest 48 bits count.
  ///   - purpose: What the numbers are for.
  public init(seed: UInt64, point: UInt64, purpose: RandomPurpose) {
    counter = PointCounter(seed: seed, point: point, purpose: purpose)
  }

  /// The three normal numbers of one step of one trajectory.
  public func normals(trajectory: UInt32, step: UInt32) -> Vector3 {
    let (first, second) = counter.bits(trajectory: trajectory, step: step)
    let (x, y) = Self.pair(first)
    return Vector3(x, y, Self.pair(second).0)
  }

  /// Fills three buffers with the numbers of one step of consecutive trajectories.
  ///
  /// - Parameters:
  ///   - xs: The first number of each trajectory; the three buffers have the same length.
  ///   - ys: The second numbers.
  ///   - zs: The third numbers.
  ///   - firstTrajectory: The trajectory of the first element.
  ///   - step: The step.
  @inline(__always)
  public func fill(
    _ xs: inout [Double], _ ys: inout [Double], _ zs: inout [Double],
    firstTrajectory: UInt32, step: UInt32
  ) {
    precondition(ys.count == xs.count && zs.count == xs.count, "buffers of different lengths")
    var x = xs.mutableSpan
    var y = ys.mutableSpan
    var z = zs.mutableSpan
    // Two passes, with the raw bits in the buffers between them: the chain of dependent operations
    // from a counter to a normal number is longer than what a processor can look ahead.
    for lane in x.indices {
      let trajectory = firstTrajectory &+ UInt32(truncatingIfNeeded: lane)
      let (first, second) = counter.bits(trajectory: trajectory, step: step)
      x[lane] = Double(bitPattern: first)
      z[lane] = Double(bitPattern: second)
    }
    for lane in x.indices {
      (x[lane], y[lane]) = Self.pair(x[lane].bitPattern)
      z[lane] = Self.pair(z[lane].bitPattern).0
    }
  }

  /// Two independent normal numbers from 64 random bits.
  ///
  /// The upper 40 bits are u = (k + ½)/2⁴⁰ and the radius is √(−2 ln u). Of the lower 24, two are
  /// the signs and 22 an angle in the first quadrant, π/4 + δ: its cosine and sine are
  /// (cos δ ∓ sin δ)/√2, which saves choosing between them and takes the √2 off the radius.
  @inline(__always)
  private static func pair(_ bits: UInt64) -> (Double, Double) {
    let one: UInt64 = 0x3ff0_0000_0000_0000
    let sign: UInt64 = 0x8000_0000_0000_0000
    let u = Double(bitPattern: ((bits >> 12) & 0x000f_ffff_ffff_f000) | one) - (1 - 0x1p-41)
    let radius = (-Elementary.logarithm(u)).squareRoot()
    let fraction = Double(bitPattern: ((bits << 30) & 0x000f_ffff_c000_0000) | one)
    let offset = (fraction - (1.5 - 0x1p-23)) * 0x1.921fb54442d18p0
    let (sine, cosine) = Elementary.sineCosine(octant: offset)
    let x = (radius * (cosine - sine)).bitPattern ^ ((bits << 40) & sign)
    let y = (radius * (cosine + sine)).bitPattern ^ ((bits << 41) & sign)
    return (Double(bitPattern: x), Double(bitPattern: y))
  }
}
