import Base
import Borders
import Glibc
import Jobs
import MPIBridge
import Models
import Points
import ResultsStorage

/// Adds points to a refined sweep when all that it has are computed: on rank 0, a round at a time.
///
/// A round is written like a file that is extended: a new one beside the old one takes its place
/// when it is whole, so that a kill leaves the file before the round or the one after it. Where the
/// points are follows from the results in the file alone; a run that goes on finds its place by
/// going through the rounds again. At the end the border itself is written.
final class RefinementRounds {
  /// What a round has come to.
  enum Step {
    /// These are the points now.
    case points(RefinedPoints)
    /// The border is in the file.
    case finished
  }

  private let path: String
  private let planned: PlannedRefinement
  private var state: Refinement?

  /// - Parameters:
  ///   - path: the results file.
  ///   - planned: what the job asks for.
  init(_ path: String, _ planned: PlannedRefinement) {
    self.path = path
    self.planned = planned
  }

  /// Makes the next round.
  ///
  /// - Throws: `InputError` and `StoreError`; the file is there then as it was.
  func next(_ plan: Plan, _ request: RunRequest, on alone: borrowing Communicator) throws -> Step {
    let source = try SweepSource(path)
    guard let points = plan.refinedPoints else { return .finished }
    guard plan.mismatch(of: source.reader.layout) == nil else {
      throw InputError("'\(path)' has been replaced while this run began; start again")
    }
    let field = try BorderField(source, plan, planned, count: points.count)
    var refinement = try state ?? replayed(field, plan, to: points)
    let round = refinement.advance(field.values(ofFirst: points.count))
    state = refinement
    switch round {
    case .points:
      let grown = try plan.refined(to: refinement.points)
      try grown.checkRules()
      try write(source, grown, tables: [], before: points.count, request, on: alone)
      return .points(refinement.points)
    case .finished(let isLimited):
      guard source.reader.layout.tables.isEmpty else { return .finished }
      let border = refinement.border()
      let table = BorderTable(plan, planned, border).table
      try write(source, plan, tables: [table], before: points.count, request, on: alone)
      let level = points.levels.max() ?? 0
      StandardError.write(
        "spinsweep: note: \(Format.count(points.count, "refined point")) to level \(level); the "
          + "border \(planned.words) has \(border.count) vertices in "
          + "\(Format.count((border.pieces.max() ?? -1) + 1, "piece"))\n")
      if isLimited {
        StandardError.write(
          "spinsweep: warning: 'most_points' of [refine] ended it: the next round would have more "
            + "points; --extend goes on with more\n")
      }
      return .finished
    }
  }

  /// The refinement after the rounds that the file has.
  private func replayed(
    _ field: BorderField, _ plan: Plan, to points: RefinedPoints
  ) throws(InputError) -> Refinement {
    var refinement = planned.refinement(field.noise)
    while refinement.points.count < points.count {
      guard case .points = refinement.advance(field.values(ofFirst: refinement.points.count))
      else { break }
    }
    guard refinement.points == points else {
      throw InputError(
        "'\(path)' is damaged: its refined points do not follow from its results")
    }
    return refinement
  }

  private func write(
    _ source: SweepSource, _ plan: Plan, tables: [StoredTable], before: Int,
    _ request: RunRequest, on alone: borrowing Communicator
  ) throws {
    if let name = source.reader.foreignNames.first {
      throw InputError(
        "'\(name)' in '\(path)' is not of its job and would be lost when points are added; move "
          + "it to another file first")
    }
    let replacement = try StoreReplacement(of: path)
    do {
      var layout = plan.layout(Provenance(ranks: 1))
      // It is still the file that the run before began.
      layout.attributes = source.reader.layout.attributes
      layout.tables = tables
      var store = try ResultsStore(
        creating: replacement.newPath, layout: layout, overwriting: true, isBeside: true,
        on: alone)
      request.whileExtending?(SweepExtension.Step.created.rawValue)
      let after = plan.refinedPoints?.count ?? before
      var carrier = RecordCarrier(
        source: source, plan: plan,
        number: { [planned] in planned.number($0, among: before, in: after) }, place: { $0 })
      carrier.pointsAtOnce = request.pointsCarriedAtOnce
      try carrier.carry(source.done.union(source.failed), to: &store) {
        request.whileExtending?(SweepExtension.Step.carrying.rawValue)
      }
      request.whileExtending?(SweepExtension.Step.carried.rawValue)
      try store.close()
      request.whileExtending?(SweepExtension.Step.closed.rawValue)
      // Its points have other numbers from here on.
      CrashNotes.remove(of: path)
      try replacement.publish()
    } catch {
      replacement.discard()
      throw error
    }
    request.whileExtending?(SweepExtension.Step.published.rawValue)
  }
}

/// What a file has of the border, at all its points.
private struct BorderField {
  /// For each point of the other axes, by the number of the refined point.
  private var numbers: [[Double]]
  private var errors: [[Double]] = []
  let noise: PlannedRefinement.Noise

