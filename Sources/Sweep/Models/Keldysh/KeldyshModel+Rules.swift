import Base
import Macrospins

extension KeldyshModel {
  static let rules: [@Sendable (Self) -> Conflict?] = [
    { $0.grid.conflict },
    { model in
      Conflict(
        "duration",
        "'duration' is 0, in which no electrons can pass: set 'electrons' to 0 or a spin bias",
        where: model.duration == 0 && model.biasFollowsFromElectrons && model.electrons != 0)
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
      guard model.times > 0, model.duration > 0, model.method == .ensemble else { return nil }
      let law = model.law
      // Heun's scheme follows a rotation of 0.01 rad a step to 1e-6; its means with noise are off
      // by some |K|²Δt a relaxation.
      let turn = law.turning
      let strength = model.noise ? law.noise.squaredMagnitude : 0
      let remedy = Remedy("time_step", atMost: min(0.5 / turn, 0.05 / strength))
      let angle = turn * model.timeStep
      if angle > 0.5 {
        return Conflict(
          "time_step",
          "'time_step' is too long: the magnetization would turn by "
            + "\(Format.significant(angle, 2)) rad a step (at most 0.5; 0.01 for accuracy)",
          remedy: remedy)
      }
      let variance = strength * model.timeStep
      guard variance > 0.05 else { return nil }
      return Conflict(
        "time_step",
        "'time_step' is too long: the noise would turn the magnetization by "
          + "\(Format.significant(variance.squareRoot(), 2)) rad a step (at most 0.22)",
        remedy: remedy)
    },
    { model in
      guard model.times > 0, model.method == .fokkerPlanck else { return nil }
      let law = model.actingLaw
      let turn = law.turning * model.duration
      let spread = law.noise.squaredMagnitude * model.duration
      let degree = Double(SpinTorqueDensity.largestDegree(isAxial: law.isAxial))
      guard !(turn + spread * degree * (degree + 1) <= 1e12) else { return nil }
      return Conflict(
        "duration",
        "the density would turn by \(Format.significant(turn, 2)) rad and spread over "
          + "\(Format.significant(spread, 2)) rad^2, far more than can be computed")
    },
    { model in
      guard model.times > 0, model.method == .fokkerPlanck else { return nil }
      guard !SpinTorqueDensity(law: model.actingLaw, start: model.start).exists else { return nil }
      return Conflict(
        "method",
        "a magnet that starts in one direction and feels no noise has no density: use "
          + "method = \"ensemble\", or an 'initial_temperature' above 0")
    },
    { model in
      Conflict(
        "highest_frequency",
        "'highest_frequency' (\(Format.significant(model.highestFrequency, 6)) Hz) must be above "
          + "'lowest_frequency' (\(Format.significant(model.lowestFrequency, 6)) Hz)",
        where: model.frequencies > 1 && !(model.highestFrequency > model.lowestFrequency))
    },
  ]

  static let cautions: [@Sendable (Self) -> Caution?] = [
    { model in
      guard model.times > 0 else { return nil }
      let law = model.actingLaw
      let angle =
        law.turning * model.duration
        + (law.noise.squaredMagnitude * model.duration).squareRoot()
      return .tooShort(
        "duration", "\(Format.significant(model.duration, 6)) s", unit: "s",
        turns: angle / (2 * .pi))
    }
  ]
}
