import Base
import Jobs
import Numerics
import Units

/// What each text of a list must be.
package struct TextRule: Sendable {
  /// Completes the phrase "a list of texts, each …".
  let form: String
  /// Whether a text is one.
  let isAllowed: @Sendable (String) -> Bool
}

extension Parameter {
  /// A direction in space: one of the names that its type has, or a unit vector.
  ///
  /// The parameters of this and the following are those of `number`.
  static func direction<Direction: NamedDirection>(
    _ name: String, _ path: Path<Direction>, _ meaning: String, source: String
  ) -> Self {
    Self(
      name, unit: .one, meaning: meaning, source: source,
      kind: .direction(
        Direction.names, { $0[keyPath: path].value },
        { owner, value in
          if let direction = Direction(value) { owner[keyPath: path] = direction }
        }))
  }

  /// A list of lists of numbers in `unit`, each of as many as there are names. It cannot be swept,
  /// and a stored job leaves it out while it is empty.
  static func rows(
    _ name: String, _ path: Path<[[Double]]>, of names: [String], unit: Unit,
    _ range: AllowedRange, _ meaning: String, source: String
  ) -> Self {
    Self(
      name, unit: unit, meaning: meaning, source: source,
      kind: .rows(names, range, { $0[keyPath: path] }, { $0[keyPath: path] = $1 })
    ).following { $0[keyPath: path].isEmpty }
  }

  /// A waveform: a list of [time in s, value in `unit`], or of a time and the three components of a
  /// vector. It cannot be swept, and a stored job leaves it out while it is empty.
  static func waveform(
    _ name: String, _ path: Path<[[Double]]>, of names: [String], unit: Unit, _ meaning: String,
    source: String
  ) -> Self {
    var parameter = rows(
      name, path, of: ["time"] + names, unit: unit, .any, meaning, source: source)
    parameter.rowUnits = [.second] + names.map { _ in unit }
    return parameter
  }

  /// A list of different texts. It cannot be swept, and a stored job leaves it out while it is
  /// empty.
  ///
  /// - Parameters:
  ///   - form: Completes the phrase "a list of texts, each …".
  ///   - isAllowed: Whether a text is one.
  static func texts(
    _ name: String, _ path: Path<[String]>, form: String,
    where isAllowed: @escaping @Sendable (String) -> Bool, _ meaning: String, source: String
  ) -> Self {
    Self(
      name, unit: .one, meaning: meaning, source: source,
      kind: .texts(
        TextRule(form: form, isAllowed: isAllowed), { $0[keyPath: path] },
        { $0[keyPath: path] = $1 })
    ).following { $0[keyPath: path].isEmpty }
  }

  /// Whether a value is a list already, so that an axis cannot have a list of values.
  var isList: Bool {
    switch kind {
    case .numbers, .rows, .texts: true
    default: false
    }
  }
}

/// A direction that a job file gives by name or as a unit vector.
protocol NamedDirection: Sendable {
  /// The names.
  static var names: [String] { get }
  /// Nil if the value is neither a name nor a vector.
  init?(_ value: ParameterValue)
  /// The name or the vector.
  var value: ParameterValue { get }
}

extension ParameterValue {
  /// Whether both are names, or both vectors, and so on: values of one axis are.
  func isOfTheKind(of other: ParameterValue) -> Bool {
    if case .vector = self {
      if case .vector = other { true } else { false }
    } else {
      if case .vector = other { false } else { true }
    }
  }
}

extension Parameter {
  func readDirection(_ node: TOMLNode, _ names: [String]) throws(InputError) -> ParameterValue {
    switch node.value {
    case .array: return .vector(try readVector(node, .unit))
    case .string(let given) where names.contains(given): return .choice(given)
    case .string(let given):
      throw InputError(
        "'\(name)' must be \(allowed), not \(node.written)"
          + NearestName.suggestion(for: given, among: names), at: node.location)
    default:
      throw InputError("'\(name)' must be \(allowed), not \(node.written)", at: node.location)
    }
  }

  func readRows(
    _ node: TOMLNode, _ names: [String], in range: AllowedRange
  ) throws(InputError) -> [[Double]] {
    let form = "[\(names.joined(separator: ", "))]"
    guard case .array(let items) = node.value, !items.isEmpty else {
      throw InputError(
        "'\(name)' must be a list of \(form), not \(node.written)", at: node.location)
    }
    var rows: [[Double]] = []
    for item in items {
      guard let parts = item.parts, parts.count == names.count else {
        throw InputError(
          "each of '\(name)' must be \(form), not \(item.written)", at: item.location)
      }
      var row: [Double] = []
      for (place, part) in parts.enumerated() {
        let number =
          try place < rowUnits.count
          ? measured(in: rowUnits[place]).readNumber(part) : readNumber(part)
        guard range.contains(number) else {
          throw InputError(
            "each number of '\(name)' must be \(range), not \(part.written)", at: part.location)
        }
        row.append(number)
      }
      rows.append(row)
    }
    return rows
  }

  /// The same parameter in another unit, for one of the numbers of its rows.
  private func measured(in unit: Unit) -> Self {
    guard unit != self.unit else { return self }
    return Self(name, unit: unit, meaning: meaning, source: source, kind: kind)
  }

  func readTexts(_ node: TOMLNode, _ rule: TextRule) throws(InputError) -> [String] {
    guard case .array(let items) = node.value, !items.isEmpty else {
      throw InputError(
        "'\(name)' must be a list of texts, not \(node.written)", at: node.location)
    }
    var texts: [String] = []
    for item in items {
      guard case .string(let text) = item.value, rule.isAllowed(text) else {
        throw InputError(
          "each of '\(name)' must be \(rule.form), not \(item.written)", at: item.location)
      }
      guard !texts.contains(text) else {
        throw InputError("'\(name)' has \(item.written) twice", at: item.location)
      }
      texts.append(text)
    }
    return texts
  }
}

extension TOMLNode {
  /// The items of a list, those of lists inside it in their place: [t, [x, y, z]] is [t, x, y, z].
  fileprivate var parts: [TOMLNode]? {
    guard case .array(let items) = value else { return nil }
    return items.flatMap { item in
      if case .array(let inner) = item.value { inner } else { [item] }
    }
  }
}
