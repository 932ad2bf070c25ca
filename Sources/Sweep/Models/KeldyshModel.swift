import Physics

/// The noisy Landau-Lifshitz equation of a magnet in a spin-polarised current, with coefficients
/// from the Keldysh action of the electrons.
struct KeldyshModel: Model {
  var barrier = SpinDependentBarrier()
  /// n_e.
  var electrons = 1.5e5
  /// t_n in s.
  var duration = 1e-9
  /// Δμ_L and Δμ_R in J; both zero where they follow from n_e.
  var spinBiasLeft = 0.0
  var spinBiasRight = 0.0
  /// In K.
  var electronTemperature = 0.0
  /// B in T.
  var field = 0.05
  /// Direction of the mean initial magnetisation in rad.
  var fieldPolarAngle = 2.8
  var fieldAzimuth = 1.0
  /// In K.
  var initialTemperature = 1.0
  var noise = true
  var noiseForm = NoiseForm.appendix
  var calculus = NoiseCalculus.stratonovich
  var leads = LeadPairs.same
  var trajectories = 10_000
  /// In s.
  var timeStep = 1e-12
  /// Number of saved times, 0 for none.
  var times = 101
  var polarBins = 180
  var method = Method.ensemble

  /// How distributions are computed.
  enum Method: String, CaseIterable, Sendable {
    case ensemble
  }

  /// Nil where no times are saved and so no trajectories needed.
  struct Outcome {
    let transfer: SpinTransfer
    let law: SpinTorqueLaw
    let stationary: StationaryLaw?
    let ensemble: SpinTorqueEnsemble.Outcome?
  }

  static let name = "keldysh"
  static let summary = "spin-transfer torque and its quantum noise from the Keldysh action"
  static let references: [Reference] = [.tassi]

  static let parameters: [Parameter<Self>] = [
    .number(
      "potential", \.barrier.potential, unit: .jouleMetre, .any,
      "strength lambda_0 of the barrier without exchange", source: "Tassi et al., Table I"),
    .number(
      "exchange", \.barrier.exchange, unit: .jouleMetre, .any,
      "exchange lambda: the barrier is lambda_0 +- lambda J/2", source: "Tassi et al., Table I"),
    .number(
      "spin", \.barrier.spin, unit: .one, .positive, "length J of the magnet's spin",
      source: "Tassi et al., Table I"),
    .number(
      "fermi_wave_number", \.barrier.fermiWaveNumber, unit: .perMetre, .positive,
      "Fermi wave number k_F", source: "Tassi et al., Table I"),
    .number(
      "electrons", \.electrons, unit: .one, .any,
      "polarized electrons n_e that pass in the duration; unused with a spin bias",
      source: "Tassi et al., Table I"),
    .number(
      "duration", \.duration, unit: .second, .nonNegative, "time t_n that is followed",
      source: "Tassi et al., Sec. III"),
    .number(
      "spin_bias_left", \.spinBiasLeft, unit: .joule, .any,
      "spin bias from the left; if this and the right one are 0, it follows from n_e",
      source: "Tassi et al., Eq. (14)"),
    .number(
      "spin_bias_right", \.spinBiasRight, unit: .joule, .any,
      "spin bias from the right; if this and the left one are 0, n_e come from the left",
      source: "Tassi et al., Eq. (14)"),
    .number(
      "electron_temperature", \.electronTemperature, unit: .kelvin, .nonNegative,
      "temperature of the electrons", source: "Tassi et al., Eqs. (D38), (D40)"),
    .number(
      "field", \.field, unit: .tesla, .nonNegative,
      "field B that prepares the magnet and is off while the current flows",
      source: "Tassi et al., Eq. (13)"),
    .number(
      "field_polar_angle", \.fieldPolarAngle, unit: .radian, .any,
      "polar angle of the mean initial magnetisation from the polarization axis",
      source: "Tassi et al., Table I"),
    .number(
      "field_azimuth", \.fieldAzimuth, unit: .radian, .any,
      "azimuth of the mean initial magnetisation", source: "Tassi et al., Table I"),
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
    .choice("method", \.method, "how distributions over time are computed", source: "numerics"),
  ]

  var dimensions: [OwnDimension] {
    [
      .component,
      OwnDimension(
        "part", unit: .one, "part of a complex number", values: [0, 1],
        labels: ["real", "imaginary"]),
      OwnDimension(
        "time", unit: .second, "time since the current was switched on",
        values: timeGrid.map { SpinTorqueEnsemble.savedTimes(of: $0, count: times) } ?? []),
      OwnDimension(
        "angle", unit: .radian, "polar angle from the polarization axis (centre of the bin)",
        values: times > 0 ? SpinTorqueEnsemble.binAngles(polarBins) : []),
    ]
  }

