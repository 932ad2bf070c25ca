/// Typed access to the keys of a TOML table, with the sentences for what is wrong.
struct TableReader {
  let table: TOMLTable
  /// What messages call this table.
  let name: String
  let location: SourceLocation

  /// - Throws: `InputError` at the first key that is none of `keys`.
  func allow(_ keys: [String]) throws(InputError) {
    for entry in table.entries where !keys.contains(entry.key) {
      throw InputError(
        "unknown key '\(entry.key)' in \(name)"
          + NearestName.suggestion(for: entry.key, among: keys), at: entry.location)
    }
  }

  func node(_ key: String) -> TOMLNode? { table[key] }

  func string(_ key: String) throws(InputError) -> String? {
    guard let node = table[key] else { return nil }
    guard case .string(let text) = node.value else {
      throw InputError("'\(key)' must be a text, not \(node.written)", at: node.location)
    }
    // Texts of files and of the system end at this character.
    guard !text.utf8.contains(0) else {
      throw InputError("'\(key)' must not contain the character NUL (\\u0000)", at: node.location)
    }
    return text
  }

  func integer(_ key: String) throws(InputError) -> Int? {
    guard let node = table[key] else { return nil }
    guard let integer = node.wholeNumber else {
      throw InputError("'\(key)' must be a whole number, not \(node.written)", at: node.location)
    }
    return integer
  }

  func number(_ key: String) throws(InputError) -> Double? {
    guard let node = table[key] else { return nil }
    switch node.value {
    case .integer(let integer): return Double(integer)
    case .float(let float) where float.isFinite: return float
    default: throw InputError("'\(key)' must be a finite number", at: node.location)
    }
  }

  func positive(_ key: String) throws(InputError) -> Double? {
    guard let number = try number(key) else { return nil }
    guard number > 0 else { throw InputError("'\(key)' must be positive", at: node(key)?.location) }
    return number
  }

  /// A positive duration in seconds, from a number of seconds or a text with a unit.
  func duration(_ key: String) throws(InputError) -> Double? {
    guard let node = node(key) else { return nil }
    let seconds: Double? =
      switch node.value {
      case .integer(let integer): Double(integer)
      case .float(let float) where float.isFinite: float
      case .string(let text): TimeText.seconds(text)
      default: nil
      }
    guard let seconds else {
      throw InputError(
        "'\(key)' must be a time such as \"5 s\", not \(node.written)", at: node.location)
    }
    guard seconds > 0 else { throw InputError("'\(key)' must be positive", at: node.location) }
    return seconds
  }

  func strings(_ key: String) throws(InputError) -> [String]? {
    guard let node = table[key] else { return nil }
    var items = [node]
    if case .array(let list) = node.value { items = list }
    var strings: [String] = []
    for item in items {
      guard case .string(let text) = item.value else {
        throw InputError("'\(key)' must be a list of names", at: node.location)
      }
      strings.append(text)
    }
    return strings
  }

  /// Where each text of a list of names stands.
  func locations(_ key: String) -> [SourceLocation] {
    guard let node = table[key] else { return [] }
    if case .array(let items) = node.value { return items.map(\.location) }
    return [node.location]
  }

  func choice<Choice: RawRepresentable<String> & CaseIterable>(
    _ key: String, _ type: Choice.Type
  ) throws(InputError) -> Choice? {
    guard let text = try string(key) else { return nil }
    guard let choice = Choice(rawValue: text) else {
      let names = Choice.allCases.map(\.rawValue)
      throw InputError(
        "'\(key)' must be \(names.map { "\"\($0)\"" }.joined(separator: " or ")), not \"\(text)\""
          + NearestName.suggestion(for: text, among: names), at: table[key]?.location)
    }
    return choice
  }

  func table(_ key: String) throws(InputError) -> TableReader? {
    guard let node = table[key] else { return nil }
    guard case .table(let inner) = node.value else {
      throw InputError("'\(key)' must be a table, not \(node.written)", at: node.location)
    }
    return TableReader(table: inner, name: "[\(key)]", location: node.location)
  }

  func tables(_ key: String) throws(InputError) -> [TableReader] {
    guard let node = table[key] else { return [] }
    let expected = "'\(key)' must be a table in double brackets: [[\(key)]]"
    guard case .array(let items) = node.value else { throw InputError(expected, at: node.location) }
    var readers: [TableReader] = []
    for item in items {
      guard case .table(let inner) = item.value else {
        throw InputError(expected, at: item.location)
      }
      readers.append(TableReader(table: inner, name: "[[\(key)]]", location: item.location))
    }
    return readers
  }
}
