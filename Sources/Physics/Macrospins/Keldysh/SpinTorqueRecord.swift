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
  /// What an ensemble has it from; nil for a density, which has no statistical errors.
  public let sums: TrajectorySums?

  /// What a density tells.
  init(
    times: [Double], means: [Vector3], standardDeviations: [Vector3], polarDensity: [[Double]]
  ) {
    self.times = times
    self.means = means
    self.standardDeviations = standardDeviations
    self.polarDensity = polarDensity
    sums = nil
  }

  /// What an ensemble tells.
  ///
  /// - Parameters:
  ///   - sums: At the saved times; the counts are those of the bins at each of them.
  ///   - times: The saved times in s.
  ///   - bins: Number of bins of the polar angle.
  init(_ sums: TrajectorySums, times: [Double], bins: Int) {
    self.times = times
    self.sums = sums
    func vectors(_ value: (CentralMoments) -> Double) -> [Vector3] {
      times.indices.map { time in
        let values = (0..<3).map { value(sums.moments($0, at: time)) }
        return Vector3(values[0], values[1], values[2])
      }
    }
    means = vectors(\.mean)
    standardDeviations = vectors(\.standardDeviation)
    polarDensity = times.indices.map { time in
      sums.counts[time * bins..<(time + 1) * bins].map {
        Double($0) * Double(bins) / (Double.pi * Double(sums.count))
      }
    }
  }

  /// `means` with their errors, NaN for a density: time after time, component after component.
  public var meanEstimates: [Estimate] {
    estimates(means) { $0.mean(of: $1) }
  }

  /// `standardDeviations` with their errors, NaN for a density: time after time, component after
  /// component.
  public var deviationEstimates: [Estimate] {
    estimates(standardDeviations) { $0.standardDeviation(of: $1) }
  }

  /// `polarDensity` with its errors, NaN for a density: time after time, bin after bin.
  public var polarDensityEstimates: [Estimate] {
    let bins = polarDensity.first?.count ?? 0
    guard let sums else { return polarDensity.flatMap { $0.map(Self.withoutError) } }
    return sums.counts.map { .share($0, of: sums.count, scale: PolarBins.scale(bins)) }
  }

  private func estimates(
    _ values: [Vector3], _ estimate: (CentralMoments, Int) -> Estimate
  ) -> [Estimate] {
    guard let sums else { return values.flatMap { $0.components.map(Self.withoutError) } }
    return times.indices.flatMap { time in
      (0..<3).map { estimate(sums.moments($0, at: time), sums.count) }
    }
  }

  private static func withoutError(_ value: Double) -> Estimate {
    Estimate(value, standardError: .nan, largestError: .nan)
  }
}

/// Bins of equal width of the polar angle, from 0 to π.
struct PolarBins: Sendable {
  /// Cosines of the upper edges of all bins but the last, in falling order.
  private let cosines: [Double]

  init(_ bins: Int) {
    cosines = (1..<bins).map {
      Elementary.sineCosine(Double.pi * Double($0) / Double(bins)).cosine
    }
  }

  /// The bin of a direction with the given cosine.
  func number(of cosine: Double) -> Int {
    var (low, length) = (0, cosines.count)
    while length > 0 {
      let half = length / 2
      let isBeyond = cosines[low + half] >= cosine
      low = isBeyond ? low + half + 1 : low
      length = isBeyond ? length - half - 1 : half
    }
    return low
  }

  /// What makes a density of a share, in 1/rad.
  static func scale(_ bins: Int) -> Double { Double(bins) / Double.pi }

  /// Centers of the bins in rad.
  static func angles(_ bins: Int) -> [Double] {
    (0..<bins).map { Double.pi * (Double($0) + 0.5) / Double(bins) }
  }
}
