import Jobs
import Models
import ResultsStorage

/// A file that is merged: a part of a grid, or a whole one that was left unfinished.
final class PartSource {
  package let path: String
  package let reader: ResultsReader
  /// nil for a file of the whole grid.
  package let part: Part?
  /// The number in the grid of each point; nil if the points are those of the grid.
  private let numbers: [Int]?
  package let done: PointSet
  package let failed: PointSet
  package let messages: [Int: String]

  /// - Throws: `InputError` if there is no readable result file at `path`.
  init(_ path: String) throws(InputError) {
    self.path = path
    do throws(StoreError) {
      reader = try ResultsReader(path)
      part = try reader.text(PartLayout.attribute).flatMap { Part($0) }
      numbers = part == nil ? nil : reader.layout.axes.first?.values.map { Int($0) }
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
      throw InputError("\(error)")
    }
  }

  package var pointCount: Int { reader.layout.pointCount }

  /// The number in the grid of a point of the file.
  package func number(of point: Int) -> Int { numbers.map { $0[point] } ?? point }

  /// The point of the file with a number in the grid; nil if it is not in it.
  package func point(numbered number: Int) -> Int? {
    guard let numbers else { return number < pointCount ? number : nil }
    var (low, high) = (0, numbers.count)
    while low < high {
      let middle = (low + high) / 2
      if numbers[middle] < number { low = middle + 1 } else { high = middle }
    }
    return low < numbers.count && numbers[low] == number ? low : nil
  }

  /// What a sentence calls the file.
  package var description: String { part.map { "'\(path)' (part \($0))" } ?? "'\(path)'" }

  package func text(_ attribute: String) throws(InputError) -> String {
    do throws(StoreError) { return try reader.text(attribute) ?? "" } catch {
      throw InputError("\(error)")
    }
  }

  /// The first quantity that differs at a point that another file has too; nil if none does.
  package func difference(
    at number: Int, from other: PartSource, quantities: [String]
  ) throws(InputError) -> String? {
    guard let mine = point(numbered: number), let theirs = other.point(numbered: number) else {
      return nil
    }
    do throws(StoreError) {
      for quantity in quantities {
        let one = try reader.read(quantity, atPoint: mine).map(\.bitPattern)
        let two = try other.reader.read(quantity, atPoint: theirs).map(\.bitPattern)
        if one != two { return quantity }
      }
      return nil
    } catch {
      throw InputError("\(error)")
    }
  }
}
