import Foundation
import TestSupport
import Testing

/// Whether the tests may mount a disk of their own and become another user.
private let isAdministrator = geteuid() == 0

extension CommandTests {
  /// What goes wrong around a sweep: each ends with one clear sentence and the right code, and what
  /// is marked done is right. (Kills are in `Interruption`, a lost host in `ClusterTests`.)
  @Suite("Faults")
  struct Faults {
    private static let job = TestJob.ensembles.replacing(
      "trajectories = 100", with: "trajectories = 1000"
    ).replacing("50 ms", with: "1 s")

    private func sentence(of result: CommandResult) -> [Substring] {
      result.errors.split(separator: "\n").filter {
        $0.hasPrefix("spinsweep: ") && !$0.hasPrefix("spinsweep: warning: ")
      }
    }

    /// A disk of the given size in the folder of a test, while the body runs.
    private func withDisk(
      _ size: String, in place: Workplace, _ body: (_ path: String) throws -> Void
    ) throws {
      let disk = place.folder.path("disk")
      try FileManager.default.createDirectory(atPath: disk, withIntermediateDirectories: true)
      let mount = try Command(["mount", "-t", "tmpfs", "-o", "size=\(size)", "tmpfs", disk]).run()
      try #require(mount.exitCode == 0, "\(mount.errors)")
      defer { _ = try? Command(["umount", "--lazy", disk]).run() }
      try body(disk)
    }

    @Test(
      "A full disk is told before anything is computed; one that fills up later does no harm",
      .enabled(if: isAdministrator, "mounting a disk needs root"))
    func fullDisk() throws {
      let place = try Workplace()
      try place.folder.write(TestJob.map, to: "job.toml")
      try withDisk("256k", in: place) { disk in
        let refused = try place.spinsweep(
          ranks: 2, "run", "job.toml", "-o", "disk/a.h5", "--set", "axis.current.points=400")
        #expect(refused.exitCode == 2)
        #expect(sentence(of: refused).count == 1)
        #expect(refused.errors.contains("spinsweep: the result file needs "))
        #expect(refused.errors.contains("but 'disk' has 262 kB free"))
        #expect(try FileManager.default.contentsOfDirectory(atPath: disk).isEmpty)

        let stopped = try place.spinsweep(
          ranks: 2, "run", "job.toml", "-o", "disk/a.h5", "--time-limit", "0.001 s")
        #expect(stopped.exitCode == 75, "\(stopped.errors)")
        let fill = try Command(
          ["dd", "if=/dev/zero", "of=\(disk)/others", "bs=4k", "status=none"]
        ).run()
        #expect(fill.errors.contains("No space left"))
        // Without room for a lock file the run cannot start; one byte of room is enough.
        try FileHandle(forWritingTo: URL(fileURLWithPath: disk + "/others")).truncate(
          atOffset: 4096)
        let resumed = try place.spinsweep(
          ranks: 2, "run", "job.toml", "-o", "disk/a.h5", "--resume")
        #expect(resumed.exitCode == 0, "\(resumed.errors)")
        let whole = try place.spinsweep("run", "job.toml", "-o", "whole.h5")
        #expect(whole.exitCode == 0)
        #expect(try place.digest("disk/a.h5") == place.digest("whole.h5"))
      }
    }

