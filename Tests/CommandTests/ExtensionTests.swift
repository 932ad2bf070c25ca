import Foundation
import TestSupport
import Testing

extension CommandTests {
  /// Files that grow: `run --extend`. Whatever way a file has come about, it has the bits of a
  /// fresh run.
  @Suite("Files that grow")
  struct Extension {
    /// Noise, time series and undefined numbers, quick: a point takes some ms.
    static let job = """
      model = "macrospin"
      seed = 5
      [parameters]
      trajectories = 16
      voltage_pulse = "50 ps"
      current_pulse = "50 ps"
      relaxation = "0 ns"
      times = 3
      temperature = "4 K"
      [[axis]]
      parameter = "bias_voltage"
      from = "0 V"
      to = "2.4 V"
      points = 61

      """

    private static let temperatures = [
      "--set", "axis.temperature.values=[300K, 4K, 77K]", "--set", "axis.bias_voltage.points=5",
    ]
    private static let few = ["--set", "axis.bias_voltage.points=5"]

    private func begun(_ job: String = job, _ options: [String] = []) throws -> Workplace {
      let place = try Workplace()
      try place.folder.write(job, to: "job.toml")
      try run(place, ["-o", "a.h5"] + options)
      return place
    }

    @discardableResult
    private func run(
      _ place: Workplace, ranks: Int? = nil, _ options: [String], code: Int32 = 0
    ) throws -> CommandResult {
      let result = try place.command(ranks: ranks, ["run", "job.toml"] + options).run()
      try #require(result.exitCode == code, "\(result.output)\(result.errors)")
      return result
    }

    private func contents(_ place: Workplace, _ file: String = "a.h5") throws -> Data {
      try Data(contentsOf: place.folder.url.appendingPathComponent(file))
    }

    @Test("Of 61 and then 121 points, 60 are computed", arguments: [nil, 2, 4])
    func longerAxis(ranks: Int?) throws {
      let place = try begun()
      let more = ["--set", "axis.bias_voltage.points=121"]
      let plan = try run(place, ["-o", "a.h5", "--extend", "--dry-run"] + more)
      #expect(plan.output.contains("61 points of 121 are carried over from 'a.h5'"))
      let extended = try run(place, ranks: ranks, ["-o", "a.h5", "--extend"] + more)
      #expect(extended.output.hasPrefix("a.h5: 60 points in "), "\(extended.output)")
      #expect(
        extended.errors.contains(
          "spinsweep: note: 61 points of 121 are carried over from 'a.h5'\n"))
      try run(place, ["-o", "fresh.h5"] + more)
      #expect(try place.digest("a.h5") == place.digest("fresh.h5"))
      // Asked once more there is nothing to add; nor is anything left beside the file.
      let again = try run(place, ["-o", "a.h5", "--extend"] + more)
      #expect(again.output.hasPrefix("a.h5: 0 points in "))
      #expect(try place.folder.names() == ["a.h5", "fresh.h5", "job.toml"])
      let readers = try TestSupport.python(
        """
        import sys, xarray
        for engine in ("h5netcdf", "netcdf4"):
            a, b = (xarray.open_dataset(path, engine=engine) for path in sys.argv[1:])
            for d in (a, b): d.attrs.clear()
            xarray.testing.assert_identical(a, b)
            print(a.sizes["bias_voltage"])
        """, [place.folder.path("a.h5"), place.folder.path("fresh.h5")]
      ).run()
      #expect(readers.lines == ["121", "121"], "\(readers.errors)")
    }

    @Test("Without a file it begins one, and with a file of the same job it goes on")
    func likeResume() throws {
      let place = try Workplace()
      try place.folder.write(Self.job, to: "job.toml")
      try run(place, ["-o", "a.h5", "--extend", "--stop-after", "3"] + Self.few, code: 75)
      let rest = try run(place, ["-o", "a.h5", "--extend"] + Self.few)
      #expect(rest.output.hasPrefix("a.h5: 2 points in "))
      try run(place, ["-o", "fresh.h5"] + Self.few)
      #expect(try place.digest("a.h5") == place.digest("fresh.h5"))
    }

