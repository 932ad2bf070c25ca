public import Numerics

/// How a magnet in a spin-polarised current is distributed over time: what an ensemble and a density
/// both tell.
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
