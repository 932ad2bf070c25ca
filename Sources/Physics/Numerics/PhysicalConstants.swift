/// CODATA-2018 values, in SI units unless a name says eV and fs.
public enum PhysicalConstants {
  /// Vacuum permeability μ₀ in T m/A.
  public static let vacuumPermeability = 1.25663706212e-6
  /// Reduced Planck constant ħ in J s.
  public static let reducedPlanck = 1.054571817e-34
  /// Boltzmann constant k_B in J/K.
  public static let boltzmann = 1.380649e-23
  /// ħ in eV fs.
  public static let reducedPlanckElectronvoltFemtosecond = 0.6582119569
  /// k_B in eV/K.
  public static let boltzmannElectronvolt = 8.617333262e-5
  /// Elementary charge e in C.
  public static let elementaryCharge = 1.602176634e-19
  /// Von Klitzing's constant h/e² in Ω, the resistance of an open channel of one spin.
  public static let vonKlitzing = 25812.807459304513
  /// Mass m_e of the electron in kg.
  public static let electronMass = 9.1093837015e-31
  /// Gyromagnetic ratio γ_e of the electron in rad/(s T).
  public static let electronGyromagneticRatio = 1.76085963023e11
  /// γ₀ = μ₀ γ_e in m/(A s): angular velocity for a field in A/m.
  public static let gyromagneticRatio = vacuumPermeability * electronGyromagneticRatio

  /// γ = γ₀/(1 + α²) in m/(A s), the rate of the Landau-Lifshitz form (Zheng et al., Eq. 25).
  ///
  /// - Parameter damping: The Gilbert damping α.
  public static func landauLifshitzRate(damping: Double) -> Double {
    gyromagneticRatio / (1 + damping * damping)
  }
}
