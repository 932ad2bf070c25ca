import Testing

import MPIBridge

struct CodedBytesTests {
  private enum Shape: Codable, Equatable {
    case point
    case length(Int)
    case box(name: String, sides: [Int8?], inner: Record)
    case maybe(Double?)
  }

  private struct Empty: Codable, Equatable {}

  private struct Record: Codable, Equatable {
    var weight = 1.5
    var remark: String?
    var counts: [String: Int] = ["π\0\n": 1, "": .min]
    var numbered: [Int: [UInt16]] = [3: [], -1: [1, .max]]
    var nothing: Empty?
    var share: Float = -0.0
    var isOpen = true
    var wide: [Int128] = [.min, .max]
  }

  /// Keeps its values in containers within containers, which the compiler's own methods do not use.
  private struct Nested: Codable, Equatable {
    enum Key: CodingKey { case table, list }

    var table = ["a": 1]
    var rows: [[Int]] = [[1, 2], []]

    init() {}

    init(from decoder: any Decoder) throws {
      let fields = try decoder.container(keyedBy: Key.self)
      let inner = try fields.nestedContainer(keyedBy: Key.self, forKey: .table)
      table = try inner.decode([String: Int].self, forKey: .table)
      var list = try fields.nestedUnkeyedContainer(forKey: .list)
      rows = []
      while !list.isAtEnd {
        if try list.decodeNil() { continue }
        var row = try list.nestedUnkeyedContainer()
        var numbers: [Int] = []
        while !row.isAtEnd { numbers.append(try row.decode(Int.self)) }
        rows.append(numbers)
      }
    }

    func encode(to encoder: any Encoder) throws {
      var fields = encoder.container(keyedBy: Key.self)
      var list = fields.nestedUnkeyedContainer(forKey: .list)
      // Filled after the next entry has been begun.
      var inner = fields.nestedContainer(keyedBy: Key.self, forKey: .table)
      for row in rows {
        try list.encodeNil()
        var numbers = list.nestedUnkeyedContainer()
        for number in row { try numbers.encode(number) }
      }
      try inner.encode(table, forKey: .table)
    }
  }

  private class Base: Codable { var number = 1 }

  private final class Derived: Base {
    var text = ""

    private enum Key: CodingKey { case text }

    override init() { super.init() }

    required init(from decoder: any Decoder) throws {
      let fields = try decoder.container(keyedBy: Key.self)
      text = try fields.decode(String.self, forKey: .text)
      try super.init(from: fields.superDecoder())
    }

    override func encode(to encoder: any Encoder) throws {
      var fields = encoder.container(keyedBy: Key.self)
      try fields.encode(text, forKey: .text)
      try super.encode(to: fields.superEncoder())
    }
  }

  private func expectSame<Value: Codable & Equatable>(
    _ value: Value, _ place: SourceLocation = #_sourceLocation
  ) throws {
    let copy = try CodedBytes.decode(Value.self, from: CodedBytes.encode(value))
    #expect(copy == value, sourceLocation: place)
  }

  @Test func everyShapeComesBack() throws {
    try expectSame(Record())
    try expectSame(Record(remark: "", nothing: Empty()))
    try expectSame(Shape.point)
    try expectSame(Shape.length(-1))
    try expectSame(Shape.box(name: "π\0", sides: [1, nil, -128], inner: Record()))
    try expectSame([Shape.maybe(nil), .maybe(2)])
    try expectSame(Nested())
    try expectSame(Int?.none)
    try expectSame(Empty?.some(Empty()))
    try expectSame(["", "\0"])
    try expectSame(UInt64.max)
    let derived = Derived()
    (derived.number, derived.text) = (9, "q")
    let copy = try CodedBytes.decode(Derived.self, from: CodedBytes.encode(derived))
    #expect((copy.number, copy.text) == (9, "q"))
  }

  @Test func numbersKeepTheirBits() throws {
    for bits: UInt64 in [0x7FF8_0000_DEAD_BEEF, 0xFFF0_0000_0000_0000, 0x8000_0000_0000_0000, 1] {
      let number = Double(bitPattern: bits)
      let copy = try CodedBytes.decode(Double.self, from: CodedBytes.encode(number))
      #expect(copy.bitPattern == bits)
    }
  }

  @Test func otherBytesAreErrors() throws {
    let bytes = try CodedBytes.encode(Record(remark: "why"))
    #expect(throws: DecodingError.self) { try CodedBytes.decode(Shape.self, from: bytes) }
    #expect(throws: DecodingError.self) { try CodedBytes.decode(Int.self, from: bytes) }
    #expect(throws: DecodingError.self) { try CodedBytes.decode([Int].self, from: []) }
    #expect(throws: DecodingError.self) {
      try CodedBytes.decode(String.self, from: [1, 0xFF, 0xFE])
    }
    for count in 0..<bytes.count {
      #expect(throws: DecodingError.self) {
        try CodedBytes.decode(Record.self, from: Array(bytes.prefix(count)))
      }
    }
  }
}
