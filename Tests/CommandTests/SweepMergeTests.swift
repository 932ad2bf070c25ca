import Foundation
import TestSupport
import Testing

extension CommandTests {
  /// `merge` of files of different jobs, and `derive`.
  @Suite("Sweeps that are put together")
  struct SweepMerge {
    private static let job = Extension.job.replacing("points = 61", with: "points = 9")

    private func made(_ files: [(String, [String])]) throws -> Workplace {
      let place = try Workplace()
      try place.folder.write(Self.job, to: "job.toml")
      for (file, options) in files {
        let result = try place.command(["run", "job.toml", "-o", file] + options).run()
        try #require(result.exitCode == 0, "\(result.errors)")
      }
      return place
    }

    private static func set(_ values: String...) -> [String] { values.flatMap { ["--set", $0] } }

    private static let whole = set("axis.temperature.values=[4K, 77K, 300K]")

    @Test("Three pieces that overlap, in any order, are the bits of one run, and go on as its job")
    func pieces() throws {
      let place = try made([
        ("cold.h5", []), ("whole.h5", Self.whole),
        (
          "middle.h5",
          Self.set(
            "axis.temperature.values=[4K, 77K]", "axis.bias_voltage.values=[0.3, 0.6, 0.9, 1.2]")
        ),
        (
          "warm.h5",
          Self.set("temperature=300K", "axis.bias_voltage.to=1.2V", "axis.bias_voltage.points=5")
        ),
      ])
      let merged = try place.spinsweep(
        "merge", "cold.h5", "middle.h5", "warm.h5", "-o", "all.h5")
      #expect(merged.exitCode == 75, "\(merged.errors)")
      #expect(merged.output == "all.h5: 18 points of 3 files\n")
      #expect(merged.errors == "spinsweep: 9 points are pending; continue with --resume\n")
      let job = try TestSupport.python(
        "import sys, h5py; print(h5py.File(sys.argv[1]).attrs['job'].decode())",
        [place.folder.path("all.h5")]
      ).run()
      try place.folder.write(job.output, to: "all.toml")
      let rest = try place.spinsweep(ranks: 2, "run", "all.toml", "--resume")
      #expect(rest.exitCode == 0, "\(rest.errors)")
      #expect(rest.output.hasPrefix("all.h5: 9 points in "))
      // The axis that the first file lacks is the last one, as in the whole.
      #expect(try place.digest("all.h5") == place.digest("whole.h5"))
      // The same from files that have it all, and what is merged grows on.
      let again = try place.spinsweep("merge", "warm.h5", "whole.h5", "cold.h5", "-o", "again.h5")
      #expect(again.exitCode == 0, "\(again.errors)")
      #expect(try place.digest("again.h5") == place.digest("whole.h5"))
      let more = Self.set("axis.temperature.values=[4K, 10K, 77K, 300K]")
      let grown = try place.command(
        ["run", "job.toml", "-o", "again.h5", "--extend"] + more
      ).run()
      #expect(grown.output.hasPrefix("again.h5: 9 points in "), "\(grown.errors)")
      let fresh = try place.command(["run", "job.toml", "-o", "fresh.h5"] + more).run()
      #expect(fresh.exitCode == 0)
      #expect(try place.digest("again.h5") == place.digest("fresh.h5"))
    }

    @Test("Values that are no numbers, or fall, keep the order in which they come")
    func order() throws {
      let place = try made([
        ("a.h5", Self.set("axis.temperature.values=[77K, 4K]", "axis.bias_voltage.points=2")),
        ("b.h5", Self.set("axis.temperature.values=[10K, 4K]", "axis.bias_voltage.points=2")),
      ])
      let merged = try place.spinsweep("merge", "a.h5", "b.h5", "-o", "c.h5")
      #expect(merged.exitCode == 0, "\(merged.errors)")
      let values = try TestSupport.python(
        "import sys, h5py; print(h5py.File(sys.argv[1])['temperature'][:].tolist())",
        [place.folder.path("c.h5")]
      ).run()
      #expect(values.lines == ["[77.0, 4.0, 10.0]"])
    }

    static let conflicts: [([String], String)] = [
      (["damping=0.06"], "parameter 'damping' is 0.06 in b.h5 and 0.05 in a.h5"),
      (["trajectories=8"], "parameter 'trajectories' is 8 in b.h5 and 16 in a.h5"),
      (["temperature=77K"], "parameter 'temperature' is 77.0 in b.h5 and 4.0 in a.h5"),
      (["seed=6"], "the seed is 6 in b.h5 and 5 in a.h5"),
      (["axis.repeat.repeat=2"], "one repeats its points and the other does not"),
      (
        ["output.quantities=[switching_probability]"],
        "the quantities are not the same ("
      ),
    ]

    @Test("What keeps two files from being one sweep is named", arguments: conflicts)
    func conflict(options: [String], sentence: String) throws {
      let few = ["axis.bias_voltage.points=3"]
      let place = try made([
        ("a.h5", Self.set(few[0])), ("b.h5", (few + options).flatMap { ["--set", $0] }),
      ])
      let result = try place.spinsweep("merge", "a.h5", "b.h5", "-o", "c.h5")
      #expect(result.exitCode == 2)
      #expect(
        result.errors.hasPrefix("spinsweep: 'a.h5' and 'b.h5' are not of one job: \(sentence)"),
        "\(result.errors)")
      #expect(try !place.folder.names().contains("c.h5"))
    }

