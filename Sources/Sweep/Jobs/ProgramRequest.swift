import Base
import Glibc

extension Job {
  /// The program of the user's own that computes the points of a job with model "program".
  package struct ProgramRequest: Sendable, Equatable {
    /// The program and its arguments.
    package var command: [String]
    /// Where it runs: the folder of the job file, unless the job says otherwise.
    package var folder: String
    /// Longest time in seconds from its start to its description.
    package var startTimeout = 30.0
    /// What it has said of itself, as JSON; nil as long as nobody has asked it.
    package var description: String?
    package var location: SourceLocation
    package var descriptionLocation: SourceLocation?

    /// The model that such jobs have.
    package static let model = "program"
    static let keys = ["command", "folder", "start_timeout", "description"]
  }
}

extension Job.ProgramRequest {
  /// - Parameter path: the job file's.
  init(_ table: TableReader, job path: String) throws(InputError) {
    try table.allow(Self.keys)
    location = table.node("command")?.location ?? table.location
    guard let node = table.node("command"), let words = try table.strings("command") else {
      throw InputError(
        "[program] has no 'command', such as command = [\"python3\", \"mine.py\"]",
        at: table.location)
    }
    guard let first = words.first, !first.isEmpty else {
      throw InputError("'command' of [program] names no program", at: node.location)
    }
    guard !words.contains(where: { $0.utf8.contains(0) }) else {
      throw InputError(
        "'command' must not contain the character NUL (\\u0000)", at: node.location)
    }
    command = words
    folder = try Self.folder(table, job: path)
    startTimeout = try table.duration("start_timeout") ?? startTimeout
    description = try table.string("description")
    descriptionLocation = table.node("description")?.location
  }

  /// The folder that the table names, as seen from the job file, or that of the job file: as a path
  /// that holds wherever a rank runs.
  private static func folder(_ table: TableReader, job path: String) throws(InputError) -> String {
    let beside = Folder(of: path).path
    let named = try table.string("folder")
    let folder = named.map { $0.hasPrefix("/") ? $0 : "\(beside)/\($0)" } ?? beside
    guard let absolute = realpath(folder, nil) else {
      // A stored job may come from another machine: only who starts the program needs the folder.
      return folder
    }
    defer { free(absolute) }
    return String(cString: absolute)
  }

  /// The table as it stands in a stored job.
  var lines: [String] {
    var lines = [
      "command = [\(command.map(\.quoted).joined(separator: ", "))]",
      "folder = \(folder.quoted)", "start_timeout = \(startTimeout)",
    ]
    if let description { lines.append("description = \(description.quoted)") }
    return lines
  }
}
