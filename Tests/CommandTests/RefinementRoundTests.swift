import Foundation
import TestSupport
import Testing

extension CommandTests {
  /// The rounds of refined sweeps, in memory or through files: with signals, crashes and points
  /// that the model does not allow.
  @Suite("Rounds of refined sweeps")
  struct RefinementRounds {
    private func place(_ job: String = Refined.job) throws -> Workplace {
      let place = try Workplace()
      try place.folder.write(job, to: "job.toml")
      return place
    }

    /// Two numbers whose border is a parabola.
    private static let parabola = """
      model = "faulty"
      [parameters]
      behavior = "fine"
      [[axis]]
      parameter = "number"
      from = 0
      to = 1
      points = 5
      [[axis]]
      parameter = "other"
      from = 0
      to = 1
      points = 5
      [refine]
      quantity = "excess"
      level = 0
      axes = ["number", "other"]
      depth = 3

      """

    @Test("Quick rounds are kept in memory: few files, the bits of a file each")
    func memory() throws {
      let place = try place()
      let apart = try place.helper("job.toml", "-o", "apart.h5", "--keep", "0")
      #expect(apart.exitCode == 0, "\(apart.errors)")
      let together = try place.helper("job.toml", "-o", "together.h5")
      #expect(together.exitCode == 0, "\(together.errors)")
      #expect(try place.digest("apart.h5") == place.digest("together.h5"))
      // What both say of it is the same: all points were computed by the run.
      func points(_ result: CommandResult) -> Substring? {
        result.output.split(separator: ": ").last?.split(separator: " in ").first
      }
      #expect(points(apart) == points(together))
      // A surface for each value of a further axis, whose points get other numbers in each round.
      try place.folder.write(Refined.surface, to: "job.toml")
      for (name, keep) in [("a.h5", "0"), ("b.h5", "60")] {
        let result = try place.helper("job.toml", "-o", name, "--keep", keep)
        #expect(result.exitCode == 0, "\(result.errors)")
      }
      #expect(try place.digest("a.h5") == place.digest("b.h5"))
    }

    @Test("Time that is over in the middle of a round leaves the rest of it to the run")
    func little() throws {
      let place = try place(Self.parabola)
      let whole = try place.helper("job.toml", "-o", "whole.h5", "--keep", "0")
      #expect(whole.exitCode == 0, "\(whole.errors)")
      // Points take a millisecond and some.
      for (ranks, keep) in [(nil, "0.003"), (2, "0.01"), (3, "0.03")] as [(Int?, String)] {
        let file = "\(keep).h5"
        let result = try place.helper(
          ranks: ranks, "job.toml", "-o", file, "--keep", keep, timeLimit: 600)
        #expect(result.exitCode == 0, "\(result.errors)")
        #expect(try place.digest(file) == place.digest("whole.h5"))
      }
    }

    @Test("A signal ends a round with 75, and the run goes on to the same bits")
    func signals() throws {
      let place = try place()
      let whole = try place.spinsweep("run", "job.toml", "-o", "whole.h5")
      #expect(whole.exitCode == 0, "\(whole.errors)")
      for step in ["created", "carrying"] {
        for (ranks, keep) in [(nil, "0"), (2, "0.5")] as [(Int?, String)] {
          let stopped = try place.helper(
            ranks: ranks, "job.toml", "-o", "a.h5", "--keep", keep, "--carry", "50", "--resume",
            "--signal-at", step)
          #expect(stopped.exitCode == 75, "\(step): \(stopped.errors)")
          #expect(
            stopped.errors.contains(
              "spinsweep: stopped by signal SIGUSR1; continue with --resume\n"))
          #expect(try place.folder.names().allSatisfy { !$0.hasSuffix(".extending") })
          #expect(try place.spinsweep("status", "a.h5").exitCode == 75)
        }
      }
      let rest = try place.spinsweep("run", "job.toml", "-o", "a.h5", "--resume")
      #expect(rest.exitCode == 0, "\(rest.errors)")
      #expect(try place.digest("a.h5") == place.digest("whole.h5"))
    }

