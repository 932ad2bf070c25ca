import Macrospins
import Numerics
import Testing

/// P and Husimi functions of a moment (Zheng et al., Eq. 20).
@Suite struct QuasiProbabilityTests {
  /// A moment after some electrons, seen from no axis in particular.
  private static func sequence(_ spin: Double, electrons: Int) throws -> CollisionSequence {
    var sequence = try CollisionSequence(
      try OrientedState(
        magneticNumber: spin, along: Vector3(polarAngle: 0.8, azimuth: -1.1),
        spinQuantumNumber: spin),
      blochVector: 0.7 * Vector3(polarAngle: 2, azimuth: 0.4), sin2: 0.55, sinCos: -0.49)
    for _ in 0..<electrons { sequence.collide() }
    return sequence
  }

  /// ∫ f dΩ, exact for harmonics up to a degree of 39.
  private static func integral(_ f: (Vector3) -> Double) -> Double {
    let rule = GaussLegendre(count: 20)
    var sum = 0.0
    for (node, weight) in zip(rule.nodes, rule.weights) {
      let z = 2 * node - 1
      let radius = ((1 - z) * (1 + z)).squareRoot()
      for step in 0..<40 {
        let (sine, cosine) = Elementary.sineCosine(2 * Double.pi * Double(step) / 40)
        sum += weight * 4 * Double.pi / 40 * f(Vector3(radius * cosine, radius * sine, z))
      }
    }
    return sum
  }

  /// A coherent state has the Husimi function (2L + 1)/(4π) ((1 + n·m)/2)^(2L).
  @Test(arguments: [0.5, 2, 30])
  func coherentState(spin: Double) throws {
    let state = try Self.sequence(spin, electrons: 0).quasiProbability()
    let axis = Vector3(polarAngle: 0.8, azimuth: -1.1)
    for direction in [axis, -1 * axis, Vector3(0, 0, 1), Vector3(polarAngle: 1, azimuth: -1)] {
      let cosine = (1 + axis.dot(direction)) / 2
      let exact = (0..<Int(2 * spin)).reduce((2 * spin + 1) / (4 * Double.pi)) { power, _ in
        power * max(cosine, 0)
      }
      #expect(abs(state.husimi(at: direction) - exact) < 1e-12 * (2 * spin + 1))
    }
  }

  /// Both have the total 1 and give the moments of the state: ⟨L⟩ is L⟨m⟩ over P and (L + 1)⟨m⟩
  /// over the Husimi function, ⟨L_z²⟩ is ⟨L² m_z² + (L/2)(1 − m_z²)⟩ over P.
  @Test(arguments: [(0.5, 1e-12), (2, 1e-12), (4, 1e-10), (8, 1e-5)])
  func moments(spin: Double, tolerance: Double) throws {
    for electrons in [0, 1, 20] {
      let sequence = try Self.sequence(spin, electrons: electrons)
      let state = sequence.quasiProbability()
      #expect(abs(Self.integral(state.p) - 1) < tolerance)
      #expect(abs(Self.integral(state.husimi) - 1) < 1e-12)
      let moments = sequence.moments
      let picks: [(Vector3) -> Double] = [{ $0.x }, { $0.y }, { $0.z }]
      for (component, pick) in picks.enumerated() {
        let exact = moments.mean.components[component]
        let byP = spin * Self.integral { pick($0) * state.p(at: $0) }
        let byHusimi = (spin + 1) * Self.integral { pick($0) * state.husimi(at: $0) }
        #expect(abs(byP - exact) < tolerance * spin)
        #expect(abs(byHusimi - exact) < 1e-12 * spin)
      }
      let square = Self.integral { m in
        (spin * spin * m.z * m.z + spin / 2 * (1 - m.z * m.z)) * state.p(at: m)
      }
      // For L = 1/2 there is no harmonic of the second degree, and m_z² of P means nothing.
      if spin > 0.5 {
        #expect(abs(square - moments.secondZ.z) < tolerance * spin * spin)
      }
    }
  }

  /// The Husimi function is not negative; P of a Dicke state between the poles is.
  @Test func signs() throws {
    let dicke = try CollisionSequence(
      try OrientedState(magneticNumber: 0, spinQuantumNumber: 3), blochVector: .zero, sin2: 0.55,
      sinCos: 0
    ).quasiProbability()
    let directions = (0...20).map { Vector3(polarAngle: Double($0) * Double.pi / 20, azimuth: 0.3) }
    #expect(directions.allSatisfy { dicke.husimi(at: $0) > -1e-15 })
    #expect(directions.contains { dicke.p(at: $0) < -0.1 })
    #expect(try Self.sequence(8.5, electrons: 1).quasiProbability().p(at: directions[0]).isNaN)
  }
}
