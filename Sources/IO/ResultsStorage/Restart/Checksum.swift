/// A checksum that finds torn and flipped bytes: 64 bits, eight bytes a step.
///
/// It is of FNV's kind (exclusive or, then a multiplication) with a rotation, so that high bits
/// come down again. It guards against accidents, not against forgery.
package struct Checksum: Sendable {
  private var state: UInt64 = 0xCBF2_9CE4_8422_2325
  /// Bytes that do not fill a word yet, and how many they are.
  private var rest: UInt64 = 0
  private var restCount: UInt64 = 0
  private var length: UInt64 = 0

  /// The checksum of no bytes, to which some are added.
  package init() {}

  /// Takes note of further bytes.
  package mutating func add(_ bytes: RawSpan) {
    length &+= UInt64(bytes.byteCount)
    var offset = 0
    while offset < bytes.byteCount, restCount > 0 {
      addByte(bytes.byte(offset))
      offset += 1
    }
    while offset + 8 <= bytes.byteCount {
      mix(UInt64(littleEndian: bytes.word(offset)))
      offset += 8
    }
    while offset < bytes.byteCount {
      addByte(bytes.byte(offset))
      offset += 1
    }
  }

  /// Takes note of the bytes of a text, as UTF-8.
  package mutating func add(_ text: String) { unsafe add(text.utf8.span.bytes) }

  /// The checksum of all bytes so far.
  package var value: UInt64 {
    var end = self
    end.mix(rest)
    end.mix(length)
    return end.state
  }

  private mutating func addByte(_ byte: UInt8) {
    rest |= UInt64(byte) << (8 * restCount)
    restCount += 1
    if restCount == 8 {
      mix(rest)
      rest = 0
      restCount = 0
    }
  }

  private mutating func mix(_ word: UInt64) {
    state = (state ^ word) &* 0x9E37_79B9_7F4A_7C15
    state = state << 29 | state >> 35
  }
}

// Any bits are a number, and spans check where they are read.
extension RawSpan {
  fileprivate func byte(_ offset: Int) -> UInt8 {
    unsafe unsafeLoadUnaligned(fromByteOffset: offset, as: UInt8.self)
  }

  fileprivate func word(_ offset: Int) -> UInt64 {
    unsafe unsafeLoadUnaligned(fromByteOffset: offset, as: UInt64.self)
  }
}