    @Test("A refined point that crashes the program is marked failed after a few runs")
    func crashes() throws {
      let place = try place(
        Self.parabola.replacing("\"fine\"", with: "\"brittle\"").replacing(
          "depth = 3", with: "depth = 1"))
      var codes: [Int32] = []
      repeat {
        codes.append(try place.helper("job.toml", "-o", "a.h5", "--resume").exitCode)
      } while codes.last != 4 && codes.last != 2 && codes.count < 80
      #expect(codes.last == 4 && codes.count > 2, "\(codes)")
      let status = try place.spinsweep("status", "a.h5")
      #expect(
        status.output.contains("ended the program 2 times (Segmentation fault)"), "\(status.output)"
      )
    }

    @Test("A refined point that the model does not allow ends the run with 2 and one sentence")
    func rules() throws {
      let place = try place(Self.parabola.replacing("\"fine\"", with: "\"fussy\""))
      let refused = try place.helper("job.toml", "-o", "a.h5")
      #expect(refused.exitCode == 2)
      #expect(
        refused.errors.hasPrefix("spinsweep: job.toml:")
          && refused.errors.contains("'number' must not be from 0.44 to 0.45 (at number = 0.447")
          && refused.errors.split(separator: "\n").count == 1, "\(refused.errors)")
      // A middle of coarse cells is found before anything runs.
      try place.folder.write(
        Self.parabola.replacing("\"fine\"", with: "\"fussy\"")
          .replacing("to = 1\npoints = 5\n[[axis]]", with: "to = 0.89\npoints = 2\n[[axis]]"),
        to: "job.toml")
      let early = try place.helper("job.toml", "-o", "b.h5")
      #expect(early.exitCode == 2)
      #expect(
        early.errors.contains(
          "[refine] halves cells, and between their corners not all is allowed: 'number' must not "
            + "be from 0.44 to 0.45 (at "), "\(early.errors)")
      #expect(try !place.folder.names().contains("b.h5"))
    }

    // MARK: - With targets

    /// As many trajectories as each point takes, where the border is.
    private static let target =
      Refined.noisy.replacing("trajectories = 60\n", with: "")
      .replacing(
        "\"switching_probability\", \"switching_probability_low\", \"switching_probability_high\"",
        with: "\"switching_probability\"")
        + """
        [target]
        quantity = "switching_probability"
        standard_error = 0.03
        most_trajectories = 2000

        """

    @Test("[target] with [refine]: the same bits on 1, 2 and 3 ranks, killed, and extended")
    func targets() throws {
      let place = try place(Self.target)
      func run(_ ranks: Int?, _ options: String...) throws {
        let result = try place.command(ranks: ranks, ["run", "job.toml"] + options).run()
        #expect(result.exitCode == 0, "\(result.errors)")
      }
      try run(nil, "-o", "1.h5")
      let digest = try place.digest("1.h5")
      for ranks in [2, 3] {
        try run(ranks, "-o", "\(ranks).h5")
        #expect(try place.digest("\(ranks).h5") == digest)
      }
      try run(3, "-o", "shared.h5", "--ranks-per-point", "3")
      #expect(try place.digest("shared.h5") == digest)
      // Killed after each round, and in the middle of one.
      var (code, kills) = (Int32(1), 0)
      while code != 0, kills < 30 {
        code =
          try place.helper(
            ranks: kills % 2 == 0 ? nil : 2, "job.toml", "-o", "a.h5", "--keep", "0", "--kill-at",
            kills == 1 ? "carrying" : "published", "--resume"
          ).exitCode
        kills += 1
      }
      #expect(code == 0 && kills > 2)
      #expect(try place.digest("a.h5") == digest)
      // Deeper, stopped on the way.
      try run(2, "-o", "fresh.h5", "--set", "refine.depth=2")
      let stopped = try place.spinsweep(
        ranks: 2, "run", "job.toml", "-o", "a.h5", "--extend", "--set", "refine.depth=2",
        "--stop-after", "3")
      #expect(stopped.exitCode == 75, "\(stopped.errors)")
      try run(nil, "-o", "a.h5", "--extend", "--set", "refine.depth=2")
      #expect(try place.digest("a.h5") == place.digest("fresh.h5"))
      let check = try TestSupport.python(
        """
        import sys, h5py
        f = h5py.File(sys.argv[1])
        used, error = f["trajectories_used"][()], f["switching_probability_standard_error"][()]
        assert ((error <= 0.03) | (used == 2000)).all() and used.min() >= 256
        assert len(set(used)) > 1 and len(f["contour/contour_error"]) > 3
        print("fine")
        """, [place.folder.path("a.h5")]
      ).run()
      #expect(check.lines == ["fine"], "\(check.errors)")
      // A sharper target changes where points are.
      let sharper = try place.spinsweep(
        "run", "job.toml", "-o", "a.h5", "--extend", "--set", "refine.depth=2", "--set",
        "target.standard_error=0.02")
      #expect(sharper.exitCode == 2)
      #expect(
        sharper.errors.contains(
          "the [target] is not the same in a.h5 and in the job; a refined sweep grows by 'depth' "
            + "and 'most_points' of [refine] alone"), "\(sharper.errors)")
    }

    @Test("A formula that is the target has an error, so that its border has one")
    func formulas() throws {
      let formula = """

        [[quantity]]
        name = "write_error_rate"
        expression = "1 - switching_probability"

        """
      let place = try place(
        Self.target.replacing(
          "quantity = \"switching_probability\"", with: "quantity = \"write_error_rate\"")
          + formula)
      let result = try place.spinsweep("run", "job.toml", "-o", "a.h5")
      #expect(result.exitCode == 0, "\(result.errors)")
      #expect(try place.python("border_error", "a.h5") == "1 V A/m")
    }
  }
}
