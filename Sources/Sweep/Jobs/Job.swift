import Base

/// A job file as it was written, with overrides applied: its form is checked, its names and values
/// are not yet compared with the model's declarations (`Plan` does that).
package struct Job: Sendable, Equatable {
  package var title: String
  package var model: String
  package var modelLocation: SourceLocation
  package var seed: UInt64
  package var random: Randomness
  /// What computes the points, if that is a program of the user's own.
  package var program: ProgramRequest?
  package var parameters: [Setting]
  package var axes: [AxisRequest]
  /// Quantities that are computed from others, in the order in which they are.
  package var quantities: [QuantityRequest]
  /// Where points are added; nil for a grid that stays as it is.
  package var refine: RefineRequest?
  /// How well a quantity has to be known; nil for a number of trajectories that is given.
  package var target: Target?
  package var output: Output
  package var run: Run
  package var expectations: [ExpectationRequest]
  /// The job file's path, for messages about the job as a whole.
  package var path: String

  /// What random numbers depend on besides the seed.
  package enum Randomness: String, Sendable, CaseIterable {
    /// What the point is: points that differ have independent noise.
    case point
    /// Nothing else: all points meet the same noise, and their differences are free of it.
    case common
  }

  /// A parameter that is the same at every point.
  package struct Setting: Sendable, Equatable {
    package var name: String
    package var location: SourceLocation
    package var node: TOMLNode

    /// Whether `--set` changed it.
    package var isOverridden: Bool { node.location.isOption }

    /// The parameters that it sets: a table sets components of a vector.
    package var names: [String] {
      guard case .table(let components) = node.value else { return [name] }
      return components.entries.map { "\(name).\($0.key)" }
    }
  }

  /// What to write and where.
  package struct Output: Sendable, Equatable {
    package enum Write: String, Sendable, CaseIterable { case collective, independent }

    package var file: String
    package var quantities: [String]?
    package var quantitiesLocation: SourceLocation?
    /// Where each of the quantities is named.
    package var quantityLocations: [SourceLocation] = []
    package var write: Write = .collective
    /// Seconds between two collective writes: what a kill loses at most.
    package var flushInterval = 5.0
  }

  /// How the sweep is computed; no result depends on it.
  package struct Run: Sendable, Equatable {
    /// Ranks that compute one point together.
    package var ranksPerPoint = 1
    package var ranksPerPointLocation: SourceLocation?
    /// Longest time in seconds that a point may take; nil for any.
    package var pointTimeout: Double?

    static let mostRanksPerPoint = 1_000_000
  }
}

extension Job {
  /// Reads a job file.
  ///
  /// - Parameter overrides: `--set` options, applied in order.
  /// - Throws: `InputError` if the file cannot be read, and as `init(text:path:overrides:)`.
  package init(file path: String, overrides: [Override] = []) throws(InputError) {
    let bytes: [UInt8]
    do throws(SystemError) {
      bytes = try SmallFile.bytes(path)
    } catch {
      throw InputError("cannot read the job file '\(path)': \(error.reason)", cause: error)
    }
    guard let text = String(validating: bytes, as: UTF8.self) else {
      throw InputError("the job file '\(path)' is not UTF-8 text")
    }
    try self.init(text: text, path: path, overrides: overrides)
  }

  /// Reads the text of a job file.
  ///
  /// - Parameters:
  ///   - path: what messages call the file.
  ///   - overrides: `--set` options, applied in order.
  /// - Throws: `InputError` at the first thing that is not as the job file format has it.
  package init(text: String, path: String, overrides: [Override] = []) throws(InputError) {
    var root = try TOMLDocument.parse(text) { .file(path, line: $0) }
    for override in overrides { try root.apply(override) }
    let table = TableReader(table: root, name: "the job", location: .file(path, line: 1))
    try table.allow([
      "title", "model", "seed", "random", "program", "parameters", "terms", "axis", "quantity",
      "refine", "target", "output", "run", "expect",
    ])
    guard let model = try table.string("model"), let modelNode = table.node("model") else {
      throw InputError(
        "the job names no model; add a line such as model = \"quantum-temperature\"",
        at: table.location)
    }
    title = try table.string("title") ?? ""
    self.model = model
    modelLocation = modelNode.location
    seed = 1
    if let node = table.node("seed") {
      guard let number = node.wholeNumber, number >= 0 else {
        throw InputError("'seed' must be a non-negative 64-bit integer", at: node.location)
      }
      seed = UInt64(number)
    }
    random = try table.choice("random", Randomness.self) ?? .point
    program = nil
    if let table = try table.table("program") { program = try ProgramRequest(table, job: path) }
    try Self.checkProgram(program, model, at: modelLocation)
    parameters =
      try table.table("parameters")?.table.entries.map {
        Setting(name: $0.key, location: $0.location, node: $0.node)
      } ?? []
    if let terms = try table.table("terms") { parameters += try Self.settings(of: terms, path) }
    for (place, setting) in parameters.enumerated()
    where parameters[..<place].contains(where: { $0.name == setting.name }) {
      throw InputError("'\(setting.name)' is given here and in [parameters]", at: setting.location)
    }
    axes = []
    for table in try table.tables("axis") { axes.append(try AxisRequest(table)) }
    quantities = []
    for table in try table.tables("quantity") { quantities.append(try QuantityRequest(table)) }
    refine = nil
    if let table = try table.table("refine") { refine = try RefineRequest(table) }
    target = nil
    if let table = try table.table("target") { target = try Target(table) }
    output = try Output(try table.table("output"), job: path)
    run = try Run(try table.table("run"))
    expectations = []
    for table in try table.tables("expect") { expectations.append(try ExpectationRequest(table)) }
    self.path = path
  }

