import Base
import Jobs
import Points
import Programs
import Units

private let summaryOfPrograms =
  "a program of your own, in any language, which declares what it computes (docs/your-own-model.md)"

extension ModelEntry {
  /// Programs of users, which say themselves what they compute.
  static let program = ModelEntry(
    name: Job.ProgramRequest.model,
    summary: summaryOfPrograms,
    usual: ModelDeclaration(
      ProgramSession(ProgramLaunch(command: [], folder: "", startTimeout: 0), .empty), [], [], [],
      [])
  ) { job throws(InputError) in
    guard let program = job.program else {
      throw InputError("model \"program\" needs a table [program]", at: job.modelLocation)
    }
    let location = program.descriptionLocation ?? program.location
    do throws(ProgramError) {
      return try ModelDeclaration(program: ProgramLaunch(program), program.described())
    } catch {
      throw InputError(error, at: location)
    }
  }
}

extension ProgramLaunch {
  /// How a job has its program started.
  package init(_ request: Job.ProgramRequest) {
    self.init(
      command: request.command, folder: request.folder, startTimeout: request.startTimeout)
  }
}

extension Job.ProgramRequest {
  /// What the program has said of itself.
  ///
  /// - Throws: `ProgramError.description` if nobody has asked it, or if that is no description.
  func described() throws(ProgramError) -> ProgramDescription {
    guard let description else {
      throw .description(
        "nobody has asked it: only `run` and `check --start` start the program of a job")
    }
    return try ProgramDescription(description)
  }
}

extension ModelDeclaration where M == ProgramModel {
  /// What a program declares.
  ///
  /// - Throws: `ProgramError.description` for units that are none and defaults that do not fit.
  init(program launch: ProgramLaunch, _ description: ProgramDescription) throws(ProgramError) {
    var parameters: [Parameter<ProgramModel>] = []
    var values: [ParameterValue?] = []
    for (index, declared) in description.parameters.enumerated() {
      let parameter = try Parameter(declared, at: index)
      parameters.append(parameter)
      values.append(try parameter.usualValue(of: declared))
    }
    var dimensions: [OwnDimension] = []
    for declared in description.dimensions {
      let unit = try knownUnit(declared.unit, of: "dimension '\(declared.name)'")
      let values: [Double] =
        if case .values(let values) = declared.coordinates { values } else { [] }
      dimensions.append(
        OwnDimension(
          declared.name, unit: unit, declared.meaning, values: values, labels: declared.labels))
    }
    var quantities: [Quantity<ProgramModel.Outcome>] = []
    for (index, declared) in description.quantities.enumerated() {
      quantities.append(
        .array(
          declared.name, unit: try knownUnit(declared.unit, of: "quantity '\(declared.name)'"),
          declared.dimensions, declared.meaning, source: declared.source,
          undefinedWhere: declared.undefinedWhere
        ) { $0.values[index] })
    }
    self.init(ProgramSession(launch, description), values, dimensions, parameters, quantities)
  }

  fileprivate init(
    _ session: ProgramSession, _ values: [ParameterValue?], _ dimensions: [OwnDimension],
    _ parameters: [Parameter<ProgramModel>], _ quantities: [Quantity<ProgramModel.Outcome>]
  ) {
    self.init(
      name: Job.ProgramRequest.model,
      summary: session.description.summary.isEmpty
        ? summaryOfPrograms : session.description.summary, references: [],
      defaults: ProgramModel(session, values: values, dimensions: dimensions),
      parameters: parameters, quantities: quantities)
    isStochastic = session.description.isStochastic
    hasUniformCost = true
    remark = { $0.remark }
    restartVersion = session.description.restartVersion
  }
}

/// The unit of a description.
private func knownUnit(_ symbol: String, of subject: String) throws(ProgramError) -> Unit {
  do throws(UnitError) { return try Unit(symbol) } catch {
    throw .description("\(subject) has the unit '\(symbol)', which is not known")
  }
}

