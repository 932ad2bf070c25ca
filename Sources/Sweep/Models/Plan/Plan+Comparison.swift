import Base
import Jobs
import Numerics
import Programs

extension Plan {
  /// The whole job as TOML, defaults included: everything that determines the result, so that a
  /// file says what it was made with and `spinsweep run` on this text makes it again.
  package var jobText: String { text(of: job, quantities: results.map(\.name)) }

  /// A job with other axes, whose other parameters are those of this plan, as TOML.
  func text(of job: Job, quantities: [String]) -> String {
    let swept = Set(job.axes.flatMap(\.parameters))
    return job.text(
      parameters: parameters.filter {
        !swept.contains($0.name) && !$0.follows && $0.name != countedByTarget
          && swept.isDisjoint(with: $0.substitutes)
      }
      .flatMap { $0.settings(without: swept) },
      quantities: quantities)
  }

  /// What the job of another file would compute differently: nil if the results are the same, else
  /// one difference in words.
  ///
  /// - Parameters:
  ///   - text: the job that is compared with this one.
  ///   - there: what a sentence calls the file that it is from.
  ///   - here: what a sentence calls this job.
  /// - Throws: `InputError` if `text` is no job of this version of the program.
  package func difference(
    fromJob text: String, of there: String, than here: String = "the job"
  ) throws(InputError) -> String? {
    var other = try Job(text: text, path: there)
    guard other.model == job.model else {
      return "the model is '\(other.model)' in \(there) and '\(job.model)' in \(here)"
    }
    if let difference = differenceInRefinement(from: other, of: there, than: here) {
      return difference
    }
    // What a file has of points follows from the coarse ones, which are compared.
    other.refine?.points = job.refine?.points
    return difference(from: try entry.outline(other, nil, nil), of: there, than: here)
  }

  /// The same for a plan; what is refined has been compared.
  package func difference(from other: Plan, of there: String, than here: String) -> String? {
    if let difference = differenceInNoise(from: other, of: there, than: here) { return difference }
    if grid.axes.map(\.name) != other.grid.axes.map(\.name) {
      return "the axes are \(names(other.grid.axes)) in \(there) and \(names(grid.axes)) in \(here)"
    }
    for (mine, theirs) in zip(grid.axes, other.grid.axes) {
      guard mine.tracks.map(\.parameter) == theirs.tracks.map(\.parameter) else {
        return "axis '\(mine.name)' sweeps other parameters in \(there) than in \(here)"
      }
      guard mine.count == theirs.count else {
        return "axis '\(mine.name)' has \(theirs.count) values in \(there) and \(mine.count) in "
          + here
      }
      guard zip(mine.tracks, theirs.tracks).allSatisfy({ $0.values == $1.values }) else {
        return "axis '\(mine.name)' has other values in \(there) than in \(here)"
      }
    }
    if let mine = refinement, let theirs = other.refinement, mine.coarseAxes != theirs.coarseAxes {
      return "the refined axes have other values in \(there) than in \(here)"
    }
    if let difference = differenceInTarget(from: other, of: there, than: here) {
      return difference
    }
    for (mine, theirs) in zip(parameters, other.parameters)
    where mine.value != theirs.value || mine.isUnset != theirs.isUnset {
      return "parameter '\(mine.name)' is \(theirs.description) in \(there) and "
        + "\(mine.description) in \(here)"
    }
    if let difference = differenceInFormulas(from: other, of: there, than: here) {
      return difference
    }
    let (mine, theirs) = (results.map(\.name), other.results.map(\.name))
    if mine != theirs {
      let differing = Set(mine).symmetricDifference(theirs).sorted().joined(separator: ", ")
      return "the quantities are not the same (\(differing.isEmpty ? "order" : differing))"
    }
    return nil
  }

  /// The same for the target.
  func differenceInTarget(from other: Plan, of there: String, than here: String) -> String? {
    switch (job.target, other.job.target) {
    case (nil, nil): nil
    case (let mine?, let theirs?) where mine.asksForTheSame(as: theirs): nil
    case (_?, nil): "there is a [target] in \(here) and none in \(there)"
    case (nil, _?): "there is a [target] in \(there) and none in \(here)"
    case (_?, _?): "the [target] is not the same in \(there) and in \(here)"
    }
  }

  /// The same for what random numbers depend on besides the points.
  func differenceInNoise(from other: Plan, of there: String, than here: String) -> String? {
    if job.model != other.job.model {
      return "the model is '\(other.job.model)' in \(there) and '\(job.model)' in \(here)"
    }
    if job.seed != other.job.seed {
      return "the seed is \(other.job.seed) in \(there) and \(job.seed) in \(here)"
    }
    if let difference = differenceInProgram(from: other, of: there, than: here) {
      return difference
    }
    guard job.random != other.job.random else { return nil }
    return "'random' is \"\(other.job.random.rawValue)\" in \(there) and "
      + "\"\(job.random.rawValue)\" in \(here)"
  }

  /// The same for the program that computes the points, if it is one of the user's own.
  private func differenceInProgram(
    from other: Plan, of there: String, than here: String
  ) -> String? {
    guard let mine = job.program, let theirs = other.job.program else { return nil }
    if mine.command != theirs.command {
      return "the program is `\(ProgramLaunch(theirs).words)` in \(there) and "
        + "`\(ProgramLaunch(mine).words)` in \(here)"
    }
    guard let mine = try? mine.described(), let theirs = try? theirs.described() else { return nil }
    return mine.difference(from: theirs, of: there, than: here)
  }

  /// The same for formulas that both have.
  func differenceInFormulas(from other: Plan, of there: String, than here: String) -> String? {
    for mine in job.quantities {
      guard let theirs = other.job.quantities.first(where: { $0.name == mine.name }) else {
        continue
      }
      if mine.expression != theirs.expression || mine.unit != theirs.unit {
        return "quantity '\(mine.name)' is \(theirs.expression) in \(theirs.unit) in \(there) and "
          + "\(mine.expression) in \(mine.unit) in \(here)"
      }
    }
    return nil
  }

  private func names(_ axes: [Axis]) -> String {
    axes.isEmpty ? "none" : axes.map(\.name).joined(separator: ", ")
  }
}

extension Plan.FixedParameter {
  /// One line of a job file, or one a component where other components are swept.
  fileprivate func settings(without swept: Set<String>) -> [String] {
    let unit = unit == .one ? "" : "  # \(unit)"
    guard case .vector(let vector) = value else { return ["\(name) = \(value)\(unit)"] }
    let components = zip(CartesianAxis.allCases, vector.components).map {
      (name: $0.name(ofComponentOf: name), value: $1)
    }
    guard components.contains(where: { swept.contains($0.name) }) else {
      return ["\(name) = \(value)\(unit)"]
    }
    return components.filter { !swept.contains($0.name) }.map { "\($0.name) = \($0.value)\(unit)" }
  }
}
