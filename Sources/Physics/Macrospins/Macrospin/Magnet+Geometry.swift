import Numerics

extension Magnet {
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
  public var currentDensity: Double { current / area }

  /// Electric field V_b/t_ox across the oxide in V/m.
  public var oxideField: Double { biasVoltage / oxideThickness }

  /// γ = γ₀/(1 + α²) in m/(A s), the rate of the Landau-Lifshitz form (Zheng et al., Eq. 25).
  public var landauLifshitzRate: Double {
    PhysicalConstants.gyromagneticRatio / (1 + damping * damping)
  }
}
