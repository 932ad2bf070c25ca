import IOSamples
import ResultsStorage
import TestSupport
import Testing

@Suite(.serialized) struct RoundTripTests {
  let folder: TemporaryFolder

  init() throws {
    folder = try TemporaryFolder()
  }

  /// Under the component that the program chooses and under Open MPI's default, which a user may
  /// choose. What is written is read back in every one of the ways points are dealt and written.
  @Test(arguments: 1...8, fileComponents)
  func everyRankCountWritesTheSameResults(ranks: Int, component: [String: String]) throws {
    let path = folder.path("a.h5")
    // All in one start of the ranks: on few cores that takes longest.
    try runHelper(
      "write-all", path, "flat-600,grid", ranks: ranks, environment: component)
    for layout in ["flat-600", "grid"] {
      for index in sampleManners.indices {
        #expect(try checkFile("\(path).\(layout).\(index)", layout, ranks: ranks) == 0)
      }
    }
    #expect(try folder.names().count == 2 * sampleManners.count)
  }

  @Test(arguments: sampleManners) func everyMannerOfWritingIsRight(options: [String]) throws {
    let path = folder.path("a.h5")
    for (layout, pending) in [("grid", 0), ("flat-3000", 100)] {
      let count = try #require(sampleLayout(layout)).pointCount
      try runHelper(
        "write", path, layout, options + ["first=\(count - pending)", "overwrite"], ranks: 3)
      #expect(try checkFile(path, layout, ranks: 3) == pending)
    }
  }

  @Test(arguments: [1, 3]) func aGridWithoutAxesIsOnePoint(ranks: Int) throws {
    let path = folder.path("a.h5")
    for options in [[], ["independent", "overwrite"]] {
      try runHelper("write", path, "point", options, ranks: ranks)
      #expect(try checkFile(path, "point", ranks: ranks) == 0)
    }
    try withHDF5 { () throws in
      #expect(try ResultsReader(path).shape(of: "probability") == [])
      #expect(try ResultsReader(path).shape(of: "moment") == [4, 3])
      #expect(try ResultsReader(path).read("moment", atPoint: 0).count == 12)
    }
  }

  @Test func resumeWritesWhatIsPending() throws {
    let path = folder.path("a.h5")
    try runHelper("write", path, "grid", ["first=11"])
    #expect(try checkFile(path, "grid") == 19)
    let resumed = try runHelper("resume", path, "grid", ranks: 3)
    #expect(resumed.lines == ["pending 19"])
    #expect(try checkFile(path, "grid") == 0)
  }

  @Test func failedPointsCanBeTriedAgain() throws {
    let path = folder.path("a.h5")
    try runHelper("write", path, "grid")
    // Of 30 points 3, 10, 17 and 24 fail.
    let resumed = try runHelper("resume", path, "grid", ["retry"])
    #expect(resumed.lines == ["reset 4", "pending 4"])
    #expect(try checkFile(path, "grid", failing: false) == 0)
    try withHDF5 { () throws in #expect(try ResultsReader(path).failures().isEmpty) }
  }

  @Test(arguments: ["grid", "point", "long-job"]) func theLayoutIsReadBack(name: String) throws {
    let path = folder.path("a.h5")
    try runHelper("write", path, name)
    var written = try #require(sampleLayout(name))
    try withHDF5 { () throws in
      let read = try ResultsReader(path).layout
      // Dimensions come in the order of the file: as they were given.
      #expect(read == written)
      written.attributes = []
      #expect(read != written)
    }
  }

  @Test func onePointIsReadAlone() throws {
    let path = folder.path("a.h5")
    try runHelper("write", path, "grid")
    try withHDF5 { () throws in
      let reader = try ResultsReader(path)
      let all = try reader.read("moment")
      #expect(try reader.read("moment", atPoint: 8) == Array(all[96..<108]))
    }
  }

  @Test func overwritingReplacesAFileOnlyOnceTheNewOneIsComplete() throws {
    let path = folder.path("a.h5")
    try runHelper("write", path, "grid")
    let tooLarge = try helper("write", path, "flat-100000", ["overwrite", "limit=100000"]).run()
    #expect(tooLarge.exitCode == 3)
    #expect(try checkFile(path, "grid") == 0)
    try runHelper("write", path, "point", ["overwrite"])
    #expect(try checkFile(path, "point") == 0)
  }
}