    @Test("Axes that move other parameters together, and other bits at a point")
    func otherConflicts() throws {
      let few = Self.set("axis.bias_voltage.points=2")
      let coupled =
        Self.job + """
          [[axis]]
          name = "geometry"
          parameters = ["radius", "thickness"]
          values = [["40 nm", "1.1 nm"], ["20 nm", "1.1 nm"]]
          """
      let place = try made([
        ("a.h5", few), ("r.h5", few + Self.set("axis.radius.values=[30nm, 40nm]")),
        (
          "apart.h5",
          few + Self.set("axis.radius.values=[30nm, 40nm]", "axis.thickness.values=[1.1nm, 1nm]")
        ),
        ("u.h5", few + Self.set("axis.current_start.values=[10ps]")),
      ])
      try place.folder.write(coupled, to: "job.toml")
      let run = try place.command(["run", "job.toml", "-o", "geometry.h5"] + few).run()
      #expect(run.exitCode == 0, "\(run.errors)")
      let apart = try place.spinsweep("merge", "geometry.h5", "apart.h5", "-o", "c.h5")
      #expect(apart.exitCode == 2)
      #expect(
        apart.errors
          == "spinsweep: 'geometry.h5' and 'apart.h5' are not of one job: axis 'geometry' of the "
          + "one and axis 'radius' of the other move the same parameters in other company\n")
      // An axis of one of the parameters, and none, are values of the axis of both.
      let merged = try place.spinsweep(
        "merge", "a.h5", "r.h5", "geometry.h5", "-o", "c.h5")
      #expect(merged.exitCode == 0, "\(merged.errors)")
      #expect(merged.output == "c.h5: 6 points of 3 files\n")
      let unset = try place.spinsweep("merge", "u.h5", "a.h5", "-o", "d.h5")
      #expect(unset.exitCode == 2)
      #expect(
        unset.errors
          == "spinsweep: 'a.h5' has no value of 'current_start' of its own for the axis "
          + "'current_start' of the others\n")
      try place.python("spoil", "r.h5", "switching_probability")
      let differing = try place.spinsweep("merge", "geometry.h5", "a.h5", "r.h5", "-o", "d.h5")
      #expect(differing.exitCode == 2)
      #expect(differing.errors.hasPrefix("spinsweep: 'switching_probability' at "))
      #expect(differing.errors.hasSuffix(" is not the same in 'geometry.h5' and 'r.h5'\n"))
    }

    @Test("A derived quantity has the bits of a run whose job has it, also in a part of a grid")
    func derive() throws {
      let place = try made([("a.h5", []), ("p.h5", ["--part", "2/3"])])
      let formula = "rate=1 - switching_probability"
      for file in ["a.h5", "p.h5"] {
        let derived = try place.spinsweep("derive", file, formula, "--meaning", "errors")
        #expect(derived.exitCode == 0, "\(derived.errors)")
        #expect(derived.output == "\(file): 'rate' at \(file == "a.h5" ? 9 : 3) points\n")
      }
      let density = try place.spinsweep(
        "derive", "a.h5", "density=current/(pi*radius^2)", "--unit", "MA/cm^2")
      #expect(density.exitCode == 0, "\(density.errors)")
      let quantities = """
        [[quantity]]
        name = "rate"
        expression = "1 - switching_probability"
        [[quantity]]
        name = "density"
        unit = "MA/cm^2"
        expression = "current/(pi*radius^2)"
        """
      try place.folder.write(Self.job + quantities, to: "job.toml")
      let fresh = try place.spinsweep("run", "job.toml", "-o", "fresh.h5")
      #expect(fresh.exitCode == 0, "\(fresh.errors)")
      #expect(try place.digest("a.h5") == place.digest("fresh.h5"))
      // The file is one of the job with the formula now.
      let resumed = try place.spinsweep("run", "job.toml", "-o", "a.h5", "--resume")
      #expect(resumed.output.hasPrefix("a.h5: 0 points in "), "\(resumed.errors)")
      #expect(try place.folder.names() == ["a.h5", "fresh.h5", "job.toml", "p.h5"])
    }

    static let mistakes: [([String], String)] = [
      (
        ["rate"],
        "'rate' is no formula: NAME=EXPRESSION, such as 'write_error_rate=1 - "
          + "switching_probability'"
      ),
      (
        ["rate=1 - switching_probability"],
        "rate=1 - switching_probability: the formula of 'rate' uses 'switching_probability', which "
          + "'a.h5' does not have; add the formula to the job, and run it with --extend"
      ),
      (
        ["damping=2*radius"],
        "damping=2*radius: 'damping' cannot name a quantity: it is a parameter of model 'macrospin'"
      ),
      (
        ["a=radius", "--unit", "parsecs"],
        "--unit parsecs: 'unit' of quantity 'a' is 'parsecs', which is no known unit"
      ),
    ]

    @Test("A formula that does not fit leaves the file as it is", arguments: mistakes)
    func deriveMistakes(words: [String], sentence: String) throws {
      let place = try made([
        (
          "a.h5",
          Self.set("axis.bias_voltage.points=2", "output.quantities=[mean_magnetization]")
        )
      ])
      let before = try Data(contentsOf: place.folder.url.appendingPathComponent("a.h5"))
      let result = try place.command(["derive", "a.h5"] + words).run()
      #expect(result.exitCode == 2)
      #expect(result.errors == "spinsweep: \(sentence)\n")
      #expect(try Data(contentsOf: place.folder.url.appendingPathComponent("a.h5")) == before)
      #expect(try place.folder.names() == ["a.h5", "job.toml"])
    }
  }
}
