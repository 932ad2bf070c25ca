import Foundation
import TestSupport
import Testing

extension CommandTests {
  @Suite("Runs that go on inside a point")
  struct Restart {
    /// Two points of some three seconds, most of it asleep, and a quick one.
    private static let job = """
      model = "diffusion"
      [parameters]
      sites = 403
      pause = 1000
      [[axis]]
      parameter = "steps"
      values = [10, 3000, 3001]
      [output]
      flush_interval = "0.1 s"
      """

    private func started() throws -> Workplace {
      let place = try Workplace()
      try place.folder.write(Self.job, to: "job.toml")
      let result = try place.helper("job.toml", "-o", "whole.h5", "--set", "pause=0")
      #expect(result.exitCode == 0, "\(result.errors)")
      return place
    }

    /// The steps at which points went on.
    private func steps(_ result: CommandResult) -> [Int] {
      result.errors.split(separator: "\n").compactMap { line in
        line.contains("goes on at step") ? line.split(separator: " ").last.flatMap { Int($0) } : nil
      }
    }

    /// Resumes until the file is whole, and compares it with one that was never interrupted. The
    /// pause is not part of the results, but of the job.
    private func finish(_ place: Workplace, ranks: Int, size: Int) throws -> CommandResult {
      let result = try place.helper(
        ranks: ranks, "job.toml", "-o", "a.h5", "--resume", "--ranks-per-point", "\(size)")
      #expect(result.exitCode == 0, "\(result.errors)")
      #expect(try place.states(of: "a.h5").isEmpty)
      #expect(try Int(place.python("partial", "a.h5", "whole.h5")) == 3)
      return result
    }

    /// Stops a run by a time limit inside a point. The start counts too, and takes longer on a slow
    /// machine: the limit grows until it does not end before a state has been saved.
    @discardableResult
    private func stop(
      _ place: Workplace, ranks: Int = 1, _ options: String...
    ) throws -> CommandResult {
      let before = try place.newestState(of: "a.h5")
      var seconds = 1
      while true {
        let result = try place.command(
          ranks: ranks,
          ["job.toml", "-o", "a.h5", "--resume", "--time-limit", "\(seconds) s"]
            + options,
          program: Workplace.helper
        ).run()
        try #require(result.exitCode == 75, "\(result.errors)")
        if try place.newestState(of: "a.h5") > before { return result }
        seconds += 1
        try #require(seconds < 60)
      }
    }

    @Test("Progress counts how much of a long point is done")
    func progress() throws {
      let place = try Workplace()
      try place.folder.write(Self.job, to: "job.toml")
      let result = try place.helper("job.toml", "-o", "a.h5", "--progress", "bar")
      #expect(result.exitCode == 0, "\(result.errors)")
      // The costliest point is the first one: a third of all.
      let shares = result.errors.matches(of: /([0-9.]+) %  0\/3/).compactMap { Double($0.output.1) }
      #expect(shares.count > 5 && shares == shares.sorted())
      #expect((shares.first ?? 100) < 10 && (25...33.4).contains(shares.last ?? 0))
    }

    @Test(
      "A time limit shorter than a point: each run goes on where the last one stopped",
      arguments: [(1, 1), (2, 2), (4, 2)])
    func timeLimit(ranks: Int, size: Int) throws {
      let place = try started()
      var progress: [Int] = []
      for _ in 0..<2 {
        progress += steps(
          try stop(place, ranks: ranks, "--ranks-per-point", "\(size)"))
      }
      progress += steps(try finish(place, ranks: ranks, size: size))
      #expect(progress.count >= 2 * size)
      #expect(progress.allSatisfy { $0 > 0 })
    }

