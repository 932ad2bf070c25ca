import Foundation
import TestSupport
import Testing

extension CommandTests {
  @Suite("Builds for other processors")
  struct PortableBuild {
    @Test("A build without the instructions of this processor gives the same bits")
    func sameBits() throws {
      let package = URL(fileURLWithPath: #filePath).deletingLastPathComponent()
        .deletingLastPathComponent().deletingLastPathComponent().path
      let place = try Workplace()
      let build = try Command(
        [
          "swift", "build", "-c", "release", "--product", "spinsweep", "--package-path", package,
          "--scratch-path", "\(package)/.build/generic",
        ], environment: ["SPINSWEEP_TARGET_CPU": "generic"], timeLimit: 900
      ).run()
      #expect(build.exitCode == 0, "\(build.output)\(build.errors)")
      let generic = "\(package)/.build/generic/release/spinsweep"
      for (name, job) in [("map", TestJob.map), ("ensembles", TestJob.ensembles)] {
        try place.folder.write(job, to: "\(name).toml")
        let native = try place.spinsweep("run", "\(name).toml", "-o", "native.h5", "--overwrite")
        #expect(native.exitCode == 0, "\(native.errors)")
        let other = try Command(
          [generic, "run", "\(name).toml", "-o", "generic.h5", "--overwrite"], in: place.folder
        ).run()
        #expect(other.exitCode == 0, "\(other.errors)")
        #expect(try place.digest("native.h5") == place.digest("generic.h5"))
      }
    }
  }
}
