import Testing

extension CommandTests {
  /// Quantities that do not exist in a limit are NaN and say so in the file; states that have no
  /// result at all fail with a sentence. Nothing is made up.
  @Suite("Limits in which something does not exist")
  struct Undefined {
    struct Limit: Sendable, CustomTestStringConvertible {
      let testDescription: String
      let job: String
      /// What is NaN, and the messages of failed points.
      let missing: String

      init(_ description: String, _ job: String, missing: String) {
        testDescription = description
        self.job = job
        self.missing = missing
      }
    }

    static let limits = [
      Limit(
        "no barrier: no switching law, Eq. (41)",
        """
        model = "quantum-temperature"
        [parameters]
        bias_voltage = "1.4 V"
        temperature = 4
        """, missing: "switching_probability"),
      Limit(
        "no fluctuations: T* = 0",
        """
        model = "quantum-temperature"
        [parameters]
        current = 0
        temperature = 0
        """, missing: "quantum_fraction\nswitching_probability\nthermal_stability"),
      Limit(
        "no damping: no temperature that balances the quantum field",
        """
        model = "quantum-temperature"
        [parameters]
        damping = 0
        temperature = 4
        """,
        missing: "effective_temperature\nquantum_temperature\nswitching_probability\n"
          + "thermal_stability"),
      Limit(
        "no damping: no stability ratio",
        """
        model = "macrospin"
        [parameters]
        damping = 0
        voltage_pulse = "10 ps"
        relaxation = "10 ps"
        trajectories = 2
        """, missing: "quantum_temperature\nstability_ratio"),
      Limit(
        "no field: nothing holds magnetization in the plane",
        """
        model = "macrospin"
        [parameters]
        external_field = [0, 0, 0]
        voltage_pulse = "10 ps"
        relaxation = "10 ps"
        trajectories = 2
        """,
        missing:
          "crossover_temperature\nquantum_limit_temperature\nquantum_variance_fraction\n"
          + "stability_ratio"
      ),
      Limit(
        "one trial: no statistics",
        """
        model = "switching-statistics"
        [parameters]
        temperature = 300
        voltage_pulse = "10 ps"
        relaxation = "10 ps"
        trials = 1
        experiments = 1
        """, missing: "chi_squared\nmin_entropy_low\np_value\nserial_correlation"),
      Limit(
        "a certain outcome: no test and no correlation",
        """
        model = "switching-statistics"
        [parameters]
        voltage_pulse = "10 ps"
        current = 0
        relaxation = "10 ps"
        trials = 10
        experiments = 10
        """, missing: "chi_squared\np_value\nserial_correlation"),
      Limit(
        "a pulse that hardly switches: less than harmonics tell; an axial end: no depopulation",
        """
        model = "fokker-planck"
        [parameters]
        radius = "15 nm"
        temperature = 90
        external_field = [0, 0, 0]
        current = "0.3 mA"
        voltage_pulse = "0.1 ns"
        relaxation = "0.1 ns"
        """, missing: "depopulation\nlog10_read_disturb\nread_disturb"),
      Limit(
        "no noise: no density",
        """
        model = "fokker-planck"
        [parameters]
        temperature = 0
        quantum_noise = false
        voltage_pulse = "10 ps"
        """,
        missing: "failed: there is no noise, so the density stays a point; "
          + "model 'macrospin' has no such limit"),
      Limit(
        "no bias and cold electrons: no stationary law",
        """
        model = "keldysh"
        [parameters]
        electrons = 0
        times = 0
        """,
        missing: "resolution\nstationary_mean\nstationary_transverse_variance\n"
          + "stationary_variance"),
      Limit(
        "noise without damping: no attraction to a pole",
        """
        model = "keldysh"
        [parameters]
        spin_bias_left = 8e-21
        spin_bias_right = -8e-21
        method = "fokker-planck"
        times = 3
        """,
        missing: "moment_mean_standard_error\nmoment_std_standard_error\n"
          + "polar_density_standard_error\nstationary_variance"),
      Limit(
        "nothing missing",
        """
        model = "scattering"
        [parameters]
        electron_polarization = 0
        exchange = 0
        """, missing: ""),
      Limit(
        "nothing missing in a mixture without end",
        """
        model = "collision"
        [parameters]
        electron_polarization = 0
        exchange = 0
        electrons = 3
        """, missing: ""),
    ]

    @Test("What does not exist is NaN and says why", arguments: limits)
    func limit(_ limit: Limit) throws {
      let place = try Workplace()
      try place.folder.write(limit.job, to: "job.toml")
      let result = try place.spinsweep("run", "job.toml", "-o", "a.h5")
      #expect(
        result.exitCode == (limit.missing.hasPrefix("failed") ? 4 : 0), "\(result.errors)")
      #expect(try place.python("undefined", "a.h5") == limit.missing)
    }
  }
}
