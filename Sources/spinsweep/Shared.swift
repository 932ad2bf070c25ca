import Jobs

/// Options and operands that several verbs have.
enum Shared {
  static let job = Operand("JOB", .file(ending: "toml"))
  static let file = Operand("FILE", .file(ending: "h5"))

  static let json = Flag("--json", "JSON, for other programs")
  static let overwrite = Flag("--overwrite", "replace a file")

  static let set = Option(
    "--set", "NAME=VALUE", "override a parameter, axis.NAME.KEY, output.KEY or seed (repeatable)"
  ).repeated()

  static let at = Option(
    "--at", "AXIS=VALUE[,VALUE…]", "only these values of an axis (repeatable)",
    completion: .selection
  ).repeated()

  static let ranksPerPoint = Option.count(
    "--ranks-per-point", "ranks that compute one point together")

  static let part = Option(
    "--part", "K/N", "compute one of N parts of the grid, for `merge`",
    mustBe: "K/N with 1 <= K <= N, such as 2/8", parse: Part.init)

  /// A file to write, whatever its ending.
  static func output(_ placeholder: String, _ meaning: String) -> Option<String?, Never> {
    Option("--output", short: "-o", placeholder, meaning, completion: .file(ending: nil))
  }
}

extension Option<Int?, InputError> {
  /// A number of things.
  static func count(
    _ name: String, _ meaning: String, mustBe form: String = "a whole number, at least 1"
  ) -> Self {
    Self(name, "N", meaning, mustBe: form) { text in Int(text).flatMap { $0 >= 1 ? $0 : nil } }
  }
}

extension Option<Double?, InputError> {
  /// A time, in seconds.
  static func time(_ name: String, _ meaning: String) -> Self {
    Self(
      name, "TIME", meaning, mustBe: "a time such as \"90 s\", \"30 min\", \"2 h\" or 1:30:00"
    ) { text in TimeText.seconds(text).flatMap { $0 > 0 ? $0 : nil } }
  }
}
