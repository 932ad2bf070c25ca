/// Takes one value apart; its parts are encoders of their own, since they may be filled in any
/// order.
final class BytesEncoder: Encoder, SingleValueEncodingContainer {
  private var isNil = true
  private var leaf: [UInt8] = []
  private var parts: [BytesEncoder] = []
  var partCount: Int { parts.count }

  var codingPath: [any CodingKey] { [] }
  var userInfo: [CodingUserInfoKey: Any] { [:] }

  /// The value as bytes, see `CodedBytes`.
  var bytes: [UInt8] {
    if isNil { return [] }
    return parts.reduce(into: [1] + leaf) { whole, part in
      let block = part.bytes
      whole += CodedLeaf.bytes(ofInteger: block.count)
      whole += block
    }
  }

  func part(named name: String? = nil) -> BytesEncoder {
    if let name { part().set(Array(name.utf8)) }
    let part = BytesEncoder()
    parts.append(part)
    return part
  }

  func encodeNil() { isNil = true }

  func encode<Value: Encodable>(_ value: Value) throws {
    if let leaf = CodedLeaf.bytes(of: value) { set(leaf) } else { try value.encode(to: self) }
  }

  private func set(_ leaf: [UInt8]) {
    isNil = false
    self.leaf = leaf
  }

  func container<Key: CodingKey>(keyedBy type: Key.Type) -> KeyedEncodingContainer<Key> {
    isNil = false
    return KeyedEncodingContainer(EncodedFields<Key>(whole: self))
  }

  func unkeyedContainer() -> any UnkeyedEncodingContainer {
    isNil = false
    return EncodedItems(whole: self)
  }

  func singleValueContainer() -> any SingleValueEncodingContainer { self }
}

private struct EncodedFields<Key: CodingKey>: KeyedEncodingContainerProtocol {
  let whole: BytesEncoder
  var codingPath: [any CodingKey] { [] }

  func encodeNil(forKey key: Key) { whole.part(named: key.stringValue).encodeNil() }
  func encode<Value: Encodable>(_ value: Value, forKey key: Key) throws {
    try whole.part(named: key.stringValue).encode(value)
  }
  func nestedContainer<Inner: CodingKey>(
    keyedBy type: Inner.Type, forKey key: Key
  ) -> KeyedEncodingContainer<Inner> { whole.part(named: key.stringValue).container(keyedBy: type) }
  func nestedUnkeyedContainer(forKey key: Key) -> any UnkeyedEncodingContainer {
    whole.part(named: key.stringValue).unkeyedContainer()
  }
  func superEncoder() -> any Encoder { whole.part(named: "super") }
  func superEncoder(forKey key: Key) -> any Encoder { whole.part(named: key.stringValue) }
}

private struct EncodedItems: UnkeyedEncodingContainer {
  let whole: BytesEncoder
  var codingPath: [any CodingKey] { [] }
  var count: Int { whole.partCount }

  func encodeNil() { whole.part().encodeNil() }
  func encode<Value: Encodable>(_ value: Value) throws { try whole.part().encode(value) }
  func nestedContainer<Inner: CodingKey>(
    keyedBy type: Inner.Type
  ) -> KeyedEncodingContainer<Inner> { whole.part().container(keyedBy: type) }
  func nestedUnkeyedContainer() -> any UnkeyedEncodingContainer { whole.part().unkeyedContainer() }
  func superEncoder() -> any Encoder { whole.part() }
}
