import Foundation
import TestSupport
import Testing

extension CommandTests {
  @Suite("Interrupted sweeps")
  struct Interruption {
    /// Some seconds of work on one core, so that kills and signals find it unfinished.
    private static let job = TestJob.ensembles.replacing(
      "trajectories = 100", with: "trajectories = 5000")

    private func finished(_ place: Workplace) throws {
      try place.folder.write(Self.job, to: "job.toml")
      let result = try place.spinsweep(ranks: 2, "run", "job.toml", "-o", "whole.h5")
      #expect(result.exitCode == 0, "\(result.errors)")
    }

    @Test("Twenty kill -9 at random moments lose nothing that was marked done")
    func kills() throws {
      let place = try Workplace()
      try finished(place)
      var generator = SplitMix(state: 20)
      let output = place.folder.path("killed.h5")
      var kills = 0
      var done = 0
      var completed = false
      while !completed || kills < 20 {
        if completed {
          // The sweep was faster than twenty kills: once more from the start.
          #expect(try place.digest("killed.h5") == place.digest("whole.h5"))
          try FileManager.default.removeItem(atPath: output)
          done = 0
        }
        let command = place.command(
          ranks: 2, ["run", "job.toml", "-o", output, "--resume", "--progress", "none"])
        let running = try command.start()
        // MPI takes 0.2 s to start: kills fall before, during and after the file is made.
        let wait = 0.15 + 0.4 * Double(generator.next() % 1000) / 1000
        let deadline = Date(timeIntervalSinceNow: kills < 20 ? wait : 100)
        while running.isRunning, Date() < deadline { usleep(2000) }
        if running.isRunning {
          let ranks = place.processes(writing: "killed.h5")
          // All ranks at once, one of them, or mpirun.
          let launcher = ranks.first.flatMap(place.launcher(of:)).map { [$0] } ?? []
          for victim in [ranks, Array(ranks.prefix(1)), launcher][kills % 3] {
            kill(victim, SIGKILL)
          }
          kills += ranks.isEmpty ? 0 : 1
        }
        let result = try running.waitUntilExit()
        // Ranks that lose mpirun end by themselves.
        let giveUp = Date(timeIntervalSinceNow: 30)
        while !place.processes(writing: "killed.h5").isEmpty, Date() < giveUp { usleep(2000) }
        completed = result.exitCode == 0
        if FileManager.default.fileExists(atPath: output) {
          let now = Int(try place.python("partial", "killed.h5", "whole.h5")) ?? -1
          #expect(now >= done)
          done = now
        }
        try #require(kills <= 60)
      }
      #expect(kills >= 20)
      #expect(done == 100)
      #expect(try place.digest("killed.h5") == place.digest("whole.h5"))
      #expect(try !place.folder.names().contains("killed.h5.tmp"))
    }

