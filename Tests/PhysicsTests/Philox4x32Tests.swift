import Numerics
import Teams
import Testing

@Suite struct Philox4x32Tests {
  /// The vectors of the file `kat_vectors` of Random123, the authors' own implementation.
  @Test(
    arguments: [
      (
        [0, 0, 0, 0], 0,
        [0x6627_e8d5, 0xe169_c58d, 0xbc57_ac4c, 0x9b00_dbd8]
      ),
      (
        [0xffff_ffff, 0xffff_ffff, 0xffff_ffff, 0xffff_ffff], 0xffff_ffff_ffff_ffff,
        [0x408f_276d, 0x41c8_3b0e, 0xa20b_c7c6, 0x6d54_51fd]
      ),
      (
        [0x243f_6a88, 0x85a3_08d3, 0x1319_8a2e, 0x0370_7344], 0x299f_31d0_a409_3822,
        [0xd16c_fe09, 0x94fd_cceb, 0x5001_e420, 0x2412_6ea1]
      ),
    ] as [([UInt32], UInt64, [UInt32])])
  func knownAnswers(counter: [UInt32], key: UInt64, block: [UInt32]) {
    #expect(Philox4x32(key: key).block(SIMD4(counter)) == SIMD4(block))
  }

  /// Half of the output bits change with any bit of the counter or the key.
  @Test func everyInputBitMatters() {
    let counter = SIMD4<UInt32>(17, 5, 3, 1)
    let key: UInt64 = 0x0123_4567_89ab_cdef
    let block = Philox4x32(key: key).block(counter)
    var changed: [Int] = []
    for bit in 0..<128 {
      var other = counter
      other[bit / 32] ^= 1 << UInt32(bit % 32)
      changed.append(difference(block, Philox4x32(key: key).block(other)))
    }
    for bit in 0..<64 {
      changed.append(difference(block, Philox4x32(key: key ^ (1 << UInt64(bit))).block(counter)))
    }
    let mean = Double(changed.reduce(0, +)) / Double(changed.count)
    // One count is binomial: mean 64, σ = √32; 4σ of a mean of 192, and 5σ of a single one.
    #expect(abs(mean - 64) < 4 * (32.0 / 192).squareRoot())
    #expect(changed.allSatisfy { abs($0 - 64) < 28 })
  }

  private func difference(_ a: SIMD4<UInt32>, _ b: SIMD4<UInt32>) -> Int {
    (0..<4).map { (a[$0] ^ b[$0]).nonzeroBitCount }.reduce(0, +)
  }
}
