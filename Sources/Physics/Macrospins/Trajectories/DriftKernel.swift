import Numerics

/// A `Drift` in the form in which the inner loop evaluates it.
protocol DriftKernel: Sendable {
  /// How many trajectories are evaluated together.
  associatedtype Lane: LaneNumber
  /// W and U at m = 0.
  var constant: ConstantFields { get }
  /// W and U at a state, from what they are at m = 0 with the noise.
  func fields(_ fields: StepFields<Lane>, _ x: Lane, _ y: Lane, _ z: Lane) -> StepFields<Lane>
}

/// W and U where they do not depend on the state.
struct ConstantFields: Sendable {
  let precession: Vector3
  let relaxation: Vector3

  init(_ drift: Drift) {
    precession = drift.precession.constant
    relaxation = drift.relaxation.constant
  }

  /// Neither.
  static var none: Self { Self(Drift()) }
}

/// A drift whose z components alone depend on the state, in proportion to m_z: constant fields and
/// torques and an anisotropy about the z axis, what nearly every ensemble has. It costs two
/// operations an evaluation.
struct UniaxialDrift: DriftKernel {
  typealias Lane = Double

  let constant: ConstantFields
  /// The factor of m_z in W_z.
  private let precession: Double
  /// The factor of m_z in U_z.
  private let relaxation: Double

  /// Nil for a drift of another form.
  init?(_ drift: Drift) {
    guard let precession = Self.slope(drift.precession),
      let relaxation = Self.slope(drift.relaxation)
    else { return nil }
    constant = ConstantFields(drift)
    self.precession = precession
    self.relaxation = relaxation
  }

  private static func slope(_ polynomial: VectorPolynomial) -> Double? {
    var slope = 0.0
    for (powers, vector) in polynomial.coefficients where powers != .zero && vector != .zero {
      guard powers == .init(x: 0, y: 0, z: 1), vector.x == 0, vector.y == 0 else { return nil }
      slope = vector.z
    }
    return slope
  }

  @inline(__always)
  func fields(
    _ fields: StepFields<Double>, _ x: Double, _ y: Double, _ z: Double
  ) -> StepFields<Double> {
    var fields = fields
    fields.wz = fields.wz.addingProduct(precession, z)
    fields.uz = fields.uz.addingProduct(relaxation, z)
    return fields
  }
}

/// Any drift.
struct PolynomialDrift: DriftKernel {
  typealias Lane = SIMD8<Double>

  /// Vectors in W and in U times a product of powers.
  private struct Coefficient {
    let powers: VectorPolynomial.Powers
    let precession: Vector3
    let relaxation: Vector3
  }

  let constant: ConstantFields
  private let coefficients: [Coefficient]

  init(_ drift: Drift) {
    constant = ConstantFields(drift)
    let powers = (drift.precession + drift.relaxation).coefficients.map(\.powers)
    coefficients = powers.filter { $0 != .zero }.map {
      Coefficient(
        powers: $0, precession: drift.precession.coefficient(of: $0),
        relaxation: drift.relaxation.coefficient(of: $0))
    }
  }

  @inline(__always)
  func fields(
    _ fields: StepFields<Lane>, _ x: Lane, _ y: Lane, _ z: Lane
  ) -> StepFields<Lane> {
    var fields = fields
    for coefficient in coefficients {
      var product = Lane(repeating: 1)
      for _ in 0..<coefficient.powers.x { product *= x }
      for _ in 0..<coefficient.powers.y { product *= y }
      for _ in 0..<coefficient.powers.z { product *= z }
      let (w, u) = (coefficient.precession, coefficient.relaxation)
      fields.wx = fields.wx.addingProduct(product, Lane(repeating: w.x))
      fields.wy = fields.wy.addingProduct(product, Lane(repeating: w.y))
      fields.wz = fields.wz.addingProduct(product, Lane(repeating: w.z))
      fields.ux = fields.ux.addingProduct(product, Lane(repeating: u.x))
      fields.uy = fields.uy.addingProduct(product, Lane(repeating: u.y))
      fields.uz = fields.uz.addingProduct(product, Lane(repeating: u.z))
    }
    return fields
  }
}
