import Base
import Jobs
import Models
import Reports

/// Compares a result file with the expectations of the job that made it.
package enum Verification {
  /// One line an expectation, and how the program should end.
  package struct Report: Sendable {
    package var text: String
    package var code: ExitCode
  }

  /// - Throws: `InputError` if `path` is no readable result file, or one whose job cannot be read.
  package static func report(of path: String) throws(InputError) -> Report {
    let file = try ResultsFile(path)
    try asInput { try file.reader.checkDescriptions() }
    let part = file.text(PartLayout.attribute)
    if !part.isEmpty {
      throw InputError(
        "\(path) holds part \(part) of a grid; `spinsweep merge` the parts first, then verify")
    }
    var job = try Job(text: file.text("job"), path: path)
    job.takeRefinedPoints(of: file.layout)
    let plan = try job.outline()
    guard !plan.expectations.isEmpty else {
      return Report(text: "\(path): the job states no expectations\n", code: .done)
    }
    return try compare(plan.expectations, file, path)
  }

  private static func compare(
    _ expectations: [Expectation], _ file: borrowing ResultsFile, _ path: String
  ) throws(InputError) -> Report {
    var columns: [String: [Double]] = [:]
    var lines: [String] = []
    var broken = 0
    for expectation in expectations {
      let known = columns[expectation.quantity]
      let values = if let known { known } else { try file.values(expectation.quantity) }
      columns[expectation.quantity] = values
      let extents = try file.shape(of: expectation.quantity)
      let position = zip(expectation.indices, extents).reduce(0) { $0 * $1.1 + $1.0 }
      let value = values.indices.contains(position) ? values[position] : .nan
      let holds = expectation.holds(for: value)
      if !holds { broken += 1 }
      lines.append(line(expectation, value, holds))
    }
    let verdict =
      broken == 0
      ? "\(path): all of \(Format.count(expectations.count, "expectation")) hold"
      : "\(path): \(broken) of \(Format.count(expectations.count, "expectation")) do not hold"
    lines.append(verdict)
    return Report(
      text: lines.joined(separator: "\n") + "\n", code: broken == 0 ? .done : .unexpectedFailure)
  }

  private static func line(_ expectation: Expectation, _ value: Double, _ holds: Bool) -> String {
    let place = expectation.place.isEmpty ? "" : " at \(expectation.place)"
    let source = expectation.source.map { " (\($0))" } ?? ""
    return "  \(holds ? "holds " : "BROKEN") \(expectation.quantity)\(place) = \(value), "
      + "expected \(expectation.interval)\(source)"
  }
}
