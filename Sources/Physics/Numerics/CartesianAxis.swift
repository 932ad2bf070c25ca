/// One of the axes x, y, z.
public enum CartesianAxis: String, CaseIterable, Sendable {
  /// The first one.
  case x
  /// The second one.
  case y
  /// The third one.
  case z

  /// 0, 1, 2.
  public var index: Int {
    switch self {
    case .x: 0
    case .y: 1
    case .z: 2
    }
  }

  /// Where a vector has its component along this axis.
  public var component: WritableKeyPath<Vector3, Double> & Sendable {
    switch self {
    case .x: \.x
    case .y: \.y
    case .z: \.z
    }
  }
}
