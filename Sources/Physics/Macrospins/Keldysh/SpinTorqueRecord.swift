public import Numerics

/// How a magnet in a spin-polarized current is distributed over time: what an ensemble and a
/// density both tell.
public struct SpinTorqueRecord: Sendable, Equatable {
  /// The saved times in s.
  public let times: [Double]
  /// Mean of m at each saved time.
  public let means: [Vector3]
  /// Standard deviation of each component at each saved time.
  public let standardDeviations: [Vector3]
  /// Density of the polar angle in 1/rad, for each saved time in bins of equal width.
  public let polarDensity: [[Double]]
}

/// How polar angles are distributed over bins of equal width from 0 to π, at each of some times.
struct PolarHistogram: Sendable {
  /// Cosines of the upper edges of all bins but the last, in falling order.
  private let cosines: [Double]
  private var counts: [[Int]]

  init(bins: Int, times: Int) {
    cosines = (1..<bins).map {
      Elementary.sineCosine(Double.pi * Double($0) / Double(bins)).cosine
    }
    counts = Array(repeating: Array(repeating: 0, count: bins), count: times)
  }

  /// Counts a direction with the given cosine.
  mutating func add(_ cosine: Double, at time: Int) {
    var (low, length) = (0, cosines.count)
    while length > 0 {
      let half = length / 2
      let isBeyond = cosines[low + half] >= cosine
      low = isBeyond ? low + half + 1 : low
      length = isBeyond ? length - half - 1 : half
    }
    counts[time][low] += 1
  }

  /// The densities over the angle in 1/rad, bin by bin, at each time.
  func densities(of trajectories: Int) -> [[Double]] {
    counts.map { bins in
      bins.map { Double($0) * Double(bins.count) / (Double.pi * Double(trajectories)) }
    }
  }

  /// Centers of the bins in rad.
  static func angles(bins: Int) -> [Double] {
    (0..<bins).map { Double.pi * (Double($0) + 0.5) / Double(bins) }
  }
}
