/// Every closed form about one magnet, each evaluated once: what a map over millions of magnets
/// needs. The formulas, units and sources are those of the properties of `Magnet` they come from.
public struct MagnetSummary: Sendable, Equatable {
  /// E_b in J at the magnet's bias.
  public let energyBarrier: Double
  /// H_k in A/m at the magnet's bias.
  public let anisotropyField: Double
  /// N_L.
  public let localMoments: Double
  /// Rate in 1/s that multiplies m × (m × p).
  public let dampingLikeTorque: Double
  /// Rate in 1/s that multiplies m × p.
  public let fieldLikeTorque: Double
  /// D_T in (A/m)² s.
  public let thermalFieldStrength: Double
  /// D_Q in (A/m)² s.
  public let quantumFieldStrength: Double
  /// T_Q in K.
  public let quantumTemperature: Double
  /// T* in K.
  public let effectiveTemperature: Double
  /// D_Q/(D_Q + D_T).
  public let quantumFraction: Double
  /// E_b/(k_B T*).
  public let thermalStability: Double
  /// P of Eq. (41).
  public let switchingProbability: Double
  /// I/A in A/m².
  public let currentDensity: Double

  /// - Parameters:
  ///   - magnet: The magnet, with its bias, current and temperature.
  ///   - cosine: m·p of the state that is looked at.
  ///   - law: The times that the switching probability is for.
  public init(_ magnet: Magnet, cosine: Double, law: SwitchingLaw) {
    energyBarrier = magnet.energyBarrier
    anisotropyField = magnet.anisotropyField
    localMoments = magnet.localMoments
    dampingLikeTorque = magnet.dampingLikeTorque
    fieldLikeTorque = magnet.fieldLikeTorque
    thermalFieldStrength = magnet.thermalFieldStrength
    quantumFieldStrength = magnet.quantumFieldStrength(cosine: cosine)
    quantumTemperature = magnet.quantumTemperature(cosine: cosine)
    effectiveTemperature = magnet.effectiveTemperature(cosine: cosine)
    quantumFraction = magnet.quantumFraction(cosine: cosine)
    currentDensity = magnet.currentDensity
    thermalStability = SwitchingLaw.thermalStability(
      barrier: energyBarrier, effectiveTemperature: effectiveTemperature)
    switchingProbability = law.probability(thermalStability: thermalStability)
  }
}
