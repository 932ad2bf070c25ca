import Glibc
import Numerics

/// The energy of a magnet without current as a function of its direction, in units of k_B T:
/// stationary directions, and Boltzmann's weights.
///
/// The field that acts is the gradient of −E. Its noise has α γ/κ = μ₀ M_s V/(k_B T), so energies
/// in units of k_B T follow from the equation of motion alone.
package struct EnergyLandscape: Sendable {
  /// μ₀ M_s V H/(k_B T), whose potential is −E/(k_B T).
  private let field: VectorPolynomial

  /// A direction at which the energy does not change to first order.
  package struct Stationary: Sendable, Equatable {
    /// m.
    package let direction: Vector3
    /// E/(k_B T).
    package let energy: Double
    /// The curvatures of E/(k_B T) on the sphere, the smaller one first.
    package let curvatures: (low: Double, high: Double)

    /// Whether the energy is least here among neighbors.
    package var isMinimum: Bool { curvatures.low > 0 }
    /// Whether it falls to two sides and rises to two others.
    package var isSaddle: Bool { curvatures.low < 0 && curvatures.high > 0 }

    package static func == (a: Stationary, b: Stationary) -> Bool {
      a.direction == b.direction && a.energy == b.energy
    }
  }

  /// Nil where a current or its noise acts, where nothing fluctuates, or where the field is not the
  /// gradient of an energy.
  ///
  /// - Parameters:
  ///   - stage: What acts.
  ///   - damping: α.
  package init?(_ stage: MacrospinStage, damping: Double) {
    for term in stage.terms {
      switch term {
      case .effectiveField: continue
      case .dampingLike(let vector), .fieldLike(let vector):
        guard vector.coefficients.allSatisfy({ $0.vector == .zero }) else { return nil }
      }
    }
    let noise = stage.noise
    guard noise.quantumCoefficient == 0, noise.thermalStrength > 0, damping > 0 else { return nil }
    let rate = PhysicalConstants.landauLifshitzRate(damping: damping)
    let diffusion = rate * rate * (1 + damping * damping) * noise.thermalStrength
    field = (rate * damping / diffusion) * stage.effectiveField
    let probes = [Vector3(0.3, -0.5, 0.8), Vector3(-0.7, 0.2, -0.4), Vector3(0.1, 0.9, 0.3)]
    for probe in probes {
      let jacobian = jacobian(at: probe.unit)
      let largest = jacobian.map(\.norm).max() ?? 0
      guard
        max(
          abs(jacobian[0].y - jacobian[1].x), abs(jacobian[0].z - jacobian[2].x),
          abs(jacobian[1].z - jacobian[2].y)) <= 1e-9 * largest
      else { return nil }
    }
  }

  /// E/(k_B T): the potential of a term of degree n is its scalar product with m over n + 1.
  package func energy(at m: Vector3) -> Double {
    field.coefficients.reduce(0) { sum, term in
      sum - term.powers.value(at: m) * term.vector.dot(m) / Double(term.powers.degree + 1)
    }
  }

  /// −grad E/(k_B T), with its part along m.
  private func field(at m: Vector3) -> Vector3 {
    field.coefficients.reduce(.zero) { $0 + $1.powers.value(at: m) * $1.vector }
  }

  /// dH_i/dm_j, row by row.
  private func jacobian(at m: Vector3) -> [Vector3] {
    var rows = [Vector3.zero, .zero, .zero]
    for (powers, vector) in field.coefficients {
      let gradient = powers.gradient(at: m)
      rows[0] = rows[0] + vector.x * gradient
      rows[1] = rows[1] + vector.y * gradient
      rows[2] = rows[2] + vector.z * gradient
    }
    return rows
  }

  /// Two unit vectors across m.
  private static func tangents(at m: Vector3) -> (Vector3, Vector3) {
    let other = abs(m.z) < 0.7 ? Vector3(0, 0, 1) : Vector3(1, 0, 0)
    let first = other.cross(m).unit
    return (first, m.cross(first))
  }

  /// The derivatives of E/(k_B T) along two directions across m.
  private func derivatives(
    at m: Vector3, _ a: Vector3, _ b: Vector3
  ) -> (slope: (Double, Double), second: (aa: Double, ab: Double, bb: Double)) {
    let field = field(at: m)
    let rows = jacobian(at: m)
    func form(_ left: Vector3, _ right: Vector3) -> Double {
      -left.dot(Vector3(rows[0].dot(right), rows[1].dot(right), rows[2].dot(right)))
    }
    let radial = field.dot(m)
    return (
      (-field.dot(a), -field.dot(b)),
      (form(a, a) + radial, (form(a, b) + form(b, a)) / 2, form(b, b) + radial)
    )
  }

  /// All isolated stationary directions, by Newton's method from a net of starts.
  package func stationaryDirections() -> [Stationary] {
    var found: [Stationary] = []
    for i in 0..<18 {
      for j in 0..<36 {
        let start = Vector3(
          polarAngle: Double.pi * (Double(i) + 0.5) / 18, azimuth: 2 * Double.pi * Double(j) / 36)
        guard let next = stationary(near: start),
          !found.contains(where: { ($0.direction - next.direction).norm < 1e-5 })
        else { continue }
        found.append(next)
      }
    }
    return found
  }

  private func stationary(near start: Vector3) -> Stationary? {
    var m = start
    for _ in 0..<60 {
      let (a, b) = Self.tangents(at: m)
      let (slope, second) = derivatives(at: m, a, b)
      let determinant = second.aa * second.bb - second.ab * second.ab
      guard determinant != 0 else { return nil }
      var x = -(second.bb * slope.0 - second.ab * slope.1) / determinant
      var y = -(second.aa * slope.1 - second.ab * slope.0) / determinant
      let length = (x * x + y * y).squareRoot()
      guard length.isFinite else { return nil }
      if length < 1e-13 { break }
      if length > 0.2 { (x, y) = (0.2 * x / length, 0.2 * y / length) }
      m = (m + x * a + y * b).unit
    }
    let (a, b) = Self.tangents(at: m)
    let (slope, second) = derivatives(at: m, a, b)
    let mean = (second.aa + second.bb) / 2
    let half = (second.aa - second.bb) / 2
    let spread = (half * half + second.ab * second.ab).squareRoot()
    guard max(abs(slope.0), abs(slope.1)) <= 1e-9 * (abs(mean) + spread) else { return nil }
    // A level ring of an axial magnet is not isolated.
    guard min(abs(mean - spread), abs(mean + spread)) > 1e-9 * (abs(mean) + spread) else {
      return nil
    }
    return Stationary(
      direction: m, energy: energy(at: m), curvatures: (mean - spread, mean + spread))
  }

  /// α ∮|m × H|² γ dt on the orbit of constant energy that leaves a saddle to one side and comes
  /// back, in units of k_B T: what damping takes from the energy on the way. Nil if it does not
  /// come back to this saddle.
  ///
  /// - Parameters:
  ///   - saddle: Where the orbit begins.
  ///   - well: The minimum on whose side it goes.
  ///   - damping: α.
  package func energyLoss(
    from saddle: Stationary, around well: Stationary, damping: Double
  ) -> Double? {
    let (a, b) = Self.tangents(at: saddle.direction)
    let second = derivatives(at: saddle.direction, a, b).second
    // With b = m × a: δ′ = −m × H has δ_a′ = −E_b, δ_b′ = E_a of the derivatives of the energy.
    let rate = (-saddle.curvatures.low * saddle.curvatures.high).squareRoot()
    let (x, y) =
      abs(second.bb) > 1e-12 * rate
      ? (second.bb, -(rate + second.ab)) : (rate - second.ab, second.aa)
    let out = (x * a + y * b).unit
    let step = 2e-3 / max(rate, field(at: well.direction).norm)
    for side in [1.0, -1.0] {
      var m = (saddle.direction + (side * 1e-5) * out).unit
      var (loss, farthest, nearest) = (0.0, 0.0, 0.0)
      var closest = Double.infinity
      for _ in 0..<200_000 {
        let before = Self.square(m, field(at: m))
        func turn(_ m: Vector3) -> Vector3 { -1 * m.cross(field(at: m)) }
        let k1 = turn(m)
        let k2 = turn(m + (step / 2) * k1)
        let k3 = turn(m + (step / 2) * k2)
        let k4 = turn(m + step * k3)
        m = (m + (step / 6) * (k1 + 2 * k2 + 2 * k3 + k4)).unit
        loss += step / 2 * (before + Self.square(m, field(at: m)))
        let distance = (m - saddle.direction).norm
        closest = min(closest, (m - well.direction).norm)
        if distance > farthest {
          (farthest, nearest) = (distance, distance)
        } else if distance < nearest {
          nearest = distance
        } else if nearest < 0.02 {
          break
        }
      }
      guard nearest < 0.02, farthest > 0.05 else { return nil }
      // The orbit surrounds the minimum that is on its side of the saddle.
      if closest < (saddle.direction - well.direction).norm { return damping * loss }
    }
    return nil
  }

  private static func square(_ m: Vector3, _ field: Vector3) -> Double {
    let torque = m.cross(field)
    return torque.dot(torque)
  }
}

extension VectorPolynomial.Powers {
  /// m_x^x m_y^y m_z^z.
  fileprivate func value(at m: Vector3) -> Double {
    Self.power(m.x, x) * Self.power(m.y, y) * Self.power(m.z, z)
  }

  fileprivate func gradient(at m: Vector3) -> Vector3 {
    Vector3(
      Self.slope(m.x, x) * Self.power(m.y, y) * Self.power(m.z, z),
      Self.power(m.x, x) * Self.slope(m.y, y) * Self.power(m.z, z),
      Self.power(m.x, x) * Self.power(m.y, y) * Self.slope(m.z, z))
  }

  private static func power(_ base: Double, _ exponent: Int) -> Double {
    (0..<exponent).reduce(1) { product, _ in product * base }
  }

  private static func slope(_ base: Double, _ exponent: Int) -> Double {
    exponent == 0 ? 0 : Double(exponent) * power(base, exponent - 1)
  }
}
