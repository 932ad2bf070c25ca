/// A stretch of time during which everything that acts on the macrospin is constant.
public struct MacrospinStage: Sendable, Equatable {
  /// Duration in s; zero is allowed.
  public var duration: Double
  /// The deterministic terms of the equation of motion.
  public var terms: [TorqueTerm]
  /// The random field.
  public var noise: RandomField

  /// - Parameters:
  ///   - duration: In s, zero or positive.
  ///   - terms: The deterministic terms of the equation of motion.
  ///   - noise: The random field, none unless it is given.
  public init(duration: Double, terms: [TorqueTerm], noise: RandomField = RandomField()) {
    self.duration = duration
    self.terms = terms
    self.noise = noise
  }

  /// Whether trajectories that are alike at the start of the stage are alike at its end: an
  /// ensemble integrates one for all of them up to the first stage that is not.
  public var isDeterministic: Bool { duration == 0 || !noise.isPresent }

  /// Whether fields, currents and noise all lie along z, so that m_z goes its own way.
  ///
  /// - Parameter damping: α.
  public func isAxial(damping: Double) -> Bool { AxialLaw(self, damping: damping) != nil }

  /// The sum of the effective fields, in A/m.
  public var effectiveField: VectorPolynomial {
    terms.reduce(into: .zero) { sum, term in
      if case .effectiveField(let field) = term { sum += field }
    }
  }

  /// The sum of the vectors A of the torques m × (m × A), in 1/s.
  public var dampingLikeTorque: VectorPolynomial {
    terms.reduce(into: .zero) { sum, term in
      if case .dampingLike(let vector) = term { sum += vector }
    }
  }

  /// The step of a trajectory.
  ///
  /// - Parameters:
  ///   - damping: α.
  ///   - length: Δt in s.
  ///   - integrator: The method.
  package func step(
    damping: Double, length: Double, by integrator: Integrator = .heun
  ) -> TrajectoryStep {
    let field = RandomFieldNoise(noise, damping: damping, length: length)
    switch integrator {
    case .heun: return .heun(Drift(of: terms, damping: damping, over: length), noise: field)
    case .splitting:
      let drift = Drift(
        of: terms + noise.convectiveTerms(damping: damping), damping: damping, over: length)
      return .splitting(drift, noise: field)
    }
  }

  /// The backward generator of the macrospin's direction, in 1/s: Zheng et al., Eqs. (21) and (30)
  /// with the precession that (30) leaves out,
  ///
  ///     L f = T·grad f + κ Lap f ,   κ = γ² (1 + α²) (D_T + D_Q0 (1 − m·p)) ,
  ///
  /// and T the deterministic part of Eq. (25). The stratonovich convention adds ½ grad κ to T.
  ///
  /// - Parameter damping: α.
  public func generator(damping: Double) -> SphericalOperator {
    Drift(of: terms, damping: damping, over: 1).generator + noise.generator(damping: damping)
  }
}
