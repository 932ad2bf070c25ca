public import Numerics

/// A circular free layer that is crossed by a spin-polarized current: what a job file fixes about
/// the device, in SI units. The defaults are the device of Zheng et al., Sec. V.
public struct Magnet: Sendable, Equatable {
  /// Saturation magnetization M_s in A/m.
  public var saturationMagnetization = 1.2e6
  /// Radius of the disc in m.
  public var radius = 40e-9
  /// Thickness t_f of the free layer in m.
  public var thickness = 1.1e-9
  /// Demagnetizing factor N_z along the axis where no shape is given.
  private var givenDemagnetizationAxial = 0.96
  /// Demagnetizing factor N_xy across the axis where no shape is given.
  private var givenDemagnetizationTransverse = 0.02
  /// The shape that the demagnetizing factors follow from; nil where they are given.
  public var demagnetization: DemagnetizationShape?
  /// Interfacial anisotropy K_i at zero bias in J/m².
  public var interfacialAnisotropy = 1e-3
  /// Voltage-controlled anisotropy coefficient ξ in J/(V m).
  public var vcmaCoefficient = 70e-15
  /// Thickness t_ox of the oxide in m.
  public var oxideThickness = 1.4e-9
  /// Gilbert damping α.
  public var damping = 0.05
  /// Spin quantum number L of one local moment (half-integer).
  public var spinQuantumNumber = 2.0
  /// sin²(η₋ − η₊) of the two scattering phases.
  public var phaseSin2 = 0.55
  /// sin(η₋ − η₊) cos(η₋ − η₊) of the two scattering phases.
  public var phaseSinCos = -0.49
  /// Transmission χ: electrons that arrive for one that is counted in the current.
  public var transmission = 1.0
  /// Direction p of the electrons' magnetic moments (unit vector).
  public var polarization = Vector3(-1, 0, 0)
  /// Bias voltage V_b in V.
  public var biasVoltage = 0.0
  /// Current I in A where no current density is given.
  private var givenCurrent = 2e-3
  /// Current density I/A in A/m², which the current follows from; nil where the current is given.
  public var givenCurrentDensity: Double?
  /// Temperature T of the bath in K.
  public var temperature = 0.0

  /// The device of Zheng et al.
  public init() {}
}

extension Magnet {
  /// Demagnetizing factor N_z along the axis of the disc.
  public var demagnetizationAxial: Double {
    get {
      demagnetization?.axialFactor(aspectRatio: thickness / (2 * radius))
        ?? givenDemagnetizationAxial
    }
    set {
      givenDemagnetizationAxial = newValue
      demagnetization = nil
    }
  }

  /// Demagnetizing factor N_xy across the axis.
  public var demagnetizationTransverse: Double {
    get {
      demagnetization == nil ? givenDemagnetizationTransverse : (1 - demagnetizationAxial) / 2
    }
    set {
      givenDemagnetizationTransverse = newValue
      demagnetization = nil
    }
  }

  /// Current I in A. A negative one is that of electrons with opposite moments: as if the
  /// polarization were reversed.
  public var current: Double {
    get { givenCurrentDensity.map { $0 * area } ?? givenCurrent }
    set {
      givenCurrent = newValue
      givenCurrentDensity = nil
    }
  }

  /// Direction of the moments of the electrons that the current brings.
  public var electronMoments: Vector3 { current < 0 ? -1 * polarization : polarization }

  /// Area A = π r² of the disc in m².
  public var area: Double { .pi * radius * radius }

  /// Volume V = A t_f of the free layer in m³.
  public var volume: Double { area * thickness }

  /// μ₀ M_s V in J m/A: the energy of the whole moment in a unit field.
  ///
  /// Zheng et al. write M_s V here (Eqs. 28, 31, 32, 36, 39, 40), which is right for fields in
  /// tesla; fields here are in A/m, and the μ₀ belongs to each of those equations.
  public var momentPerField: Double {
    PhysicalConstants.vacuumPermeability * saturationMagnetization * volume
  }

  /// Current density I/A in A/m².
  public var currentDensity: Double { givenCurrentDensity ?? current / area }

