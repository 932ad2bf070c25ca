/// The counter-based random bit generator Philox4x32-10: Salmon, Moraes, Dror and Shaw, "Parallel
/// random numbers: as easy as 1, 2, 3" (SC11).
///
/// A block of 128 random bits is a function of a 128-bit counter and a 64-bit key and of nothing
/// else, so any part of any stream can be had at any time, in any order, on any processor.
public struct Philox4x32: Sendable, Equatable {
  /// The key; its low half is the first key word of the paper.
  public let key: UInt64

  /// The generator of a key.
  public init(key: UInt64) {
    self.key = key
  }

  /// The block of a counter.
  ///
  /// - Parameter counter: The counter words of the paper, first word first.
  /// - Returns: The output words in the order of the paper.
  public func block(_ counter: SIMD4<UInt32>) -> SIMD4<UInt32> {
    let (low, high) = halves(
      UInt64(counter.x), UInt64(counter.y), UInt64(counter.z), UInt64(counter.w))
    return SIMD4(
      UInt32(truncatingIfNeeded: low), UInt32(truncatingIfNeeded: low >> 32),
      UInt32(truncatingIfNeeded: high), UInt32(truncatingIfNeeded: high >> 32))
  }

  /// The block of a counter as two 64-bit integers: output words 0 and 1 in the first, 2 and 3 in
  /// the second, the lower word in the lower half.
  ///
  /// Words travel in 64-bit registers because a vector unit multiplies 32 by 32 bits there; a loop
  /// over counters vectorizes. From the first round on the upper halves of words 1 and 3 hold what
  /// is left of a product: only the masks keep it out of the result.
  @inline(__always)
  func halves(_ word0: UInt64, _ word1: UInt64, _ word2: UInt64, _ word3: UInt64) -> (
    UInt64, UInt64
  ) {
    let lowerHalf: UInt64 = 0xffff_ffff
    var (c0, c1, c2, c3) = (word0, word1, word2, word3)
    var key0 = UInt32(truncatingIfNeeded: key)
    var key1 = UInt32(truncatingIfNeeded: key >> 32)
    for _ in 0..<10 {
      let product0 = (c0 & lowerHalf) &* 0xD251_1F53
      let product1 = (c2 & lowerHalf) &* 0xCD9E_8D57
      c0 = (product1 >> 32) ^ c1 ^ UInt64(key0)
      c1 = product1
      c2 = (product0 >> 32) ^ c3 ^ UInt64(key1)
      c3 = product0
      key0 &+= 0x9E37_79B9
      key1 &+= 0xBB67_AE85
    }
    return ((c0 & lowerHalf) | (c1 << 32), (c2 & lowerHalf) | (c3 << 32))
  }
}
