import Foundation
import TestSupport
import Testing

extension CommandTests {
  /// What a job may not take away from a file, and what a kill may not.
  @Suite("Files that grow lose nothing")
  struct ExtensionSafety {
    private static let job = Extension.job.replacing("points = 61", with: "points = 5")

    private func begun() throws -> Workplace {
      let place = try Workplace()
      try place.folder.write(Self.job, to: "job.toml")
      let result = try place.spinsweep(
        "run", "job.toml", "-o", "a.h5", "--set", "axis.repeat.repeat=2")
      try #require(result.exitCode == 0, "\(result.errors)")
      return place
    }

    static let refusals: [([String], String)] = [
      (
        ["--set", "axis.bias_voltage.points=4"],
        "the job lacks bias_voltage = 0.6 V, which a.h5 has; --extend takes nothing away"
      ),
      (
        ["--set", "axis.temperature.values=[77K, 300K]"],
        "the job lacks temperature = 4.0 K, which a.h5 has; --extend takes nothing away"
      ),
      (
        ["--set", "axis.repeat.repeat=1"],
        "the job lacks repeat = 1, which a.h5 has; --extend takes nothing away"
      ),
      (
        ["--set", "trajectories=8"],
        "parameter 'trajectories' is 16 in a.h5 and 8 in the job; --extend takes nothing away"
      ),
      (["--set", "damping=0.06"], "parameter 'damping' is 0.05 in a.h5 and 0.06 in the job"),
      (["--set", "seed=6"], "the seed is 5 in a.h5 and 6 in the job"),
      (
        ["--set", "output.quantities=[switching_probability]"],
        "the job lacks the quantity '"
      ),
      (
        ["--part", "1/2"],
        "it holds the whole grid, and this run computes part 1/2"
      ),
    ]

    @Test("Repetitions are not taken away")
    func repetitions() throws {
      let place = try Workplace()
      try place.folder.write(Extension.job + "[[axis]]\nrepeat = 2\n", to: "job.toml")
      let few = ["--set", "axis.bias_voltage.points=3"]
      let made = try place.command(["run", "job.toml", "-o", "a.h5"] + few).run()
      try #require(made.exitCode == 0, "\(made.errors)")
      try place.folder.write(Extension.job, to: "job.toml")
      let result = try place.command(["run", "job.toml", "-o", "a.h5", "--extend"] + few).run()
      #expect(result.exitCode == 2)
      #expect(
        result.errors
          == "spinsweep: cannot extend 'a.h5': the job lacks an axis that repeats points, which "
          + "a.h5 has; --extend takes nothing away\n")
    }