extension Parameter where Owner == ProgramModel {
  /// A parameter as a program declares it.
  ///
  /// - Parameter index: Its place in the description.
  fileprivate init(
    _ declared: ProgramDescription.Parameter, at index: Int
  ) throws(ProgramError) {
    let unit = try knownUnit(declared.unit, of: "parameter '\(declared.name)'")
    let kind: Kind
    switch declared.kind {
    case .number:
      kind = .number(
        try Self.range(of: declared, in: unit), { $0.values[index]?.number ?? 0 },
        { $0.values[index] = .number($1) })
    case .integer:
      kind = .integer(
        try Self.wholeNumbers(of: declared),
        { if case .integer(let number) = $0.values[index] { number } else { 0 } },
        { $0.values[index] = .integer($1) })
    case .flag:
      kind = .flag({ $0.values[index] == .flag(true) }, { $0.values[index] = .flag($1) })
    case .choice:
      kind = .choice(
        declared.choices,
        { if case .choice(let name) = $0.values[index] { name } else { "" } },
        { $0.values[index] = .choice($1) })
    case .list:
      kind = .numbers(
        try Self.range(of: declared, in: unit),
        { if case .numbers(let numbers) = $0.values[index] { numbers } else { [] } },
        { $0.values[index] = .numbers($1) })
    }
    self.init(
      declared.name, unit: unit, meaning: declared.meaning, source: declared.source, kind: kind)
    if declared.usual == nil {
      self = optional { $0.values[index] == nil }
    }
    if declared.isBookkeeping { self = bookkeeping() }
  }

  private static func range(
    of declared: ProgramDescription.Parameter, in unit: Unit
  ) throws(ProgramError) -> AllowedRange {
    func bound(_ value: JSONValue?) throws(ProgramError) -> Double? {
      guard let value else { return nil }
      guard let number = value.asNumber ?? value.asText.flatMap({ try? unit.value(of: $0) }),
        number.isFinite
      else {
        throw .description("a bound of parameter '\(declared.name)' is no number in \(unit)")
      }
      return number
    }
    let (minimum, above) = (try bound(declared.minimum), try bound(declared.above))
    return .bounds(above ?? minimum, try bound(declared.maximum), lowerIsOpen: above != nil)
  }

  private static func wholeNumbers(
    of declared: ProgramDescription.Parameter
  ) throws(ProgramError) -> ClosedRange<Int> {
    func bound(_ value: JSONValue?) throws(ProgramError) -> Int? {
      guard let value else { return nil }
      guard let number = value.asInteger else {
        throw .description("a bound of parameter '\(declared.name)' is no whole number")
      }
      return number
    }
    let (minimum, above) = (try bound(declared.minimum), try bound(declared.above))
    let lower = above.map { $0 &+ 1 } ?? minimum ?? Int.min
    let upper = try bound(declared.maximum) ?? Int.max
    guard lower <= upper else {
      throw .description("no number is allowed for parameter '\(declared.name)'")
    }
    return lower...upper
  }

  /// The default, read as a job's value is.
  fileprivate func usualValue(
    of declared: ProgramDescription.Parameter
  ) throws(ProgramError) -> ParameterValue? {
    guard let usual = declared.usual else { return nil }
    do throws(InputError) {
      return try read(usual.node)
    } catch {
      throw .description("the default of parameter '\(declared.name)': \(error.message)")
    }
  }
}

extension JSONValue {
  /// The value as a job file would have it.
  fileprivate var node: TOMLNode {
    let value: TOMLNode.Value =
      switch self {
      case .null, .object: .table(TOMLTable())
      case .flag(let flag): .boolean(flag)
      case .integer(let integer): .integer(Int64(integer))
      case .number(let number): .float(number)
      case .text(let text): .string(text)
      case .list(let items): .array(items.map(\.node))
      }
    return TOMLNode(value: value, location: .option(""))
  }
}
