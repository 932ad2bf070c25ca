/// A vector in space; the unit is that of whatever it stands for.
public struct Vector3: Sendable, Hashable {
  /// Component along x.
  public var x: Double
  /// Component along y.
  public var y: Double
  /// Component along z.
  public var z: Double

  /// The vector of three components.
  public init(_ x: Double, _ y: Double, _ z: Double) {
    self.x = x
    self.y = y
    self.z = z
  }

  /// x, y and z.
  package var components: [Double] { [x, y, z] }

  /// The vector without length.
  public static let zero = Vector3(0, 0, 0)

  /// The unit vector at a polar angle from +z and an azimuth from +x, both in rad.
  public init(polarAngle: Double, azimuth: Double) {
    let (sinePolar, cosinePolar) = Elementary.sineCosine(polarAngle)
    let (sineAzimuth, cosineAzimuth) = Elementary.sineCosine(azimuth)
    self.init(sinePolar * cosineAzimuth, sinePolar * sineAzimuth, cosinePolar)
  }

  /// The scalar product a·b.
  public func dot(_ other: Vector3) -> Double {
    x * other.x + y * other.y + z * other.z
  }

  /// The vector product a × b.
  public func cross(_ other: Vector3) -> Vector3 {
    Vector3(
      y * other.z - z * other.y, z * other.x - x * other.z, x * other.y - y * other.x)
  }

  /// The Euclidean length. Components beyond 10¹⁵⁴ overflow.
  public var norm: Double { dot(self).squareRoot() }

  /// The unit vector along this one; NaN for the zero vector.
  public var unit: Vector3 { self / norm }

  /// The sum, component by component.
  public static func + (a: Vector3, b: Vector3) -> Vector3 {
    Vector3(a.x + b.x, a.y + b.y, a.z + b.z)
  }

  /// The difference, component by component.
  public static func - (a: Vector3, b: Vector3) -> Vector3 {
    Vector3(a.x - b.x, a.y - b.y, a.z - b.z)
  }

  /// The vector scaled by a factor.
  public static func * (factor: Double, vector: Vector3) -> Vector3 {
    Vector3(factor * vector.x, factor * vector.y, factor * vector.z)
  }

  /// The vector scaled by the inverse of a divisor, each component rounded once.
  public static func / (vector: Vector3, divisor: Double) -> Vector3 {
    Vector3(vector.x / divisor, vector.y / divisor, vector.z / divisor)
  }
}
