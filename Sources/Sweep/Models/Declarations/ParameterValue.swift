import Base
import Jobs
import Numerics
import Units

/// The value of a parameter, a number in the parameter's declared unit.
public enum ParameterValue: Sendable, Hashable {
  /// A number in the declared unit.
  case number(Double)
  /// A whole number.
  case integer(Int)
  /// True or false.
  case flag(Bool)
  /// One of several names.
  case choice(String)
  /// A vector in space with components in the declared unit.
  case vector(Vector3)
  /// A list of numbers in the declared unit.
  case numbers([Double])
  /// A list of lists of numbers in the declared unit.
  case rows([[Double]])
  /// A list of texts.
  case texts([String])
}

extension ParameterValue: CustomStringConvertible {
  /// As it stands in a job file.
  public var description: String {
    switch self {
    case .number(let number): "\(number)"
    case .integer(let integer): "\(integer)"
    case .flag(let flag): "\(flag)"
    case .choice(let choice): "\"\(choice)\""
    case .vector(let vector): "[\(vector.x), \(vector.y), \(vector.z)]"
    case .numbers(let numbers): "\(numbers)"
    case .rows(let rows): "\(rows)"
    case .texts(let texts): "\(texts)"
    }
  }
}

extension ParameterValue {
  /// The value as one number, true as 1 and false as 0; nil if it is none.
  var number: Double? {
    switch self {
    case .number(let number): number
    case .integer(let integer): Double(integer)
    case .flag(let flag): flag ? 1 : 0
    case .choice, .vector, .numbers, .rows, .texts: nil
    }
  }

  /// The value for other programs.
  package var json: JSONValue {
    switch self {
    case .number(let number): .number(number)
    case .integer(let integer): .integer(integer)
    case .flag(let flag): .flag(flag)
    case .choice(let name): .text(name)
    case .vector(let vector): .list(vector.components.map(JSONValue.number))
    case .numbers(let numbers): .list(numbers.map(JSONValue.number))
    case .rows(let rows): .list(rows.map { .list($0.map(JSONValue.number)) })
    case .texts(let texts): .list(texts.map(JSONValue.text))
    }
  }
}

extension Parameter {
  /// The value that a job file gives, checked for kind, unit and range.
  ///
  /// - Throws: `InputError` that names the parameter, what was expected and what was found.
  package func read(_ node: TOMLNode) throws(InputError) -> ParameterValue {
    switch kind {
    case .number(let range, _, _):
      let number = try readNumber(node)
      guard range.contains(number) else {
        throw InputError("'\(name)' must be \(range), not \(node.written)", at: node.location)
      }
      return .number(number)
    case .integer(let range, _, _):
      return .integer(try readInteger(node, in: range))
    case .flag:
      guard case .boolean(let flag) = node.value else {
        throw InputError("'\(name)' must be true or false, not \(node.written)", at: node.location)
      }
      return .flag(flag)
    case .choice(let names, _, _):
      guard case .string(let choice) = node.value, names.contains(choice) else {
        var suggestion = ""
        if case .string(let given) = node.value {
          suggestion = NearestName.suggestion(for: given, among: names)
        }
        throw InputError(
          "'\(name)' must be \(allowed), not \(node.written)\(suggestion)", at: node.location)
      }
      return .choice(choice)
    case .vector(let rule, _, _):
      return .vector(try readVector(node, rule))
    case .numbers(let range, _, _):
      return .numbers(try readNumbers(node, in: range))
    case .direction(let names, _, _):
      return try readDirection(node, names)
    case .rows(let names, let range, _, _):
      return .rows(try readRows(node, names, in: range))
    case .texts(let rule, _, _):
      return .texts(try readTexts(node, rule))
    }
  }

  /// A number in the declared unit, without a look at the allowed range.
  func readNumber(_ node: TOMLNode) throws(InputError) -> Double {
    let number: Double
    switch node.value {
    case .integer(let integer): number = Double(integer)
    case .float(let float): number = float
    case .string(let text):
      do throws(UnitError) {
        number = try value(of: text)
      } catch {
        throw InputError(sentence(error), at: node.location)
      }
    default:
      throw InputError("'\(name)' must be \(expected), not \(node.kind)", at: node.location)
    }
    guard number.isFinite else {
      throw InputError("'\(name)' must be a finite number, not \(number)", at: node.location)
    }
    return number
  }

