import Base

/// What a program says of itself: the parameters that it takes and the quantities that it computes.
///
/// Only the form is checked here. What names and units mean is for those who know models.
package struct ProgramDescription: Sendable, Equatable {
  /// What kind of value a parameter has.
  package enum Kind: String, Sendable, CaseIterable {
    case number, integer, flag, choice, list
  }

  /// One parameter.
  package struct Parameter: Sendable {
    package let name: String
    package let unit: String
    package let kind: Kind
    /// nil where the parameter has no value unless a job gives one.
    package let usual: JSONValue?
    package let meaning: String
    package let source: String
    /// Bounds of the value: a number in the unit, or a text with a unit of its own.
    package let minimum: JSONValue?
    package let maximum: JSONValue?
    package let above: JSONValue?
    /// The texts among which a choice chooses.
    package let choices: [String]
    package let isBookkeeping: Bool
  }

  /// One dimension that quantities have besides the axes.
  package struct Dimension: Sendable {
    package let name: String
    package let unit: String
    package let meaning: String
    package let coordinates: Coordinates
    package let labels: [String]?

    /// How many coordinates the description has.
    var knownLength: Int {
      if case .values(let values) = coordinates { values.count } else { 0 }
    }
  }

  /// Where a dimension has its coordinates from.
  package enum Coordinates: Sendable {
    case values([Double])
    /// The numbers of a parameter that is a list.
    case parameter(String)
  }

  /// One quantity.
  package struct Quantity: Sendable {
    package let name: String
    package let unit: String
    package let meaning: String
    package let source: String
    package let dimensions: [String]
    package let undefinedWhere: String?
  }

  /// The most dimensions of a quantity besides the axes.
  package static let mostDimensions = 8
  /// The most coordinates of all dimensions together.
  package static let mostCoordinates = 1 << 24

  package let name: String
  package let summary: String
  /// What the program calls its version, if it says; another one does not go on with a file.
  package let version: String
  package let parameters: [Parameter]
  package let dimensions: [Dimension]
  package let quantities: [Quantity]
  package let isStochastic: Bool
  /// Estimated time of a point in seconds, if the program says.
  package let seconds: Double?
  /// Version of the state that the program saves inside points; nil if it saves none.
  package let restartVersion: Int?
  /// The whole description in one line, by which two are compared.
  package let text: String

  /// Nothing at all.
  package static let empty = ProgramDescription()

  private init() {
    (name, summary, version, text) = ("", "", "", "{}")
    (parameters, dimensions, quantities) = ([], [], [])
    (isStochastic, seconds, restartVersion) = (false, nil, nil)
  }

  /// Reads a description.
  ///
  /// - Throws: `ProgramError.description` with the first thing that is wrong.
  package init(_ text: String) throws(ProgramError) {
    let value: JSONValue
    do throws(JSONError) { value = try JSONReader.value(of: Array(text.utf8)) } catch {
      throw .description("it is \(error)")
    }
    try self.init(value)
  }

  /// Reads a description.
  ///
  /// - Throws: `ProgramError.description` with the first thing that is wrong.
  package init(_ value: JSONValue) throws(ProgramError) {
    let object = try DescriptionReader(value, "the description")
    try object.allow([
      "name", "summary", "version", "parameters", "dimensions", "quantities", "stochastic",
      "seconds", "restart",
    ])
    name = try object.text("name") ?? ""
    summary = try object.text("summary") ?? ""
    version = try object.text("version") ?? ""
    isStochastic = try object.flag("stochastic") ?? false
    seconds = try object.number("seconds")
    restartVersion = try object.integer("restart")
    if let seconds, !(seconds > 0 && seconds.isFinite) {
      throw .description("'seconds' must be positive")
    }
    parameters = try object.objects("parameters").map { (object) throws(ProgramError) in
      try Parameter(object)
    }
    dimensions = try object.objects("dimensions").map { (object) throws(ProgramError) in
      try Dimension(object)
    }
    quantities = try object.objects("quantities").map { (object) throws(ProgramError) in
      try Quantity(object)
    }
    text = value.line
    try check()
  }

  /// All names are different, and those that are referred to are there.
  private func check() throws(ProgramError) {
    guard !quantities.isEmpty else { throw .description("it has no quantities") }
    var names: Set<String> = []
    for name in parameters.map(\.name) + dimensions.map(\.name) + quantities.map(\.name) {
      guard names.insert(name).inserted else { throw .description("'\(name)' is there twice") }
    }
    let lengths = dimensions.map { $0.knownLength }
    guard lengths.reduce(0, +) <= Self.mostCoordinates else {
      throw .description("its dimensions have more than \(Self.mostCoordinates) coordinates")
    }
    for quantity in quantities {
      guard Set(quantity.dimensions).count == quantity.dimensions.count else {
        throw .description("quantity '\(quantity.name)' has a dimension twice")
      }
      guard quantity.dimensions.count <= Self.mostDimensions else {
        throw .description(
          "quantity '\(quantity.name)' has more than \(Self.mostDimensions) dimensions")
      }
      for name in quantity.dimensions where !dimensions.contains(where: { $0.name == name }) {
        throw .description("quantity '\(quantity.name)' has the unknown dimension '\(name)'")
      }
    }
    for dimension in dimensions {
      guard case .parameter(let name) = dimension.coordinates else { continue }
      guard let parameter = parameters.first(where: { $0.name == name }), parameter.kind == .list
      else {
        throw .description(
          "dimension '\(dimension.name)' has its coordinates from '\(name)', which is no "
            + "parameter of the type \"list\"")
      }
      guard parameter.unit == dimension.unit else {
        throw .description(
          "dimension '\(dimension.name)' and its parameter '\(name)' have different units")
      }
    }
  }

  package static func == (one: Self, other: Self) -> Bool { one.text == other.text }

  /// What another description says differently, in words; nil if nothing.
  ///
  /// - Parameters:
  ///   - there: What a sentence calls the place of the other one.
  ///   - here: What it calls the place of this one.
  package func difference(from other: Self, of there: String, than here: String) -> String? {
    guard text != other.text else { return nil }
    if version != other.version {
      return "the program says that it is version '\(other.version)' in \(there) and "
        + "'\(version)' in \(here)"
    }
    let lists = [
      ("parameter", parameters.map(\.name), other.parameters.map(\.name)),
      ("dimension", dimensions.map(\.name), other.dimensions.map(\.name)),
      ("quantity", quantities.map(\.name), other.quantities.map(\.name)),
    ]
    for (kind, mine, theirs) in lists {
      if let name = mine.first(where: { !theirs.contains($0) }) {
        return "the program has the \(kind) '\(name)' in \(here) and not in \(there)"
      }
      if let name = theirs.first(where: { !mine.contains($0) }) {
        return "the program has the \(kind) '\(name)' in \(there) and not in \(here)"
      }
    }
    return "the program describes itself differently in \(there) and in \(here)"
  }
}

