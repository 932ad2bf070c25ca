public import Numerics
public import Teams

/// Directions on rings of latitude: polar angles from 0 to π and azimuths from 0, both in equal
/// steps.
public struct SphericalGrid: Sendable, Equatable {
  /// The polar angles in rad, both poles included.
  public let polarAngles: [Double]
  /// The azimuths in rad.
  public let azimuths: [Double]

  /// - Parameters:
  ///   - polarAngles: Number of polar angles; fewer than 2 leave no direction at all.
  ///   - azimuths: Number of azimuths.
  public init(polarAngles: Int = 0, azimuths: Int = 0) {
    guard polarAngles > 1, azimuths > 0 else {
      (self.polarAngles, self.azimuths) = ([], [])
      return
    }
    self.polarAngles = (0..<polarAngles).map {
      Double.pi * Double($0) / Double(polarAngles - 1)
    }
    self.azimuths = (0..<azimuths).map { 2 * Double.pi * Double($0) / Double(azimuths) }
  }

  /// Number of directions.
  public var count: Int { polarAngles.count * azimuths.count }

  /// Whether there is no direction.
  public var isEmpty: Bool { count == 0 }

  /// The directions as unit vectors, azimuths fastest.
  public var directions: [Vector3] {
    polarAngles.flatMap { angle in
      azimuths.map { Vector3(polarAngle: angle, azimuth: $0) }
    }
  }
}

extension SphericalDensity {
  /// The density on a grid, per solid angle, azimuths fastest: what `value(at:)` says of each
  /// direction, in some degree² operations a ring instead of a direction.
  ///
  /// - Parameters:
  ///   - grid: The directions.
  ///   - poll: Called for each ring; what it throws ends the calculation.
  /// - Throws: What `poll` throws.
  public func values(on grid: SphericalGrid, poll: Poll) throws(EvaluationError) -> [Double] {
    var values: [Double] = []
    values.reserveCapacity(grid.count)
    for angle in grid.polarAngles {
      try poll()
      let ring = orders(at: angle)
      for azimuth in grid.azimuths {
        let step = Elementary.sineCosine(azimuth)
        var (sine, cosine) = (0.0, 1.0)
        var sum = 0.0
        for (order, (real, imaginary)) in ring.enumerated() {
          // Order −m adds the complex conjugate of order m.
          sum += (order == 0 ? 1 : 2) * (real * cosine - imaginary * sine)
          (sine, cosine) = (
            sine * step.cosine + cosine * step.sine, cosine * step.cosine - sine * step.sine
          )
        }
        values.append(sum)
      }
    }
    return values
  }
}
