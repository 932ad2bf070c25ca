/// Reads a value of JSON from bytes.
///
/// Besides JSON it takes the words `NaN`, `Infinity` and `-Infinity` for numbers, since many
/// programs write them. A name that an object has twice is refused: which of the two is meant?
package struct JSONReader: ~Copyable {
  /// Deeper values are refused, so that no input uses up the stack.
  private static let deepest = 64

  private let bytes: [UInt8]
  private var position = 0

  private init(_ bytes: [UInt8]) { self.bytes = bytes }

  /// The value that all of `bytes` are.
  ///
  /// - Throws: `JSONError` where they are not JSON.
  package static func value(of bytes: [UInt8]) throws(JSONError) -> JSONValue {
    var reader = JSONReader(bytes)
    let value = try reader.value(depth: 0)
    reader.skipSpace()
    guard reader.position == bytes.count else { throw reader.error("the end") }
    return value
  }

  private func error(_ expected: String) -> JSONError {
    JSONError(expected: expected, byte: position)
  }

  private var next: UInt8? { position < bytes.count ? bytes[position] : nil }

  private mutating func skipSpace() {
    while let byte = next, byte == 0x20 || byte == 0x09 || byte == 0x0A || byte == 0x0D {
      position += 1
    }
  }

  /// Goes over a character if it is the next one.
  private mutating func skips(_ character: Unicode.Scalar) -> Bool {
    guard next == UInt8(ascii: character) else { return false }
    position += 1
    return true
  }

  private mutating func value(depth: Int) throws(JSONError) -> JSONValue {
    guard depth < Self.deepest else { throw error("less depth") }
    skipSpace()
    switch next {
    case UInt8(ascii: "{"): return .object(try members(depth: depth))
    case UInt8(ascii: "["): return .list(try items(depth: depth))
    case UInt8(ascii: "\""): return .text(try text())
    case UInt8(ascii: "t"): return try word("true", .flag(true))
    case UInt8(ascii: "f"): return try word("false", .flag(false))
    case UInt8(ascii: "n"): return try word("null", .null)
    case UInt8(ascii: "N"): return try word("NaN", .number(.nan))
    case UInt8(ascii: "I"): return try word("Infinity", .number(.infinity))
    default: return try number()
    }
  }

  private mutating func word(_ word: String, _ value: JSONValue) throws(JSONError) -> JSONValue {
    guard bytes[position...].starts(with: word.utf8) else { throw error(word) }
    position += word.utf8.count
    return value
  }

  private mutating func number() throws(JSONError) -> JSONValue {
    let start = position
    if skips("-"), next == UInt8(ascii: "I") {
      return try word("Infinity", .number(-.infinity))
    }
    var isWhole = true
    while let byte = next {
      switch byte {
      case UInt8(ascii: "0")...UInt8(ascii: "9"): break
      case UInt8(ascii: "."), UInt8(ascii: "e"), UInt8(ascii: "E"), UInt8(ascii: "+"),
        UInt8(ascii: "-"):
        isWhole = false
      default:
        return try number(from: start, isWhole: isWhole)
      }
      position += 1
    }
    return try number(from: start, isWhole: isWhole)
  }

  private mutating func number(from start: Int, isWhole: Bool) throws(JSONError) -> JSONValue {
    let text = String(decoding: bytes[start..<position], as: UTF8.self)
    if isWhole, let integer = Int(text) { return .integer(integer) }
    guard let last = text.utf8.last, last >= UInt8(ascii: "0"), last <= UInt8(ascii: "9"),
      let number = Double(text)
    else {
      position = start
      throw error("a value")
    }
    return .number(number)
  }

  private mutating func items(depth: Int) throws(JSONError) -> [JSONValue] {
    position += 1
    var items: [JSONValue] = []
    skipSpace()
    if skips("]") { return items }
    while true {
      items.append(try value(depth: depth + 1))
      skipSpace()
      if skips("]") { return items }
      guard skips(",") else { throw error("',' or ']'") }
    }
  }

  private mutating func members(depth: Int) throws(JSONError) -> [(name: String, value: JSONValue)]
  {
    position += 1
    var members: [(name: String, value: JSONValue)] = []
    var names: Set<String> = []
    skipSpace()
    if skips("}") { return members }
    while true {
      skipSpace()
      guard next == UInt8(ascii: "\"") else { throw error("a name in quotes") }
      let name = try text()
      guard names.insert(name).inserted else { throw error("'\(name)' once") }
      skipSpace()
      guard skips(":") else { throw error("':'") }
      members.append((name, try value(depth: depth + 1)))
      skipSpace()
      if skips("}") { return members }
      guard skips(",") else { throw error("',' or '}'") }
    }
  }

  private mutating func text() throws(JSONError) -> String {
    position += 1
    let start = position
    while let byte = next, byte != UInt8(ascii: "\""), byte != UInt8(ascii: "\\"), byte >= 0x20 {
      position += 1
    }
    var content = Array(bytes[start..<position])
    while !skips("\"") {
      guard let byte = next, byte >= 0x20 else { throw error("the end of a text") }
      position += 1
      if byte == UInt8(ascii: "\\") { content += try escaped() } else { content.append(byte) }
    }
    guard let text = String(validating: content, as: UTF8.self) else { throw error("UTF-8") }
    return text
  }

  private mutating func escaped() throws(JSONError) -> [UInt8] {
    guard let byte = next else { throw error("the end of a text") }
    position += 1
    switch byte {
    case UInt8(ascii: "\""), UInt8(ascii: "\\"), UInt8(ascii: "/"): return [byte]
    case UInt8(ascii: "b"): return [0x08]
    case UInt8(ascii: "f"): return [0x0C]
    case UInt8(ascii: "n"): return [0x0A]
    case UInt8(ascii: "r"): return [0x0D]
    case UInt8(ascii: "t"): return [0x09]
    case UInt8(ascii: "u"):
      var code = try hexadecimal()
      if (0xD800..<0xDC00).contains(code), skips("\\"), skips("u") {
        let low = try hexadecimal()
        guard (0xDC00..<0xE000).contains(low) else { throw error("a pair of surrogates") }
        code = 0x10000 + (code - 0xD800) << 10 + (low - 0xDC00)
      }
      guard let scalar = Unicode.Scalar(code) else { throw error("a character") }
      return Array(String(scalar).utf8)
    default: throw error("an escaped character")
    }
  }

  private mutating func hexadecimal() throws(JSONError) -> UInt32 {
    var code: UInt32 = 0
    for _ in 0..<4 {
      guard let byte = next, let digit = Character(Unicode.Scalar(byte)).hexDigitValue else {
        throw error("four hexadecimal digits")
      }
      code = code << 4 + UInt32(digit)
      position += 1
    }
    return code
  }
}

