import Numerics

/// A right-handed orthonormal frame, its axes given in the coordinates of the job.
struct SpinAxes: Sendable, Equatable {
  let first, second, third: Vector3

  /// With the third axis along a unit vector and the first as far as possible along another vector;
  /// along a coordinate axis where that vector is zero.
  init(third: Vector3, firstTowards direction: Vector3 = .zero) {
    var towards = direction
    if towards == .zero {
      towards = abs(third.x) <= abs(third.z) ? Vector3(1, 0, 0) : Vector3(0, 0, 1)
    }
    self.third = third
    first = (towards - third.dot(towards) * third).unit
    second = third.cross(first)
  }
}
