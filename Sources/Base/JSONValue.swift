/// A value of JSON, the format for other programs.
public indirect enum JSONValue: Sendable {
  /// Nothing.
  case null
  /// `true` or `false`.
  case flag(Bool)
  /// A whole number.
  case integer(Int)
  /// A number in whatever unit the name beside it says. Not a number and infinities are `null`,
  /// since JSON has no other word for them.
  case number(Double)
  /// A string.
  case text(String)
  /// An array.
  case list([JSONValue])
  /// An object, its members in this order.
  case object([(name: String, value: JSONValue)])

  /// The value in lines of text, indented; lists of numbers stand on one line.
  public var description: String { rendered(indent: "") + "\n" }

  private func rendered(indent: String) -> String {
    let inner = indent + "  "
    switch self {
    case .null, .flag, .integer, .number, .text: return scalar
    case .list(let items):
      let isFlat = items.allSatisfy(\.isScalar)
      let texts = items.map { $0.rendered(indent: inner) }
      return isFlat
        ? "[\(texts.joined(separator: ", "))]"
        : "[\n\(inner)\(texts.joined(separator: ",\n\(inner)"))\n\(indent)]"
    case .object(let members):
      guard !members.isEmpty else { return "{}" }
      let texts = members.map { "\($0.name.quoted): \($0.value.rendered(indent: inner))" }
      return "{\n\(inner)\(texts.joined(separator: ",\n\(inner)"))\n\(indent)}"
    }
  }

  /// What is neither a list nor an object, as text.
  var scalar: String {
    switch self {
    case .flag(let flag): "\(flag)"
    case .integer(let integer): "\(integer)"
    case .number(let number): number.isFinite ? "\(number)" : "null"
    case .text(let text): text.quoted
    case .null, .list, .object: "null"
    }
  }

  private var isScalar: Bool {
    switch self {
    case .list, .object: false
    default: true
    }
  }
}

extension JSONValue: ExpressibleByDictionaryLiteral {
  /// An object with its members in the order of the literal.
  public init(dictionaryLiteral members: (String, JSONValue)...) {
    self = .object(members.map { (name: $0, value: $1) })
  }
}
