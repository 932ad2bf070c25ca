/// A value of JSON, the format for other programs.
public indirect enum JSONValue: Sendable {
  case null
  case flag(Bool)
  case integer(Int)
  /// Not a number and infinities are `null`, since JSON has no other word for them.
  case number(Double)
  case text(String)
  case list([JSONValue])
  case object([(name: String, value: JSONValue)])

  /// The value in lines of text, indented; lists of numbers stand on one line.
  public var description: String { rendered(indent: "") + "\n" }

  private func rendered(indent: String) -> String {
    let inner = indent + "  "
    switch self {
    case .null: return "null"
    case .flag(let flag): return "\(flag)"
    case .integer(let integer): return "\(integer)"
    case .number(let number): return number.isFinite ? "\(number)" : "null"
    case .text(let text): return Self.quoted(text)
    case .list(let items):
      let isFlat = items.allSatisfy(\.isScalar)
      let texts = items.map { $0.rendered(indent: inner) }
      return isFlat
        ? "[\(texts.joined(separator: ", "))]"
        : "[\n\(inner)\(texts.joined(separator: ",\n\(inner)"))\n\(indent)]"
    case .object(let members):
      guard !members.isEmpty else { return "{}" }
      let texts = members.map { "\(Self.quoted($0.name)): \($0.value.rendered(indent: inner))" }
      return "{\n\(inner)\(texts.joined(separator: ",\n\(inner)"))\n\(indent)}"
    }
  }

  private var isScalar: Bool {
    switch self {
    case .list, .object: false
    default: true
    }
  }

  private static func quoted(_ text: String) -> String {
    var result = "\""
    for scalar in text.unicodeScalars {
      switch scalar {
      case "\"": result += "\\\""
      case "\\": result += "\\\\"
      case "\n": result += "\\n"
      case "\t": result += "\\t"
      case _ where scalar.value < 0x20:
        let digits = String(scalar.value, radix: 16)
        result += "\\u" + String(repeating: "0", count: 4 - digits.count) + digits
      default: result.unicodeScalars.append(scalar)
      }
    }
    return result + "\""
  }
}

extension ParameterValue {
  /// The value for other programs.
  var json: JSONValue {
    switch self {
    case .number(let number): .number(number)
    case .integer(let integer): .integer(integer)
    case .flag(let flag): .flag(flag)
    case .choice(let name): .text(name)
    case .vector(let vector): .list(vector.components.map(JSONValue.number))
    case .numbers(let numbers): .list(numbers.map(JSONValue.number))
    }
  }
}
