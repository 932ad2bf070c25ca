import Jobs
import Numerics

/// What a sweep that grows keeps, and what it does not.
extension Plan {
  /// The plan of the job that made a file, which this one goes on with.
  ///
  /// - Parameters:
  ///   - text: the job that the file has.
  ///   - there: what a sentence calls the file.
  /// - Returns: nil with a sentence if the job is one of another model.
  /// - Throws: `InputError` if `text` is no job of this version of the program.
  package func predecessor(
    fromJob text: String, of there: String
  ) throws(InputError) -> (plan: Plan?, refusal: String?) {
    var other = try Job(text: text, path: there)
    guard other.model == job.model else {
      return (
        nil, "the model is '\(other.model)' in \(there) and '\(job.model)' in the job"
      )
    }
    if job.refine != nil || other.refine != nil {
      if let difference = differenceInRefinement(
        from: other, of: there, than: "the job", allowingMore: true)
      {
        return (nil, difference)
      }
      other.refine?.points = job.refine?.points
    }
    return (try entry.outline(other, nil, nil), nil)
  }

  /// Why a file of another plan cannot grow into one of this: what this one takes away or changes,
  /// in words; nil if it only asks for more.
  ///
  /// - Parameters:
  ///   - old: the plan of the file.
  ///   - there: what a sentence calls the file.
  ///   - map: where the points of the file stand in this plan.
  package func refusal(
    toExtend old: Plan, of there: String, _ map: PointMap
  ) -> String? {
    if let difference = differenceInNoise(from: old, of: there, than: "the job")
      ?? differenceInFormulas(from: old, of: there, than: "the job")
      ?? refusalOfTarget(toExtend: old, of: there)
      ?? differenceInParameters(from: old, of: there)
    {
      return difference
    }
    let kept = "; --extend takes nothing away"
    switch map.gap {
    case .repetitions?:
      return "the job lacks an axis that repeats points, which \(there) has\(kept)"
    case .value(let axis, let index)?:
      return "the job lacks \(old.grid.axes[axis].describe(index)), which \(there) has\(kept)"
    case .parameter(let name)?:
      return "the job lacks \(old.describe(parameter: name)), which \(there) has\(kept)"
    case nil: break
    }
    if map.hasCombinations,
      let point = (0..<old.grid.pointCount).first(where: { map.number(of: $0) == nil })
    {
      return "the job lacks \(old.grid.describe(point)), which \(there) has\(kept)"
    }
    let swept = Set(grid.axes.flatMap { $0.tracks.map(\.parameter) })
    let names = Set(results.map(\.name)).union(swept)
    if let lost = old.results.first(where: { !names.contains($0.name) }) {
      return "the job lacks the quantity '\(lost.name)', which \(there) has\(kept)"
    }
    for before in old.dimensions {
      guard let after = dimensions.first(where: { $0.name == before.name }) else { continue }
      if after.values.count < before.values.count {
        return "'\(before.name)' has \(before.values.count) values in \(there) and "
          + "\(after.values.count) in the job\(kept)"
      }
    }
    return otherPoint(than: old, map, ignoringBookkeeping: true).map {
      "at \(old.grid.describe($0)) the job has other parameters than \(there)"
    }
  }

  private func refusalOfTarget(toExtend old: Plan, of there: String) -> String? {
    guard let before = old.job.target else { return nil }
    guard let target = job.target else {
      return "there is a [target] in \(there) and none in the job"
    }
    return before.refusal(toBecome: target, of: there)
  }

  private func describe(parameter name: String) -> String {
    for parameter in parameters {
      for (scalar, value) in parameter.scalars where scalar == name {
        if parameter.isUnset { return "the point without '\(name)'" }
        if parameter.follows { return "the point where '\(name)' follows from other parameters" }
        return "\(name) = \(value)" + (parameter.unit == .one ? "" : " \(parameter.unit)")
      }
    }
    return "'\(name)'"
  }