  init(
    _ source: SweepSource, _ plan: Plan, _ planned: PlannedRefinement, count: Int
  ) throws(InputError) {
    var columns: [String: (values: [Double], size: Int)] = [:]
    let layout = source.reader.layout
    let scatter = plan.borderErrors
    let wanted = Set(plan.borderInputs + scatter.flatMap(\.quantities))
    for (quantity, size) in zip(layout.quantities, layout.quantitySizes)
    where wanted.contains(quantity.name) {
      columns[quantity.name] = (try asInput { try source.reader.read(quantity.name) }, size)
    }
    let value = plan.borderValues()
    var numbers: [[Double]] = []
    var errors: [[Double]] = []
    for combination in 0..<planned.combinations {
      let places = (0..<count).map {
        planned.number(ofRefined: $0, combination: combination, count: count)
      }
      numbers.append(
        places.map { point in
          guard source.done.contains(point) else { return .nan }
          return value(point) { name in
            columns[name].map { Array($0.values[point * $0.size..<(point + 1) * $0.size]) }
          }
        })
      guard !scatter.isEmpty else { continue }
      errors.append(
        places.map { point in
          let squares = scatter.map { names, part in
            let ends = names.compactMap { columns[$0]?.values[point] }
            let width = ends.count == 2 ? ends[1] - ends[0] : ends.first ?? 0
            return width * width * part * part
          }
          return squares.reduce(0, +).squareRoot()
        })
    }
    // By the coarse points alone, which all rounds have.
    let coarse = planned.coarseAxes.reduce(1) { $0 * $1.values.count }
    if plan.comparesQuantities, let own = columns[planned.quantity]?.values {
      let first = (0..<planned.combinations).map { combination in
        (0..<count).map {
          own[planned.number(ofRefined: $0, combination: combination, count: count)]
        }
      }
      Self.compareByRatio(&numbers, &errors, first, coarse)
    }
    self.numbers = numbers
    let isNoisy = errors.contains { $0.prefix(coarse).contains { $0 > 0 } }
    if isNoisy { self.errors = errors }
    noise = isNoisy ? .known : plan.mayScatter ? .unknown : .none
  }

  /// Where both of two quantities are positive, the logarithm of their ratio is nearer to a
  /// straight line than their difference.
  private static func compareByRatio(
    _ numbers: inout [[Double]], _ errors: inout [[Double]], _ first: [[Double]], _ coarse: Int
  ) {
    let arePositive = zip(first, numbers).allSatisfy { first, differences in
      zip(first, differences).prefix(coarse).allSatisfy {
        $0.isNaN || $1.isNaN || ($0 > 0 && $0 - $1 > 0)
      }
    }
    guard arePositive else { return }
    for function in numbers.indices {
      for point in numbers[function].indices {
        let (own, difference) = (first[function][point], numbers[function][point])
        let other = own - difference
        guard !difference.isNaN else { continue }
        // At a point that is no coarse one, one of them may not be positive after all.
        let areBoth = own > 0 && other > 0
        numbers[function][point] = areBoth ? log(own / other) : difference < 0 ? -50 : 50
        if !errors.isEmpty { errors[function][point] /= max(abs(own), abs(other)) }
      }
    }
  }

  func values(ofFirst count: Int) -> Refinement.Values {
    Refinement.Values(
      numbers: numbers.map { Array($0.prefix(count)) },
      errors: errors.map { Array($0.prefix(count)) })
  }
}

/// The border as the file has it: the group `contour`.
struct BorderTable {
  let table: StoredTable

  /// One that was read, as it is to be written again: the names of its dimensions are not read.
  init(_ stored: StoredTable) {
    var table = stored
    for index in table.columns.indices {
      let across = table.columns[index].across
      table.columns[index].dimension = across == nil ? "vertex" : "triangle"
      table.columns[index].across = across.map { .init("corner", count: $0.count) }
    }
    self.table = table
  }

  init(_ plan: Plan, _ planned: PlannedRefinement, _ border: RefinedBorder) {
    let axes = plan.layout(Provenance(ranks: 1)).axes
    let refined = axes[planned.axis].auxiliary
    let dimension = "vertex"
    var columns: [StoredTable.Column] = []
    for (axis, numbers) in zip(refined, border.columns) {
      columns.append(
        .init(
          axis.name, unit: axis.unit, longName: axis.longName, comment: axis.comment,
          dimension: dimension, .numbers(numbers)))
    }
    var stride = planned.combinations
    for (index, axis) in axes.enumerated() where index != planned.axis {
      let count = axis.values.count
      stride /= count
      let own = AuxiliaryCoordinate(
        name: axis.name, unit: axis.unit, longName: axis.longName, comment: axis.comment,
        values: axis.values)
      for column in [own] + axis.auxiliary {
        let numbers = border.functions.map { [stride] in column.values[$0 / stride % count] }
        columns.append(
          .init(
            column.name, unit: column.unit, longName: column.longName, comment: column.comment,
            dimension: dimension, .numbers(numbers)))
      }
    }
    columns.append(
      .init(
        "contour_piece", longName: "number of the connected piece", dimension: dimension,
        .indices(border.pieces.map { Int32($0) })))
    if !border.errors.isEmpty {
      columns.append(
        .init(
          "contour_error", longName: "standard error of the border",
          comment: "perpendicular to the border, as a part of the ranges of the axes",
          dimension: dimension, .numbers(border.errors)))
      for (axis, numbers) in zip(refined, border.errorColumns) {
        columns.append(
          .init(
            "contour_error_\(axis.name)", unit: axis.unit,
            longName: "standard error of the border along \(axis.name)",
            comment: "what contour_error is of \(axis.name)", dimension: dimension,
            .numbers(numbers)))
      }
    }
    if planned.coarseAxes.count == 3 {
      columns.append(
        .init(
          "contour_triangle", longName: "vertices of a triangle of the border",
          dimension: "triangle", across: .init("corner", count: 3),
          .indices(border.triangles.flatMap { [$0.x, $0.y, $0.z] })))
    }
    table = StoredTable(
      RefinedAxis.border, comment: "where \(planned.words)", columns: columns)
  }
}
