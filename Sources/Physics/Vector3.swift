/// A vector in space; the unit is that of whatever it stands for.
public struct Vector3: Sendable, Equatable {
  public var x: Double
  public var y: Double
  public var z: Double

  public init(_ x: Double, _ y: Double, _ z: Double) {
    self.x = x
    self.y = y
    self.z = z
  }
}
