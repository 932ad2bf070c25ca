/// `Codable` values as bytes for another process of the same program; not for files.
///
/// Numbers keep their bits (of NaN too), texts are UTF-8. What a type gains travels without a line
/// of code, a property as well as a case, since the compiler writes `encode(to:)` and
/// `init(from:)`.
///
/// nil is no byte at all. Everything else is one byte, and then either the bytes of a number, a
/// flag or a text, or a list of blocks, each a length (8 bytes) and as many bytes: the elements of
/// a list, or names and values in turn.
package enum CodedBytes {
  /// - Throws: what the value's own `encode(to:)` throws.
  package static func encode(_ value: some Encodable) throws -> [UInt8] {
    let encoder = BytesEncoder()
    try encoder.encode(value)
    return encoder.bytes
  }

  /// - Throws: `DecodingError` if the bytes are not those of such a value, and what the value's own
  ///   `init(from:)` throws.
  package static func decode<Value: Decodable>(
    _ type: Value.Type = Value.self, from bytes: [UInt8]
  ) throws -> Value {
    try BytesDecoder(bytes[...]).decode(type)
  }
}

/// Values that are not made of others: numbers, flags, texts.
enum CodedLeaf {
  static func contains(_ type: Any.Type) -> Bool {
    type == String.self || type == Bool.self || type == Double.self || type == Float.self
      || type is any FixedWidthInteger.Type
  }

  /// nil for all other values.
  static func bytes(of value: Any) -> [UInt8]? {
    switch value {
    case let text as String: Array(text.utf8)
    case let flag as Bool: [flag ? 1 : 0]
    case let number as Double: bytes(ofInteger: number.bitPattern)
    case let number as Float: bytes(ofInteger: number.bitPattern)
    case let number as any FixedWidthInteger: bytes(ofInteger: number)
    default: nil
    }
  }

  /// nil if these are the bytes of something else.
  static func value<Value>(_ type: Value.Type, of bytes: ArraySlice<UInt8>) -> Value? {
    let value: Any? =
      switch type {
      case is String.Type: String(validating: bytes, as: UTF8.self)
      case is Bool.Type: integer(UInt8.self, of: bytes).map { $0 != 0 }
      case is Double.Type: integer(UInt64.self, of: bytes).map(Double.init(bitPattern:))
      case is Float.Type: integer(UInt32.self, of: bytes).map(Float.init(bitPattern:))
      case let type as any FixedWidthInteger.Type: integer(type, of: bytes)
      default: nil
      }
    return value as? Value
  }

  static func bytes<Integer: FixedWidthInteger>(ofInteger integer: Integer) -> [UInt8] {
    (0..<Integer.bitWidth / 8).map { UInt8(truncatingIfNeeded: integer >> (8 * $0)) }
  }

  static func integer<Integer: FixedWidthInteger>(
    _ type: Integer.Type, of bytes: ArraySlice<UInt8>
  ) -> Integer? {
    guard bytes.count == Integer.bitWidth / 8 else { return nil }
    return bytes.reversed().reduce(0) { $0 << 8 | Integer(truncatingIfNeeded: $1) }
  }
}
