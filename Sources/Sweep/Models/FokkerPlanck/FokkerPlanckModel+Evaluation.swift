import Base
import Macrospins
import Points
import Teams

extension FokkerPlanckModel {
  static let makesRemarks = true

  static func remark(on outcome: Outcome) -> String? {
    if let rates = outcome.errorRates, rates.staying.isNaN || rates.leaving.isNaN {
      let name = rates.staying.isNaN ? "write_error_rate" : "read_disturb"
      guard rates.scheme == .harmonics else {
        return "\(name) is too small for cells: in some of them nothing of it is left"
      }
      return "\(name) is below \(Format.significant(rates.smallest, 1)), the least that spherical "
        + "harmonics tell here"
    }
    if let rates = outcome.errorRates, rates.scheme != .harmonics, rates.relativeError > 1e-3 {
      let error = Format.significant(rates.relativeError, 1)
      return
        "error rates may be off by \(error) of themselves: the finest grid does not resolve them"
    }
    guard let density = outcome.density else { return outcome.retention.remark }
    let probability = density.probabilityBelowPlane
    guard min(probability, 1 - probability) < outcome.resolution else {
      return outcome.retention.remark
    }
    let rare = probability < 0.5 ? "switching_probability" : "1 - switching_probability"
    return "\(rare) is below its error, \(Format.significant(outcome.resolution, 1)) "
      + "(resolution): a smaller 'tolerance' may tell it"
  }

  mutating func select(quantities: Set<String>?) {
    guard let quantities else { return }
    wantsErrorRates = !quantities.isDisjoint(with: Self.namesOfErrorRates)
    wantsRetention = !quantities.isDisjoint(with: Self.namesOfRetention)
    wantsDensity = !quantities.isDisjoint(with: Self.namesOfDensity)
  }

  /// The density under given tolerance.
  private func law(_ tolerance: Double) -> MacrospinDensity {
    MacrospinDensity(
      magnet: magnet, protocol: protocolOfPulses,
      evolution: degree.map { DensityEvolution(degree: $0, tolerance: tolerance) }
        ?? DensityEvolution(largestDegree: Self.largestDegree, tolerance: tolerance))
  }

  func evaluate(_ context: PointContext) throws(EvaluationError) -> Outcome {
    do throws(EvaluationError) {
      return try computed(context)
    } catch {
      throw error.advising("model 'macrospin' has no such limit", against: DensityError.self)
    }
  }

  private func computed(_ context: PointContext) throws(EvaluationError) -> Outcome {
    let law = law(tolerance)
    var outcome = Outcome()
    var end: DensityEvolution.Outcome?
    if wantsDensity {
      let points = grid.points
      let unresolved = [Double](repeating: .nan, count: points.count)
      var densities = times.map { _ in unresolved }
      let ends = protocolOfPulses.cycleDimension.values.map { $0 * protocolOfPulses.period }
      outcome.cycles = ends.map { _ in .nan }
      // Times at which all of the density is wanted, and times at which its share below is.
      let looks =
        (times.enumerated().map { (time: $1, saved: $0, cycle: -1) }
        + ends.enumerated().map { (time: $1, saved: -1, cycle: $0) }).sorted { $0.time < $1.time }
      let reached = try law.run(lookingAt: looks.map(\.time), poll: context.poll) {
        (number, density) throws(EvaluationError) in
        let look = looks[number]
        if look.saved >= 0 {
          densities[look.saved] = try density?.values(on: points, poll: context.poll) ?? unresolved
        } else {
          outcome.cycles[look.cycle] = density?.probabilityBelowPlane ?? .nan
        }
      }
      end = reached
      outcome.density = reached.density
      outcome.resolution = reached.resolution
      outcome.largestDegree = reached.largestDegree
      outcome.densities = densities.flatMap(\.self)
    }
    if wantsErrorRates { outcome.errorRates = try errorRates(after: end, context) }
    if wantsRetention {
      outcome.retention = RetentionAnswer(
        retention: try Retention(
          law.finalStage, damping: magnet.damping, question.request, poll: context.poll),
        question: question)
    }
    return outcome
  }

  /// What rounding leaves in harmonics.
  private static let finest = 1e-12

  /// The error rates: by the schemes for axial problems; else by the density that is there, if it
  /// tells both, and by one as exact as double precision allows if it does not.
  private func errorRates(
    after end: DensityEvolution.Outcome?, _ context: PointContext
  ) throws(EvaluationError) -> ErrorRates? {
    let law = law(Self.finest)
    if let rates = try law.axialErrorRates(poll: context.poll) { return rates }
    guard let end else { return law.errorRates(of: try law.run(poll: context.poll)) }
    let rates = law.errorRates(of: end)
    guard rates.staying.isNaN || rates.leaving.isNaN, tolerance > Self.finest else { return rates }
    do throws(EvaluationError) {
      return law.errorRates(of: try law.run(poll: context.poll))
    } catch {
      // The density was found; that its tail was not is said of the rates.
      guard case .failed = error else { throw error }
      return rates
    }
  }
}