  /// A job has a program if its model is one.
  private static func checkProgram(
    _ program: ProgramRequest?, _ model: String, at location: SourceLocation
  ) throws(InputError) {
    if program == nil, model == ProgramRequest.model {
      throw InputError(
        "model \"program\" needs a table [program] with the command that starts it, such as "
          + "command = [\"python3\", \"mine.py\"]", at: location)
    }
    if let program, model != ProgramRequest.model {
      throw InputError(
        "[program] goes with model = \"program\", and the model is '\(model)'",
        at: program.location)
    }
  }

  /// The job as a job file.
  ///
  /// - Parameters:
  ///   - parameters: the lines of the table `[parameters]`, with defaults and without what is
  ///     swept.
  ///   - quantities: the names of the quantities to write.
  package func text(parameters: [String], quantities: [String]) -> String {
    var lines = ["title = \(title.quoted)", "model = \(model.quoted)", "seed = \(seed)"]
    if random != .point { lines.append("random = \(random.rawValue.quoted)") }
    if let program { lines += ["", "[program]"] + program.lines }
    lines += ["", "[parameters]"] + parameters
    for axis in axes { lines += ["", "[[axis]]"] + axis.lines }
    for quantity in self.quantities { lines += ["", "[[quantity]]"] + quantity.lines }
    if let refine { lines += ["", "[refine]"] + refine.lines }
    if let target { lines += ["", "[target]"] + target.lines }
    lines += [
      "", "[output]", "file = \(output.file.quoted)",
      "quantities = [\(quantities.map(\.quoted).joined(separator: ", "))]",
    ]
    if output.write != .collective { lines.append("write = \(output.write.rawValue.quoted)") }
    lines.append("flush_interval = \(output.flushInterval)")
    var settings: [String] = []
    if run.ranksPerPoint > 1 { settings.append("ranks_per_point = \(run.ranksPerPoint)") }
    if let limit = run.pointTimeout { settings.append("point_timeout = \(limit)") }
    if !settings.isEmpty { lines += ["", "[run]"] + settings }
    for expectation in expectations { lines += ["", "[[expect]]"] + expectation.lines }
    return lines.joined(separator: "\n") + "\n"
  }

  /// The parameters that `[terms]` stands for.
  private static func settings(
    of terms: TableReader, _ path: String
  ) throws(InputError) -> [Setting] {
    try terms.allow(["waveform"])
    guard let waveforms = try terms.table("waveform") else { return [] }
    var settings: [Setting] = []
    for name in waveforms.table.entries.map(\.key) {
      guard let table = try waveforms.table(name) else { continue }
      settings.append(try WaveformRequest(name, table, job: path).setting)
    }
    return settings
  }

  /// Where the job sets a parameter or one of its components, the last place if there are several.
  package func location(ofParameter name: String) -> SourceLocation? {
    parameters.last { $0.name == name || $0.name.hasPrefix(name + ".") }?.location
  }

  /// What to say of a key that was taken for a parameter; nil if it is none.
  package static func advice(onKey key: String, at location: SourceLocation) -> String? {
    let table =
      Output.keys.contains(key)
      ? "output"
      : Run.keys.contains(key) ? "run" : RefineRequest.ownKeys.contains(key) ? "refine" : nil
    guard let table else { return nil }
    let advice = "'\(key)' is no parameter but a key of [\(table)]"
    guard location.isOption else { return advice }
    // Keys that have an option of their own.
    let options = [
      "ranks_per_point": "--ranks-per-point", "point_timeout": "--point-timeout",
      "file": "--output",
    ]
    return advice + "; say \(options[key].map { "\($0), or " } ?? "")--set \(table).\(key)=…"
  }
}

extension Job.Output {
  fileprivate static let keys = ["file", "quantities", "write", "flush_interval"]

  fileprivate init(_ table: TableReader?, job path: String) throws(InputError) {
    let stem = path.split(separator: "/").last.map(String.init) ?? path
    file = (stem.hasSuffix(".toml") ? String(stem.dropLast(5)) : stem) + ".h5"
    guard let table else { return }
    try table.allow(Self.keys)
    file = try table.string("file") ?? file
    quantities = try table.strings("quantities")
    quantitiesLocation = table.node("quantities")?.location
    quantityLocations = table.locations("quantities")
    flushInterval = try table.duration("flush_interval") ?? flushInterval
    write = try table.choice("write", Write.self) ?? .collective
  }
}

extension Job.Run {
  fileprivate static let keys = ["ranks_per_point", "point_timeout"]

  fileprivate init(_ table: TableReader?) throws(InputError) {
    guard let table else { return }
    try table.allow(Self.keys)
    if let ranks = try table.integer("ranks_per_point") {
      ranksPerPointLocation = table.node("ranks_per_point")?.location
      guard (1...Self.mostRanksPerPoint).contains(ranks) else {
        throw InputError(
          "'ranks_per_point' must be between 1 and \(Self.mostRanksPerPoint), not \(ranks)",
          at: ranksPerPointLocation)
      }
      ranksPerPoint = ranks
    }
    pointTimeout = try table.duration("point_timeout")
  }
}
