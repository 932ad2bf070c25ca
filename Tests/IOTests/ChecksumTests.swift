import Foundation
import IOSamples
import ResultsStorage
import TestSupport
import Testing

/// Bits that change on a disk.
@Suite(.serialized) struct ChecksumTests {
  let folder: TemporaryFolder
  let path: String

  init() throws {
    folder = try TemporaryFolder()
    path = folder.path("a.h5")
  }

  private func damagedPoints(statusOnly: Bool = false) throws -> [Int] {
    try withHDF5 { () throws in try ResultsReader(path).damagedPoints(statusOnly: statusOnly) }
  }

  /// Flips one bit of the first place in the file where `pattern` stands.
  private func flip(bit: Int, of pattern: [UInt8]) throws {
    let url = URL(fileURLWithPath: path)
    var data = try Data(contentsOf: url)
    let range = try #require(data.range(of: Data(pattern)))
    data[range.lowerBound + bit / 8] ^= 1 << UInt8(bit % 8)
    try data.write(to: url)
  }

  private func bytes(of value: Double) -> [UInt8] {
    withUnsafeBytes(of: value.bitPattern.littleEndian) { Array($0) }
  }

  @Test(arguments: [[], ["independent", "scattered"]], ["grid", "point"])
  func whatWasWrittenFits(options: [String], layout: String) throws {
    try runHelper("write", path, layout, options, ranks: 3)
    #expect(try damagedPoints() == [])
    #expect(try damagedPoints(statusOnly: true) == [])
  }

  @Test func aBitOfAValueShows() throws {
    try runHelper("write", path, "grid", ranks: 3)
    let value = sampleValue(quantity: 1, point: 5, index: 2, type: .float64)
    for bit in [0, 17, 63] {
      try flip(bit: bit, of: bytes(of: value))
      #expect(try damagedPoints() == [5])
      #expect(try damagedPoints(statusOnly: true) == [])
      let resumed = try helper("damaged", path, "grid", ranks: 3).run()
      #expect(resumed.lines.sorted() == ["0: [5]", "1: [5]", "2: [5]"], "\(resumed.errors)")
      try runHelper("write", path, "grid", ["overwrite"], ranks: 2)
    }
  }

  @Test func aBitOfAMessageShows() throws {
    try runHelper("write", path, "grid", ranks: 2)
    try flip(bit: 1, of: Array("point 10: ".utf8))
    #expect(try damagedPoints() == [10])
  }

  @Test func aBitOfACoordinateShows() throws {
    try runHelper("write", path, "grid", ranks: 2)
    try flip(bit: 3, of: bytes(of: 4e-3))
    let error = #expect(throws: StoreError.self) { try damagedPoints() }
    #expect("\(String(describing: error))".contains("coordinates are not what was written"))
  }
}
