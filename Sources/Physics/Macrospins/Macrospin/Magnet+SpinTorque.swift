import Numerics

/// The mean effect of the current on the magnetisation. Zheng et al., Eqs. (25) and (36):
/// dm/dt = … + a m × (m × p) + b m × p, with p the direction of the electrons' magnetic moments.
extension Magnet {
  /// Number N_L of local moments: N_L L ħ γ₀ = μ₀ M_s V.
  public var localMoments: Double {
    momentPerField
      / (PhysicalConstants.reducedPlanck * PhysicalConstants.gyromagneticRatio * spinQuantumNumber)
  }

  /// Electrons that reach the magnet per second, I/(e χ), in 1/s.
  public var incidenceRate: Double {
    current / (PhysicalConstants.elementaryCharge * transmission)
  }

  /// N_L (2L + 1), the number of states that the torque of one electron is shared among.
  var momentStates: Double { localMoments * (2 * spinQuantumNumber + 1) }

  /// Rate a = a_M M_s in 1/s that multiplies m × (m × p). It is negative where the current drives
  /// m towards p: a = −R sin²(η₋ − η₊)/(N_L (2L + 1)).
  public var dampingLikeTorque: Double { -incidenceRate * phaseSin2 / momentStates }

  /// Rate b = b_M in 1/s that multiplies m × p: −R sin cos(η₋ − η₊)/(N_L (2L + 1)). It turns m
  /// about p with the angular velocity −b.
  public var fieldLikeTorque: Double { -incidenceRate * phaseSinCos / momentStates }

  /// The rates that multiply m × (m × p) and m × p in the equation solved for dm/dt: a and b, or what
  /// Gilbert's damping makes of them, (a + αb)/(1 + α²) and (b − αa)/(1 + α²).
  ///
  /// - Parameter form: The form of the equation that a and b are added to.
  public func torques(in form: TorqueForm) -> (dampingLike: Double, fieldLike: Double) {
    let (a, b) = (dampingLikeTorque, fieldLikeTorque)
    switch form {
    case .landauLifshitz: return (a, b)
    case .gilbert:
      let share = 1 / (1 + damping * damping)
      return (share * (a + damping * b), share * (b - damping * a))
    }
  }

  /// |a|/(γ α H): above 1 the state antiparallel to p is unstable, and the quantum temperature of
  /// that state is one of a transient.
  ///
  /// - Parameter stiffness: The field H in A/m that holds the magnetisation in its state.
  public func stabilityRatio(stiffness: Double) -> Double {
    -dampingLikeTorque / (landauLifshitzRate * damping * stiffness)
  }
}
