import Glibc
public import Numerics

/// How the state of a moment is distributed over directions, in two ways per solid angle: the
/// Husimi function (2L + 1)/(4π) ⟨Ω|ρ|Ω⟩, a probability density, and the P function, with which the
/// state is a mixture of coherent states (Zheng et al., Eq. 20).
///
/// P is not unique: harmonics of a degree above 2L do not change the state, and are left out here.
/// It can be negative, and a coherent state has the sharpest one that these degrees allow. The two
/// have harmonics of a ratio q_l = (2L)! (2L + 1)!/((2L − l)! (2L + l + 1)!), which is so small for
/// large L and l that rounding of ρ is all that P would show: there is none for L above 8.
public struct QuasiProbability: Sendable {
  /// Largest L with a P function: there q_2L is 9·10⁻¹⁰.
  public static let largestSpin = 8.0

  private let space: SpinSpace
  private let axes: SpinAxes
  /// ⟨N + q|ρ|N⟩ by columns, in the frame of `axes`.
  private let element: @Sendable (Int, Int) -> Complex
  /// P in that frame; nil where there is none.
  private let harmonics: SphericalDensity?

  /// - Parameters:
  ///   - space: The states of the moment.
  ///   - axes: The frame of the density matrix.
  ///   - wantsP: Whether the P function will be asked for.
  ///   - element: ⟨row|ρ|column⟩ for row ≥ column.
  init(
    _ space: SpinSpace, axes: SpinAxes, wantsP: Bool = true,
    element: @escaping @Sendable (Int, Int) -> Complex
  ) {
    self.space = space
    self.axes = axes
    self.element = element
    harmonics =
      wantsP && space.spinQuantumNumber <= Self.largestSpin
      ? Self.harmonics(space, element) : nil
  }

  /// The Husimi function in a direction, per solid angle.
  ///
  /// - Parameter direction: Ω, a unit vector.
  public func husimi(at direction: Vector3) -> Double {
    Self.husimi(space, element, at: local(direction))
  }

  /// The P function in a direction, per solid angle; NaN for L above `largestSpin`.
  ///
  /// - Parameter direction: Ω, a unit vector.
  public func p(at direction: Vector3) -> Double {
    harmonics?.value(at: local(direction)) ?? .nan
  }

  /// The components in the frame of the density matrix.
  private func local(_ direction: Vector3) -> Vector3 {
    Vector3(
      direction.dot(axes.first), direction.dot(axes.second), direction.dot(axes.third))
  }

  private static func husimi(
    _ space: SpinSpace, _ element: (Int, Int) -> Complex, at direction: Vector3
  ) -> Double {
    let state = coherent(space, direction)
    var sum = 0.0
    for row in 0..<space.dimension {
      for column in 0..<row {
        let overlap = state[row].conjugate * element(row, column) * state[column]
        sum += 2 * overlap.real
      }
      sum += state[row].squaredMagnitude * element(row, row).real
    }
    return Double(space.dimension) / (4 * Double.pi) * sum
  }

  /// The amplitudes of the coherent state along a direction, from its largest outward.
  private static func coherent(_ space: SpinSpace, _ direction: Vector3) -> [Complex] {
    let angle = atan2(
      (direction.x * direction.x + direction.y * direction.y).squareRoot(), direction.z)
    let state = try? SpinState.coherent(
      polarAngle: angle, azimuth: atan2(direction.y, direction.x),
      spinQuantumNumber: space.spinQuantumNumber)
    return state?.amplitudes ?? []
  }

  /// The harmonics of P from those of the Husimi function, which Gauss's nodes in m_z and equal
  /// steps of the azimuth integrate exactly.
  private static func harmonics(
    _ space: SpinSpace, _ element: (Int, Int) -> Complex
  ) -> SphericalDensity {
    let degree = space.dimension - 1
    let rule = GaussLegendre(count: degree + 1)
    let steps = 2 * degree + 1
    var points: [(direction: Vector3, weight: Double)] = []
    for (node, weight) in zip(rule.nodes, rule.weights) {
      let z = 2 * node - 1
      let radius = ((1 - z) * (1 + z)).squareRoot()
      for step in 0..<steps {
        let (sine, cosine) = Elementary.sineCosine(
          2 * Double.pi * Double(step) / Double(steps))
        let direction = Vector3(radius * cosine, radius * sine, z)
        points.append(
          (
            direction,
            2 * weight * (2 * Double.pi / Double(steps)) * husimi(space, element, at: direction)
          ))
      }
    }
    // 1/q_l = Π_{k = 1…l} (2L + 1 + k)/(2L + 1 − k).
    var factor = 1.0
    var factors = [factor]
    for l in 1...degree {
      factor *= Double(degree + 1 + l) / Double(degree + 1 - l)
      factors.append(factor)
    }
    return SphericalDensity(points, factors: factors)
  }
}

extension CollisionSequence {
  /// How the state is distributed over directions, in the coordinates in which s was given.
  ///
  /// - Parameter wantsP: Whether the P function will be asked for; it takes O(L⁴) operations.
  public func quasiProbability(wantsP: Bool = true) -> QuasiProbability {
    let matrix = densityMatrixAlongSpin
    return QuasiProbability(matrix.space, axes: axes, wantsP: wantsP) {
      matrix.element(row: $0, column: $1)
    }
  }
}