    @Test(
      "SIGUSR1 and SIGTERM to mpirun end the run with 75, and a resume finishes it",
      arguments: [SIGUSR1, SIGTERM])
    func signals(number: Int32) throws {
      let place = try Workplace()
      try finished(place)
      let running = try place.command(
        ranks: 2, ["run", "job.toml", "-o", place.folder.path("stopped.h5")]
      ).start()
      var ranks: [Int32] = []
      let giveUp = Date(timeIntervalSinceNow: 30)
      while !FileManager.default.fileExists(atPath: place.folder.path("stopped.h5")),
        Date() < giveUp
      {
        usleep(1000)
      }
      ranks = place.processes(writing: "stopped.h5")
      let launcher = try #require(ranks.first.flatMap(place.launcher(of:)))
      kill(launcher, number)
      let sent = Date()
      let result = try running.waitUntilExit()
      #expect(Date().timeIntervalSince(sent) < 10)
      if number == SIGUSR1 {
        #expect(result.exitCode == 75)
        #expect(result.errors.contains("stopped by signal SIGUSR1; continue with --resume"))
      } else {
        // mpirun answers SIGTERM with its own code; the file is what counts.
        #expect(result.exitCode != 0)
      }
      let done = Int(try place.python("partial", "stopped.h5", "whole.h5")) ?? -1
      #expect(done >= 0)
      // Points that a worker had finished and not reported yet count too.
      if number == SIGUSR1 { #expect(result.output.contains("stopped.h5: \(done) point")) }
      let resumed = try place.spinsweep(
        ranks: 3, "run", "job.toml", "-o", "stopped.h5", "--resume")
      #expect(resumed.exitCode == 0, "\(resumed.errors)")
      #expect(try place.digest("stopped.h5") == place.digest("whole.h5"))
    }

    /// Points that take hours, in which the model polls.
    private static let endless = job.replacing(
      "trajectories = 5000", with: "trajectories = 100000000")

    @Test(
      "What would end the program saves and ends with 75",
      arguments: [
        (SIGHUP, "signal SIGHUP"), (SIGUSR2, "signal SIGUSR2"), (SIGXCPU, "signal SIGXCPU"),
        (SIGTERM, "signal SIGTERM"), (SIGINT, "Ctrl-C"),
      ])
    func otherSignals(number: Int32, name: String) throws {
      let place = try Workplace()
      try place.folder.write(Self.endless, to: "job.toml")
      let running = try place.command(["run", "job.toml", "-o", place.folder.path("a.h5")]).start()
      #expect(place.appears("a.h5"))
      kill(try #require(place.processes(writing: "a.h5").first), number)
      let result = try running.waitUntilExit()
      #expect(result.exitCode == 75)
      #expect(result.errors.contains("stopped by \(name); continue with --resume"))
    }

    @Test("Under nohup a terminal that goes away is none of the program's business")
    func nohup() throws {
      let place = try Workplace()
      try place.folder.write(Self.endless, to: "job.toml")
      let running = try Command(
        ["nohup", Workplace.program, "run", "job.toml", "-o", place.folder.path("a.h5")],
        in: place.folder
      ).start()
      #expect(place.appears("a.h5"))
      let process = try #require(place.processes(writing: "a.h5").first)
      #expect(!place.catches(SIGHUP, process))
      kill(process, SIGHUP)
      kill(process, SIGUSR1)
      let result = try running.waitUntilExit()
      #expect(result.exitCode == 75)
      #expect(result.errors.contains("stopped by signal SIGUSR1"), "\(result.errors)")
    }

    @Test("A signal while MPI starts is not lost and does not kill")
    func signalDuringStart() throws {
      let place = try Workplace()
      try place.folder.write(Self.job, to: "job.toml")
      let output = place.folder.path("a.h5")
      let running = try place.command(["run", "job.toml", "-o", output]).start()
      // From the moment at which the program catches the signal: long before MPI has started.
      let giveUp = Date(timeIntervalSinceNow: 30)
      var caught: Int32?
      while caught == nil, Date() < giveUp {
        caught = place.processes(writing: "a.h5").first { place.catches(SIGUSR1, $0) }
      }
      kill(try #require(caught), SIGUSR1)
      let result = try running.waitUntilExit()
      #expect(result.exitCode == 75, "\(result.errors)")
      #expect(result.errors.contains("stopped by signal SIGUSR1 before anything was computed"))
      #expect(!FileManager.default.fileExists(atPath: output))
    }

    @Test(
      "--stop-after ends a run with 75 after so many points, unless that is all", arguments: [1, 2])
    func stopAfter(ranks: Int) throws {
      let place = try Workplace()
      try place.folder.write(TestJob.ensembles, to: "job.toml")
      let whole = try place.spinsweep("run", "job.toml", "-o", "whole.h5")
      #expect(whole.exitCode == 0)
      let stopped = try place.spinsweep(
        ranks: ranks, "run", "job.toml", "-o", "a.h5", "--stop-after", "7")
      #expect(stopped.exitCode == 75)
      #expect(stopped.errors.contains("stopped by --stop-after 7; continue with --resume"))
      let done = try #require(Int(place.python("partial", "a.h5", "whole.h5")))
      #expect((7..<100).contains(done))
      if ranks == 1 { #expect(done == 7) }
      let last = try place.spinsweep(
        ranks: ranks, "run", "job.toml", "-o", "a.h5", "--resume", "--stop-after",
        "\(100 - done)")
      #expect(last.exitCode == 0, "\(last.errors)")
      #expect(try place.digest("a.h5") == place.digest("whole.h5"))
    }

    @Test("The time limit and the end of a Slurm job stop in time", arguments: [true, false])
    func deadline(isSlurm: Bool) throws {
      let place = try Workplace()
      try place.folder.write(Self.job, to: "job.toml")
      let long = ["run", "job.toml", "-o", "slow.h5", "--set", "trajectories=1000000"]
      let end = Int(Date().timeIntervalSince1970) + 4
      let result = try place.command(
        ranks: 2, long + (isSlurm ? [] : ["--time-limit", "3 s"]),
        environment: isSlurm ? ["SLURM_JOB_END_TIME": "\(end)"] : [:]
      ).run()
      #expect(result.exitCode == 75)
      #expect(
        result.errors.contains(
          isSlurm ? "stopped by the end of the Slurm job" : "stopped by the time limit"))
    }

    @Test("The time limit also stops the inspection of many points, on all ranks")
    func deadlineBeforeAnyPoint() throws {
      let place = try Workplace()
      try place.folder.write(Self.manyPoints, to: "job.toml")
      let result = try place.spinsweep(
        ranks: 2, "run", "job.toml", "-o", "many.h5", "--time-limit", "0.001 s")
      #expect(result.exitCode == 75, "\(result.errors)")
      #expect(result.errors.contains("stopped by the time limit before anything was computed"))
      #expect(!FileManager.default.fileExists(atPath: place.folder.path("many.h5")))
    }

    @Test("Runs that bring a sweep no further are given up after as many as asked for")
    func idleRuns() throws {
      let place = try Workplace()
      try place.folder.write(Self.job, to: "job.toml")
      let run = [
        "run", "job.toml", "-o", "a.h5", "--resume", "--give-up-after", "3", "--time-limit",
        "1e-9 s",
      ]
      let outside = ["SLURM_JOB_ID": ""]
      func code() throws -> Int32 {
        try place.command(run, environment: outside).run().exitCode
      }
      #expect(try [code(), code()] == [75, 75])
      let third = try place.command(run, environment: outside).run()
      #expect(third.exitCode == 1)
      #expect(third.errors.contains("3 runs in a row finished no point and saved no state"))
      #expect(try !place.folder.names().contains("a.h5.idle-runs"))
      // Runs that were killed counted at their start: after three the next does not begin.
      try place.folder.write("- 0 0\n- 0 0\n- 0 0\n", to: "a.h5.idle-runs")
      let fourth = try place.command(run, environment: outside).run()
      #expect(fourth.exitCode == 1)
      #expect(fourth.errors.contains("3 runs in a row"), "\(fourth.errors)")
      // Bad input leaves nothing behind: a point that breaks a rule, and a file that is there.
      try place.folder.write(
        Self.job.replacing("trajectories = 5000", with: "trajectories = 10\ntime_step = 1e-9"),
        to: "bad.toml")
      try place.folder.write("no results", to: "there.h5")
      for words in [["bad.toml", "-o", "bad.h5"], ["job.toml", "-o", "there.h5"]] {
        let refused = try place.command(
          ["run"] + words + ["--resume", "--give-up-after", "3"], environment: outside
        ).run()
        #expect(refused.exitCode == 2, "\(refused.errors)")
      }
      #expect(try place.folder.names().allSatisfy { !$0.hasSuffix(".idle-runs") })
      // A state that was saved inside a point is progress, and so is another job of Slurm.
      #expect(try [code(), code()] == [75, 75])
      try place.folder.write("", to: "a.h5.restart-0-0-1")
      #expect(try [code(), code()] == [75, 75])
      let job = try place.command(run, environment: ["SLURM_JOB_ID": "4711"]).run()
      #expect(job.exitCode == 75, "\(job.errors)")
    }

    @Test("A run that was stopped inside its first point is idle")
    func idleRun() throws {
      let place = try Workplace()
      try place.folder.write(Self.endless, to: "job.toml")
      let running = try place.command(
        ["run", "job.toml", "-o", place.folder.path("a.h5"), "--resume", "--give-up-after", "1"]
      ).start()
      #expect(place.appears("a.h5"))
      kill(try #require(place.processes(writing: "a.h5").first), SIGUSR1)
      let result = try running.waitUntilExit()
      #expect(result.exitCode == 1)
      #expect(result.errors.contains("1 run in a row finished no point"), "\(result.errors)")
    }

    @Test(
      "A bar is drawn on terminals that can go back in a line, and fits them",
      arguments: [("xterm", true), ("dumb", false), ("", false)])
    func bar(terminal: String, isDrawn: Bool) throws {
      let place = try Workplace()
      try place.folder.write(Self.endless, to: "job.toml")
      // Longer than from one look at the bar to the next, whatever is computed meanwhile.
      let run = "stty cols 60; '\(Workplace.program)' run job.toml -o a.h5 --time-limit '2 s'"
      let result = try Command(
        ["script", "-qec", run, "/dev/null"], environment: ["TERM": terminal], in: place.folder,
        timeLimit: 120
      ).run()
      #expect(result.exitCode == 75, "\(result.output)")
      let lines = result.output.split { $0 == "\r" || $0 == "\n" || $0 == "\r\n" }
        .filter { $0.contains(" %  ") }
      #expect(lines.isEmpty != isDrawn, "\(result.output)")
      #expect(lines.allSatisfy { $0.count < 60 })
    }

    /// Nine million points.
    private static let manyPoints = """
      model = "macrospin"
      [[axis]]
      parameter = "bias_voltage"
      from = 0.1
      to = 0.9
      points = 3000
      [[axis]]
      parameter = "temperature"
      from = 1
      to = 300
      points = 3000
      [output]
      quantities = ["switching_probability"]
      """
  }
}

/// Random numbers that are the same in every run of the tests.
private struct SplitMix {
  var state: UInt64

  mutating func next() -> UInt64 {
    state &+= 0x9E37_79B9_7F4A_7C15
    var z = state
    z = (z ^ (z >> 30)) &* 0xBF58_476D_1CE4_E5B9
    z = (z ^ (z >> 27)) &* 0x94D0_49BB_1331_11EB
    return z ^ (z >> 31)
  }
}
