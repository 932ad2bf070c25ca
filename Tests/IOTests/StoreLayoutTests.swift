import Foundation
import HDF5
import IOSamples
import ResultsStorage
import TestSupport
import Testing

@Suite(.serialized) struct StoreLayoutTests {
  private func sample() throws -> StoreLayout { try #require(sampleLayout("grid")) }

  @Test func theSampleIsFine() throws {
    #expect(try sample().defect == nil)
    #expect(try sample().pointCount == 30)
    #expect(try sample().quantitySizes == [1, 12, 9, 4])
  }

  @Test func defectsAreNamed() throws {
    var layout = try sample()
    layout.quantities[0].name = "time"
    #expect(layout.defect == "the name 'time' would stand for two different arrays")
    layout = try sample()
    layout.axes[0].name = "run"
    #expect(layout.defect == "the name 'run' would stand for two different arrays")
    layout = try sample()
    layout.axes[0].name = "a/b"
    #expect(layout.defect == "'a/b' cannot be the name of an array")
    layout = try sample()
    layout.axes[0].values = []
    #expect(layout.defect == "the dimension 'current' has no values")
    layout = try sample()
    layout.axes[1].labels = ["one"]
    #expect(layout.defect == "the dimension 'convention' has 2 values but 1 labels")
    layout = try sample()
    layout.axes[2].auxiliary[0].values = [1]
    #expect(layout.defect == "'radius' has 1 values for the 3 of 'geometry'")
    layout = try sample()
    layout.quantities[1].dimensions = ["site"]
    #expect(layout.defect == "the quantity 'moment' has an unknown dimension 'site'")
    layout = try sample()
    layout.quantities[1].dimensions = ["time", "time"]
    #expect(layout.defect == "the quantity 'moment' has a dimension twice, which xarray refuses")
  }

  /// Exact to 1 % where it matters, for large files; to some KiB for small ones, which descriptions
  /// and coordinates dominate.
  @Test(arguments: ["grid", "point", "long-job", "flat-1000", "flat-100000"])
  func theSizeOfTheFileIsKnownBefore(name: String) throws {
    let folder = try TemporaryFolder()
    let path = folder.path("a.h5")
    try runHelper("write", path, name, ["first=0"], ranks: 1)
    let attributes = try FileManager.default.attributesOfItem(atPath: path)
    let size = try #require(attributes[.size] as? Int)
    let predicted = try #require(sampleLayout(name)?.fileSize)
    #expect(abs(predicted - size) < max(size / 100, 16_384), "\(predicted) for \(size)")
  }

  @Test func textIsCutBetweenCharacters() {
    #expect(FixedText.bytes(of: "abc", capacity: 4) == Array("abc".utf8))
    #expect(FixedText.bytes(of: "abc", capacity: 3) == Array("ab".utf8))
    #expect(FixedText.bytes(of: "aµb", capacity: 4) == Array("aµ".utf8))
    #expect(FixedText.bytes(of: "aµb", capacity: 3) == Array("a".utf8))
    #expect(FixedText.bytes(of: "😀", capacity: 4).isEmpty)
    #expect(FixedText.bytes(of: "", capacity: 1).isEmpty)
  }
}