  private func differenceInParameters(from old: Plan, of there: String) -> String? {
    let (mine, theirs) = (
      GridValues(parameters, grid.axes), GridValues(old.parameters, old.grid.axes)
    )
    for (parameter, before) in zip(parameters, old.parameters)
    where parameter.name != countedByTarget {
      for ((name, value), (_, valueBefore)) in zip(parameter.scalars, before.scalars) {
        switch (theirs.sources[name], mine.sources[name]) {
        case (.swept(let axis, _)?, let source?):
          if case .swept = source { continue }
          return "the job lacks the axis '\(old.grid.axes[axis].name)', which \(there) has; "
            + "--extend takes nothing away"
        case (_, .swept?), (.follows?, .follows?), (.unset?, .unset?): continue
        case (.fixed(let one)?, .fixed(let other)?):
          if one == other { continue }
          guard parameter.isBookkeeping else { break }
          if !value.isLess(than: valueBefore) { continue }
          return "parameter '\(name)' is \(valueBefore) in \(there) and \(value) in the job; "
            + "--extend takes nothing away"
        default:
          // What is only counted or saved may be given where it was not.
          if parameter.isBookkeeping, before.isUnset || before.follows { continue }
        }
        return "parameter '\(name)' "
          + before.contrast(valueBefore, in: there, with: parameter, value, in: "the job")
      }
    }
    return nil
  }

  /// A point whose parameters are not the same in both plans: along each axis of the old one, where
  /// all others are at their start, and at its end. nil if all are. What points are follows from
  /// parameters that have been compared; this is the proof.
  ///
  /// - Parameters:
  ///   - map: where the points of the old plan stand in this one.
  ///   - ignoringBookkeeping: whether what is only counted or saved may differ.
  func otherPoint(than old: Plan, _ map: PointMap, ignoringBookkeeping: Bool) -> Int? {
    let (here, there) = (points.values(), old.points.values())
    let counted = parameters.map { ignoringBookkeeping && $0.isBookkeeping }
    func differs(_ point: Int) -> Bool {
      guard let number = map.number(of: point) else { return true }
      return zip(zip(here(number), there(point)), counted).contains { $0.0 != $0.1 && !$1 }
    }
    let strides = GridValues(old.parameters, old.grid.axes).strides
    for (axis, stride) in zip(old.grid.axes, strides) {
      if let index = (0..<axis.count).first(where: { differs($0 * stride) }) {
        return index * stride
      }
    }
    let last = old.grid.pointCount - 1
    return differs(last) ? last : nil
  }

  /// What becomes of the points that a file has.
  package enum Succession: Sendable, Equatable {
    /// Their results are those of this plan.
    case kept
    /// Trajectories are added to what the file has of them, or more is computed from it; why, in
    /// words.
    case goesOn(String)
    /// They are computed again; why, in words.
    case startsAnew(String)
  }

  /// What becomes of the points of a file of another plan, which may grow into one of this.
  ///
  /// - Parameter stored: names of the quantities that the file has.
  package func succession(of old: Plan, in there: String, stored: Set<String>) -> Succession {
    if job.target != nil, old.job.target == nil {
      return .startsAnew("[target] says how many trajectories there are")
    }
    let reason =
      growth(from: old, of: there) ?? reasonToComputeAgain(old, of: there, stored: stored)
    guard let reason else { return .kept }
    if let other = otherReason(old, of: there) { return .startsAnew(other) }
    return goesOn(stored) ? .goesOn(reason) : .startsAnew(reason)
  }

  /// What makes a file grow that may have all that is needed to go on: nil if nothing does.
  private func growth(from old: Plan, of there: String) -> String? {
    if let difference = differenceInTarget(from: old, of: there, than: "the job") {
      return difference
    }
    return differenceInBookkeeping(from: old, of: there) { growing.contains($0) }
  }

  /// What cannot be had from sums of trajectories.
  private func otherReason(_ old: Plan, of there: String) -> String? {
    // A target looks at other numbers of trajectories where they come in other portions.
    differenceInBookkeeping(from: old, of: there) { !growing.contains($0) || job.target != nil }
  }

