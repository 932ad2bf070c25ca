import Foundation
import TestSupport
import Testing

/// An archive that `make dist` has made, to be tested; empty: none.
private let archive = ProcessInfo.processInfo.environment["SPINSWEEP_TEST_DISTRIBUTION"] ?? ""

extension CommandTests {
  @Suite("What runs without a compiler")
  struct Distribution {
    private static let scripts = JobFolder.url.deletingLastPathComponent()
      .appendingPathComponent("scripts").path

    private static var isForThisMachine: Bool {
      #if arch(x86_64) && os(Linux)
        true
      #else
        false
      #endif
    }

    private func made(_ name: String, _ data: Data, in folder: TemporaryFolder) throws -> String {
      let url = folder.url.appendingPathComponent(name)
      try FileManager.default.createDirectory(
        at: url.deletingLastPathComponent(), withIntermediateDirectories: true)
      try data.write(to: url)
      return url.path
    }

    @Test(
      "A wheel puts program, libraries and manual where an environment has them",
      .enabled(if: isForThisMachine, "pip takes wheels of its own platform only"))
    func wheel() throws {
      let folder = try TemporaryFolder()
      let tree = "spinsweep-1.2.3-linux-x86_64"
      // Bytes that are no text, as in a program; pip leaves them alone.
      let bytes = Data([0x7f, 0x45, 0x4c, 0x46, 0, 255, 13, 10])
      let files = [
        "bin/spinsweep": "bin/spinsweep",
        "lib/spinsweep/libopenblas.so.0": "lib/spinsweep/libopenblas.so.0",
        "share/man/man1/spinsweep.1": "share/man/man1/spinsweep.1",
      ]
      for name in files.keys { _ = try made("\(tree)/\(name)", bytes, in: folder) }
      for name in ["README", "LICENSE", "licenses/hdf5", "share/spinsweep/modulefiles/x"] {
        _ = try made("\(tree)/\(name)", Data("text\n".utf8), in: folder)
      }
      let make = ["python3", "\(Self.scripts)/make-wheel", tree, "."]
      let first = try Command(make, in: folder).run()
      #expect(first.exitCode == 0, "\(first.errors)")
      let name = "spinsweep-1.2.3-py3-none-manylinux_2_34_x86_64.whl"
      let once = try Data(contentsOf: folder.url.appendingPathComponent(name))
      _ = try Command(make, in: folder).run()
      #expect(try Data(contentsOf: folder.url.appendingPathComponent(name)) == once)

      let install = """
        import runpy, sys
        options = ["--no-index", "--no-deps", "--quiet", "--prefix"]
        sys.argv = ["pip", "install", *options, *sys.argv[1:]]
        runpy.run_module("pip", run_name="__main__")
        """
      var command = TestSupport.python(install, [folder.path("environment"), name])
      command.folder = folder
      command.timeLimit = 300
      let result = try command.run()
      #expect(result.exitCode == 0, "\(result.errors)")
      for name in files.values {
        let path = folder.path("environment/\(name)")
        #expect(FileManager.default.contents(atPath: path) == bytes, "\(name)")
      }
      #expect(
        FileManager.default.isExecutableFile(atPath: folder.path("environment/bin/spinsweep")))
      #expect(
        !FileManager.default.fileExists(
          atPath: folder.path("environment/share/spinsweep/modulefiles")))
    }

    @Test("An archive that lacks what is needed is refused, with the names")
    func incomplete() throws {
      let folder = try TemporaryFolder()
      let tree = "spinsweep-1.2.3-linux-x86_64"
      // Takes a library from the system that is not of MPI or the C library.
      try folder.write("int main(void) { return 0; }\n", to: "program.c")
      let compiled = try Command(
        ["cc", "program.c", "-o", "program", "-Wl,--no-as-needed", "-lstdc++"], in: folder
      ).run()
      #expect(compiled.exitCode == 0, "\(compiled.errors)")
      let program = try Data(contentsOf: folder.url.appendingPathComponent("program"))
      let path = try made("\(tree)/bin/spinsweep", program, in: folder)
      try FileManager.default.setAttributes([.posixPermissions: 0o755], ofItemAtPath: path)
      _ = try made("\(tree)/lib/spinsweep/libspare.so", program, in: folder)
      _ = try Command(["tar", "-czf", "\(tree).tar.gz", tree], in: folder).run()
      let result = try Command(
        ["\(Self.scripts)/check-distribution", "\(tree).tar.gz"], in: folder
      ).run()
      #expect(result.exitCode == 1)
      for fault in [
        "LICENSE is missing", "share/man/man1/spinsweep.1 is missing",
        "share/spinsweep/jobs/tq_map.toml is missing",
        "bin/spinsweep takes libstdc++.so.6 from /", "nothing needs lib/spinsweep/libspare.so",
      ] {
        #expect(
          result.errors.contains("\(tree).tar.gz: \(fault)"), "\(fault)\n\(result.errors)")
      }
    }

    @Test(
      "The archive is complete, and its program computes the same bits",
      .enabled(if: !archive.isEmpty, "SPINSWEEP_TEST_DISTRIBUTION names no archive of make dist"))
    func archived() throws {
      let path = URL(fileURLWithPath: archive).path
      let check = try Command(
        ["\(Self.scripts)/check-distribution", path], timeLimit: 600
      ).run()
      #expect(check.exitCode == 0, "\(check.errors)")
      let place = try Workplace()
      let unpacked = try Command(["tar", "-xzf", path], in: place.folder).run()
      #expect(unpacked.exitCode == 0, "\(unpacked.errors)")
      let tree = URL(fileURLWithPath: path).lastPathComponent.replacing(".tar.gz", with: "")
      let program = place.folder.path("\(tree)/bin/spinsweep")
      for (name, job) in [("map", TestJob.map), ("ensembles", TestJob.ensembles)] {
        try place.folder.write(job, to: "\(name).toml")
        let here = try place.spinsweep(
          ranks: 2, "run", "\(name).toml", "-o", "\(name)-here.h5")
        #expect(here.exitCode == 0, "\(here.errors)")
        let there = try place.command(
          ranks: 2, ["run", "\(name).toml", "-o", "\(name)-there.h5"], program: program
        ).run()
        #expect(there.exitCode == 0, "\(there.errors)")
        #expect(try place.digest("\(name)-here.h5") == place.digest("\(name)-there.h5"))
      }
    }
  }
}
