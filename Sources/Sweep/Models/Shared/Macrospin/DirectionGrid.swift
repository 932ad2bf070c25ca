import Macrospins
import Units

/// Directions at which a function on the sphere is saved: polar angles from 0 to 180° and azimuths
/// in equal steps.
struct DirectionGrid: Sendable {
  /// Number of polar angles, 0 for none.
  var polarAngles = 0
  /// Number of azimuths, 0 for none.
  var azimuths = 0

  /// The directions.
  var points: SphericalGrid { SphericalGrid(polarAngles: polarAngles, azimuths: azimuths) }
  /// Number of directions.
  var count: Int { polarAngles > 1 ? polarAngles * azimuths : 0 }

  /// The parameters as job files name them.
  static let parameters: [Parameter<DirectionGrid>] = [
    .integer(
      "polar_angles", \.polarAngles, 0...10_000,
      "polar angles, from 0 to 180 deg, at which a function of the direction is saved (0: none)",
      source: "output"
    ).bookkeeping(),
    .integer(
      "azimuths", \.azimuths, 0...10_000,
      "azimuths, from 0 in equal steps, at which a function of the direction is saved (0: none)",
      source: "output"
    ).bookkeeping(),
  ]

  /// What does not go together.
  var conflict: Conflict? {
    Conflict(
      "polar_angles",
      "'polar_angles' (\(polarAngles)) and 'azimuths' (\(azimuths)) are both 0, "
        + "or at least 2 and 1",
      where: polarAngles == 1 || (polarAngles == 0) != (azimuths == 0))
  }

  /// The two dimensions that quantities over directions have, polar angles first.
  var dimensions: [OwnDimension] {
    let points = points
    return [
      OwnDimension(
        "polar_angle", unit: .radian, "polar angle from +z", values: points.polarAngles),
      OwnDimension("azimuth", unit: .radian, "azimuth from +x", values: points.azimuths),
    ]
  }
}
