extension Plan {
  /// Looks at every point: refuses what breaks the model's rules, and finds the warnings. A signal that
  /// asks the program to stop is answered.
  ///
  /// - Throws: `InputError`.
  public mutating func inspectPoints() throws(InputError) {
    let rules = PointRules(grid, job)
    guard !rules.isEmpty || !M.cautions.isEmpty else { return }
    var found = M.cautions.map { _ in (first: "", point: 0, count: 0) }
    var cursor = GridCursor(grid)
    for point in 0..<grid.pointCount {
      if point & 0xfff == 0, let number = StopSignal.received {
        throw InputError("stopped by \(StopReason.signal(number)) before anything was computed")
      }
      cursor.move(to: point)
      try rules.check(cursor.model, at: point)
      for (index, caution) in M.cautions.enumerated() {
        guard let caution = caution(cursor.model) else { continue }
        if found[index].count == 0 { found[index] = (caution.sentence, point, 0) }
        found[index].count += 1
      }
    }
    warnings = found.filter { $0.count > 0 }.map { found in
      guard grid.pointCount > 1 else { return found.first }
      return "\(found.first) (at \(grid.describe(found.point))"
        + (found.count > 1 ? ", and \(Format.count(found.count - 1, "other point")))" : ")")
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