  /// Trajectory-steps times the time of one, saved states times the time of one, and the closed
  /// forms, measured on one core with AVX-512.
  var estimatedSeconds: Double {
    guard let timeGrid, times > 0 else { return 2e-4 }
    return Double(trajectories) * (4.2e-9 * Double(timeGrid.steps) + 2.8e-8 * Double(times))
  }

  var workingMemory: Int { SpinTorqueEnsemble.memory(savedTimes: times, bins: polarBins) }

  func evaluate(_ context: PointContext) throws(EvaluationError) -> Outcome {
    let transfer = transfer
    let law = transfer.law(form: noiseForm, calculus: calculus)
    return Outcome(
      transfer: transfer, law: law, stationary: StationaryLaw(law),
      ensemble: times > 0 ? try trajectories(under: law, context) : nil)
  }

  private func trajectories(
    under law: SpinTorqueLaw, _ context: PointContext
  ) throws(EvaluationError) -> SpinTorqueEnsemble.Outcome {
    let ensemble: SpinTorqueEnsemble
    do throws(MacrospinError) {
      ensemble = try SpinTorqueEnsemble(
        law: noise ? law : law.withoutNoise, start: start, duration: duration,
        timeStep: timeStep, trajectories: trajectories, savedTimes: times, bins: polarBins,
        seed: context.seed, point: UInt64(context.point))
    } catch {
      throw .failed("\(error)")
    }
    return try ensemble.run { () throws(EvaluationError) in try context.poll() }
  }

  private var start: GibbsEnsemble {
    GibbsEnsemble(
      concentration: GibbsEnsemble.concentration(
        spin: barrier.spin, field: field, temperature: initialTemperature),
      polarAngle: fieldPolarAngle, azimuth: fieldAzimuth)
  }

  private var transfer: SpinTransfer {
    var bias = SpinBias(
      left: spinBiasLeft, right: spinBiasRight, temperature: electronTemperature, leads: leads)
    if biasFollowsFromElectrons, electrons != 0 {
      bias.left = SpinBias.bias(ofElectrons: electrons, in: duration)
    }
    return SpinTransfer(barrier: barrier, bias: bias)
  }

  private var biasFollowsFromElectrons: Bool { spinBiasLeft == 0 && spinBiasRight == 0 }

  private var timeGrid: TimeGrid? { try? TimeGrid(durations: [duration], timeStep: timeStep) }
}

extension KeldyshModel {
  static let rules: [@Sendable (Self) -> Conflict?] = [
    { model in
      guard model.duration == 0, model.biasFollowsFromElectrons, model.electrons != 0 else {
        return nil
      }
      return Conflict(
        "duration",
        "'duration' is 0, in which no electrons can pass: set 'electrons' to 0 or a spin bias")
    },
    { model in
      guard model.times > 0 else { return nil }
      guard let grid = model.timeGrid else {
        return Conflict(
          "time_step",
          "the duration takes more time steps than the \(UInt32.max) that a random stream has")
      }
      if model.times == 1 {
        return Conflict(
          "times", "'times' must be 0 or at least 2: saved times include 0 and the end")
      }
      guard grid.steps > 0, model.times > grid.steps + 1 else { return nil }
      return Conflict(
        "times", "'times' is \(model.times), but there are only \(grid.steps) time steps")
    },
    { model in
      guard model.times > 0, model.duration > 0 else { return nil }
      let law = model.transfer.law(form: model.noiseForm, calculus: model.calculus)
      // Heun's scheme follows a rotation of 0.01 rad a step to 1e-6; its means with noise are off by
      // some |K|²Δt a relaxation.
      let angle = law.torque.squaredMagnitude.squareRoot() * model.timeStep
      if angle > 0.5 {
        return Conflict(
          "time_step",
          "'time_step' is too long: the magnetisation would turn by "
            + "\(Format.significant(angle, 2)) rad a step (at most 0.5; 0.01 for accuracy)")
      }
      let variance = law.noise.squaredMagnitude * model.timeStep
      guard model.noise, variance > 0.05 else { return nil }
      return Conflict(
        "time_step",
        "'time_step' is too long: the noise would turn the magnetisation by "
          + "\(Format.significant(variance.squareRoot(), 2)) rad a step (at most 0.22)")
    },
  ]
}
