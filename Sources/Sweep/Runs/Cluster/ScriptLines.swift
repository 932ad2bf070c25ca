/// The lines of a batch script, some of which are replaced by others. That all of those are there is
/// what a test makes sure of, since scripts are part of the program.
struct ScriptLines {
  private var lines: [String]

  init(_ script: [UInt8]) {
    lines = String(decoding: script, as: UTF8.self)
      .split(separator: "\n", omittingEmptySubsequences: false).map(String.init)
  }

  package var text: String { lines.joined(separator: "\n") }

  /// Replaces the comment at the top, which says how to use the script for any job.
  package mutating func describe(_ sentence: String) {
    let end = lines.firstIndex { $0.isEmpty } ?? lines.startIndex + 1
    lines.replaceSubrange(
      (lines.startIndex + 1)..<end,
      with: ["# \(sentence)", "#", "#   sbatch THIS_SCRIPT [OPTION of `spinsweep run` …]"])
  }

  /// Sets an option of sbatch, written `--name=value` or `--name`: in its line, or in a new one.
  mutating func setDirective(_ option: String) {
    let prefix = "#SBATCH "
    let name = option.prefix { $0 != "=" }
    func sets(_ line: String) -> Bool {
      line.hasPrefix(prefix) && line.dropFirst(prefix.count).prefix { $0 != "=" } == name
    }
    if let line = lines.firstIndex(where: sets) {
      lines[line] = prefix + option
    } else {
      let last = lines.lastIndex { $0.hasPrefix(prefix) } ?? lines.startIndex
      lines.insert(prefix + option, at: last + 1)
    }
  }

  /// Writes down what would have been arguments of the script, and the modules to load.
  mutating func settle(job: String, result: String, settings: [String], modules: [String]) {
    replace(lineBeginningWith: "result=", by: ["result=\(result.shellWord)"])
    replace(lineBeginningWith: "job=", by: ["job=\(job.shellWord)"])
    replace(lineBeginningWith: "shift", by: [])
    let words = settings.map { "--set \($0.shellWord) " }.joined()
    replace(lineBeginningWith: "options=", by: ["options=(\(words)\"$@\")"])
    if !modules.isEmpty {
      let names = modules.map(\.shellWord).joined(separator: " ")
      replace(lineBeginningWith: "# module load", by: ["module load \(names)"])
    }
  }

  private mutating func replace(lineBeginningWith start: String, by replacement: [String]) {
    guard let line = lines.firstIndex(where: { $0.hasPrefix(start) }) else { return }
    lines.replaceSubrange(line...line, with: replacement)
  }
}
