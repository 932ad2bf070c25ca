import Borders
import Jobs
import ResultsStorage

/// The dimension that refined axes become.
package enum RefinedAxis {
  package static let name = "refined"
  package static let level = "refinement_level"
  /// The group of the border.
  package static let border = "contour"
  /// Names that nothing else may have.
  static let names = [name, level, border]
}

extension Axis {
  static func levels(_ levels: [Int]) -> AuxiliaryCoordinate {
    AuxiliaryCoordinate(
      name: RefinedAxis.level, unit: "1", longName: "refinement level",
      comment: "how often the cells had been halved for which the point was added",
      values: levels.map(Double.init))
  }
}

/// Makes one axis of those that are refined.
struct RefinedAxisBuilder<M: PointModel> {
  let declaration: ModelDeclaration<M>
  let request: Job.RefineRequest
  let job: Job
  let interruption: PlanInterruption
  /// Numbers of the refined axes in the job.
  private let chosen: [Int]

  /// - Throws: `InputError` for what is no axis of the job.
  init(
    declaration: ModelDeclaration<M>, request: Job.RefineRequest, job: Job,
    interruption: PlanInterruption
  ) throws(InputError) {
    self.declaration = declaration
    self.request = request
    self.job = job
    self.interruption = interruption
    var chosen: [Int] = []
    let names = job.axes.map(\.name)
    for (name, location) in zip(request.axes, request.axisLocations) {
      guard let axis = names.firstIndex(of: name) else {
        throw InputError(
          "'\(name)' in [refine] is no axis of the job"
            + NearestName.suggestion(for: name, among: names), at: location)
      }
      guard !chosen.contains(axis) else {
        throw InputError("[refine] names the axis '\(name)' twice", at: location)
      }
      chosen.append(axis)
    }
    self.chosen = chosen
  }

  /// The coarse axes, in the order of the request.
  ///
  /// - Throws: `InputError` for axes whose cells cannot be halved.
  func coarse(_ axes: [Axis]) throws(InputError) -> [RefinementAxis] {
    var coarse: [RefinementAxis] = []
    for (number, location) in zip(chosen, request.axisLocations) {
      let axis = axes[number]
      guard !axis.isCoupled, axis.tracks.count == 1,
        case .numbers(let values) = axis.tracks[0].values
      else {
        throw InputError(
          "axis '\(axis.name)' cannot be refined: its values are no numbers of one parameter "
            + "between which there are others", at: location)
      }
      let parameter = try declaration.parameter(axis.tracks[0].parameter, at: location)
      if case .number(let range, _, _) = parameter.kind, !range.isContinuous {
        throw InputError(
          "axis '\(axis.name)' cannot be refined: each of its values must be \(range), and cells "
            + "are halved between them", at: location)
      }
      let steps = zip(values, values.dropFirst()).map { $1 - $0 }
      guard values.count > 1, steps.allSatisfy({ $0 > 0 }) || steps.allSatisfy({ $0 < 0 }) else {
        throw InputError(
          "axis '\(axis.name)' cannot be refined: it needs at least two values that increase or "
            + "decrease", at: location)
      }
      guard values.count <= RefinementAxis.mostValues else {
        throw InputError(
          "axis '\(axis.name)' cannot be refined: it has \(values.count) coarse values, more than "
            + "\(RefinementAxis.mostValues)", at: location)
      }
      let isLogarithmic =
        if case .range(_, _, _, .log) = job.axes[number].values { true } else { false }
      coarse.append(RefinementAxis(values, isLogarithmic: isLogarithmic))
    }
    return coarse
  }

  /// All axes with the refined ones as one, in the place of the first of them.
  ///
  /// - Throws: `InputError` for axes whose cells cannot be halved.
  func combined(
    _ axes: [Axis], _ setters: [ModelGrid<M>.Setter]
  ) throws(InputError) -> ([Axis], [ModelGrid<M>.Setter]) {
    let coarse = try coarse(axes)
    let count = coarse.reduce(1.0) { $0 * Double($1.values.count) }
    guard count <= Double(request.mostPoints) else {
      throw InputError(
        "the coarse grid has \(Int(min(count, 1e15))) points already, more than 'most_points' = "
          + "\(request.mostPoints)", at: request.mostPointsLocation)
    }
    let points =
      request.points.map { RefinedPoints(columns: $0.columns, levels: $0.levels) }
      ?? RefinedPoints(coarse: coarse)
    var tracks: [Axis.Track] = []
    var own: [ModelGrid<M>.Setter] = []
    for (place, number) in chosen.enumerated() {
      let name = axes[number].tracks[0].parameter
      let parameter = try declaration.parameter(name, at: request.axisLocations[place])
      let values = AxisValues.numbers(points.columns[place])
      tracks.append(Axis.Track(parameter, values))
      let builder = AxisBuilder(
        declaration: declaration, request: job.axes[number], seed: job.seed,
        interruption: interruption)
      own.append(builder.setter(parameter, values))
    }
    let refined = Axis(
      name: RefinedAxis.name, tracks: tracks, count: points.count, isCoupled: true,
      refinementLevels: points.levels, location: request.location)
    let setAll = own
    var (combined, all): ([Axis], [ModelGrid<M>.Setter]) = ([], [])
    for index in axes.indices {
      if index == chosen.min() {
        combined.append(refined)
        all.append({ model, index in for set in setAll { set(&model, index) } })
      }
      guard !chosen.contains(index) else { continue }
      combined.append(axes[index])
      all.append(setters[index])
    }
    return (combined, all)
  }
}

extension Job {
  /// Goes on with the points that a file has, if it is refined.
  package mutating func takeRefinedPoints(of layout: StoreLayout) {
    guard let request = refine, let axis = layout.axes.first(where: { $0.name == RefinedAxis.name })
    else { return }
    let columns = request.axes.compactMap { name in
      axis.auxiliary.first { $0.name == parameter(ofAxis: name) }?.values
    }
    guard columns.count == request.axes.count,
      let levels = axis.auxiliary.first(where: { $0.name == RefinedAxis.level })?.values
    else { return }
    refine?.points = RefineRequest.Points(
      columns: columns, levels: levels.map { Int(exactly: $0) ?? 0 })
  }

  private func parameter(ofAxis name: String) -> String {
    axes.first { $0.name == name }?.parameters.first ?? name
  }
}
