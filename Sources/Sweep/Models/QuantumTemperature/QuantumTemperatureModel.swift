import Macrospins
import Points
import Teams
import Units

/// Closed forms of a macrospin under a spin-polarized current: how strong its quantum and thermal
/// fluctuations are, as temperatures, fields and switching probability.
struct QuantumTemperatureModel: Model {
  var magnet = Magnet()
  /// Cosine m·p of the angle between magnetization and polarization.
  var polarizationCosine = -1.0
  var law = SwitchingLaw()

  static let name = "quantum-temperature"
  static let summary = "quantum effective temperature T_Q and what follows from it, in closed form"
  static let hasUniformCost = true
  static let references: [Reference] = [.zheng]

  static let parameters: [Parameter<Self>] =
    Magnet.parameters.map { $0.held(at: \.magnet) } + [
      .number(
        "polarization_cosine", \.polarizationCosine, unit: .one, .closed(-1, 1),
        "cosine m.p of the angle between magnetization and polarization",
        source: "Zheng et al., Eq. (39)"),
      .number(
        "attempt_time", \.law.attemptTime, unit: .second, .positive, "attempt time tau_0",
        source: "Zheng et al., Eq. (41)"),
      .number(
        "dwell_time", \.law.dwellTime, unit: .second, .nonNegative, "time t spent in the state",
        source: "Zheng et al., Eq. (41)"),
    ]

  private static let noDamping = "there is no damping"
  private static let noTemperature = "the effective temperature is zero, or there is no damping"

  static let quantities: [Quantity<MagnetSummary>] = [
    .number(
      "energy_barrier", unit: .joule, "energy barrier E_b at the bias voltage",
      source: "Zheng et al., Eq. (42)"
    ) { $0.energyBarrier },
    .number(
      "thermal_stability", unit: .one, "thermal stability E_b/(k_B T*)",
      source: "Zheng et al., Eq. (41)", undefinedWhere: noTemperature
    ) { $0.thermalStability },
    .number(
      "anisotropy_field", unit: .amperePerMeter, "anisotropy field H_k",
      source: "Zheng et al., Eq. (42)"
    ) { $0.anisotropyField },
    .number(
      "local_moments", unit: .one, "number N_L of local moments", source: "Zheng et al., Eq. (36)"
    ) { $0.localMoments },
    .number(
      "thermal_field_strength", unit: .squareFieldSecond, "strength D_T of the thermal field",
      source: "Zheng et al., Eq. (32)"
    ) { $0.thermalFieldStrength },
    .number(
      "quantum_field_strength", unit: .squareFieldSecond, "strength D_Q of the quantum field",
      source: "Zheng et al., Eq. (39)"
    ) { $0.quantumFieldStrength },
    .number(
      "quantum_temperature", unit: .kelvin, "quantum effective temperature T_Q",
      source: "Zheng et al., Eq. (40)", undefinedWhere: noDamping
    ) { $0.quantumTemperature },
    .number(
      "effective_temperature", unit: .kelvin, "effective temperature T* = T + T_Q",
      source: "Zheng et al., Eq. (41)", undefinedWhere: noDamping
    ) { $0.effectiveTemperature },
    .number(
      "quantum_fraction", unit: .one, "share D_Q/(D_Q + D_T) of the quantum field",
      source: "Zheng et al., Eqs. (32), (39)", undefinedWhere: "there is no fluctuating field"
    ) { $0.quantumFraction },
    .number(
      "damping_like_torque", unit: .perSecond, "rate a_M M_s that multiplies m x (m x p)",
      source: "Zheng et al., Eq. (36)"
    ) { $0.dampingLikeTorque },
    .number(
      "field_like_torque", unit: .perSecond, "rate b_M that multiplies m x p",
      source: "Zheng et al., Eq. (36)"
    ) { $0.fieldLikeTorque },
    .number(
      "switching_probability", unit: .one,
      "probability to leave a well within the dwell time, for E_b >> k_B T*",
      source: "Zheng et al., Eq. (41)",
      undefinedWhere: "there is no barrier (E_b <= 0), or \(noTemperature)"
    ) { $0.switchingProbability },
    .number(
      "current_density", unit: .amperePerSquareMeter, "current density I/A",
      source: "definition"
    ) { $0.currentDensity },
  ]

  /// Measured on one core, with the record's way to the buffer.
  var estimatedSeconds: Double { 1.5e-7 }

  func evaluate(_ context: PointContext) throws(EvaluationError) -> MagnetSummary {
    MagnetSummary(magnet, cosine: polarizationCosine, law: law)
  }
}
