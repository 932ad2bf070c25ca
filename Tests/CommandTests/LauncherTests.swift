import Foundation
import TestSupport
import Testing

extension CommandTests {
  @Suite("What launchers say and do not say")
  struct Launchers {
    @Test(
      "A launcher that does not know this MPI starts nothing, told once",
      arguments: [
        ("PMI_SIZE", "PMI_RANK"), ("OMPI_COMM_WORLD_SIZE", "OMPI_COMM_WORLD_RANK"),
        ("SLURM_STEP_NUM_TASKS", "SLURM_PROCID"),
      ])
    func singletons(size: String, rank: String) throws {
      let place = try Workplace()
      try place.folder.write(TestJob.map, to: "job.toml")
      for number in 0..<2 {
        let result = try place.spinsweep(
          "run", "job.toml", environment: [size: "2", rank: "\(number)"])
        #expect(result.exitCode == (number == 0 ? 2 : 0), "\(result.errors)")
        let sentence =
          /spinsweep: 2 processes were started together \((\w+)\), but to .+ each is alone: .+\n/
        if number == 0 {
          #expect(
            try sentence.wholeMatch(in: result.errors)?.output.1 == size[...], "\(result.errors)")
        } else {
          #expect(result.errors.isEmpty)
        }
      }
      #expect(try place.folder.names() == ["job.toml"])
      // A batch script has this one, too, and is one process.
      let alone = try place.spinsweep("run", "job.toml", environment: ["SLURM_NTASKS": "2"])
      #expect(alone.exitCode == 0, "\(alone.errors)")
    }

    @Test("status and run --status end with what the file says")
    func status() throws {
      let place = try Workplace()
      try place.folder.write(TestJob.map, to: "job.toml")
      let options = ["job.toml", "-o", "a.h5", "--progress", "none"]
      func codes() throws -> [Int32] {
        [
          try place.spinsweep("status", "a.h5").exitCode,
          try place.spinsweep("status", "a.h5", "--json").exitCode,
          try place.command(["run"] + options + ["--resume", "--status"]).run().exitCode,
        ]
      }
      #expect(try codes() == [2, 2, 2])
      let stopped = try place.command(["run"] + options + ["--stop-after", "7"]).run()
      #expect(stopped.exitCode == 75, "\(stopped.errors)")
      #expect(try codes() == [75, 75, 75])
      let foreign = try place.command(
        ["run"] + options + ["--status", "--set", "damping=0.06"]
      ).run()
      #expect(foreign.exitCode == 2)
      #expect(
        foreign.errors
          == "spinsweep: 'a.h5' is not of this run: parameter 'damping' is 0.05 in a.h5 and 0.06 "
          + "in the job\n")
      let part = try place.command(["run"] + options + ["--status", "--part", "1/2"]).run()
      #expect(part.exitCode == 2)
      #expect(
        part.errors
          == "spinsweep: 'a.h5' is not of this run: it holds the whole grid, not part 1/2\n")
      let other = try place.spinsweep("run", "job.toml", "--status")
      #expect(other.exitCode == 2)
      #expect(other.errors.contains("job.h5 does not exist"), "\(other.errors)")
      let done = try place.command(["run"] + options + ["--resume"]).run()
      #expect(done.exitCode == 0, "\(done.errors)")
      #expect(try codes() == [0, 0, 0])
    }

    /// What a launcher does: the run, or a part of it, and the code it ends with.
    enum Launch: String, CaseIterable {
      case whole = #""$@"; exit $?"#
      // Open MPI 5 after a lost node.
      case partOfItWithZero = #""$@" --stop-after 9; exit 0"#
      // MPICH after an illegal instruction.
      case partOfItWithFour = #""$@" --stop-after 9; exit 4"#
      // MPICH after `kill -9` of a rank.
      case killed = #""$@" --stop-after 9; exit 9"#
      case stopped = #""$@" --stop-after 9; exit $?"#
      // Open MPI 4 after a lost node.
      case lostNode = "exit 205"
      case failed = "exit 1"
      case missing = "exit 127"

      /// The code that the script ends with, and whether it goes back to the queue.
      var expected: (code: Int32, isRequeued: Bool) {
        switch self {
        case .whole: (0, false)
        case .partOfItWithZero, .partOfItWithFour, .stopped: (75, true)
        case .killed: (9, true)
        case .lostNode: (205, true)
        case .failed: (1, false)
        case .missing: (127, false)
        }
      }
    }

    @Test(
      "Scripts for Slurm go back to the queue as long as the file has pending points",
      arguments: ["sweep", "srun", "array"], Launch.allCases)
    func scripts(name: String, launch: Launch) throws {
      let place = try Workplace()
      try place.folder.write(TestJob.map, to: "map.toml")
      // Whatever its options, the launcher runs the program once.
      let launcher = """
        #!/bin/bash
        while [[ $1 == --* ]]; do shift; done
        \(launch.rawValue)
        """
      for (command, text) in [
        ("mpirun", launcher), ("srun", launcher),
        ("scontrol", "#!/bin/bash\necho \"scontrol $*\" >> requeued\n"),
        ("sbatch", "#!/bin/bash\n"),
      ] {
        try place.folder.write(text, to: command)
        try FileManager.default.setAttributes(
          [.posixPermissions: 0o755], ofItemAtPath: place.folder.path(command))
      }
      let script = JobFolder.url.deletingLastPathComponent()
        .appendingPathComponent("slurm/\(name).sbatch").path
      let path = ProcessInfo.processInfo.environment["PATH"] ?? "/usr/bin:/bin"
      func run(restarts: Int) throws -> (code: Int32, isRequeued: Bool) {
        let result = try Command(
          ["bash", script, "map.toml"],
          environment: [
            "PATH": place.folder.url.path + ":" + path, "SPINSWEEP": Workplace.program,
            "SLURM_JOB_ID": "4711", "SLURM_JOB_END_TIME": "99999999999",
            "SLURM_RESTART_COUNT": "\(restarts)", "SLURM_ARRAY_JOB_ID": "4711",
            "SLURM_ARRAY_TASK_ID": "1", "SLURM_ARRAY_TASK_COUNT": "2", "SLURM_ARRAY_TASK_MIN": "1",
            "SLURM_JOB_PARTITION": "all",
          ], in: place.folder
        ).run()
        let requeued = try? place.folder.text("requeued")
        try? FileManager.default.removeItem(atPath: place.folder.path("requeued"))
        return (result.exitCode, requeued == "scontrol requeue 4711\n")
      }
      let first = try run(restarts: 0)
      #expect(first == launch.expected)
      // What is killed at once, three times, will be killed again.
      let wasKilled = launch == .killed || launch == .lostNode
      let later = try run(restarts: 3)
      #expect(later == (launch.expected.code, launch.expected.isRequeued && !wasKilled))
    }
  }
}
