import Base
import Jobs

/// What a model's rules and cautions say about some points of a grid, in numbers, so that ranks can
/// put together what each has seen.
package struct PointInspection: Sendable {
  /// The first point that breaks a rule, then the first that each caution concerns; `none` if there
  /// is none. Ranks put theirs together by the minimum.
  package var firsts: [Int]
  /// How many points each caution concerns; together the sum.
  package var counts: [Int]
  /// The signal that ended the inspection early, 0 if none did; then 1 if the time was up before
  /// the end, else 0. Together the maximum.
  package var stops = [0, 0]

  private static let none = Int.max

  init(cautions: Int) {
    firsts = [Int](repeating: Self.none, count: 1 + cautions)
    counts = [Int](repeating: 0, count: cautions)
  }

  /// Whether it ended early.
  package var isStopped: Bool { stops != [0, 0] }

  /// The first point that breaks a rule.
  fileprivate var refused: Int? { firsts[0] == Self.none ? nil : firsts[0] }

  fileprivate mutating func refuse(_ point: Int) { firsts[0] = min(firsts[0], point) }

  fileprivate mutating func note(_ point: Int, caution: Int) {
    firsts[1 + caution] = min(firsts[1 + caution], point)
    counts[caution] += 1
  }

  /// Ends the inspection early if there is a reason; returns whether there is one.
  fileprivate mutating func stopsIfAsked(_ deadline: Deadline?) -> Bool {
    if let number = StopSignal.received { stops[0] = Int(number) }
    if let deadline, deadline.hasPassed { stops[1] = 1 }
    return isStopped
  }
}

extension Plan {
  /// Looks at points of the grid, for what breaks the model's rules and what deserves a warning,
  /// until a point is wrong or something asks to stop.
  package func inspect(_ points: Range<Int>, until deadline: Deadline?) -> PointInspection {
    self.points.inspect(points, deadline)
  }

  /// Looks at every point.
  ///
  /// - Throws: `InputError` as `conclude`.
  package mutating func inspectPoints() throws(InputError) {
    try conclude(inspect(0..<grid.pointCount, until: nil), until: nil)
  }

  /// Takes note of an inspection of all points.
  ///
  /// - Throws: `InputError` if a point breaks a rule, or the inspection was stopped.
  package mutating func conclude(
    _ inspection: PointInspection, until deadline: Deadline?
  ) throws(InputError) {
    if inspection.isStopped {
      throw PlanInterruption.error(signal: inspection.stops[0], deadline)
    }
    if let point = inspection.refused { try points.check(point) }
    warnings = inspection.counts.indices.compactMap { index in
      let (first, count) = (inspection.firsts[1 + index], inspection.counts[index])
      guard count > 0, let (sentence, remedy) = points.caution(index, first) else { return nil }
      guard grid.pointCount > 1 else { return sentence + remedy }
      return "\(sentence) (at \(grid.describe(first))"
        + (count > 1 ? ", and \(Format.count(count - 1, "other point")))" : ")") + remedy
    }
  }
}

extension ModelGrid {
  /// Looks at points, until one breaks the model's rules or something asks to stop.
  func inspect(_ points: Range<Int>, in job: Job, until deadline: Deadline?) -> PointInspection {
    let rules = PointRules(self, job)
    let cautions = declaration.cautions
    var inspection = PointInspection(cautions: cautions.count)
    guard !rules.isEmpty || !cautions.isEmpty else { return inspection }
    var cursor = GridCursor(self)
    for point in points {
      if point & 0xfff == 0, inspection.stopsIfAsked(deadline) { break }
      cursor.move(to: point)
      do throws(InputError) {
        try rules.check(cursor.model, at: point, isToTell: false)
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
}

extension ModelGrid {
  /// What would do at every point of the grid, as the end of a sentence: the least of what the
  /// rules or cautions let pass at each.
  ///
  /// - Parameters:
  ///   - remedy: That of one point.
  ///   - remedies: Those of a point.
  func sentence(_ remedy: Remedy?, remedies: (M) -> [Remedy]) -> String {
    guard let remedy else { return "" }
    var least = remedy.largest
    var cursor = GridCursor(self)
    for point in 0..<grid.pointCount {
      cursor.move(to: point)
      for other in remedies(cursor.model) where other.parameter == remedy.parameter {
        least = min(least, other.largest)
      }
      // The least so far is worth telling, too.
      if point & 0xfff == 0, StopSignal.received != nil { break }
    }
    let unit = declaration.parameters.first { $0.name == remedy.parameter }?.unit.symbol ?? "1"
    return "; "
      + Remedy(remedy.parameter, atMost: least)
      .sentence(unit: unit, isForGrid: grid.pointCount > 1)
  }
}

/// What parameters must fulfill together at every point of a grid.
struct PointRules<M: PointModel> {
  private let grid: ModelGrid<M>
  private let job: Job
  private let rules: [@Sendable (M) -> Conflict?]

  init(_ grid: ModelGrid<M>, _ job: Job) {
    self.grid = grid
    self.job = job
    rules = grid.declaration.rules
  }

  var isEmpty: Bool { grid.sweptVectors.isEmpty && rules.isEmpty }

  /// Checks the model at a point.
  ///
  /// - Parameter isToTell: Whether the sentence will be read: to find what would do at every point
  ///   takes a look at all of them.
  func check(_ model: M, at point: Int, isToTell: Bool = true) throws(InputError) {
    for vector in grid.sweptVectors { try check(vector, in: model) }
    for rule in rules {
      guard let conflict = rule(model) else { continue }
      let place = grid.grid.describe(point)
      let remedy =
        isToTell
        ? grid.sentence(conflict.remedy) { model in rules.compactMap { $0(model)?.remedy } } : ""
      throw InputError(
        conflict.sentence + (place.isEmpty ? "" : " (at \(place))") + remedy,
        at: location(of: conflict.parameter) ?? .file(job.path, line: 1))
    }
  }

  /// Checks the points along each axis, where all other axes are at their start: there the model is
  /// asked for more than rules.
  func checkAlongAxes(_ interruption: PlanInterruption) throws(InputError) {
    let first = grid.model(at: 0)
    try check(first, at: 0)
    var cursor = GridCursor(grid)
    var stride = 1
    for axis in grid.grid.axes.reversed() {
      for index in 1..<max(1, axis.count) {
        try interruption.check(at: index)
        cursor.move(to: index * stride)
        try check(cursor.model, at: index * stride)
      }
      stride *= axis.count
    }
  }

  private func check(_ vector: Parameter<M>, in model: M) throws(InputError) {
    var model = model
    do throws(InputError) {
      try vector.settleVector(in: &model)
    } catch {
      throw InputError(error, at: location(of: vector.name))
    }
  }

  /// Where the job sets a parameter or one of its components. Looked up only where something is
  /// wrong, since rules are checked at every point.
  private func location(of parameter: String) -> SourceLocation? {
    job.location(ofParameter: parameter)
      ?? grid.grid.axes.first { axis in
        axis.tracks.contains {
          $0.parameter == parameter || $0.parameter.hasPrefix(parameter + ".")
        }
      }?.location
  }
}