/// Bytes that are not JSON.
package struct JSONError: Error, Equatable, CustomStringConvertible {
  /// What would have been JSON.
  package let expected: String
  /// Number of the byte where something else was, from 0.
  package let byte: Int

  package var description: String { "no JSON: \(expected) was expected at byte \(byte)" }
}

extension JSONValue {
  /// The value of a member of an object; nil if it has none of the name, or this is no object.
  package subscript(name: String) -> JSONValue? {
    guard case .object(let members) = self else { return nil }
    return members.first { $0.name == name }?.value
  }

  /// The names of an object's members; empty for anything else.
  package var memberNames: [String] {
    guard case .object(let members) = self else { return [] }
    return members.map(\.name)
  }

  /// The value as a number; nil if it is none.
  package var asNumber: Double? {
    switch self {
    case .number(let number): number
    case .integer(let integer): Double(integer)
    default: nil
    }
  }

  /// The value as a whole number; nil if it is none.
  package var asInteger: Int? {
    switch self {
    case .integer(let integer): integer
    case .number(let number): Int(exactly: number)
    default: nil
    }
  }

  /// The value as a text; nil if it is none.
  package var asText: String? { if case .text(let text) = self { text } else { nil } }

  /// The items of a list; nil for anything else.
  package var asList: [JSONValue]? { if case .list(let items) = self { items } else { nil } }

  /// The value in one line without spaces.
  package var line: String {
    var line = ""
    append(to: &line)
    return line
  }

  private func append(to line: inout String) {
    switch self {
    case .list(let items):
      line += "["
      for (index, item) in items.enumerated() {
        if index > 0 { line += "," }
        item.append(to: &line)
      }
      line += "]"
    case .object(let members):
      line += "{"
      for (index, member) in members.enumerated() {
        if index > 0 { line += "," }
        line += member.name.quoted + ":"
        member.value.append(to: &line)
      }
      line += "}"
    case .null, .flag, .integer, .number, .text: line += scalar
    }
  }
}
