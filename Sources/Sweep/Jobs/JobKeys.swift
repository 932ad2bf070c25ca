extension Job {
  static let outputKeys = ["file", "quantities", "write", "flush_interval"]
  static let runKeys = ["ranks_per_point", "point_timeout"]

  /// What to say of a key that was taken for a parameter; nil if it is none.
  package static func advice(onKey key: String, at location: SourceLocation?) -> String? {
    let table = outputKeys.contains(key) ? "output" : runKeys.contains(key) ? "run" : nil
    guard let table else { return nil }
    var advice = "'\(key)' is no parameter but a key of [\(table)]"
    if case .option = location {
      let option = options[key].map { "\($0), or " } ?? ""
      advice += "; say \(option)--set \(table).\(key)=…"
    }
    return advice
  }

  /// Keys that have an option of their own.
  private static let options = [
    "ranks_per_point": "--ranks-per-point", "point_timeout": "--point-timeout", "file": "--output",
  ]
}
