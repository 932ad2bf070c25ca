import Foundation
import TestSupport
import Testing

extension CommandTests {
  /// Trajectories that are added to points, and points that have as many as they need.
  @Suite("Trajectories that are added")
  struct Trajectories {
    private static let job = Extension.job.replacing("points = 61", with: "points = 3")
      .replacing("trajectories = 16", with: "trajectories = 1000")
    private static let more = ["--set", "trajectories=4000"]

    private static let binomialJob = """
      model = "switching-statistics"
      seed = 2
      [parameters]
      trials = 20
      experiments = 30
      voltage_pulse = "50 ps"
      current_pulse = "50 ps"
      relaxation = "0 ns"
      temperature = "300 K"

      """

    private static let keldyshJob = """
      model = "keldysh"
      seed = 3
      [parameters]
      trajectories = 300
      times = 4
      polar_bins = 20
      duration = "50 ps"
      [output]
      quantities = ["moment_mean", "moment_std", "polar_density", "polar_density_standard_error"]

      """

    @discardableResult
    private func run(
      _ place: Workplace, ranks: Int? = nil, _ options: [String], code: Int32 = 0
    ) throws -> CommandResult {
      let result = try place.command(ranks: ranks, ["run", "job.toml"] + options).run()
      try #require(result.exitCode == code, "\(result.output)\(result.errors)")
      return result
    }

    @Test("A thousand trajectories become four thousand", arguments: [nil, 1, 2, 4])
    func added(ranks: Int?) throws {
      let place = try Workplace()
      try place.folder.write(Self.job, to: "job.toml")
      try run(place, ["-o", "a.h5"])
      let extended = try run(place, ranks: ranks, ["-o", "a.h5", "--extend"] + Self.more)
      #expect(
        extended.errors.contains(
          "all 3 points of 'a.h5' go on with the trajectories that they have: 'trajectories' is "
            + "1000 in a.h5 and 4000 in the job; until they are done it stays as it is, and "
            + "'a.h5.extending' has the new ones"))
      try run(place, ["-o", "fresh.h5"] + Self.more)
      #expect(try place.digest("a.h5") == place.digest("fresh.h5"))
      #expect(try place.folder.names() == ["a.h5", "fresh.h5", "job.toml"])
      // And once more, with new points among the old ones.
      let further = ["--set", "trajectories=4100", "--set", "axis.bias_voltage.points=5"]
      try run(place, ["-o", "a.h5", "--extend"] + further)
      try run(place, ["-o", "fresh.h5", "--overwrite"] + further)
      #expect(try place.digest("a.h5") == place.digest("fresh.h5"))
    }

    @Test(
      "Of every model with trajectories, also with more trials in an experiment",
      arguments: [
        (binomialJob, ["experiments=80"]), (binomialJob, ["trials=50"]),
        (
          binomialJob + "[output]\nquantities = [\"p_value\", \"switching_probability_low\"]\n",
          ["experiments=80"]
        ),
        (keldyshJob, ["trajectories=700"]),
      ])
    func models(job: String, more: [String]) throws {
      let place = try Workplace()
      try place.folder.write(job, to: "job.toml")
      try run(place, ["-o", "a.h5"])
      let options = more.flatMap { ["--set", $0] }
      let extended = try run(place, ["-o", "a.h5", "--extend"] + options)
      #expect(extended.errors.contains("go on with the trajectories that they have"))
      try run(place, ["-o", "fresh.h5"] + options)
      #expect(try place.digest("a.h5") == place.digest("fresh.h5"))
    }

