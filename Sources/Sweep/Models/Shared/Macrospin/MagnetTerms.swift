import Macrospins
import Numerics
import Units

/// Anisotropies beyond that of a circular disc, as job files name them.
struct MagnetTerms: Sendable, Equatable {
  /// K₂ in J/m³.
  var secondOrder = 0.0
  /// K_u in J/m³.
  var inPlane = 0.0
  /// u.
  var inPlaneAxis = Vector3(1, 0, 0)

  static let parameters: [Parameter<MagnetTerms>] = [
    .number(
      "second_order_anisotropy", \.secondOrder, unit: .joulePerCubicMeter, .any,
      "second-order anisotropy K_2, of the energy density K_2 sin^4 of the polar angle",
      source: "definition"),
    .number(
      "in_plane_anisotropy", \.inPlane, unit: .joulePerCubicMeter, .any,
      "anisotropy K_u, of the energy density -K_u (m.u)^2, as an elliptic disc has it",
      source: "definition"),
    .vector(
      "in_plane_axis", \.inPlaneAxis, unit: .one, "axis u of the in-plane anisotropy",
      source: "definition", rule: .unit),
  ]

  /// The terms that are there.
  ///
  /// - Parameter magnet: Whose magnetization they act on.
  func terms(of magnet: Magnet) -> [TorqueTerm] {
    let perField = PhysicalConstants.vacuumPermeability * magnet.saturationMagnetization
    return (secondOrder == 0 ? [] : [.uniaxialAnisotropy(secondOrder: 4 * secondOrder / perField)])
      + (inPlane == 0 ? [] : [.anisotropy(2 * inPlane / perField, along: inPlaneAxis)])
  }
}