    @Test("What cannot be written to standard output is told, with code 1, by every verb")
    func fullOutput() throws {
      let place = try Workplace()
      try place.folder.write(TestJob.map, to: "job.toml")
      #expect(try place.spinsweep("run", "job.toml", "-o", "a.h5").exitCode == 0)
      let commands = [
        "show a.h5", "show a.h5 --json", "show a.h5 --names", "show a.h5 quantum_temperature --csv",
        "show a.h5 quantum_temperature", "show a.h5 quantum_temperature --json", "status a.h5",
        "status a.h5 --json", "check job.toml", "check job.toml --json", "slurm job.toml", "models",
        "models macrospin", "models --json", "models macrospin --json", "man", "completion bash",
        "verify a.h5", "cite a.h5", "--help", "run --help", "--version", "run job.toml --dry-run",
        "run job.toml -o b.h5", "merge c1.h5 c2.h5 -o c.h5",
        "plot a.h5 energy_barrier --at temperature=1K --at geometry=0 --script -o a.svg",
      ]
      for part in 1...2 {
        let run = try place.spinsweep("run", "job.toml", "-o", "c\(part).h5", "--part", "\(part)/2")
        #expect(run.exitCode == 0)
      }
      for command in commands {
        let result = try Command(
          ["bash", "-c", #""$0" \#(command) > /dev/full"#, Workplace.program], in: place.folder
        ).run()
        #expect(result.exitCode == 1, "\(command)")
        #expect(
          sentence(of: result)
            == ["spinsweep: cannot write standard output: No space left on device"], "\(command)")
      }
      // The results are whole nevertheless.
      for file in ["b.h5", "c.h5"] { #expect(try place.digest(file) == place.digest("a.h5")) }
    }

    @Test("Without a standard output nothing gets into the result file instead")
    func closedOutput() throws {
      let place = try Workplace()
      try place.folder.write(TestJob.map, to: "job.toml")
      #expect(try place.spinsweep("run", "job.toml", "-o", "a.h5").exitCode == 0)
      let result = try Command(
        ["bash", "-c", #""$0" run job.toml -o b.h5 <&- >&- 2>&-"#, Workplace.program],
        in: place.folder
      ).run()
      #expect(result.exitCode == 0)
      #expect(try place.digest("b.h5") == place.digest("a.h5"))
    }

    @Test(
      "A picture or script that does not fit the disk is not left behind in half",
      .enabled(if: isAdministrator, "mounting a disk needs root"))
    func fullDiskForFiles() throws {
      let place = try Workplace()
      try place.folder.write(TestJob.map, to: "job.toml")
      try place.folder.write(Bits.job, to: "bits.toml")
      #expect(try place.spinsweep("run", "job.toml", "-o", "a.h5").exitCode == 0)
      #expect(try place.spinsweep("run", "bits.toml", "-o", "bits.h5").exitCode == 0)
      let plot = [
        "plot", "a.h5", "quantum_temperature", "--x", "current", "--y", "temperature", "--at",
        "geometry=0", "-o",
      ]
      try withDisk("64k", in: place) { disk in
        try place.folder.write("an older picture", to: "disk/old.svg")
        // All but the byte that a file of no bytes may take.
        _ = try Command(["dd", "if=/dev/zero", "of=\(disk)/others", "bs=4k", "status=none"]).run()
        for command in [
          plot + ["disk/a.svg"], plot + ["disk/a.png"], plot + ["disk/a.pdf"],
          plot + ["disk/old.svg"], plot + ["disk/a.svg", "--script"],
          ["slurm", "job.toml", "-o", "disk/a.sbatch"],
          ["bits", "bits.h5", "--at", "thickness=1nm", "-o", "disk/bits"],
        ] {
          let result = try place.command(command).run()
          #expect(result.exitCode == 1, "\(command) \(result.output)")
          let said = sentence(of: result)
          #expect(said.count == 1 && said[0].hasSuffix("': No space left on device"), "\(said)")
          #expect(
            try FileManager.default.contentsOfDirectory(atPath: disk).sorted()
              == ["old.svg", "others"], "\(command)")
        }
        #expect(try place.folder.text("disk/old.svg") == "an older picture")
      }
    }

    @Test(
      "What may not be written is named", .enabled(if: isAdministrator, "only root can be another"))
    func readOnly() throws {
      let place = try Workplace()
      try place.folder.write(TestJob.map, to: "job.toml")
      let nobody = ["setpriv", "--reuid=65534", "--regid=65534", "--clear-groups"]
      let run = nobody + [Workplace.program, "run", "job.toml", "-o", "a.h5"]
      // Open MPI's own files: the folder of the tests is closed to others.
      let refused = try Command(
        run, environment: ["OMPI_MCA_orte_tmpdir_base": "/tmp"], in: place.folder
      ).run()
      #expect(refused.exitCode == 2)
      #expect(refused.errors == "spinsweep: a.h5 cannot be written: permission denied\n")
      #expect(try place.folder.names() == ["job.toml"])
      try withDisk("1m", in: place) { disk in
        #expect(try place.spinsweep("run", "job.toml", "-o", "disk/a.h5").exitCode == 0)
        let mount = try Command(["mount", "-o", "remount,ro", disk]).run()
        try #require(mount.exitCode == 0, "\(mount.errors)")
        for (file, option) in [("disk/a.h5", "--resume"), ("disk/b.h5", "--overwrite")] {
          let result = try place.spinsweep(ranks: 2, "run", "job.toml", "-o", file, option)
          #expect(result.exitCode == 2)
          #expect(
            sentence(of: result) == ["spinsweep: \(file) cannot be written: permission denied"])
        }
        let status = try place.spinsweep("status", "disk/a.h5")
        #expect(status.exitCode == 0 && status.output.contains("done       480"))
      }
    }

    @Test("A file that vanishes while it is written is told, with code 1")
    func vanished() throws {
      let place = try Workplace()
      try place.folder.write(Self.job, to: "job.toml")
      let folder = place.folder.path("sub")
      try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
      let running = try place.command(ranks: 2, ["run", "job.toml", "-o", folder + "/a.h5"]).start()
      let giveUp = Date(timeIntervalSinceNow: 30)
      while !FileManager.default.fileExists(atPath: folder + "/a.h5"), Date() < giveUp {
        usleep(2000)
      }
      try FileManager.default.removeItem(atPath: folder)
      let result = try running.waitUntilExit()
      #expect(result.exitCode == 1)
      #expect(sentence(of: result).count == 1, "\(result.errors)")
      #expect(
        result.errors.contains("\(folder)/a.h5 has been removed while it was being written"))
    }

    @Test("A second run on the same file is told who writes it, and changes nothing")
    func secondRun() throws {
      let place = try Workplace()
      try place.folder.write(Self.job.replacing("= 1000", with: "= 300"), to: "job.toml")
      let output = place.folder.path("a.h5")
      let first = try place.command(ranks: 2, ["run", "job.toml", "-o", output]).start()
      let giveUp = Date(timeIntervalSinceNow: 30)
      while !FileManager.default.fileExists(atPath: output), Date() < giveUp { usleep(2000) }
      // Held, so that it is still writing when the others come, however slow they are.
      let ranks = place.processes(writing: "a.h5")
      for rank in ranks { kill(rank, SIGSTOP) }
      for option in ["--resume", "--overwrite"] {
        let second = try place.spinsweep(
          ranks: 2, "run", "job.toml", "-o", output, option, "--give-up-after", "3")
        #expect(second.exitCode == 2)
        #expect(try !place.folder.names().contains("a.h5.idle-runs"))
        let said = sentence(of: second)
        #expect(said.count == 1)
        let pattern = /spinsweep: .*a\.h5 is being written by another run \(host .+, process \d+\)/
        #expect(said.first?.wholeMatch(of: pattern) != nil, "\(second.errors)")
      }
      for rank in ranks { kill(rank, SIGCONT) }
      let result = try first.waitUntilExit()
      #expect(result.exitCode == 0, "\(result.errors)")
      let whole = try place.spinsweep(ranks: 2, "run", "job.toml", "-o", "whole.h5")
      #expect(whole.exitCode == 0)
      #expect(try place.digest("a.h5") == place.digest("whole.h5"))
    }
  }
}
