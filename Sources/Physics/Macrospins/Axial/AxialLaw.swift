import Numerics

/// What acts on u = m_z where everything is axial:
///
///     dP/dt = −d_u[(1 − u²) A P] + d_u[(1 − u²) d_u(κ P)] ,
///
/// with A and κ polynomials of u, in 1/s. Zheng et al., Eqs. (21) and (30), for fields, currents
/// and noise along z.
package struct AxialLaw: Sendable, Equatable {
  /// The coefficients of 1, u, u², … in A.
  private let drift: [Double]
  /// The coefficients of 1 and u in κ.
  private let diffusion: [Double]

  /// - Parameters:
  ///   - drift: The coefficients of 1, u, u², … in A, in 1/s.
  ///   - diffusion: Those of κ, in 1/s.
  package init(drift: [Double], diffusion: [Double]) {
    self.drift = drift
    self.diffusion = diffusion
  }

  /// Nil where something is not axial.
  ///
  /// - Parameters:
  ///   - stage: What acts.
  ///   - damping: α.
  package init?(_ stage: MacrospinStage, damping: Double) {
    let whole = Drift(of: stage.terms, damping: damping, over: 1)
    guard let drawing = Self.axial(whole.relaxation), Self.axial(whole.precession) != nil else {
      return nil
    }
    let field = stage.noise
    let quantum = field.quantumCoefficient
    guard quantum == 0 || (field.polarization.x == 0 && field.polarization.y == 0) else {
      return nil
    }
    let rate = PhysicalConstants.landauLifshitzRate(damping: damping)
    let factor = rate * rate * (1 + damping * damping)
    let slope = -(factor * quantum) * field.polarization.z
    // m × (m × ẑ) has the z component −(1 − u²).
    var drift = drawing.map { -$0 }
    if field.convention == .stratonovich { drift[0] += slope / 2 }
    self.init(
      drift: drift, diffusion: [factor * (field.thermalStrength + quantum), slope])
  }

  /// The coefficients of a polynomial of u along z; nil if it is not one.
  private static func axial(_ polynomial: VectorPolynomial) -> [Double]? {
    var sums = Array(repeating: 0.0, count: polynomial.degree + 1)
    for (powers, vector) in polynomial.coefficients where vector != .zero {
      guard powers.x == 0, powers.y == 0, vector.x == 0, vector.y == 0 else { return nil }
      sums[powers.z] += vector.z
    }
    return sums
  }

  /// A(u) in 1/s: positive where m is drawn to +z.
  package func drift(at u: Double) -> Double { Self.value(drift, u) }

  /// κ(u) in 1/s.
  package func diffusion(at u: Double) -> Double { Self.value(diffusion, u) }

  /// dκ/du in 1/s, the same everywhere.
  package var diffusionSlope: Double { diffusion.count > 1 ? diffusion[1] : 0 }

  /// A/κ, the slope of the exponent of the stationary law P = (1/κ) exp ∫A/κ du.
  package func slope(at u: Double) -> Double { drift(at: u) / diffusion(at: u) }

  /// Whether nothing fluctuates anywhere.
  package var isDeterministic: Bool { diffusion.allSatisfy { $0 == 0 } }

  /// The same with −z for +z.
  package var mirrored: AxialLaw {
    var (drift, diffusion) = (drift, diffusion)
    for i in stride(from: 0, to: drift.count, by: 2) { drift[i] = -drift[i] }
    for i in stride(from: 1, to: diffusion.count, by: 2) { diffusion[i] = -diffusion[i] }
    return AxialLaw(drift: drift, diffusion: diffusion)
  }

  private static func value(_ coefficients: [Double], _ u: Double) -> Double {
    var sum = 0.0
    for coefficient in coefficients.reversed() { sum = coefficient + u * sum }
    return sum
  }
}

/// A stretch of time under one axial law.
package struct AxialStage: Sendable, Equatable {
  /// In s.
  package let duration: Double
  /// What acts.
  package let law: AxialLaw

  /// - Parameters:
  ///   - duration: In s.
  ///   - law: What acts.
  package init(duration: Double, law: AxialLaw) {
    self.duration = duration
    self.law = law
  }
}

/// Where an axial density starts.
package enum AxialStart: Sendable, Equatable {
  /// All at one u.
  case height(Double)
  /// Boltzmann's law, exp(Δ u² + v u), on the side u > 0 or on the whole sphere.
  case law(stability: Double, field: Double, onlyAbove: Bool)
}

/// A start on the side u > 0 and what follows.
package struct AxialProcess: Sendable, Equatable {
  /// Where the density starts: at u ≥ 0, or everywhere.
  package var start: AxialStart
  /// What acts when; stages that take no time are left out.
  package var stages: [AxialStage]

  /// - Parameters:
  ///   - start: Where the density starts.
  ///   - stages: What acts when.
  package init(start: AxialStart, stages: [AxialStage]) {
    self.start = start
    self.stages = stages
  }
}
