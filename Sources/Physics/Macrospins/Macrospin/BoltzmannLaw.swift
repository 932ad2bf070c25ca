public import Numerics

/// Boltzmann's law of a magnet with an axial anisotropy in a field: the probability per solid angle
/// is proportional to exp(Δ m_z² + v·m), with Δ = E_b/(k_B T) and v = μ₀ M_s V H/(k_B T). It is the
/// stationary law without a current (Zheng et al., Eqs. 30 and 32).
public struct BoltzmannLaw: Sendable, Equatable {
  /// A side of the plane m_z = 0.
  public enum Side: Sendable {
    /// m_z > 0.
    case above
    /// m_z < 0.
    case below
  }

  /// Δ, the barrier in units of k_B T; negative for an easy plane.
  public let stability: Double
  /// v, the energy of the whole moment in the field in units of k_B T.
  public let field: Vector3
  /// The side to which the law is restricted; nil for the whole sphere.
  public let side: Side?

  /// Energies in units of k_B T up to which directions can be told apart in double precision.
  static let largest = 1e10

  /// Nil unless Δ and |v| are numbers up to 10¹⁰.
  ///
  /// - Parameters:
  ///   - stability: Δ.
  ///   - field: v.
  ///   - side: The side to which the law is restricted; nil for the whole sphere.
  public init?(stability: Double, field: Vector3, side: Side? = nil) {
    guard abs(stability) <= Self.largest, field.norm <= Self.largest else { return nil }
    self.stability = stability
    self.field = field
    self.side = side
  }

  /// The law of a magnet without voltage and current at the temperature of its bath; nil at 0 K, or
  /// so close to it that directions could not be told apart.
  ///
  /// - Parameters:
  ///   - magnet: The magnet.
  ///   - field: H_ext in A/m.
  ///   - side: The side to which the law is restricted; nil for the whole sphere.
  public init?(_ magnet: Magnet, in field: Vector3, side: Side? = nil) {
    let energy = PhysicalConstants.boltzmann * magnet.temperature
    self.init(
      stability: magnet.energyBarrier(atBias: 0) / energy,
      field: (magnet.momentPerField / energy) * field, side: side)
  }

  /// The size of the field across the axis, √(v_x² + v_y²).
  var transverseField: Double { (field.x * field.x + field.y * field.y).squareRoot() }

  /// The cosine and the sine of the azimuth of the field.
  var azimuth: (cosine: Double, sine: Double) {
    let size = transverseField
    return size > 0 ? (field.x / size, field.y / size) : (1, 0)
  }

  /// The sides that directions lie on.
  var sides: [Side] { side.map { [$0] } ?? [.above, .below] }
}

extension SwitchingProtocol {
  /// The law that trajectories start from; nil where they all start in one direction, and where
  /// there is no such law (see `BoltzmannLaw.init(_:in:side:)`).
  ///
  /// - Parameter magnet: What the protocol is applied to.
  public func initialLaw(of magnet: Magnet) -> BoltzmannLaw? {
    switch initialState {
    case .direction: nil
    case .boltzmann: BoltzmannLaw(magnet, in: initialField)
    case .boltzmannWell:
      BoltzmannLaw(magnet, in: initialField, side: initialMagnetization.z < 0 ? .below : .above)
    }
  }
}
