import Numerics

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
}
