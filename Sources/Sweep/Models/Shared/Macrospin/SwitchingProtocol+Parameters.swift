import Macrospins
import Numerics
import Units

extension SwitchingProtocol {
  /// The protocol's parameters as job files name them, shared by every model that follows it.
  static let parameters: [Parameter<SwitchingProtocol>] = [
    .choice(
      "initial_state", \.initialState,
      "directions in which trajectories start: the initial one, or Boltzmann's law without voltage "
        + "and current, over the whole sphere or on the initial direction's side of m_z = 0",
      source: "Zheng et al., Sec. V; not stated for a bath"),
    .number(
      "initial_polar_angle", \.initialPolarAngle, unit: .radian, .closed(-1000, 1000),
      "polar angle of the initial magnetization from +z", source: "Zheng et al., Sec. V"),
    .number(
      "initial_azimuth", \.initialAzimuth, unit: .radian, .closed(-1000, 1000),
      "azimuth of the initial magnetization from +x", source: "Zheng et al., Sec. V"),
    .vector(
      "external_field", \.externalField, unit: .amperePerMeter, "external field H_ext",
      source: "Zheng et al., Fig. 3"
    ).inVacuum(),
    .flag(
      "field_during_relaxation", \.fieldDuringRelaxation,
      "whether the external field stays on after the current pulse",
      source: "not stated in Zheng et al."),
    .number(
      "voltage_start", \.voltageStart, unit: .second, .nonNegative,
      "when the voltage pulse begins", source: "Zheng et al., Fig. 3"),
    .number(
      "voltage_pulse", \.voltagePulse, unit: .second, .nonNegative,
      "duration of the voltage pulse", source: "Zheng et al., Fig. 3"),
    .number(
      "current_start", \.currentStart, unit: .second, .nonNegative,
      "when the current pulse begins; unless it is set, when the voltage pulse ends",
      source: "Zheng et al., Fig. 3"
    ).following(where: { $0.givenCurrentStart == nil }),
    .number(
      "current_pulse", \.currentPulse, unit: .second, .nonNegative,
      "duration of the current pulse", source: "Zheng et al., Fig. 3"),
    .number(
      "relaxation", \.relaxation, unit: .second, .nonNegative,
      "duration of the free relaxation after the last pulse", source: "not stated in Zheng et al."),
    .number(
      "time_step", \.timeStep, unit: .second, .positive,
      "time step of the Heun scheme; the last of a stage is shortened", source: "numerics"),
    .flag(
      "thermal_noise", \.thermalNoise, "whether the thermal field acts",
      source: "Zheng et al., Eq. (32)"),
    .flag(
      "quantum_noise", \.quantumNoise, "whether the quantum field acts while the current flows",
      source: "Zheng et al., Eq. (39)"),
    .choice(
      "noise_convention", \.noiseConvention,
      "where a noise amplitude that depends on the state is evaluated",
      source: "Zheng et al., Eq. (21)"),
    .choice(
      "torque_form", \.torqueForm,
      "equation of motion that the torques are added to: Landau and Lifshitz's or Gilbert's",
      source: "Zheng et al., Eq. (25)"),
    .waveform(
      "voltage_waveform", \.voltageKnots, of: ["voltage"], unit: .volt,
      "voltage over time, as straight lines between knots and constant outside of them; takes the "
        + "place of the bias voltage and its pulse", source: "definition"),
    .waveform(
      "current_waveform", \.currentKnots, of: ["current"], unit: .ampere,
      "current over time, as straight lines between knots and constant outside of them; takes the "
        + "place of the current and its pulse", source: "definition"),
    .waveform(
      "field_waveform", \.fieldKnots, of: ["x", "y", "z"], unit: .amperePerMeter,
      "external field over time, as straight lines between knots and constant outside of them; "
        + "takes the place of the external field", source: "definition"
    ).inVacuum(),
    .integer(
      "cycles", \.cycles, 1...1_000_000,
      "how often voltage, current, field and relaxation come, without a reset in between",
      source: "definition"
    ).following { $0.cycles == 1 },
    .number(
      "period", optional: \.givenPeriod, unit: .second, .positive,
      "time from the start of a cycle to that of the next; unless it is set, up to the end of the "
        + "relaxation", source: "definition"),
    .choice(
      "integrator", optional: \.givenIntegrator,
      "how trajectories are integrated: Heun's method, or the drift by Runge and Kutta's and then "
        + "a random turn; unless it is set, splitting for waveforms and Heun's method for pulses",
      source: "numerics"),
  ]

  /// Knots of the voltage, [time, voltage] each; empty without a waveform.
  fileprivate var voltageKnots: [[Double]] {
    get { voltageWaveform.map { $0.knots.map { [$0.time, $0.value] } } ?? [] }
    set {
      voltageWaveform = Waveform(knots: newValue.map { .init(time: $0[0], value: $0[1]) })
    }
  }

  /// Knots of the current, [time, current] each; empty without a waveform.
  fileprivate var currentKnots: [[Double]] {
    get { currentWaveform.map { $0.knots.map { [$0.time, $0.value] } } ?? [] }
    set {
      currentWaveform = Waveform(knots: newValue.map { .init(time: $0[0], value: $0[1]) })
    }
  }

  /// Knots of the field, [time, x, y, z] each; empty without a waveform.
  fileprivate var fieldKnots: [[Double]] {
    get { fieldWaveform.map { $0.knots.map { [$0.time] + $0.value.components } } ?? [] }
    set {
      fieldWaveform = Waveform(
        knots: newValue.map { .init(time: $0[0], value: Vector3($0[1], $0[2], $0[3])) })
    }
  }
}
