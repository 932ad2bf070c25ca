import Jobs
import Models
import Numerics
import ResultsStorage

/// A file whose finished points another file takes over: of a part of a grid, or of a whole one,
/// finished or not.
final class SweepSource {
  let path: String
  let reader: ResultsReader
  /// nil for a file of the whole grid.
  let part: Part?
  /// The number in the grid of each point; nil if the points are those of the grid.
  private let numbers: [Int]?
  let done: PointSet
  let failed: PointSet
  /// Why points failed, or what is doubtful about them.
  let messages: [Int: String]

  /// - Parameter omitsDamaged: takes points that are not what was written for unfinished, instead
  ///   of refusing the file.
  /// - Throws: `InputError` if there is no readable result file at `path`.
  init(_ path: String, omitsDamaged: Bool = false) throws(InputError) {
    self.path = path
    do {
      reader = try ResultsReader(path)
      part = try reader.text(PartLayout.attribute).flatMap { Part($0) }
      // A coordinate that is no number of a point is refused where it is used.
      numbers =
        part == nil ? nil : reader.layout.axes.first?.values.map { Int(exactly: $0) ?? -1 }
      var points: [PointStatus: PointSet] = [:]
      let empty = PointSet(pointCount: reader.layout.pointCount)
      try reader.forEachStatus { point, status in
        points[status, default: empty].insert(point)
      }
      if omitsDamaged {
        for point in try reader.damagedPoints() {
          points[.done]?.remove(point)
          points[.failed]?.remove(point)
        }
      } else {
        try reader.checkRecords()
      }
      done = points[.done] ?? empty
      failed = points[.failed] ?? empty
      messages = Dictionary(
        (try reader.failures() + reader.remarks()).map { ($0.point, $0.message) },
        uniquingKeysWith: { $1 })
    } catch {
      throw InputError(error)
    }
  }

  /// - Throws: `InputError` if the file is not as its job says.
  func checkLayout(of plan: Plan) throws(InputError) {
    let quantities = StoreLayout(
      axes: [], dimensions: reader.layout.dimensions, quantities: reader.layout.quantities)
    guard quantities.quantities.map(\.name) == plan.quantities.map(\.name),
      quantities.quantities.map(\.type) == plan.quantities.map(\.type),
      quantities.quantitySizes == plan.quantitySizes
    else { throw InputError("\(description) is damaged: its quantities are not those of its job") }
    let count = plan.grid.pointCount
    for point in 0..<pointCount where !(0..<count).contains(number(of: point)) {
      throw InputError("\(description) is damaged: its job has no point \(number(of: point))")
    }
  }

  var pointCount: Int { reader.layout.pointCount }

  /// The number in the grid of a point of the file.
  func number(of point: Int) -> Int { numbers.map { $0[point] } ?? point }

  /// The point of the file with a number in the grid; nil if it is not in it.
  func point(numbered number: Int) -> Int? {
    guard let numbers else { return number < pointCount ? number : nil }
    return numbers.sortedIndex(of: number, by: \.self)
  }

  /// What a sentence calls the file.
  var description: String { part.map { "'\(path)' (part \($0))" } ?? "'\(path)'" }

  func text(_ attribute: String) throws(InputError) -> String {
    try asInput { try reader.text(attribute) ?? "" }
  }
}

extension PointSet {
  /// The points of the set, in increasing order.
  var members: some Sequence<Int> {
    sequence(state: 0) { next in
      guard let point = first(from: next) else { return nil }
      next = point + 1
      return point
    }
  }
}
