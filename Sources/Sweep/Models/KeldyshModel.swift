import Macrospins
import Numerics
import Points
import Teams
import Units

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
  /// Largest coefficient of the highest harmonics.
  var tolerance = 1e-9

  /// How distributions over time are computed.
  enum Method: String, CaseIterable, Sendable {
    /// From stochastic trajectories.
    case ensemble
    /// From the density itself.
    case fokkerPlanck = "fokker-planck"
  }

  /// The distribution is nil where no times are saved.
  struct Outcome {
    let transfer: SpinTransfer
    let law: SpinTorqueLaw
    let stationary: StationaryLaw?
    let record: SpinTorqueRecord?
    /// NaN for an ensemble.
    let resolution: Double
  }

  static let name = "keldysh"
  static let summary = "spin-transfer torque and its quantum noise from the Keldysh action"
  static let references: [Reference] = [.tassi]

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

  func evaluate(_ context: PointContext) throws(EvaluationError) -> Outcome {
    var record: SpinTorqueRecord?
    var resolution = Double.nan
    if times > 0 {
      switch method {
      case .ensemble: record = try ensemble(context)
      case .fokkerPlanck:
        let density = try density(context)
        (record, resolution) = (density.record, density.resolution)
      }
    }
    return Outcome(
      transfer: transfer, law: law, stationary: StationaryLaw(law), record: record,
      resolution: resolution)
  }

  private func ensemble(_ context: PointContext) throws(EvaluationError) -> SpinTorqueRecord {
    let ensemble: SpinTorqueEnsemble
    do throws(MacrospinError) {
      ensemble = try SpinTorqueEnsemble(
        law: actingLaw, start: start, duration: duration, timeStep: timeStep,
        trajectories: trajectories, savedTimes: times, bins: polarBins, seed: context.seed,
        point: UInt64(context.point))
    } catch {
      throw .failed(EvaluationFailure(error))
    }
    return try ensemble.run { () throws(EvaluationError) in try context.poll() }
  }

  private func density(
    _ context: PointContext
  ) throws(EvaluationError) -> SpinTorqueDensity.Outcome {
    let saved = timeGrid.map { SpinTorqueEnsemble.savedTimes(of: $0, count: times) } ?? []
    let result = try SpinTorqueDensity(law: actingLaw, start: start, tolerance: tolerance)
      .run(times: saved, bins: polarBins) { () throws(EvaluationError) in try context.poll() }
    switch result {
    case .success(let outcome): return outcome
    case .failure(let error):
      throw .failed(
        EvaluationFailure(error, advice: "method = \"ensemble\" has no such limit"))
    }
  }

  var law: SpinTorqueLaw { transfer.law(form: noiseForm, calculus: calculus) }

  /// The law that moves the magnet.
  var actingLaw: SpinTorqueLaw { noise ? law : law.withoutNoise }

  var start: GibbsEnsemble {
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

  var biasFollowsFromElectrons: Bool { spinBiasLeft == 0 && spinBiasRight == 0 }

  var timeGrid: TimeGrid? { try? TimeGrid(durations: [duration], timeStep: timeStep) }
}