    @Test("Values in between and in another order, and an axis for what was fixed")
    func newAxis() throws {
      let place = try begun(Self.job, Self.few)
      let extended = try run(place, ranks: 2, ["-o", "a.h5", "--extend"] + Self.temperatures)
      #expect(extended.output.hasPrefix("a.h5: 10 points in "))
      let values = "axis.bias_voltage.values=[2.4, 0.1, 0, 0.6, 1.3, 1.2, 1.8]"
      let more = [
        "--set", "axis.temperature.values=[77K, 300K, 10K, 4K]", "--set", values,
      ]
      let twice = try run(place, ["-o", "a.h5", "--extend"] + more)
      #expect(twice.output.hasPrefix("a.h5: 13 points in "))
      try run(place, ["-o", "fresh.h5"] + more)
      #expect(try place.digest("a.h5") == place.digest("fresh.h5"))
    }

    @Test("A point is the first of its repetitions, and others are added")
    func repetitions() throws {
      let place = try begun(Self.job, Self.few)
      let twice = Self.few + ["--set", "axis.again.repeat=2"]
      let extended = try run(place, ["-o", "a.h5", "--extend"] + twice)
      #expect(extended.output.hasPrefix("a.h5: 5 points in "), "\(extended.output)")
      try run(place, ["-o", "fresh.h5"] + twice)
      #expect(try place.digest("a.h5") == place.digest("fresh.h5"))
      let more = Self.few + ["--set", "axis.again.repeat=4"]
      #expect(
        try run(place, ["-o", "a.h5", "--extend"] + more).output.hasPrefix("a.h5: 10 points in "))
      try run(place, ["-o", "fresh.h5", "--overwrite"] + more)
      #expect(try place.digest("a.h5") == place.digest("fresh.h5"))
    }

    @Test("Parameters that moved together can move apart, and the other way round")
    func coupledAxes() throws {
      let together =
        Self.job + """
          [[axis]]
          name = "geometry"
          parameters = ["radius", "thickness"]
          values = [["40 nm", "1.1 nm"], ["20 nm", "1.1 nm"]]
          """
      let apart =
        Self.job + """
          [[axis]]
          parameter = "radius"
          values = ["20 nm", "30 nm", "40 nm"]
          [[axis]]
          parameter = "thickness"
          values = ["1.1 nm", "1.2 nm"]
          """
      let place = try begun(together, Self.few)
      try place.folder.write(apart, to: "job.toml")
      let extended = try run(place, ["-o", "a.h5", "--extend"] + Self.few)
      #expect(extended.output.hasPrefix("a.h5: 20 points in "))
      try run(place, ["-o", "fresh.h5"] + Self.few)
      #expect(try place.digest("a.h5") == place.digest("fresh.h5"))
      let all = ["20", "30", "40"].flatMap { radius in
        ["1.2", "1.1", "1"].map { "[\"\(radius) nm\", \"\($0) nm\"]" }
      }.joined(separator: ", ")
      let joined = together.replacing(/values = \[\[.*/, with: "values = [\(all)]")
      try place.folder.write(joined, to: "job.toml")
      let again = try run(place, ["-o", "a.h5", "--extend"] + Self.few)
      #expect(again.output.hasPrefix("a.h5: 15 points in "))
      try run(place, ["-o", "again.h5"] + Self.few)
      #expect(try place.digest("a.h5") == place.digest("again.h5"))
    }

    private static let formulas = """
      [[quantity]]
      name = "write_error_rate"
      expression = "1 - switching_probability"
      [[quantity]]
      name = "twice"
      expression = "2*write_error_rate*(temperature/(4 K))"

      """

    @Test("Formulas over what is there are computed without a point being so")
    func formulas() throws {
      let place = try begun(Self.job, Self.few)
      try place.folder.write(Self.job + Self.formulas, to: "job.toml")
      let extended = try run(place, ["-o", "a.h5", "--extend"] + Self.few)
      #expect(extended.output.hasPrefix("a.h5: 0 points in "))
      try run(place, ["-o", "fresh.h5"] + Self.few)
      #expect(try place.digest("a.h5") == place.digest("fresh.h5"))
    }

    @Test("Formulas over what is not there make all points anew")
    func unstoredInput() throws {
      let chosen = "[output]\nquantities = [\"mean_magnetization\"]\n"
      let place = try begun(Self.job + chosen, Self.few)
      try place.folder.write(Self.job + Self.formulas + chosen, to: "job.toml")
      let extended = try run(place, ["-o", "a.h5", "--extend"] + Self.few)
      #expect(extended.output.hasPrefix("a.h5: 5 points in "))
      #expect(
        extended.errors.contains(
          "spinsweep: note: all 5 points of 'a.h5' are computed again: the formula of "
            + "'write_error_rate' uses 'switching_probability', which a.h5 does not have; until "
            + "they are done it stays as it is, and 'a.h5.extending' has the new ones\n"))
      try run(place, ["-o", "fresh.h5"] + Self.few)
      #expect(try place.digest("a.h5") == place.digest("fresh.h5"))
      #expect(try place.folder.names() == ["a.h5", "fresh.h5", "job.toml"])
    }

    @Test(
      "More trajectories: the old file stays until the new one has all it had", arguments: [1, 2])
    func trajectories(ranks: Int) throws {
      let place = try begun(Self.job, Self.few)
      let before = try contents(place)
      let more = ["--set", "trajectories=40", "--set", "axis.bias_voltage.points=9"]
      let stopped = try run(
        place, ranks: ranks, ["-o", "a.h5", "--extend", "--stop-after", "4"] + more, code: 75)
      #expect(
        stopped.errors.contains(
          "all 5 points of 'a.h5' go on with the trajectories that they have: 'trajectories' is "
            + "16 in a.h5 and 40 in the job"
        ))
      #expect(stopped.errors.contains("stopped by --stop-after 4; continue with --extend\n"))
      #expect(try contents(place) == before)
      let rest = try run(place, ranks: ranks, ["-o", "a.h5", "--extend"] + more)
      #expect(rest.errors.contains("and 'a.h5.extending' goes on\n"))
      if ranks == 1 { #expect(rest.output.hasPrefix("a.h5: 5 points in ")) }
      try run(place, ["-o", "fresh.h5"] + more)
      #expect(try place.digest("a.h5") == place.digest("fresh.h5"))
      #expect(try place.folder.names() == ["a.h5", "fresh.h5", "job.toml"])
    }

    @Test(
      "Points that failed stay so with their sentence, and are tried again if that is asked for")
    func failedPoints() throws {
      let place = try Workplace()
      try place.folder.write(
        """
        model = "faulty"
        [[axis]]
        parameter = "behavior"
        values = ["fine", "fail"]
        [[axis]]
        parameter = "number"
        values = [1, 3]
        """, to: "job.toml")
      #expect(try place.helper("job.toml", "-o", "a.h5").exitCode == 4)
      let more = ["--set", "axis.number.values=[0, 1, 2, 3]"]
      let extended = try place.command(
        ["job.toml", "-o", "a.h5", "--extend"] + more, program: Workplace.helper
      ).run()
      #expect(extended.exitCode == 4)
      #expect(extended.output.hasPrefix("a.h5: 4 points in "))
      #expect(extended.errors.contains("4 points failed"))
      let fresh = try place.command(
        ["job.toml", "-o", "fresh.h5"] + more, program: Workplace.helper
      ).run()
      #expect(fresh.exitCode == 4)
      #expect(try place.digest("a.h5") == place.digest("fresh.h5"))
      let again = try place.command(
        ["job.toml", "-o", "a.h5", "--extend", "--retry-failed"] + more, program: Workplace.helper
      ).run()
      #expect(again.output.hasPrefix("a.h5: 4 points in "))
    }
  }
}
