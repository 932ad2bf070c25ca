import Glibc
import Numerics

/// Whether quantum or thermal noise weighs more where a current tears down the state opposite to
/// its polarization: what "is my device quantum-limited?" comes down to, in closed form.
///
/// The state is m = −p, with p the moments of the electrons, in which the quantum field is
/// strongest. What holds it is the whole effective field while the current flows, H = −p·(H_ext +
/// H_k m_z ẑ): for magnetization in the plane that is the external field alone, for a perpendicular
/// magnet without a field the anisotropy field.
///
/// A fluctuation across −p decays at the rate Γ = γ α H, and at Γ − |a| while the current flows (it
/// grows where that is negative). In equilibrium before the pulse its variance is κ_T/Γ. So at the
/// end of a pulse of duration t thermal noise has left κ_T/Γ e^{−2(Γ−|a|)t} + κ_T X and quantum
/// noise κ_Q X, with X = (1 − e^{−2(Γ−|a|)t})/(Γ − |a|) and κ_Q/κ_T = T_Q/T. Small fluctuations
/// only, and H stands for both directions across −p. Of drives that follow a waveform nothing is
/// said.
public struct QuantumLimit: Sendable, Equatable {
  /// H in A/m, the component along −p of the effective field; zero or negative where the field does
  /// not hold that state.
  public let holdingField: Double
  /// |a|/(γ α H): above 1 the current tears the state down, and its T_Q is that of a transient; NaN
  /// where the field does not hold it, and without damping.
  public let stabilityRatio: Double
  /// T_x = 2 γ α H t T_Q in K, with t the duration of the current pulse: see
  /// `Magnet.crossoverTemperature`; NaN where the field does not hold the state.
  public let crossoverTemperature: Double
  /// The bath temperature in K at which thermal and quantum noise have left the same variance at
  /// the end of the pulse, however long that is, with the torque: T_Q Y/(1 + Y) with Y = Γ X
  /// e^{2(Γ−|a|)t}.
  ///
  /// For a short pulse and without the torque it is T_x. For a long one it is T_Q where the state
  /// is stable, and T_Q Γ/|a| = 2L/(2L + 1) ħ γ₀ H/k_B, whatever the current, where it is not. NaN
  /// where the field does not hold the state.
  public let temperature: Double
  /// Share of quantum noise in the variance across −p at the end of the pulse: the limit over its
  /// sum with the bath's temperature. NaN where the limit is, or where nothing fluctuates.
  public let varianceFraction: Double

  /// - Parameters:
  ///   - magnet: The magnet, with its current, bias and temperature.
  ///   - switching: The field and the pulses.
  public init(_ magnet: Magnet, _ switching: SwitchingProtocol) {
    let state = -1 * magnet.electronMoments
    let anisotropy = switching.meanAnisotropyField(whileCurrentFlowsIn: magnet)
    holdingField = state.dot(switching.externalField) + anisotropy * (state.z * state.z)
    // There is no pulse of constant height to speak of.
    guard holdingField > 0, !switching.hasWaveform else {
      (stabilityRatio, crossoverTemperature) = (.nan, .nan)
      (temperature, varianceFraction) = (.nan, .nan)
      return
    }
    let duration = switching.currentPulse
    stabilityRatio =
      magnet.damping > 0 ? magnet.stabilityRatio(stiffness: holdingField) : .nan
    crossoverTemperature = magnet.crossoverTemperature(
      cosine: magnet.strongestCosine, stiffness: holdingField, pulse: duration)
    let decay = magnet.landauLifshitzRate * magnet.damping * holdingField
    let net = decay - abs(magnet.dampingLikeTorque)
    let growth = net == 0 ? 2 * duration : expm1(2 * net * duration) / net
    // Γ T_Q is T_x/(2t), also without damping.
    temperature =
      duration > 0 ? crossoverTemperature / (2 * duration) / (1 / growth + decay) : 0
    varianceFraction = temperature / (magnet.temperature + temperature)
  }
}
