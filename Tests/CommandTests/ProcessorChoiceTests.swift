import Foundation
import TestSupport
import Testing

extension CommandTests {
  /// Programs for several processors, one of which becomes another before it does anything.
  @Suite("Programs for several processors")
  struct ProcessorChoice {
    private let place: Workplace

    /// An installation in which the program for wide vectors is a script that tells how it was
    /// called.
    init() throws {
      place = try Workplace()
      for folder in ["bin", "lib/spinsweep/x86-64-v4"] {
        try FileManager.default.createDirectory(
          atPath: place.folder.path(folder), withIntermediateDirectories: true)
      }
      try FileManager.default.copyItem(
        atPath: builtExecutable("spinsweep"), toPath: place.folder.path("bin/spinsweep"))
      let other = "lib/spinsweep/x86-64-v4/spinsweep"
      try place.folder.write("#!/bin/sh\necho wide \"$@\"\n", to: other)
      try FileManager.default.setAttributes(
        [.posixPermissions: 0o755], ofItemAtPath: place.folder.path(other))
      try place.folder.write("model = \"quantum-temperature\"\n", to: "job.toml")
    }

    private func run(_ environment: [String: String] = [:]) throws -> CommandResult {
      try Command(
        [place.folder.path("bin/spinsweep"), "run", "job.toml", "-o", "a.h5"],
        environment: environment, in: place.folder
      ).run()
    }

    private static var hasWideVectors: Bool {
      let flags = (try? String(contentsOfFile: "/proc/cpuinfo", encoding: .utf8)) ?? ""
      return ["avx512f", "avx512bw", "avx512cd", "avx512dq", "avx512vl"].allSatisfy {
        flags.contains(" \($0)")
      }
    }

    @Test("The widest that the processor can execute is taken, unless the user says else")
    func choice() throws {
      let result = try run()
      #expect(result.exitCode == 0, "\(result.errors)")
      #expect((result.output == "wide run job.toml -o a.h5\n") == Self.hasWideVectors)
      let any = try run(["SPINSWEEP_PROCESSOR": "any"])
      #expect(any.exitCode == 0, "\(any.errors)")
      #expect(!any.output.contains("wide"))
      #expect(try place.folder.names().contains("a.h5"))
    }

    @Test("One that cannot be started changes nothing")
    func broken() throws {
      let other = "lib/spinsweep/x86-64-v4/spinsweep"
      try place.folder.write("no program", to: other)
      let result = try run()
      #expect(result.exitCode == 0, "\(result.errors)")
      #expect(try place.folder.names().contains("a.h5"))
    }
  }
}
