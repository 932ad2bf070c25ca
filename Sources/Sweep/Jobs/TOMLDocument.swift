import Base
import CTOML

/// A TOML value and where it stands.
package struct TOMLNode: Sendable, Equatable {
  package enum Value: Sendable, Equatable {
    case string(String)
    case integer(Int64)
    case float(Double)
    case boolean(Bool)
    case datetime
    case array([TOMLNode])
    case table(TOMLTable)
  }

  package var value: Value
  package var location: SourceLocation

  package init(value: Value, location: SourceLocation) {
    self.value = value
    self.location = location
  }

  /// What a message calls this kind of value.
  package var kind: String {
    switch value {
    case .string: "a text"
    case .integer, .float: "a number"
    case .boolean: "true or false"
    case .datetime: "a date"
    case .array: "a list"
    case .table: "a table"
    }
  }
}

extension TOMLNode {
  /// The value if it is a whole number, however it is written: `1000` or `1e3`.
  package var wholeNumber: Int? {
    switch value {
    case .integer(let integer): Int(integer)
    case .float(let float): Int(exactly: float)
    default: nil
    }
  }

  /// The value if it is a number without a unit.
  package var plainNumber: Double? {
    switch value {
    case .integer(let integer): Double(integer)
    case .float(let float) where float.isFinite: float
    default: nil
    }
  }

  /// The value as a message quotes it.
  package var written: String {
    switch value {
    case .string(let text): "\"\(text)\""
    case .integer(let integer): "\(integer)"
    case .float(let float): "\(float)"
    case .boolean(let flag): "\(flag)"
    case .array(let items): "a list of \(items.count)"
    case .datetime, .table: kind
    }
  }

  /// The value as TOML.
  package var toml: String {
    switch value {
    case .string(let text): text.quoted
    case .integer(let integer): "\(integer)"
    case .float(let float): "\(float)"
    case .boolean(let flag): "\(flag)"
    case .datetime: "\"\""
    case .array(let items): "[\(items.map(\.toml).joined(separator: ", "))]"
    case .table(let table):
      "{ " + table.entries.map { "\($0.key.quoted) = \($0.node.toml)" }.joined(separator: ", ")
        + " }"
    }
  }
}

/// The entries of a TOML table in the order of the file.
package struct TOMLTable: Sendable, Equatable {
  package struct Entry: Sendable, Equatable {
    package var key: String
    package var location: SourceLocation
    package var node: TOMLNode
  }

  package var entries: [Entry]

  package init(entries: [Entry] = []) { self.entries = entries }

  package subscript(key: String) -> TOMLNode? {
    entries.first { $0.key == key }?.node
  }

  /// Sets or replaces `key`.
  package mutating func set(_ key: String, to node: TOMLNode) {
    let entry = Entry(key: key, location: node.location, node: node)
    if let index = entries.firstIndex(where: { $0.key == key }) {
      entries[index] = entry
    } else {
      entries.append(entry)
    }
  }

  package mutating func remove(_ key: String) {
    entries.removeAll { $0.key == key }
  }
}

/// Reads TOML text into values through toml++.
enum TOMLDocument {
  /// - Parameter locate: what to call line `n` of this text in messages.
  /// - Throws: `InputError` at the place of a syntax error.
  static func parse(
    _ text: String, locate: (Int) -> SourceLocation
  ) throws(InputError) -> TOMLTable {
    let bytes = Array(text.utf8)
    let document = parsed(bytes[...])
    defer { ctoml_free(document) }
    guard let root = ctoml_root(document) else {
      var line = Int(ctoml_error_position(document).line)
      if line == 0 { line = firstLineWithoutPosition(bytes) }
      // toml++ quotes what it stumbled over, which may be the end of a line.
      let reason = string(ctoml_error(document)).split(whereSeparator: \.isNewline)
      throw InputError("not valid TOML: \(reason.joined(separator: "\\n"))", at: locate(line))
    }
    return table(root, locate)
  }

  private static func parsed(_ bytes: ArraySlice<UInt8>) -> OpaquePointer? {
    bytes.withUnsafeBytes {
      ctoml_parse($0.baseAddress?.assumingMemoryBound(to: CChar.self), $0.count)
    }
  }

  /// The line at which toml++ gives up without saying where: the first one up to which it does so.
  private static func firstLineWithoutPosition(_ bytes: [UInt8]) -> Int {
    var line = 0
    for end in bytes.indices where bytes[end] == UInt8(ascii: "\n") {
      line += 1
      let document = parsed(bytes[...end])
      defer { ctoml_free(document) }
      if ctoml_root(document) == nil, ctoml_error_position(document).line == 0 { return line }
    }
    return line + 1
  }

  private static func node(_ node: OpaquePointer, _ locate: (Int) -> SourceLocation) -> TOMLNode {
    let location = locate(Int(ctoml_node_position(node).line))
    let value: TOMLNode.Value =
      switch ctoml_node_kind(node) {
      case CTOML_STRING: .string(string(ctoml_string(node)))
      case CTOML_INTEGER: .integer(ctoml_integer(node))
      case CTOML_FLOAT: .float(ctoml_float(node))
      case CTOML_BOOLEAN: .boolean(ctoml_boolean(node))
      case CTOML_ARRAY:
        .array(
          (0..<ctoml_count(node)).compactMap { ctoml_element(node, $0) }
            .map { Self.node($0, locate) })
      case CTOML_TABLE: .table(table(node, locate))
      default: .datetime
      }
    return TOMLNode(value: value, location: location)
  }

  private static func table(_ node: OpaquePointer, _ locate: (Int) -> SourceLocation) -> TOMLTable {
    var placed: [(position: ctoml_position, entry: TOMLTable.Entry)] = []
    for index in 0..<ctoml_count(node) {
      let entry = ctoml_table_entry(node, index)
      guard let child = entry.node else { continue }
      placed.append(
        (
          entry.position,
          .init(
            key: string(entry.key), location: locate(Int(entry.position.line)),
            node: Self.node(child, locate))
        ))
    }
    // toml++ sorts by key; people read and number things in the order they wrote them.
    placed.sort { ($0.position.line, $0.position.column) < ($1.position.line, $1.position.column) }
    return TOMLTable(entries: placed.map(\.entry))
  }

  private static func string(_ text: ctoml_text) -> String {
    String(decoding: UnsafeRawBufferPointer(start: text.bytes, count: text.count), as: UTF8.self)
  }
}
