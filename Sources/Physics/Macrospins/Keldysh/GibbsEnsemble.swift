public import Numerics

/// The thermal ensemble of directions about a mean one, Tassi et al., Eq. (13): the probability
/// κ/(4π sinh κ) exp(κ n·m) per solid angle.
public struct GibbsEnsemble: Sendable, Equatable {
  /// κ ≥ 0; infinite for a single direction.
  public let concentration: Double
  /// n, the direction of the mean.
  public let direction: Vector3
  private let southward: Vector3
  private let eastward: Vector3

  /// - Parameters:
  ///   - concentration: κ.
  ///   - polarAngle: Polar angle of n from the polarization axis in rad.
  ///   - azimuth: Azimuth of n in rad.
  public init(concentration: Double, polarAngle: Double, azimuth: Double) {
    self.concentration = concentration
    direction = Vector3(polarAngle: polarAngle, azimuth: azimuth)
    southward = Vector3(polarAngle: polarAngle + Double.pi / 2, azimuth: azimuth)
    eastward = Vector3(polarAngle: Double.pi / 2, azimuth: azimuth + Double.pi / 2)
  }

  /// κ = γħJB/(k_B T) of a spin in a field, with γ = e/m_e; zero without a field. Tassi et al.,
  /// Eq. (13).
  ///
  /// - Parameters:
  ///   - spin: The length J in units of ħ.
  ///   - field: B in T.
  ///   - temperature: T in K.
  public static func concentration(spin: Double, field: Double, temperature: Double) -> Double {
    guard field > 0 else { return 0 }
    let moment =
      MagnetSurroundings.gyromagneticRatio * PhysicalConstants.reducedPlanck * spin
    return moment * field / (PhysicalConstants.boltzmann * temperature)
  }

  /// The direction of a trajectory.
  ///
  /// Two normal numbers have a random direction, the azimuth about n, and half their square is an
  /// exponential number E. As exponential numbers have no memory, E mod 2κ is one cut off at 2κ,
  /// which is how κ(1 − n·m) is distributed.
  func sample(_ trajectory: UInt32, from normals: NormalStream) -> Vector3 {
    let numbers = normals.normals(trajectory: trajectory, step: 0)
    // The resolution of E would show in E mod 2κ, and the mean κ/3 in no ensemble.
    guard concentration > 1e-8 else { return numbers.unit }
    let square = numbers.x * numbers.x + numbers.y * numbers.y
    let exponential = (square / 2).truncatingRemainder(dividingBy: 2 * concentration)
    let distance = exponential / concentration
    let radius = (distance * (2 - distance) / square).squareRoot()
    return (1 - distance) * direction
      + ((radius * numbers.x) * southward + (radius * numbers.y) * eastward)
  }
}
