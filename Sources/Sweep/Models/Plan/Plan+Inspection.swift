public import Base
public import Jobs

extension Plan {
  public func inspect(_ points: Range<Int>, until deadline: Deadline?) -> PointInspection {
    inspector(points, deadline)
  }

  /// Looks at points of the grid, until one breaks the model's rules or something asks to stop.
  static func inspect(
    _ points: Range<Int>, of grid: Grid<M>, in job: Job, until deadline: Deadline?
  ) -> PointInspection {
    let rules = PointRules(grid, job)
    let cautions = M.cautions
    var inspection = PointInspection(cautions: cautions.count)
    guard !rules.isEmpty || !cautions.isEmpty else { return inspection }
    var cursor = GridCursor(grid)
    for point in points {
      if point & 0xfff == 0, inspection.stopsIfAsked(deadline) { break }
      cursor.move(to: point)
      do throws(InputError) {
        try rules.check(cursor.model, at: point)
      } catch {
        inspection.refuse(point)
        break
      }
      for (index, caution) in cautions.enumerated() where caution(cursor.model) != nil {
        inspection.note(point, caution: index)
      }
    }
    return inspection
  }

  public mutating func conclude(
    _ inspection: PointInspection, until deadline: Deadline?
  ) throws(InputError) {
    if inspection.stopped {
      throw InputError(
        "stopped by \(inspection.reason(deadline)) before anything was computed")
    }
    if let point = inspection.refused {
      try PointRules(grid, job).check(grid.model(at: point), at: point)
    }
    warnings = M.cautions.indices.compactMap { index in
      guard let (point, count) = inspection.caution(index),
        let caution = M.cautions[index](grid.model(at: point))
      else { return nil }
      guard grid.pointCount > 1 else { return caution.sentence }
      return "\(caution.sentence) (at \(grid.describe(point))"
        + (count > 1 ? ", and \(Format.count(count - 1, "other point")))" : ")")
    }
  }

  /// Checks what several parameters must fulfil together at the points along each axis, where all other
  /// axes are at their start: there the model is asked for more than rules.
  static func checkRulesAlongAxes(of grid: Grid<M>, in job: Job) throws(InputError) {
    let rules = PointRules(grid, job)
    let first = grid.model(at: 0)
    for parameter in M.parameters { try rules.check(parameter, in: first) }
    try rules.check(first, at: 0)
    var stride = 1
    for axis in grid.axes.reversed() {
      var model = first
      for index in 1..<max(1, axis.count) {
        axis.apply(index, to: &model)
        try rules.check(model, at: index * stride)
      }
      stride *= axis.count
    }
  }
}

/// What parameters must fulfil together at every point of a grid.
private struct PointRules<M: Model> {
  private let grid: Grid<M>
  private let job: Job
  /// Vectors whose components are swept.
  private let vectors: [Parameter<M>]
  private let rules = M.rules

  init(_ grid: Grid<M>, _ job: Job) {
    self.grid = grid
    self.job = job
    let swept = grid.axes.flatMap { $0.tracks.map(\.parameter.name) }
    vectors = M.parameters.filter { vector in
      vector.components.contains { swept.contains($0.name) }
    }
  }

  var isEmpty: Bool { vectors.isEmpty && rules.isEmpty }

  func check(_ model: M, at point: Int) throws(InputError) {
    for vector in vectors { try check(vector, in: model) }
    for rule in rules {
      guard let conflict = rule(model) else { continue }
      let place = grid.describe(point)
      throw InputError(
        conflict.sentence + (place.isEmpty ? "" : " (at \(place))"),
        at: location(of: conflict.parameter) ?? .file(job.path, line: 1))
    }
  }

  func check(_ vector: Parameter<M>, in model: M) throws(InputError) {
    do throws(InputError) {
      try vector.checkVector(in: model)
    } catch {
      throw InputError(error.message, at: location(of: vector.name))
    }
  }

  /// Where the job sets a parameter or one of its components. Looked up only where something is wrong,
  /// since rules are checked at every point.
  private func location(of parameter: String) -> SourceLocation? {
    func belongs(_ name: String) -> Bool { name == parameter || name.hasPrefix(parameter + ".") }
    return job.parameters.last { belongs($0.name) }?.location
      ?? grid.axes.first { $0.tracks.contains { belongs($0.parameter.name) } }?.location
  }
}
