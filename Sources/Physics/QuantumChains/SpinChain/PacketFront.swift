import Glibc
import Numerics

/// The fastest part of a Gaussian packet on its way to the ends of the chain and back: from when on
/// a finite chain differs from an endless one.
public struct PacketFront: Sendable {
  /// The front is three standard deviations ahead of the packet in position and in wave number: a
  /// thousandth of it is beyond.
  private static let deviations = 3.0

  /// Where it starts on the left and on the right, in sites.
  private let start: ClosedRange<Double>
  /// Speeds to the left and to the right in sites/fs; 0 if nothing goes there.
  private let speeds: (left: Double, right: Double)

  /// - Parameters:
  ///   - center: x₀.
  ///   - waveNumber: k.
  ///   - width: δk; the standard deviations are 1/δk in position and δk/2 in wave number.
  ///   - hopping: γ in eV.
  ///   - isCut: Whether an end of the chain cuts the packet: its edge then has all wave numbers.
  public init(
    center: Double, waveNumber: Double, width: Double, hopping: Double, isCut: Bool = false
  ) {
    let reach = Self.deviations / width
    start = center - reach...center + reach
    let spread = Self.deviations * width / 2
    let top = 2 * abs(hopping) / PhysicalConstants.reducedPlanckElectronvoltFemtosecond
    // The group velocity (2γ/ħ) sin k, at its largest within the spread.
    func fastest(_ wave: Double) -> Double {
      let distance = (wave - .pi / 2).remainder(dividingBy: 2 * .pi)
      return top * max(0, cos(max(0, abs(distance) - spread)))
    }
    let wave = hopping < 0 ? waveNumber + .pi : waveNumber
    speeds = isCut ? (top, top) : (fastest(-wave), fastest(wave))
  }

  /// A packet that is at rest on the first sites of a chain.
  ///
  /// - Parameters:
  ///   - sites: Sites that hold it.
  ///   - hopping: γ in eV.
  public init(confinedTo sites: Int, hopping: Double) {
    let top = 2 * abs(hopping) / PhysicalConstants.reducedPlanckElectronvoltFemtosecond
    start = 1...Double(sites)
    speeds = (0, top)
  }

  /// The time in fs at which what an end of the chain reflects can be back at a localized spin:
  /// what goes there directly, and what the spins have reflected before.
  ///
  /// - Parameters:
  ///   - sites: Length of the chain.
  ///   - spins: The sites of the first and of the last localized spin.
  public func reflectionTime(sites: Int, spins: ClosedRange<Int>) -> Double {
    let (first, last) = (Double(spins.lowerBound), Double(spins.upperBound))
    let (left, right) = (1.0, Double(sites))
    func time(_ distance: Double, _ speed: Double) -> Double {
      speed > 0 ? max(0, distance) / speed : .infinity
    }
    let (toLeft, toRight) = (first - left, right - last)
    var earliest = min(
      time(start.lowerBound - left + toLeft, speeds.left),
      time(right - start.upperBound + toRight, speeds.right))
    // Reflected by the spins first, which only what comes from outside of them is.
    let center = (start.lowerBound + start.upperBound) / 2
    if center <= last {
      let arrival = max(0, first - start.upperBound)
      earliest = min(earliest, time(arrival + 2 * toLeft, speeds.right))
    }
    if center >= first {
      let arrival = max(0, start.lowerBound - last)
      earliest = min(earliest, time(arrival + 2 * toRight, speeds.left))
    }
    return earliest
  }
}