  /// γ = γ₀/(1 + α²) in m/(A s), the rate of the Landau-Lifshitz form (Zheng et al., Eq. 25).
  public var landauLifshitzRate: Double {
    PhysicalConstants.landauLifshitzRate(damping: damping)
  }
}

extension Magnet {
  /// Energy barrier E_b in J at a bias (Zheng et al., Eq. 42); negative for an easy plane.
  ///
  /// The barrier between the states along ±z without a field in the plane. Such a field H_x tilts
  /// them and leaves E_b (1 − |H_x|/H_k)².
  ///
  /// - Parameter bias: Voltage across the oxide in V.
  public func energyBarrier(atBias bias: Double) -> Double {
    let interface = interfacialAnisotropy - vcmaCoefficient * bias / oxideThickness
    let shape =
      0.5 * PhysicalConstants.vacuumPermeability * saturationMagnetization
      * saturationMagnetization * (demagnetizationAxial - demagnetizationTransverse) * thickness
    return (interface - shape) * area
  }

  /// Energy barrier E_b in J at the magnet's own bias voltage.
  public var energyBarrier: Double { energyBarrier(atBias: biasVoltage) }

  /// Anisotropy field H_k = 2 E_b/(μ₀ M_s V) in A/m at a bias: the effective field is H_k m_z ẑ.
  ///
  /// - Parameter bias: Voltage across the oxide in V.
  public func anisotropyField(atBias bias: Double) -> Double {
    2 * energyBarrier(atBias: bias) / momentPerField
  }

  /// Anisotropy field H_k in A/m at the magnet's own bias voltage.
  public var anisotropyField: Double { anisotropyField(atBias: biasVoltage) }

  /// Energy −E_b m_z² − μ₀ M_s V H·m in J of a direction, at the magnet's own bias voltage: zero in
  /// the plane without a field (Zheng et al., Eqs. 28 and 42, Fig. 2).
  ///
  /// - Parameters:
  ///   - direction: m, a unit vector.
  ///   - field: H in A/m.
  public func energy(of direction: Vector3, in field: Vector3) -> Double {
    -(energyBarrier * (direction.z * direction.z)) - momentPerField * field.dot(direction)
  }
}

/// The mean effect of the current on the magnetization. Zheng et al., Eqs. (25) and (36):
/// dm/dt = … + a m × (m × p) + b m × p, with p the direction of the electrons' magnetic moments.
extension Magnet {
  /// Number N_L of local moments: N_L L ħ γ₀ = μ₀ M_s V.
  public var localMoments: Double {
    momentPerField
      / (PhysicalConstants.reducedPlanck * PhysicalConstants.gyromagneticRatio * spinQuantumNumber)
  }

  /// Electrons that reach the magnet per second, I/(e χ), in 1/s; counted as negative where their
  /// moments are opposite to the polarization.
  public var incidenceRate: Double {
    current / (PhysicalConstants.elementaryCharge * transmission)
  }

  /// N_L (2L + 1), the number of states that the torque of one electron is shared among.
  var momentStates: Double { localMoments * (2 * spinQuantumNumber + 1) }

  /// Rate a = a_M M_s in 1/s that multiplies m × (m × p). It is negative where the current drives
  /// m toward p: a = −R sin²(η₋ − η₊)/(N_L (2L + 1)).
  public var dampingLikeTorque: Double { -incidenceRate * phaseSin2 / momentStates }

  /// Rate b = b_M in 1/s that multiplies m × p: −R sin cos(η₋ − η₊)/(N_L (2L + 1)). It turns m
  /// about p with the angular velocity −b.
  public var fieldLikeTorque: Double { -incidenceRate * phaseSinCos / momentStates }

  /// The rates that multiply m × (m × p) and m × p in the equation solved for dm/dt: a and b, or
  /// what Gilbert's damping makes of them, (a + αb)/(1 + α²) and (b − αa)/(1 + α²).
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

  /// |a|/(γ α H): above 1 the state antiparallel to the electrons' moments is unstable, and the
  /// quantum temperature of that state is one of a transient. Infinite without damping.
  ///
  /// - Parameter stiffness: The field H in A/m that holds the magnetization in its state.
  public func stabilityRatio(stiffness: Double) -> Double {
    abs(dampingLikeTorque) / (landauLifshitzRate * damping * stiffness)
  }
}

