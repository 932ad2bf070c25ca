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
        "field B that prepares the magnet; the one while the current flows is 'transport_field'",
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
      .vector(
        "transport_field", \.surroundings.field, unit: .tesla,
        "field B that acts while the current flows, z along the polarization axis",
        source: "Tassi et al., Eqs. (1), (11)"
      ).inVacuum(),
      .flag(
        "electron_damping", \.surroundings.electronDamping,
        "whether the Gilbert damping acts that the electrons cause (equilibrium_damping)",
        source: "Tassi et al., below Eq. (D5)"),
      .number(
        "damping", \.surroundings.damping, unit: .one, .nonNegative,
        "Gilbert damping that is not of the electrons",
        source: "Landau-Lifshitz-Gilbert equation"),
      .number(
        "damping_temperature", \.surroundings.temperature, unit: .kelvin, .nonNegative,
        "temperature of what causes 'damping': it brings its thermal noise along",
        source: "Brown, Phys. Rev. 130, 1677 (1963)"),
      .flag(
        "noise", \.noise, "whether noise acts on the magnet: the current's and that of a damping",
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
      .number(
        "noise_angle", \.noiseAngle, unit: .radian, .closed(-1000, 1000),
        "polar angle of the magnetization for the strength of its noise",
        source: "Tassi et al., Eqs. (20), (D36)"
      ).bookkeeping(),
      .integer(
        "frequencies", \.frequencies, 0...1_000_000,
        "number of frequencies at which the noise is given, in equal steps (0: none)",
        source: "output"
      ).bookkeeping(),
      .number(
        "lowest_frequency", \.lowestFrequency, unit: .hertz, .any,
        "first of these frequencies; a negative one turns the other way", source: "output"
      ).bookkeeping(),
      .number(
        "highest_frequency", \.highestFrequency, unit: .hertz, .any, "last of these frequencies",
        source: "output"
      ).bookkeeping(),
      .integer(
        "trajectories", \.trajectories, 1...Int(UInt32.max), "number of trajectories a point",
        source: "numerics"
      ).bookkeeping(),
      .number(
        "time_step", \.timeStep, unit: .second, .positive,
        "time step of the Heun scheme; the last one is shortened", source: "numerics"),
      .integer(
        "times", \.times, 0...1_000_000,
        "number of saved times, from 0 to the end (0: closed forms only)", source: "output"
      ).bookkeeping(),
      .integer(
        "polar_bins", \.polarBins, 1...100_000, "number of bins of the polar angle",
        source: "output"
      ).bookkeeping(),
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