  private func differenceInBookkeeping(
    from old: Plan, of there: String, where isMeant: (String) -> Bool
  ) -> String? {
    let swept = Set(grid.axes.flatMap { $0.tracks.map(\.parameter) })
    for (parameter, before) in zip(parameters, old.parameters)
    where parameter.isBookkeeping && !swept.contains(parameter.name) && isMeant(parameter.name)
      && parameter.name != countedByTarget
    {
      if parameter.isUnset == before.isUnset, parameter.follows == before.follows,
        parameter.follows || ValueBits(parameter.value) == ValueBits(before.value)
      {
        continue
      }
      return "'\(parameter.name)' "
        + before.contrast(before.value, in: there, with: parameter, parameter.value, in: "the job")
    }
    return nil
  }

  /// Why no result of a file of another plan, which may grow into one of this, is one of this: in
  /// words; nil if all are.
  private func reasonToComputeAgain(
    _ old: Plan, of there: String, stored: Set<String>
  ) -> String? {
    if let difference = differenceInBookkeeping(from: old, of: there, where: { _ in true }) {
      return difference
    }
    let formulas = Set(formulaInputs.map(\.name))
    if let new = quantities.first(where: {
      !stored.contains($0.name) && !formulas.contains($0.name)
    }) {
      return "\(there) has no '\(new.name)'"
    }
    if let (formula, quantity) = missingInput(stored) {
      return "the formula of '\(formula)' uses '\(quantity)', which \(there) does not have"
    }
    // They follow from parameters that have been compared; so this is for models to come.
    for dimension in old.dimensions {
      guard let new = dimensions.first(where: { $0.name == dimension.name }),
        new.values != dimension.values
      else { continue }
      return "'\(dimension.name)' has other values in \(there) than in the job"
    }
    return nil
  }

  /// Gives the number of trajectories at a point of the grid where there is no target; to be called
  /// once for many points.
  package func trajectories() -> (_ point: Int) -> Int { points.trajectories() }

  /// A formula that cannot be computed from what a file has, and the quantity that is missing; nil
  /// if all can.
  package func missingInput(_ stored: Set<String>) -> (formula: String, quantity: String)? {
    for formula in formulaInputs where !stored.contains(formula.name) {
      if let quantity = formula.quantities.first(where: { !stored.contains($0) }) {
        return (formula.name, quantity)
      }
    }
    return nil
  }

  /// Computes the quantities that formulas give from what a file has of a point of the grid, by
  /// name, and returns them by name; to be called once for many points.
  package func formulaValues() -> (
    _ point: Int, _ stored: (String) -> [Double]?
  ) -> [String: [Double]] {
    let values = points.formulas()
    let names = formulaInputs.map(\.name)
    return { point, stored in
      Dictionary(zip(names, values(point, stored)), uniquingKeysWith: { first, _ in first })
    }
  }
}

extension Plan.FixedParameter {
  /// `is 0.05 in a.h5 and 0.06 in the job`: what a value is in two places.
  func contrast(
    _ value: ParameterValue, in place: String, with other: Self, _ otherValue: ParameterValue,
    in otherPlace: String
  ) -> String {
    let (one, two) = (words(value), other.words(otherValue))
    let rest = one.hasPrefix("is ") && two.hasPrefix("is ") ? two.dropFirst(3) : two[...]
    return "\(one) in \(place) and \(rest) in \(otherPlace)"
  }

  private func words(_ value: ParameterValue) -> String {
    isUnset ? "is not set" : follows ? "follows from others" : "is \(value)"
  }
}

extension ParameterValue {
  /// Whether it asks for less than another value: a smaller number, or a list without some of what
  /// the other has.
  fileprivate func isLess(than other: ParameterValue) -> Bool {
    switch (self, other) {
    case (.number(let mine), .number(let theirs)): mine < theirs
    case (.integer(let mine), .integer(let theirs)): mine < theirs
    case (.numbers(let mine), .numbers(let theirs)): !Set(theirs).isSubset(of: mine)
    case (.rows(let mine), .rows(let theirs)): !Set(theirs).isSubset(of: mine)
    case (.texts(let mine), .texts(let theirs)): !Set(theirs).isSubset(of: mine)
    case (.flag(let mine), .flag(let theirs)): theirs && !mine
    default: false
    }
  }
}