/// The random fields on the magnetization, ⟨h_i(t) h_j(t′)⟩ = 2D δ_ij δ(t − t′), that a bath and
/// the quantum uncertainty of the scattered electrons cause, and the temperatures they amount to.
///
/// Below, `cosine` is m·p: where the magnetization is parallel to the electrons' moments (1 for a
/// positive current, −1 for a negative one) the quantum field vanishes, where it is antiparallel
/// the quantum field is strongest.
extension Magnet {
  /// D_T = α k_B T/(γ₀ μ₀ M_s V) in (A/m)² s (Zheng et al., Eq. 32).
  public var thermalFieldStrength: Double {
    damping * PhysicalConstants.boltzmann * temperature
      / (PhysicalConstants.gyromagneticRatio * momentPerField)
  }

  /// The factor of 1 − m·p in D_Q: (1 + α²) |R| sin²(η₋ − η₊)/(γ₀ N_L (2L + 1))², in (A/m)² s
  /// (Zheng et al., Eq. 39); p are the electrons' moments.
  public var quantumFieldCoefficient: Double {
    abs(dampingLikeTorque) * (1 + damping * damping)
      / (PhysicalConstants.gyromagneticRatio * PhysicalConstants.gyromagneticRatio * momentStates)
  }

  /// D_Q(m·p) in (A/m)² s (Zheng et al., Eq. 39).
  public func quantumFieldStrength(cosine: Double) -> Double {
    quantumFieldCoefficient * (1 - (current < 0 ? -cosine : cosine))
  }

  /// The cosine m·p at which the quantum field is strongest: opposite to the electrons' moments.
  public var strongestCosine: Double { current < 0 ? 1 : -1 }

  /// T_Q = γ₀ μ₀ M_s V D_Q/(α k_B) in K (Zheng et al., Eq. 40); NaN, "not defined", without
  /// damping, where no temperature balances the quantum field.
  public func quantumTemperature(cosine: Double) -> Double {
    guard damping > 0 else { return .nan }
    return PhysicalConstants.gyromagneticRatio * momentPerField
      * quantumFieldStrength(cosine: cosine)
      / (damping * PhysicalConstants.boltzmann)
  }

  /// T* = T + T_Q in K (Zheng et al., Eq. 41).
  public func effectiveTemperature(cosine: Double) -> Double {
    temperature + quantumTemperature(cosine: cosine)
  }

  /// D_Q/(D_Q + D_T); NaN, "not defined", without any noise.
  public func quantumFraction(cosine: Double) -> Double {
    let quantum = quantumFieldStrength(cosine: cosine)
    return quantum / (quantum + thermalFieldStrength)
  }

  /// κ = γ² (1 + α²) D in 1/s: the diffusion of the direction that a field of strength D causes.
  ///
  /// - Parameter strength: D in (A/m)² s.
  public func directionDiffusion(strength: Double) -> Double {
    landauLifshitzRate * landauLifshitzRate * (1 + damping * damping) * strength
  }

  /// Bath temperature in K at which thermal and quantum noise contribute alike to a transverse
  /// component at the end of a current pulse that follows thermal equilibrium:
  /// T_x = 2 γ α H t T_Q, for pulses that are short against 1/(γ α H) and without the torque.
  ///
  /// - Parameters:
  ///   - cosine: m·p.
  ///   - stiffness: The field H in A/m that holds the magnetization in its state.
  ///   - pulse: The duration t of the current pulse in s.
  public func crossoverTemperature(cosine: Double, stiffness: Double, pulse: Double) -> Double {
    guard damping > 0 else {
      // What is left of α T_Q.
      return 2 * landauLifshitzRate * stiffness * pulse * PhysicalConstants.gyromagneticRatio
        * momentPerField * quantumFieldStrength(cosine: cosine) / PhysicalConstants.boltzmann
    }
    return 2 * landauLifshitzRate * damping * stiffness * pulse * quantumTemperature(cosine: cosine)
  }
}
