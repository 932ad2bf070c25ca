import Points
import Macrospins
import Numerics
import Teams

extension KeldyshModel {
  func evaluate(_ context: PointContext) throws(EvaluationError) -> Outcome {
    try Self.declaredEnsemble.evaluate(self, context).outcome
  }

  static var ensemble: Ensemble<Self>? { declaredEnsemble }

  private static let declaredEnsemble = Ensemble<Self>(
    parameter: "trajectories", growing: ["trajectories"],
    limit: { $0.trajectories = $1 }, count: { $0.hasTrajectories ? $0.trajectories : 0 },
    pieces: [
      .init(
        of: ["moment_mean", "moment_std"],
        sum: .sums("moment", ["time", "component"], "direction m over time") { outcome in
          let record = outcome.record
          let size = 3 * TrajectorySums.limbCount * (record?.times.count ?? 0)
          return record?.sums.map { $0.limbs(ofTimes: 0..<$0.times) }
            ?? [Double](repeating: 0, count: size)
        }),
      .init(of: ["polar_density"], from: ["polar_density"]),
    ],
    begin: { model, context throws(EvaluationError) in try model.run(context) },
    restored: { model, sums, count, stored in
      let scale = Double.pi * Double(count) / Double(model.polarBins)
      let bins = stored("polar_density")?.map { Int(($0 * scale).rounded()) }
      return sums.restored(
        count: count, limbs: (stored("sums/moment")).map { [(0, $0)] } ?? [],
        counts: bins ?? [Int](repeating: 0, count: sums.times * model.polarBins))
    })

  private var hasTrajectories: Bool { times > 0 && method == .ensemble }

  private func run(_ context: PointContext) throws(EvaluationError) -> Ensemble<Self>.Run {
    guard hasTrajectories else {
      return Ensemble<Self>.Run(nil) { _ throws(EvaluationError) in
        guard times > 0 else { return outcome(nil) }
        let density = try density(context)
        return outcome(
          density.record, resolution: density.resolution,
          densities: density.values.flatMap(\.self))
      }
    }
    let ensemble = try evaluating {
      try SpinTorqueEnsemble(
        law: actingLaw, start: start, duration: duration, timeStep: timeStep,
        trajectories: trajectories, savedTimes: times, bins: polarBins, seed: context.random.seed,
        point: context.random.point)
    }
    return Ensemble<Self>.Run(ensemble) { sums in
      outcome(ensemble.record(of: sums ?? ensemble.noTrajectories))
    }
  }

  private func outcome(
    _ record: SpinTorqueRecord?, resolution: Double = .nan, densities: [Double] = []
  ) -> Outcome {
    // An ensemble has none: not defined.
    let isMissing = wantsDensity && densities.isEmpty
    return Outcome(
      transfer: transfer, law: law, stationary: StationaryLaw(law), record: record,
      resolution: resolution,
      densities: isMissing
        ? [Double](repeating: .nan, count: times * grid.count) : densities,
      azimuthalNoise: law.azimuthalNoise(atPolarAngle: noiseAngle),
      spectrum: NoiseSpectrum(transfer, polarAngle: noiseAngle),
      angularFrequencies: savedFrequencies.map { 2 * Double.pi * $0 })
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
