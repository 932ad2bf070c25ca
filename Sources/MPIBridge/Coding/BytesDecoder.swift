/// Puts one value together from its bytes, see `CodedBytes`.
struct BytesDecoder: Decoder, SingleValueDecodingContainer {
  private let bytes: ArraySlice<UInt8>

  var codingPath: [any CodingKey] { [] }
  var userInfo: [CodingUserInfoKey: Any] { [:] }

  init(_ bytes: ArraySlice<UInt8>) { self.bytes = bytes }

  func decodeNil() -> Bool { bytes.isEmpty }

  func decode<Value: Decodable>(_ type: Value.Type) throws -> Value {
    guard CodedLeaf.contains(type) else { return try Value(from: self) }
    guard !decodeNil(), let value = CodedLeaf.value(type, of: bytes.dropFirst()) else {
      throw damaged("no \(type)")
    }
    return value
  }

  func parts() throws -> [BytesDecoder] {
    guard !decodeNil() else { throw damaged("nil instead of a value") }
    var parts: [BytesDecoder] = []
    var rest = bytes.dropFirst()
    while !rest.isEmpty {
      let length = CodedLeaf.integer(Int.self, of: rest.prefix(8)) ?? -1
      rest = rest.dropFirst(8)
      guard 0...rest.count ~= length else { throw damaged("no list of blocks") }
      parts.append(BytesDecoder(rest.prefix(length)))
      rest = rest.dropFirst(length)
    }
    return parts
  }

  func container<Key: CodingKey>(keyedBy type: Key.Type) throws -> KeyedDecodingContainer<Key> {
    let parts = try parts()
    guard parts.count.isMultiple(of: 2) else { throw damaged("a name without a value") }
    var fields = DecodedFields<Key>()
    for index in stride(from: 0, to: parts.count, by: 2) {
      fields.values[try parts[index].decode(String.self)] = parts[index + 1]
    }
    return KeyedDecodingContainer(fields)
  }

  func unkeyedContainer() throws -> any UnkeyedDecodingContainer {
    DecodedItems(items: try parts())
  }

  func singleValueContainer() -> any SingleValueDecodingContainer { self }
}

private struct DecodedFields<Key: CodingKey>: KeyedDecodingContainerProtocol {
  var values: [String: BytesDecoder] = [:]
  var codingPath: [any CodingKey] { [] }
  var allKeys: [Key] { values.keys.compactMap { Key(stringValue: $0) } }

  private func value(_ name: String) throws -> BytesDecoder {
    guard let value = values[name] else { throw damaged("no '\(name)'") }
    return value
  }

  func contains(_ key: Key) -> Bool { values[key.stringValue] != nil }
  func decodeNil(forKey key: Key) throws -> Bool { try value(key.stringValue).decodeNil() }
  func decode<Value: Decodable>(_ type: Value.Type, forKey key: Key) throws -> Value {
    try value(key.stringValue).decode(type)
  }
  func nestedContainer<Inner: CodingKey>(
    keyedBy type: Inner.Type, forKey key: Key
  ) throws -> KeyedDecodingContainer<Inner> { try value(key.stringValue).container(keyedBy: type) }
  func nestedUnkeyedContainer(forKey key: Key) throws -> any UnkeyedDecodingContainer {
    try value(key.stringValue).unkeyedContainer()
  }
  func superDecoder() throws -> any Decoder { try value("super") }
  func superDecoder(forKey key: Key) throws -> any Decoder { try value(key.stringValue) }
}

private struct DecodedItems: UnkeyedDecodingContainer {
  let items: [BytesDecoder]
  var currentIndex = 0
  var codingPath: [any CodingKey] { [] }
  var count: Int? { items.count }
  var isAtEnd: Bool { currentIndex == items.count }

  private mutating func next() throws -> BytesDecoder {
    guard !isAtEnd else { throw damaged("too few elements") }
    defer { currentIndex += 1 }
    return items[currentIndex]
  }

  mutating func decodeNil() throws -> Bool {
    guard !isAtEnd, items[currentIndex].decodeNil() else { return false }
    currentIndex += 1
    return true
  }
  mutating func decode<Value: Decodable>(_ type: Value.Type) throws -> Value {
    try next().decode(type)
  }
  mutating func nestedContainer<Inner: CodingKey>(
    keyedBy type: Inner.Type
  ) throws -> KeyedDecodingContainer<Inner> { try next().container(keyedBy: type) }
  mutating func nestedUnkeyedContainer() throws -> any UnkeyedDecodingContainer {
    try next().unkeyedContainer()
  }
  mutating func superDecoder() throws -> any Decoder { try next() }
}

private func damaged(_ description: String) -> DecodingError {
  .dataCorrupted(.init(codingPath: [], debugDescription: description))
}
