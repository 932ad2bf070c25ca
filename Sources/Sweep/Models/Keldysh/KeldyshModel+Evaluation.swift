import Points
import Macrospins
import Numerics
import Teams

extension KeldyshModel {
  func evaluate(_ context: PointContext) throws(EvaluationError) -> Outcome {
    var record: SpinTorqueRecord?
    var resolution = Double.nan
    var densities: [Double] = []
    if times > 0 {
      switch method {
      case .ensemble: record = try ensemble(context)
      case .fokkerPlanck:
        let density = try density(context)
        (record, resolution) = (density.record, density.resolution)
        densities = density.values.flatMap(\.self)
      }
    }
    // An ensemble has none: not defined.
    if wantsDensity, densities.isEmpty {
      densities = [Double](repeating: .nan, count: times * grid.count)
    }
    return Outcome(
      transfer: transfer, law: law, stationary: StationaryLaw(law), record: record,
      resolution: resolution, densities: densities,
      azimuthalNoise: law.azimuthalNoise(atPolarAngle: noiseAngle),
      spectrum: NoiseSpectrum(transfer, polarAngle: noiseAngle),
      angularFrequencies: savedFrequencies.map { 2 * Double.pi * $0 })
  }

  private func ensemble(_ context: PointContext) throws(EvaluationError) -> SpinTorqueRecord {
    let ensemble = try evaluating {
      try SpinTorqueEnsemble(
        law: actingLaw, start: start, duration: duration, timeStep: timeStep,
        trajectories: trajectories, savedTimes: times, bins: polarBins, seed: context.random.seed,
        point: context.random.point)
    }
    return try ensemble.run(poll: context.poll)
  }

  private func density(
    _ context: PointContext
  ) throws(EvaluationError) -> SpinTorqueDensity.Outcome {
    do throws(EvaluationError) {
      return try SpinTorqueDensity(law: actingLaw, start: start, tolerance: tolerance)
        .run(
          times: savedTimes, bins: polarBins,
          on: wantsDensity ? grid.points : DirectionGrid().points,
          poll: context.poll)
    } catch {
      throw error.advising("method = \"ensemble\" has no such limit", against: DensityError.self)
    }
  }

  var law: SpinTorqueLaw {
    transfer.law(form: noiseForm, calculus: calculus, surroundings: surroundings)
  }

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
      left: spinBiasLeft ?? 0, right: spinBiasRight ?? 0, temperature: electronTemperature,
      leads: leads)
    if biasFollowsFromElectrons, electrons != 0 {
      bias.left = SpinBias.bias(ofElectrons: electrons, in: duration)
    }
    return SpinTransfer(barrier: barrier, bias: bias)
  }

  var biasFollowsFromElectrons: Bool { spinBiasLeft == nil && spinBiasRight == nil }

  /// In s; none without time steps that could be counted.
  var savedTimes: [Double] {
    timeGrid.map { SpinTorqueEnsemble.savedTimes(of: $0, count: times) } ?? []
  }

  /// In Hz.
  var savedFrequencies: [Double] {
    guard frequencies > 1 else { return frequencies == 1 ? [lowestFrequency] : [] }
    let numbers = SpacedNumbers(
      from: lowestFrequency, to: highestFrequency, count: frequencies, .linear)
    return (0..<frequencies).map { numbers[$0] }
  }

  var timeGrid: TimeGrid? { try? TimeGrid(durations: [duration], timeStep: timeStep) }
}