    @Test("Electrons and spins go on inside a point, to the bits of a run without interruption")
    func tensorNetwork() throws {
      let place = try Workplace()
      try place.folder.write(
        """
        model = "tdmrg"
        [parameters]
        sites = 40
        layer_start = 16
        confined_sites = 6
        electrons = 4
        max_bond = 60
        time_step = 0.005
        end_time = 8
        times = 5
        [output]
        flush_interval = "0.02 s"
        """, to: "job.toml")
      let whole = try place.spinsweep("run", "job.toml", "-o", "whole.h5")
      #expect(whole.exitCode == 0, "\(whole.errors)")
      for ranks in [1, 2] {
        let file = "\(ranks).h5"
        let resume = place.command(
          ranks: ranks,
          [
            "run", "job.toml", "-o", place.folder.path(file), "--resume", "--ranks-per-point",
            "\(ranks)",
          ])
        for _ in 0..<2 {
          let result = try place.interrupt(resume, writing: file)
          #expect(result.exitCode == 75, "\(result.errors)")
          #expect(try !place.states(of: file).isEmpty)
        }
        let last = try resume.run()
        #expect(last.exitCode == 0, "\(last.errors)")
        #expect(!last.errors.contains("is not used"))
        #expect(try place.digest(file) == place.digest("whole.h5"))
      }
    }

    @Test("kill -9 of all ranks of two teams loses what was computed since the last save, no more")
    func kills() throws {
      let place = try started()
      let output = place.folder.path("a.h5")
      var progress = 0
      for _ in 0..<2 {
        let run = place.command(
          ranks: 4, ["job.toml", "-o", output, "--resume", "--ranks-per-point", "2"],
          program: Workplace.helper)
        let result = try place.interrupt(run, writing: "a.h5", by: SIGKILL, saves: 4)
        #expect(result.exitCode != 0)
        progress = steps(result).reduce(0, +)
      }
      let last = try finish(place, ranks: 4, size: 2)
      // Of the points in work, one at least went on later than the run before.
      #expect(steps(last).reduce(0, +) > progress)
    }

    @Test("A signal that only one rank of a team has received stops the run")
    func signalToOneRank() throws {
      let place = try started()
      let running = try place.command(
        ranks: 2,
        ["job.toml", "-o", place.folder.path("a.h5"), "--ranks-per-point", "2"],
        program: Workplace.helper
      ).start()
      #expect(place.appears("a.h5"))
      usleep(300_000)
      let follower = try #require(place.processes(writing: "a.h5").max())
      kill(follower, SIGUSR1)
      let result = try running.waitUntilExit()
      #expect(result.exitCode == 75, "\(result.errors)")
      #expect(result.errors.contains("stopped by signal SIGUSR1"))
      _ = try finish(place, ranks: 2, size: 2)
    }

    @Test("A state that is damaged, or of another number of ranks, is left aside, with the reason")
    func unusable() throws {
      let place = try started()
      try stop(place)
      for name in try place.states(of: "a.h5") {
        let file = try FileHandle(forUpdating: place.folder.url.appendingPathComponent(name))
        try file.seek(toOffset: 200)
        let byte = try #require(try file.read(upToCount: 1))
        try file.seek(toOffset: 200)
        try file.write(contentsOf: Data([byte[0] ^ 0x10]))
        try file.close()
      }
      let damaged = try stop(place)
      #expect(damaged.errors.contains("is not used: it is damaged: its checksum is wrong"))
      #expect(steps(damaged).isEmpty)
      let result = try finish(place, ranks: 2, size: 2)
      #expect(
        result.errors.contains(
          "is not used: it was saved with 1 ranks a point, and now there are 2"))
      #expect(steps(result).isEmpty)
    }

    @Test("States of a file that is replaced are removed; check and status tell of them")
    func removal() throws {
      let place = try started()
      try stop(place)
      #expect(try place.states(of: "a.h5").count == 1)
      let status = try place.spinsweep("status", "a.h5")
      #expect(status.output.contains("saved states  of 1 point"))
      try FileManager.default.removeItem(atPath: place.folder.path("a.h5"))
      let again = try place.helper(
        "job.toml", "-o", "a.h5", "--set", "axis.steps.values=[1,2]")
      #expect(again.exitCode == 0, "\(again.errors)")
      #expect(try place.states(of: "a.h5").isEmpty)
    }
  }
}