extension ProgramDescription.Parameter {
  fileprivate init(_ object: DescriptionReader) throws(ProgramError) {
    name = try object.name()
    try object.allow([
      "name", "unit", "type", "default", "meaning", "source", "minimum", "maximum", "above",
      "choices", "bookkeeping",
    ])
    unit = try object.text("unit") ?? "1"
    meaning = try object.text("meaning") ?? ""
    source = try object.text("source") ?? "program"
    minimum = object.value("minimum")
    maximum = object.value("maximum")
    above = object.value("above")
    choices = try object.texts("choices") ?? []
    isBookkeeping = try object.flag("bookkeeping") ?? false
    usual = object.value("default")
    let type = try object.text("type")
    if let type {
      guard let named = ProgramDescription.Kind(rawValue: type) else {
        let names = ProgramDescription.Kind.allCases.map { "\"\($0.rawValue)\"" }
        throw .description(
          "\(object.subject) has the type \"\(type)\"; there are \(names.joined(separator: ", "))")
      }
      kind = named
    } else {
      kind =
        switch usual {
        case .flag: .flag
        case .list: .list
        case .text where !choices.isEmpty: .choice
        default: .number
        }
    }
    if kind == .choice, choices.isEmpty {
      throw .description("\(object.subject) is a choice without 'choices'")
    }
    guard Set(choices).count == choices.count else {
      throw .description("\(object.subject) has a choice twice")
    }
    if let number = usual?.asNumber, !number.isFinite {
      throw .description("\(object.subject) has a 'default' that is not finite")
    }
    if usual == nil, kind == .list || kind == .flag || kind == .choice {
      throw .description("\(object.subject) needs a 'default'")
    }
  }
}

extension ProgramDescription.Dimension {
  fileprivate init(_ object: DescriptionReader) throws(ProgramError) {
    name = try object.name()
    try object.allow(["name", "unit", "meaning", "values", "size", "parameter", "labels"])
    unit = try object.text("unit") ?? "1"
    meaning = try object.text("meaning") ?? ""
    labels = try object.texts("labels")
    if let parameter = try object.text("parameter") {
      coordinates = .parameter(parameter)
    } else if let values = try object.numbers("values") {
      coordinates = .values(values)
    } else if let size = try object.integer("size") {
      guard (1...ProgramDescription.mostCoordinates).contains(size) else {
        throw .description("\(object.subject) has the size \(size)")
      }
      coordinates = .values((0..<size).map(Double.init))
    } else if let labels {
      coordinates = .values(labels.indices.map(Double.init))
    } else {
      throw .description("\(object.subject) has no 'values', 'size', 'labels' or 'parameter'")
    }
    if case .values(let values) = coordinates {
      guard !values.isEmpty else { throw .description("\(object.subject) is empty") }
      guard values.allSatisfy(\.isFinite) else {
        throw .description("\(object.subject) has a coordinate that is not finite")
      }
      if let labels, labels.count != values.count {
        throw .description("\(object.subject) has \(labels.count) labels of \(values.count) values")
      }
    } else if labels != nil {
      throw .description("\(object.subject) has 'labels' and a 'parameter'")
    }
  }
}

extension ProgramDescription.Quantity {
  fileprivate init(_ object: DescriptionReader) throws(ProgramError) {
    name = try object.name()
    try object.allow(["name", "unit", "meaning", "source", "dimensions", "undefined_where"])
    unit = try object.text("unit") ?? "1"
    meaning = try object.text("meaning") ?? ""
    source = try object.text("source") ?? "program"
    dimensions = try object.texts("dimensions") ?? []
    undefinedWhere = try object.text("undefined_where")
  }
}