    @Test("Quantities of the same trajectories are added without computing one")
    func quantities() throws {
      let place = try Workplace()
      try place.folder.write(Self.job, to: "job.toml")
      let few = ["--set", "output.quantities=[mean_magnetization]"]
      try run(place, ["-o", "a.h5"] + few)
      let both = [
        "--set", "output.quantities=[mean_magnetization, magnetization_variance_standard_error]",
      ]
      let extended = try run(place, ["-o", "a.h5", "--extend"] + both)
      #expect(
        extended.errors.contains("a.h5 has no 'magnetization_variance_standard_error'"))
      try run(place, ["-o", "fresh.h5"] + both)
      #expect(try place.digest("a.h5") == place.digest("fresh.h5"))
    }

    @Test("Killed again and again while trajectories are added", arguments: [1, 2])
    func kills(ranks: Int) throws {
      let place = try Workplace()
      let long = Self.job.replacing("relaxation = \"0 ns\"", with: "relaxation = \"0.5 ns\"")
      try place.folder.write(long.replacing("points = 3", with: "points = 12"), to: "job.toml")
      try run(place, ["-o", "a.h5"])
      let old = try place.digest("a.h5")
      try run(place, ["-o", "fresh.h5"] + Self.more)
      let fresh = try place.digest("fresh.h5")
      let command = place.command(
        ranks: ranks,
        [
          "run", "job.toml", "-o", place.folder.path("a.h5"), "--extend", "--set",
          "output.flush_interval=0.01",
        ] + Self.more)
      var kills = 0
      // At once when there is a new file, and later and later.
      for delay in [0, 0.02, 0.05, 0.1, 0.2, 0.4] {
        let running = try command.start()
        let new = place.folder.path("a.h5.extending")
        let giveUp = Date() + 120
        while !FileManager.default.fileExists(atPath: new), running.isRunning, Date() < giveUp {
          usleep(1000)
        }
        usleep(UInt32(1e6 * delay))
        for process in place.processes(writing: "a.h5") { kill(process, SIGKILL) }
        let result = try running.waitUntilExit()
        let now = try place.digest("a.h5")
        #expect(now == old || now == fresh)
        if result.exitCode == 0 { break }
        kills += 1
      }
      #expect(kills > 0)
      try run(place, ["-o", "a.h5", "--extend"] + Self.more)
      #expect(try place.digest("a.h5") == fresh)
    }

    // MARK: - Targets

    /// Hot and long enough that about half of the trajectories switch.
    static let target =
      Extension.job.replacing("\"4 K\"", with: "\"300 K\"")
      .replacing("voltage_pulse = \"50 ps\"", with: "voltage_pulse = \"1 ns\"")
      .replacing("current_pulse = \"50 ps\"", with: "current_pulse = \"115 ps\"")
      .replacing("relaxation = \"0 ns\"", with: "relaxation = \"1 ns\"").replacing(
        "trajectories = 16\n", with: ""
      ).replacing(
        "points = 61", with: "points = 7")
        + """
        [target]
        quantity = "switching_probability"
        standard_error = 0.02
        most_trajectories = 100000

        """

    /// What a file has of each point: P, its standard error and the number of trajectories.
    private func numbers(_ place: Workplace, _ file: String) throws -> [[Double]] {
      let result = try TestSupport.python(
        """
        import sys, h5py
        f = h5py.File(sys.argv[1])
        names = ["switching_probability", "switching_probability_standard_error",
                 "trajectories_used"]
        for row in zip(*(f[n][()] for n in names)): print(*row)
        """, [place.folder.path(file)]
      ).run()
      try #require(result.exitCode == 0, "\(result.errors)")
      return result.lines.map { $0.split(separator: " ").compactMap { Double($0) } }
    }

    @Test("The same bits on any number of ranks, and of ranks that share a point")
    func sameBits() throws {
      let place = try Workplace()
      try place.folder.write(Self.target, to: "job.toml")
      try run(place, ["-o", "1.h5"])
      let digest = try place.digest("1.h5")
      for (ranks, size) in [(2, 1), (2, 2), (3, 3), (4, 2), (5, 1), (5, 5)] {
        let file = "\(ranks)-\(size).h5"
        try run(place, ranks: ranks, ["-o", file, "--ranks-per-point", "\(size)"])
        #expect(try place.digest(file) == digest, "\(ranks) ranks, \(size) a point")
      }
    }

    @Test("A sharper target goes on where another stopped, and a larger budget too")
    func sharper() throws {
      let place = try Workplace()
      try place.folder.write(Self.target, to: "job.toml")
      let small = ["--set", "target.most_trajectories=300"]
      let first = try run(place, ["-o", "a.h5"] + small)
      #expect(
        (first.output + first.errors).contains("most_trajectories is reached"), "\(first.errors)")
      let before = try numbers(place, "a.h5")
      #expect(before.contains { $0[2] == 300 && $0[1] > 0.02 })
      for options in [[], ["--set", "target.standard_error=0.012"]] {
        let extended = try run(place, ranks: 2, ["-o", "a.h5", "--extend"] + options)
        #expect(extended.errors.contains("go on with the trajectories that they have"))
        try run(place, ["-o", "fresh.h5", "--overwrite"] + options)
        #expect(try place.digest("a.h5") == place.digest("fresh.h5"))
      }
      let after = try numbers(place, "a.h5")
      #expect(after.allSatisfy { $0[1] <= 0.012 })
      #expect(zip(before, after).allSatisfy { $0[2] <= $1[2] })
    }

    @Test(
      "What a target takes away is named",
      arguments: [
        (
          ["standard_error=0.03"],
          "'standard_error' of the target is 0.02 in a.h5 and 0.03 in the job"
        ),
        (
          ["relative_error=0.1"],
          "'relative_error' of the target is not given in a.h5 and 0.1 in the job"
        ),
        (
          ["most_trajectories=1000"],
          "'most_trajectories' is 100000 in a.h5 and 1000 in the job"
        ),
        (
          ["quantity=mean_magnetization"],
          "the target is 'switching_probability' in a.h5 and 'mean_magnetization' in the job"
        ),
      ])
    func refused(options: [String], sentence: String) throws {
      let place = try Workplace()
      try place.folder.write(Self.target, to: "job.toml")
      try run(place, ["-o", "a.h5", "--set", "axis.bias_voltage.points=2"])
      let words = ["-o", "a.h5", "--extend", "--set", "axis.bias_voltage.points=2"]
      let result = try run(
        place, words + options.flatMap { ["--set", "target.\($0)"] }, code: 2)
      #expect(result.errors.hasPrefix("spinsweep: cannot extend 'a.h5': \(sentence)"))
    }

    @Test("A number of trajectories and a target are two jobs")
    func targetOrNumber() throws {
      let place = try Workplace()
      let plain = String(Self.target.split(separator: "[target]")[0])
      try place.folder.write(plain, to: "job.toml")
      try run(place, ["-o", "a.h5"])
      try place.folder.write(Self.target, to: "job.toml")
      let resumed = try run(place, ["-o", "a.h5", "--resume"], code: 2)
      #expect(
        resumed.errors
          == "spinsweep: cannot resume 'a.h5': there is a [target] in the job and none in a.h5\n")
      let extended = try run(place, ["-o", "a.h5", "--extend"])
      #expect(
        extended.errors.contains(
          "are computed again: [target] says how many trajectories there are"))
      try run(place, ["-o", "fresh.h5"])
      #expect(try place.digest("a.h5") == place.digest("fresh.h5"))
      try place.folder.write(plain, to: "job.toml")
      let back = try run(place, ["-o", "a.h5", "--extend"], code: 2)
      #expect(back.errors.contains("there is a [target] in a.h5 and none in the job"))
    }

    @Test("The error that is asked for is met, with few trajectories more than that takes")
    func statistics() throws {
      let place = try Workplace()
      try place.folder.write(Self.target, to: "job.toml")
      let points = ["--set", "axis.bias_voltage.points=40"]
      try run(place, ranks: 2, ["-o", "a.h5", "--set", "times=0"] + points)
      // Another seed, and an error that is smaller by the root of ten.
      try run(
        place, ranks: 2,
        [
          "-o", "b.h5", "--set", "seed=77", "--set", "times=0", "--set",
          "target.standard_error=0.00632",
        ] + points)
      let (found, reference) = (try numbers(place, "a.h5"), try numbers(place, "b.h5"))
      // Points at which little is known without many trajectories.
      #expect(reference.count { (0.2...0.8).contains($0[0]) } >= 4)
      var squares = 0.0
      var (used, ideal) = (0.0, 0.0)
      for (mine, theirs) in zip(found, reference) {
        let p = theirs[0]
        // The true error; P of the reference is known to a third of it.
        #expect((p * (1 - p) / mine[2]).squareRoot() <= 0.02 * 1.05)
        let z = (mine[0] - p) / (mine[1] * mine[1] + theirs[1] * theirs[1]).squareRoot()
        // One alarm in 400 runs of 40 points.
        #expect(abs(z) < 4)
        squares += z * z
        used += mine[2]
        // No look comes before 256 trajectories, whatever the ideal number is.
        ideal += max(256, p * (1 - p) / (0.02 * 0.02))
      }
      // χ² of 40 within four of its standard deviations above; errors of rare events are bounds.
      #expect(squares < 40 + 4 * 80.0.squareRoot())
      #expect(used < 1.2 * ideal, "\(used / ideal)")
    }

    @Test("Trials of experiments, relative errors and means have targets, too")
    func otherTargets() throws {
      let place = try Workplace()
      // Pulses that switch some of the trajectories: no number of them tells zero to a tenth.
      let experiments = Self.binomialJob.replacing("experiments = 30\n", with: "")
        .replacing("voltage_pulse = \"50 ps\"", with: "voltage_pulse = \"1 ns\"")
        .replacing("current_pulse = \"50 ps\"", with: "current_pulse = \"115 ps\"")
        .replacing("relaxation = \"0 ns\"", with: "relaxation = \"1 ns\"")
      for (job, quantity, error) in [
        (experiments, "switching_probability", "relative_error = 0.1"),
        (
          String(Self.target.split(separator: "[target]")[0]), "mean_magnetization",
          "standard_error = 0.01"
        ),
        (
          Self.keldyshJob.replacing("trajectories = 300\n", with: ""), "moment_std",
          "standard_error = 0.01"
        ),
      ] {
        let target =
          "[target]\nquantity = \"\(quantity)\"\n\(error)\nmost_trajectories = 20000\n"
        try place.folder.write(job + target, to: "job.toml")
        try run(place, ["-o", "a.h5", "--overwrite"])
        try run(place, ranks: 3, ["-o", "b.h5", "--overwrite", "--ranks-per-point", "3"])
        #expect(try place.digest("a.h5") == place.digest("b.h5"))
        let check = try TestSupport.python(
          """
          import sys, h5py, numpy as np
          f = h5py.File(sys.argv[1]); name, key, limit = sys.argv[2:]
          own = f[name].ndim - f["run/status"].ndim
          axes = tuple(range(f[name].ndim - own, f[name].ndim))
          error = f[name + "_standard_error"][()].max(axes)
          size = np.abs(f[name][()]).max(axes) if key == "relative_error" else 1
          used = f["trajectories_used"][()]
          assert (used < 20000).all() and (used >= 256).all(), used
          assert (error <= float(limit) * size).all(), error
          if "switched_histogram" in f: assert (used % 20 == 0).all()
          print("fine")
          """,
          [place.folder.path("a.h5"), quantity]
            + error.split(separator: " = ").map(String.init)
        ).run()
        #expect(check.lines == ["fine"], "\(check.errors)")
      }
    }

    @Test("The time of a job with a target is a bound")
    func check() throws {
      let place = try Workplace()
      try place.folder.write(Self.target, to: "job.toml")
      let result = try place.spinsweep("check", "job.toml")
      #expect(result.output.contains("at most about "), "\(result.output)")
      #expect(result.output.contains(" on one core, as [target] has it"))
      let json = try place.spinsweep("check", "job.toml", "--json")
      #expect(json.output.contains("\"time_is_a_bound\": true"), "\(json.output)")
    }

    @Test("Few long points are shared by all ranks unless the job says otherwise")
    func fewPoints() throws {
      let place = try Workplace()
      let long = Self.job.replacing("relaxation = \"0 ns\"", with: "relaxation = \"20 ns\"")
        .replacing("points = 3", with: "points = 2")
      try place.folder.write(long, to: "job.toml")
      try run(place, ["-o", "1.h5"])
      for ranks in [2, 3, 4] {
        try run(place, ranks: ranks, ["-o", "\(ranks).h5"])
        #expect(try place.digest("\(ranks).h5") == place.digest("1.h5"))
        let ranksOfPoints = try TestSupport.python(
          "import sys, h5py; print(*h5py.File(sys.argv[1])['run/rank'][()])",
          [place.folder.path("\(ranks).h5")]
        ).run()
        // The first rank of the one team.
        #expect(ranksOfPoints.lines == ["0 0"])
      }
      try run(place, ranks: 2, ["-o", "apart.h5", "--ranks-per-point", "1"])
      #expect(try place.digest("apart.h5") == place.digest("1.h5"))
    }
  }
}
