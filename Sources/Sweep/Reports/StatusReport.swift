import Glibc
import IO

/// How far a result file is, and which points failed.
public struct StatusReport {
  public let text: String

  /// Failed points that are listed one by one.
  private static let mostListed = 20

  /// - Throws: `InputError` if there is no readable result file at `path`.
  public init(path: String) throws(InputError) {
    let file = try ResultsFile(path, statusOnly: true)
    let status = try file.status()
    let done = status.count { $0 == PointStatus.done.rawValue }
    let failed = status.count { $0 == PointStatus.failed.rawValue }
    let pending = status.count - done - failed
    var rows = [
      ("title", file.text("title").isEmpty ? "(none)" : file.text("title")),
      ("points", "\(status.count)"),
      ("done", "\(done)"),
      ("failed", "\(failed)"),
      ("pending", "\(pending)"),
    ]
    let finished = done + failed
    if finished > 0 {
      let times = zip(try file.seconds(), status).lazy.filter { $0.1 != 0 }.map(\.0)
      let mean = times.reduce(0, +) / Double(finished)
      let ranks = max(1, Int(file.text("ranks")) ?? 1)
      rows.append(("mean time", "\(Format.duration(mean)) a point"))
      rows.append(
        (
          "rate",
          "\(Format.significant(Double(ranks) / max(mean, 1e-9), 3)) points/s on \(Format.count(ranks, "rank"))"
        ))
      if pending > 0 {
        rows.append(
          ("time left", "about \(Format.duration(Double(pending) * mean / Double(ranks)))"))
      }
    }
    var lines = TextTable.pairs(rows)
    for (point, message) in try file.failures().prefix(Self.mostListed) {
      lines += "  failed at \(file.describe(point)): \(message)\n"
    }
    if failed > Self.mostListed { lines += "  … and \(failed - Self.mostListed) more\n" }
    text = lines
  }
}
