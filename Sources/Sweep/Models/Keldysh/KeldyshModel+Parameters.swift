import Units

extension KeldyshModel {
  static let parameters: [Parameter<Self>] =
    [
      .number(
        "potential", \.barrier.potential, unit: .jouleMeter, .any,
        "strength lambda_0 of the barrier without exchange", source: "Tassi et al., Table I"),
      .number(
        "exchange", \.barrier.exchange, unit: .jouleMeter, .any,
        "exchange lambda: the barrier is lambda_0 +- lambda J/2", source: "Tassi et al., Table I"),
      .number(
        "spin", \.barrier.spin, unit: .one, .positive, "length J of the magnet's spin",
        source: "Tassi et al., Table I"),
      .number(
        "fermi_wave_number", \.barrier.fermiWaveNumber, unit: .perMeter, .positive,
        "Fermi wave number k_F", source: "Tassi et al., Table I"),
      .number(
        "electrons", \.electrons, unit: .one, .any,
        "polarized electrons n_e that pass in the duration; unused with a spin bias",
        source: "Tassi et al., Table I"),
      .number(
        "duration", \.duration, unit: .second, .nonNegative, "time t_n that is followed",
        source: "Tassi et al., Sec. III"),
      .number(
        "spin_bias_left", optional: \.spinBiasLeft, unit: .joule, .any,
        "spin bias from the left; it follows from n_e unless this or the right one is set",
        source: "Tassi et al., Eq. (14)"),
      .number(
        "spin_bias_right", optional: \.spinBiasRight, unit: .joule, .any,
        "spin bias from the right; n_e come from the left unless this or the left one is set",
        source: "Tassi et al., Eq. (14)"),
      .number(
        "electron_temperature", \.electronTemperature, unit: .kelvin, .nonNegative,
        "temperature of the electrons", source: "Tassi et al., Eqs. (D38), (D40)"),
      .number(
        "field", \.field, unit: .tesla, .nonNegative,
        "field B that prepares the magnet and is off while the current flows",
        source: "Tassi et al., Eq. (13)"
      ).inVacuum(),
      .number(
        "field_polar_angle", \.fieldPolarAngle, unit: .radian, .closed(-1000, 1000),
        "polar angle of the mean initial magnetization from the polarization axis",
        source: "Tassi et al., Table I"),
      .number(
        "field_azimuth", \.fieldAzimuth, unit: .radian, .closed(-1000, 1000),
        "azimuth of the mean initial magnetization", source: "Tassi et al., Table I"),
      .number(
        "initial_temperature", \.initialTemperature, unit: .kelvin, .nonNegative,
        "temperature of the magnet at the start", source: "Tassi et al., Eq. (13)"),
      .flag(
        "noise", \.noise, "whether the current's noise acts on the trajectories",
        source: "Tassi et al., Eqs. (15), (16) without"),
      .choice(
        "noise_form", \.noiseForm, "phase of the noise: as Eq. (D14) implies or as Eq. (12) has it",
        source: "Tassi et al., Eqs. (12), (D14)"),
      .choice(
        "calculus", \.calculus, "calculus in which the noise multiplies the state",
        source: "Tassi et al., Eq. (E3)"),
      .choice(
        "leads", \.leads, "pairs of leads whose noise counts: a lead with itself, or all",
        source: "Tassi et al., Eq. (D22)"),
      .integer(
        "trajectories", \.trajectories, 1...Int(UInt32.max), "number of trajectories a point",
        source: "numerics"),
      .number(
        "time_step", \.timeStep, unit: .second, .positive,
        "time step of the Heun scheme; the last one is shortened", source: "numerics"),
      .integer(
        "times", \.times, 0...1_000_000,
        "number of saved times, from 0 to the end (0: closed forms only)", source: "output"),
      .integer(
        "polar_bins", \.polarBins, 1...100_000, "number of bins of the polar angle",
        source: "output"),
      .choice(
        "method", \.method,
        "how distributions over time are computed: from trajectories or from the density",
        source: "Tassi et al., Eqs. (12), (E3)"),
      .number(
        "tolerance", \.tolerance, unit: .one, .positive,
        "largest coefficient of the three highest spherical harmonics (fokker-planck only)",
        source: "numerics"),
    ] + DirectionGrid.parameters.map { $0.held(at: \.grid) }
}