    @Test("What a job takes away or changes is named, and nothing is written", arguments: refusals)
    func refused(options: [String], sentence: String) throws {
      let place = try begun()
      let before = try Data(contentsOf: place.folder.url.appendingPathComponent("a.h5"))
      let words = ["run", "job.toml", "-o", "a.h5", "--extend", "--set", "axis.repeat.repeat=2"]
      let result = try place.command(words + options).run()
      #expect(result.exitCode == 2)
      #expect(
        result.errors.hasPrefix("spinsweep: cannot extend 'a.h5': \(sentence)"),
        "\(result.errors)")
      #expect(result.errors.split(separator: "\n").count == 1)
      #expect(
        try Data(contentsOf: place.folder.url.appendingPathComponent("a.h5")) == before)
      #expect(try place.folder.names() == ["a.h5", "job.toml"])
    }

    @Test("An axis that is gone, a formula that has changed, another model")
    func otherRefusals() throws {
      let place = try Workplace()
      let formula = "[[quantity]]\nname = \"a\"\nexpression = \"2*switching_probability\"\n"
      try place.folder.write(Self.job + formula, to: "job.toml")
      #expect(try place.spinsweep("run", "job.toml", "-o", "a.h5").exitCode == 0)
      let jobs = [
        (
          Self.job.replacing(/\[\[axis\]\][\s\S]*/, with: "bias_voltage = \"0 V\"\n") + formula,
          "the job lacks the axis 'bias_voltage', which a.h5 has; --extend takes nothing away"
        ),
        (
          Self.job + formula.replacing("2*", with: "3*"),
          "quantity 'a' is 2*switching_probability in 1 in a.h5 and 3*switching_probability in 1 "
            + "in the job"
        ),
        (Self.job, "the job lacks the quantity 'a', which a.h5 has; --extend takes nothing away"),
        (
          "model = \"quantum-temperature\"\n",
          "the model is 'macrospin' in a.h5 and 'quantum-temperature' in the job"
        ),
      ]
      for (job, sentence) in jobs {
        try place.folder.write(job, to: "job.toml")
        let result = try place.spinsweep("run", "job.toml", "-o", "a.h5", "--extend")
        #expect(result.exitCode == 2)
        #expect(result.errors == "spinsweep: cannot extend 'a.h5': \(sentence)\n")
      }
    }

    @Test("A part stays as it is, and nobody's own data are lost")
    func partsAndOwnData() throws {
      let place = try Workplace()
      try place.folder.write(Self.job, to: "job.toml")
      let part = ["run", "job.toml", "--part", "1/2", "-o", "a.h5"]
      #expect(try place.command(part).run().exitCode == 0)
      let more = ["--extend", "--set", "axis.bias_voltage.points=9"]
      let extended = try place.command(part + more).run()
      #expect(extended.exitCode == 2)
      #expect(
        extended.errors
          == "spinsweep: cannot extend 'a.h5': a part of a grid stays as it is; `spinsweep merge` "
          + "the parts first\n")
      let whole = ["run", "job.toml", "-o", "b.h5"]
      #expect(try place.command(whole).run().exitCode == 0)
      let added = try TestSupport.python(
        "import sys, h5py; h5py.File(sys.argv[1], 'a')['my_fit'] = [1.0]",
        [place.folder.path("b.h5")]
      ).run()
      #expect(added.exitCode == 0, "\(added.errors)")
      for (command, deed) in [
        (whole + more, "extend"), (["derive", "b.h5", "x=1 - switching_probability"], "add to"),
      ] {
        let result = try place.command(command).run()
        #expect(result.exitCode == 2)
        #expect(
          result.errors
            == "spinsweep: cannot \(deed) 'b.h5': 'my_fit' in it is not of its job and would be "
            + "lost; move it to another file first\n")
      }
    }

    private static let more = [
      "--set", "axis.bias_voltage.points=9", "--set", "axis.temperature.values=[4K, 77K]",
    ]
    private static let steps = ["created", "carrying", "carried", "closed", "published"]

    @Test(
      "A kill at any step leaves the old or the new file, and the next run makes it whole",
      arguments: steps, [1, 2, 4])
    func kills(step: String, ranks: Int) throws {
      let place = try begunAlone()
      let old = try Data(contentsOf: place.folder.url.appendingPathComponent("a.h5"))
      let words = ["job.toml", "-o", "a.h5", "--extend", "--carry", "2"] + Self.more
      let killed = try place.command(
        ranks: ranks, words + ["--kill-at", step], program: Workplace.helper
      ).run()
      #expect(killed.exitCode != 0)
      let now = try Data(contentsOf: place.folder.url.appendingPathComponent("a.h5"))
      #expect((now == old) == (step != "published"))
      // Each of the old points is there, whichever file it is.
      let status = try place.spinsweep("status", "a.h5", "--json")
      #expect(status.exitCode == 0 || status.exitCode == 75, "\(status.errors)")
      let next = try place.command(ranks: ranks, words, program: Workplace.helper).run()
      #expect(next.exitCode == 0, "\(next.errors)")
      #expect(next.output.hasPrefix("a.h5: 13 points in "), "\(next.output)")
      let fresh = try place.command(["run", "job.toml", "-o", "fresh.h5"] + Self.more).run()
      #expect(fresh.exitCode == 0)
      #expect(try place.digest("a.h5") == place.digest("fresh.h5"))
      #expect(try !place.folder.names().contains("a.h5.extending"))
    }

    @Test(
      "A kill while all is computed again leaves the old file", arguments: ["closed", "published"])
    func killsWhenComputedAgain(step: String) throws {
      let place = try begunAlone()
      let old = try Data(contentsOf: place.folder.url.appendingPathComponent("a.h5"))
      let more = ["--set", "trajectories=20"]
      let words = ["job.toml", "-o", "a.h5", "--extend"] + more
      let killed = try place.command(
        ranks: 2, words + ["--kill-at", step], program: Workplace.helper
      ).run()
      #expect(killed.exitCode != 0)
      let now = try Data(contentsOf: place.folder.url.appendingPathComponent("a.h5"))
      #expect((now == old) == (step != "published"))
      let next = try place.command(words, program: Workplace.helper).run()
      #expect(next.exitCode == 0, "\(next.errors)")
      #expect(next.output.hasPrefix("a.h5: 0 points in "), "\(next.output)")
      let fresh = try place.command(["run", "job.toml", "-o", "fresh.h5"] + more).run()
      #expect(fresh.exitCode == 0)
      #expect(try place.digest("a.h5") == place.digest("fresh.h5"))
    }

    private func begunAlone() throws -> Workplace {
      let place = try Workplace()
      try place.folder.write(Self.job, to: "job.toml")
      let result = try place.spinsweep("run", "job.toml", "-o", "a.h5")
      try #require(result.exitCode == 0, "\(result.errors)")
      return place
    }

    @Test("A signal while points are carried over ends the run with 75, and the old file stays")
    func signal() throws {
      let place = try begunAlone()
      let old = try Data(contentsOf: place.folder.url.appendingPathComponent("a.h5"))
      let words = ["job.toml", "-o", "a.h5", "--extend", "--carry", "2"] + Self.more
      let stopped = try place.command(
        ranks: 2, words + ["--signal-at", "carrying"], program: Workplace.helper
      ).run()
      #expect(stopped.exitCode == 75, "\(stopped.errors)")
      #expect(
        stopped.errors.contains("stopped by signal SIGUSR1 before anything was computed"))
      #expect(
        try Data(contentsOf: place.folder.url.appendingPathComponent("a.h5")) == old)
      #expect(try place.folder.names() == ["a.h5", "job.toml"])
    }

    @Test("What a crash has left beside the old file is not taken for the new one's")
    func leftovers() throws {
      let place = try Workplace()
      try place.folder.write(
        """
        model = "faulty"
        [[axis]]
        parameter = "number"
        values = [1, 2]
        [[axis]]
        parameter = "behavior"
        values = ["fail", "fine", "crash"]
        """, to: "job.toml")
      for _ in 0..<2 {
        let crashed = try place.helper("job.toml", "-o", "a.h5", "--resume")
        #expect(crashed.exitCode != 0)
      }
      #expect(try place.folder.names().contains("a.h5.crashes"))
      let fine = ["--set", "axis.number.values=[3, 1, 2]"]
      let extended = try place.command(
        ["job.toml", "-o", "a.h5", "--extend"] + fine, program: Workplace.helper
      ).run()
      // The crash comes again, at a point whose number is another now.
      #expect(extended.exitCode != 0)
      let notes = try place.folder.text("a.h5.crashes")
      #expect(notes.split(separator: "\n").count == 1, "\(notes)")
    }
  }
}
