import Jobs
import Models
import Numerics
import ResultsStorage

/// A file that is merged: a part of a grid, or a whole one that was left unfinished.
final class PartSource {
  let path: String
  let reader: ResultsReader
  /// nil for a file of the whole grid.
  let part: Part?
  /// The number in the grid of each point; nil if the points are those of the grid.
  private let numbers: [Int]?
  let done: PointSet
  let failed: PointSet
  let messages: [Int: String]

  /// - Throws: `InputError` if there is no readable result file at `path`.
  init(_ path: String) throws(InputError) {
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
      done = points[.done] ?? empty
      failed = points[.failed] ?? empty
      messages = Dictionary(
        try reader.failures().map { ($0.point, $0.message) }, uniquingKeysWith: { $1 })
      try reader.checkRecords()
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
    for point in 0..<pointCount where !(0..<plan.pointCount).contains(number(of: point)) {
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

  /// The first quantity that differs at a point that another file has too; nil if none does.
  func difference(
    at number: Int, from other: PartSource, quantities: [String]
  ) throws(InputError) -> String? {
    guard let mine = point(numbered: number), let theirs = other.point(numbered: number) else {
      return nil
    }
    return try asInput {
      try quantities.first { quantity in
        let one = try reader.read(quantity, atPoint: mine)
        let two = try other.reader.read(quantity, atPoint: theirs)
        return one.map(\.bitPattern) != two.map(\.bitPattern)
      }
    }
  }
}
