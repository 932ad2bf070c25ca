import Base
import Jobs
import Models
import Points
import ResultsStorage

/// How far a result file is, which points failed, and which are doubtful; also of a file that is
/// being written.
package struct StatusReport {
  /// For people.
  package let text: String
  /// For other programs.
  package let json: JSONValue
  /// `.stopped` if points are pending, else `.somePointsFailed` if some have failed, else `.done`.
  package let code: ExitCode

  /// Failed points that are listed one by one.
  private static let mostListed = 20

  /// - Throws: `InputError` if there is no readable result file at `path`.
  package init(path: String) throws(InputError) {
    let file = try ResultsFile(path, statusOnly: true)
    let counts = try file.statusCounts()
    let (done, failed) = (counts[.done] ?? 0, counts[.failed] ?? 0)
    let points = file.layout.pointCount
    let pending = points - done - failed
    let writer = LockHolder.ofWriter(of: path)
    let states = RestartFiles.points(of: path).count
    let crashes = CrashNotes.read(of: path).count
    let part = file.text(PartLayout.attribute)

    // Between two rounds all points are done, and more are to come.
    let isRefined = (try? Job(text: file.text("job"), path: path))?.refine != nil
    let goesOn = isRefined && file.layout.tables.isEmpty
    code = pending > 0 || goesOn ? .stopped : failed > 0 ? .somePointsFailed : .done

    var rows = [("title", file.text("title").isEmpty ? "(none)" : file.text("title"))]
    if !part.isEmpty { rows.append(("part", "\(part) of a grid")) }
    rows += [
      ("points", "\(points)"), ("done", "\(done)"), ("failed", "\(failed)"),
      ("pending", "\(pending)"),
      ("writer", writer.map(\.description) ?? "none"),
    ]
    var members: [(name: String, value: JSONValue)] = [
      ("file", .text(path)), ("title", .text(file.text("title"))),
      ("model", .text(file.text("model"))), ("part", part.isEmpty ? .null : .text(part)),
      ("points", .integer(points)), ("done", .integer(done)), ("failed", .integer(failed)),
      ("pending", .integer(pending)),
      ("writer", writer.map { .text($0.description) } ?? .null),
      ("saved_states", .integer(states)), ("crashed_points", .integer(crashes)),
      ("not_of_this_job", .list(file.foreignNames.map(JSONValue.text))),
    ]
    if isRefined {
      rows.append(("border", goesOn ? "not found yet: more points will be added" : "found"))
      members.append(("border_found", .flag(!goesOn)))
    }
    if let summary = file.foreignSummary { rows.append(("not of this job", summary)) }
    if states > 0 { rows.append(("saved states", "of \(Format.count(states, "point"))")) }
    if crashes > 0 {
      rows.append(("crashes", "\(Format.count(crashes, "point")) ended the program"))
    }
    if done + failed > 0 {
      let mean = try file.meanSeconds() ?? .nan
      let ranks = max(1, Int(file.text("ranks")) ?? 1)
      let rate = Double(ranks) / max(mean, 1e-9)
      let left = Double(pending) * mean / Double(ranks)
      rows.append(("mean time", "\(Format.duration(mean)) a point"))
      rows.append(
        ("rate", "\(Format.significant(rate, 3)) points/s on \(Format.count(ranks, "rank"))"))
      if pending > 0 { rows.append(("time left", "about \(Format.duration(left))")) }
      members += [
        ("seconds_per_point", .number(mean)), ("points_per_second", .number(rate)),
        ("seconds_left", .number(left)),
      ]
    }
    var lines = TextTable.pairs(rows)
    let failures = failed > 0 ? try file.failures() : []
    for (point, message) in failures.prefix(Self.mostListed) {
      lines += "  failed\(file.place(of: point)): \(message.printable)\n"
    }
    if failed > Self.mostListed { lines += "  … and \(failed - Self.mostListed) more\n" }
    let remarks = try file.remarks()
    for (point, message) in remarks.prefix(Self.mostListed) {
      lines += "  doubtful\(file.place(of: point)): \(message.printable)\n"
    }
    if remarks.count > Self.mostListed {
      lines += "  … and \(remarks.count - Self.mostListed) more\n"
    }
    func list(_ points: [(Int, String)]) -> JSONValue {
      .list(
        points.map { point, message in
          [
            "point": .integer(point), "at": .text(file.describe(point)), "message": .text(message),
          ]
        })
    }
    members += [("failures", list(failures)), ("remarks", list(remarks))]
    text = lines
    json = .object(members)
  }
}