  private func value(of text: String) throws(UnitError) -> Double {
    do throws(UnitError) {
      return try unit.value(of: text)
    } catch {
      guard case .mismatch = error, let equivalent,
        let number = try? equivalent.unit.value(of: text)
      else { throw error }
      return equivalent.factor * number
    }
  }

  private func readInteger(
    _ node: TOMLNode, in range: ClosedRange<Int>
  ) throws(InputError) -> Int {
    var value = node.wholeNumber
    if case .string(let text) = node.value { value = Int(text) }
    guard let value, range.contains(value) else {
      throw InputError("'\(name)' must be \(allowed), not \(node.written)", at: node.location)
    }
    return value
  }

  private func readNumbers(
    _ node: TOMLNode, in range: AllowedRange
  ) throws(InputError) -> [Double] {
    guard case .array(let items) = node.value, !items.isEmpty else {
      throw InputError(
        "'\(name)' must be a list of numbers [a, b, …], not \(node.written)", at: node.location)
    }
    var numbers: [Double] = []
    for item in items {
      let number = try readNumber(item)
      guard range.contains(number) else {
        throw InputError(
          "each of '\(name)' must be \(range), not \(item.written)", at: item.location)
      }
      guard mayRepeat || !numbers.contains(number) else {
        throw InputError("'\(name)' has \(item.written) twice", at: item.location)
      }
      numbers.append(number)
    }
    return numbers
  }

  func readVector(_ node: TOMLNode, _ rule: VectorRule) throws(InputError) -> Vector3 {
    var numbers: [Double] = []
    switch node.value {
    case .array(let items) where items.count == 3:
      for item in items { numbers.append(try readNumber(item)) }
    case .table(let table):
      // [parameters] with external_field.x = … is a table of components to TOML.
      for component in CartesianAxis.allCases {
        guard let item = table[component.rawValue] else { break }
        numbers.append(try readNumber(item))
      }
    default: break
    }
    guard numbers.count == 3 else {
      throw InputError(
        "'\(name)' must be a list of three numbers [x, y, z], not \(node.written)",
        at: node.location)
    }
    return try direction(Vector3(numbers[0], numbers[1], numbers[2]), rule, at: node.location)
  }

  /// A vector as its rule wants it: a unit vector with the direction that was typed, whose length
  /// was right to three digits.
  private func direction(
    _ vector: Vector3, _ rule: VectorRule, at location: SourceLocation?
  ) throws(InputError) -> Vector3 {
    guard case .unit = rule else { return vector }
    let length = (vector.x * vector.x + vector.y * vector.y + vector.z * vector.z).squareRoot()
    guard abs(length - 1) <= 1e-3 else {
      throw InputError(
        "'\(name)' must be a unit vector; [\(vector.x), \(vector.y), \(vector.z)] has length "
          + "\(length)", at: location)
    }
    // What is a unit vector but for rounding stays as it is: it may have been through here before.
    return abs(length - 1) <= 1e-15 ? vector : vector / length
  }

  /// Brings a vector whose components were set one by one to what its rule wants.
  ///
  /// - Throws: `InputError` if the components do not fit together.
  func settleVector(in owner: inout Owner) throws(InputError) {
    guard case .vector(let rule, let get, let set) = kind else { return }
    set(&owner, try direction(get(owner), rule, at: nil))
  }

  private var expected: String {
    unit == .one ? "a number" : "a number in \(unit) or a text such as \"1 \(unit)\""
  }

  private func sentence(_ error: UnitError) -> String {
    switch error {
    case .mismatch(let given, _):
      unit == .one
        ? "'\(name)' is a pure number, but was given in '\(given)'"
        : "'\(name)' is measured in \(unit), which '\(given)' cannot be converted to"
    case .unreadable(let part):
      "'\(name)' has an unknown unit '\(part)' (declared unit: \(unit))"
    case .notANumber(let text):
      "'\(name)' must be \(expected), not \"\(text)\""
    }
  }
}
