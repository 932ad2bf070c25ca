import Foundation
import TestSupport
import Testing

extension CommandTests {
  @Suite("Result files that are there already")
  struct ExistingFile {
    private func started() throws -> Workplace {
      let place = try Workplace()
      try place.folder.write(TestJob.map, to: "job.toml")
      let result = try place.spinsweep("run", "job.toml", "-o", "a.h5")
      #expect(result.exitCode == 0, "\(result.errors)")
      return place
    }

    private func contents(_ place: Workplace) throws -> Data {
      try Data(contentsOf: place.folder.url.appendingPathComponent("a.h5"))
    }

    @Test("Unasked, a file is neither continued nor replaced")
    func refused() throws {
      let place = try started()
      let before = try contents(place)
      let result = try place.spinsweep(ranks: 2, "run", "job.toml", "-o", "a.h5")
      #expect(result.exitCode == 2)
      #expect(
        result.errors.contains(
          "spinsweep: 'a.h5' exists already; --resume continues it, --extend adds to it, "
            + "--overwrite replaces it\n"))
      #expect(try contents(place) == before)
    }

    @Test("A file of another job is not resumed, and the sentence says what differs")
    func otherJob() throws {
      let place = try started()
      let before = try contents(place)
      let result = try place.spinsweep(
        "run", "job.toml", "-o", "a.h5", "--resume", "--set", "damping=0.06")
      #expect(result.exitCode == 2)
      #expect(
        result.errors
          == "spinsweep: cannot resume 'a.h5': parameter 'damping' is 0.05 in a.h5 and 0.06 in "
          + "the job\n")
      #expect(try contents(place) == before)
    }

    @Test("A finished file is resumed without work and stays as it is")
    func finished() throws {
      let place = try started()
      let digest = try place.digest("a.h5")
      let result = try place.spinsweep(ranks: 2, "run", "job.toml", "-o", "a.h5", "--resume")
      #expect(result.exitCode == 0, "\(result.errors)")
      #expect(result.output.contains("0 points"))
      #expect(try place.digest("a.h5") == digest)
    }

    @Test("A file of another source revision is continued, and a line says so")
    func otherRevision() throws {
      let place = try started()
      try place.python("revise", "a.h5")
      let result = try place.spinsweep("run", "job.toml", "-o", "a.h5", "--resume")
      #expect(result.exitCode == 0)
      #expect(
        result.errors.hasPrefix(
          "spinsweep: note: 'a.h5' was begun by the source revision 0123abc, and is "
            + "continued by "),
        "\(result.errors)")
      #expect(result.errors.split(separator: "\n").count == 1)
    }

    @Test("--resume starts from nothing where there is no file, --overwrite replaces one")
    func startAndReplace() throws {
      let place = try started()
      let fresh = try place.spinsweep("run", "job.toml", "-o", "b.h5", "--resume")
      #expect(fresh.exitCode == 0, "\(fresh.errors)")
      #expect(try place.digest("b.h5") == place.digest("a.h5"))
      let replaced = try place.spinsweep(
        "run", "job.toml", "-o", "a.h5", "--overwrite", "--set", "damping=0.06")
      #expect(replaced.exitCode == 0, "\(replaced.errors)")
      #expect(try place.digest("b.h5") != place.digest("a.h5"))
    }

    @Test(
      "What is no ordinary file is never replaced",
      arguments: [
        ("folder", "is a folder, not a file for results"),
        ("pipe", "is no ordinary file and cannot hold results"),
      ])
    func noOrdinaryFile(name: String, reason: String) throws {
      let place = try Workplace()
      try place.folder.write(TestJob.map, to: "job.toml")
      try FileManager.default.createDirectory(
        atPath: place.folder.path("folder"), withIntermediateDirectories: false)
      #expect(mkfifo(place.folder.path("pipe"), 0o600) == 0)
      for arguments in [["--overwrite"], ["--resume"], ["--dry-run"], []] {
        let result = try place.command(["run", "job.toml", "-o", name] + arguments).run()
        #expect(result.exitCode == 2)
        #expect(result.errors == "spinsweep: '\(name)' \(reason)\n")
      }
      #expect(try place.folder.names() == ["folder", "job.toml", "pipe"])
      var information = stat()
      #expect(stat(place.folder.path("pipe"), &information) == 0)
      #expect(information.st_mode & S_IFMT == S_IFIFO)
    }

    @Test("A symbolic link stands for the file it leads to, there already or not")
    func link() throws {
      let place = try Workplace()
      let files = FileManager.default
      try place.folder.write(TestJob.map, to: "job.toml")
      try files.createDirectory(
        atPath: place.folder.path("scratch"), withIntermediateDirectories: false)
      try files.createSymbolicLink(
        atPath: place.folder.path("a.h5"), withDestinationPath: "scratch/b.h5")
      try files.createSymbolicLink(
        atPath: place.folder.path("scratch/b.h5"), withDestinationPath: "a.h5")
      for arguments in [[], ["--overwrite"], ["--resume"]] {
        let result = try place.command(["run", "job.toml", "-o", "a.h5"] + arguments).run()
        #expect(result.exitCode == 0, "\(result.errors)")
        #expect(
          try files.destinationOfSymbolicLink(atPath: place.folder.path("a.h5"))
            == "scratch/b.h5")
        #expect(
          try files.contentsOfDirectory(atPath: place.folder.path("scratch")).sorted()
            == ["a.h5", "b.h5"])
      }
      try files.createSymbolicLink(
        atPath: place.folder.path("loop.h5"), withDestinationPath: "loop.h5")
      let loop = try place.spinsweep("run", "job.toml", "-o", "loop.h5")
      #expect(loop.exitCode == 2)
      #expect(
        loop.errors == "spinsweep: 'loop.h5' is a symbolic link that leads back to itself\n")
    }

    @Test(
      "What is no result file is not resumed", arguments: ["", "text", "\u{89}HDF\r\n\u{1a}\n"])
    func noResults(content: String) throws {
      let place = try Workplace()
      try place.folder.write(TestJob.map, to: "job.toml")
      try place.folder.write(content, to: "a.h5")
      let result = try place.spinsweep("run", "job.toml", "-o", "a.h5", "--resume")
      #expect(result.exitCode == 2)
      #expect(result.errors.hasPrefix("spinsweep: cannot resume 'a.h5': a.h5 is"))
      #expect(try place.folder.text("a.h5") == content)
    }
  }
}
