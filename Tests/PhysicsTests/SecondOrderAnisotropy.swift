import Macrospins
import Numerics

extension TorqueTerm {
  /// The field H m_z³ ẑ of an anisotropy of second order along z, of the energy −¼ μ₀ M_s V H m_z⁴.
  ///
  /// - Parameter field: H in A/m.
  public static func secondOrderAnisotropy(_ field: Double) -> TorqueTerm {
    .effectiveField(field * VectorPolynomial(Vector3(0, 0, 1), z: 3))
  }
}
