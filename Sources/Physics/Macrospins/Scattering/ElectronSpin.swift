public import Numerics

/// The spin state of an arriving electron, ρ = (1 + s·σ)/2: a share (1 + |s|)/2 of the electrons is
/// in the state a|↑⟩ + b|↓⟩ along the axis of s, the rest in the opposite state (Zheng et al.,
/// Eqs. 11 and 16).
public struct ElectronSpin: Sendable, Equatable {
  /// a, normalized with b.
  public let up: Complex
  /// b.
  public let down: Complex
  /// |s|: 1 for a pure state, 0 for an unpolarized electron.
  public let polarization: Double

  /// - Parameters:
  ///   - polarAngle: angle of the spin from +z in rad.
  ///   - azimuth: angle of the spin about z from +x in rad.
  ///   - polarization: |s| within 0 … 1.
  /// - Throws: `ScatteringError.polarization`.
  public init(
    polarAngle: Double, azimuth: Double, polarization: Double = 1
  ) throws(ScatteringError) {
    let (sine, cosine) = Elementary.sineCosine(polarAngle / 2)
    let phase = Elementary.sineCosine(azimuth)
    try self.init(
      up: Complex(cosine), down: Complex(sine * phase.cosine, sine * phase.sine),
      polarization: polarization)
  }

  /// - Parameters:
  ///   - up: a, of any common norm with b.
  ///   - down: b.
  ///   - polarization: |s| within 0 … 1.
  /// - Throws: `ScatteringError.emptyState`, `.polarization`.
  public init(up: Complex, down: Complex, polarization: Double = 1) throws(ScatteringError) {
    let norm = (up.squaredMagnitude + down.squaredMagnitude).squareRoot()
    guard norm > 0, norm.isFinite else { throw .emptyState }
    guard polarization >= 0, polarization <= 1 else { throw .polarization(polarization) }
    self.up = up / norm
    self.down = down / norm
    self.polarization = polarization
  }

  /// - Parameter blochVector: s = Tr(σ ρ). Lengths up to 1 + 10⁻⁹ count as 1.
  /// - Throws: `ScatteringError.polarization`.
  public init(blochVector: Vector3) throws(ScatteringError) {
    let length = blochVector.norm
    guard length <= 1 + 1e-9 else { throw .polarization(length) }
    let axis = length > 0 ? blochVector.unit : Vector3(0, 0, 1)
    // Of the two spinors along the axis that differ in phase, the one without cancellation.
    let (up, down) =
      axis.z >= 0
      ? (Complex(1 + axis.z), Complex(axis.x, axis.y))
      : (Complex(axis.x, -axis.y), Complex(1 - axis.z))
    try self.init(up: up, down: down, polarization: min(length, 1))
  }

  /// s = |s| (2 Re a*b, 2 Im a*b, |a|² − |b|²).
  public var blochVector: Vector3 {
    let coherence = up.conjugate * down
    return polarization
      * Vector3(
        2 * coherence.real, 2 * coherence.imaginary, up.squaredMagnitude - down.squaredMagnitude)
  }

  /// The pure states with their shares; the opposite one only if there are such electrons.
  var components: [(share: Double, up: Complex, down: Complex)] {
    let along = (share: (1 + polarization) / 2, up: up, down: down)
    guard polarization < 1 else { return [along] }
    return [along, (share: (1 - polarization) / 2, up: -down.conjugate, down: up.conjugate)]
  }
}
