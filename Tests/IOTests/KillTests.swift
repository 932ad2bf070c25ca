import Foundation
import IOSamples
import TestSupport
import Testing

/// Processes that die at moments nobody chose. The timer's signal ends them as `kill -9` does.
@Suite(.serialized) struct KillTests {
  let folder: TemporaryFolder

  init() throws {
    folder = try TemporaryFolder()
  }

  /// The file appears complete or not at all, and what a dead run left does not disturb the next.
  @Test func deathWhileTheFileIsCreated() throws {
    let path = folder.path("a.h5")
    var deaths = 0
    for step in 0..<8 {
      try? FileManager.default.removeItem(atPath: path)
      let result = try helper(
        "write", path, "flat-10000", ["first=0", "die-after=\(300 + 3500 * step)"], ranks: 2
      ).run()
      if result.exitCode != 0 { deaths += 1 }
      if FileManager.default.fileExists(atPath: path) {
        #expect(try checkFile(path, "flat-10000") == 10_000)
      }
    }
    #expect(deaths > 0)
    try? FileManager.default.removeItem(atPath: path)
    try runHelper("write", path, "flat-10000", ["cyclic"])
    #expect(try checkFile(path, "flat-10000") == 0)
    #expect(try folder.names() == ["a.h5"])
  }

  /// One file, killed again and again while results are written in many small steps: it always
  /// opens, points that are marked are complete, none is ever lost, and in the end the file is
  /// whole.
  @Test(arguments: [["cyclic"], ["independent"]])
  func deathWhileResultsAreWritten(options: [String]) throws {
    let path = folder.path("a.h5")
    try runHelper("write", path, "flat-10000", ["first=0"], ranks: 1)
    var pending = 10_000
    var deaths = 0
    var progress = 0
    // Lives are made longer or shorter until they end while results are written, however fast or
    // busy the machine is.
    var patience = 1.0
    var step = 0
    while deaths < 7 || progress < 3 {
      step += 1
      try #require(step < 60, "\(deaths) deaths, progress in \(progress) of them")
      let moment = Int(patience * Double(15_000 + (step * 37_919) % 100_000))
      let result = try helper(
        "resume", path, "flat-10000", options + ["rounds=500", "die-after=\(moment)"], ranks: 3
      ).run()
      let left = try checkFile(path, "flat-10000", pendingIsEmpty: false)
      #expect(left <= pending)
      if result.exitCode == 0 {
        patience *= 0.5
      } else {
        deaths += 1
        if left < pending { progress += 1 } else { patience *= 1.5 }
      }
      pending = left
      if left == 0 {
        try FileManager.default.removeItem(atPath: path)
        try runHelper("write", path, "flat-10000", ["first=0"], ranks: 1)
        pending = 10_000
      }
    }
    try runHelper("resume", path, "flat-10000", ranks: 2)
    #expect(try checkFile(path, "flat-10000") == 0)
    #expect(try folder.names() == ["a.h5"])
  }
}
