import Foundation
import TestSupport
import Testing

extension CommandTests {
  @Suite("Reading results")
  struct Reading {
    @Test("h5py and xarray find axes, units, sources and coordinates")
    func python() throws {
      let place = try Workplace()
      try place.folder.write(TestJob.map, to: "map.toml")
      try place.folder.write(TestJob.ensembles, to: "ensembles.toml")
      for job in ["map", "ensembles"] {
        let result = try place.spinsweep(ranks: 2, "run", "\(job).toml")
        #expect(result.exitCode == 0, "\(result.errors)")
      }
      let stopped = try place.spinsweep(
        "run", "ensembles.toml", "-o", "partial.h5", "--set", "trajectories=1000000",
        "--time-limit", "1 s")
      #expect(stopped.exitCode == 75)
      #expect(try place.python("readers", "map.h5", "ensembles.h5", "partial.h5") == "ok")
    }

    @Test("show prints the axes, the quantities and their ranges; a table with --csv")
    func show() throws {
      let place = try Workplace()
      try place.folder.write(
        TestJob.map.replacing("points = 40", with: "points = 2"), to: "job.toml")
      _ = try place.spinsweep("run", "job.toml", "-o", "a.h5")
      let summary = try place.spinsweep("show", "a.h5")
      #expect(summary.exitCode == 0)
      #expect(summary.output.contains("24 of 24 done"))
      #expect(summary.output.contains("temperature: 4 × 1.0 K … 300.0 K"))
      let table = try place.spinsweep("show", "a.h5", "quantum_temperature", "--csv")
      #expect(
        table.lines.first
          == "current [A],temperature [K],radius [m],thickness [m],quantum_temperature [K]")
      #expect(table.lines.count == 25)
      #expect(table.lines[2].hasPrefix("0.0001,1.0,4e-08,1.1e-09,0.0470"))
      let unknown = try place.spinsweep("show", "a.h5", "quantum_temprature")
      #expect(unknown.exitCode == 2)
      #expect(unknown.errors.hasSuffix("; did you mean 'quantum_temperature'?\n"))
    }

    @Test("check, show, status and models speak JSON")
    func json() throws {
      let place = try Workplace()
      try place.folder.write(TestJob.map, to: "job.toml")
      _ = try place.spinsweep("run", "job.toml", "-o", "a.h5")
      func object(_ arguments: String...) throws -> [String: Any] {
        let result = try place.command(arguments + ["--json"]).run()
        #expect(result.exitCode == 0, "\(result.errors)")
        #expect(result.lines.count == 1)
        return try #require(
          try JSONSerialization.jsonObject(with: Data(result.output.utf8)) as? [String: Any])
      }
      let plan = try object("check", "job.toml")
      #expect(plan["points"] as? Int == 480)
      #expect((plan["axes"] as? [[String: Any]])?.map { $0["points"] as? Int } == [40, 4, 3])
      let part = try object("check", "job.toml", "--part", "2/3")
      #expect(part["points"] as? Int == 160)
      #expect(part["file"] as? String == "job.part-2-of-3.h5")
      let status = try object("status", "a.h5")
      #expect(status["done"] as? Int == 480)
      #expect(status["writer"] is NSNull)
      let file = try object("show", "a.h5")
      let quantities = try #require(file["quantities"] as? [[String: Any]])
      let temperature = try #require(
        quantities.first { $0["name"] as? String == "quantum_temperature" })
      #expect(temperature["unit"] as? String == "K")
      #expect((temperature["smallest"] as? Double ?? 0) > 0)
      let model = try object("models", "macrospin")
      let parameters = try #require(model["parameters"] as? [[String: Any]])
      #expect(
        parameters.contains {
          $0["name"] as? String == "trajectories" && $0["default"] as? Int == 1000
        })
    }

    @Test("status of a file that is being written names the process that writes it")
    func writer() throws {
      let place = try Workplace()
      try place.folder.write(TestJob.ensembles, to: "job.toml")
      let output = place.folder.path("a.h5")
      let running = try place.command(
        ranks: 2, ["run", "job.toml", "-o", output, "--set", "trajectories=20000"]
      ).start()
      #expect(place.appears("a.h5"))
      let status = try place.spinsweep("status", "a.h5")
      let ranks = place.processes(writing: "a.h5")
      running.signal(SIGUSR1)
      let result = try running.waitUntilExit()
      #expect(result.exitCode == 75, "\(result.errors)")
      #expect(status.output.contains("points     100\n"))
      #expect(ranks.contains { status.output.contains(", process \($0)") }, "\(status.output)")
      let after = try place.spinsweep("status", "a.h5")
      #expect(after.output.contains("writer     none\n"))
    }

    @Test("status tells of failed points and why; they can be tried again")
    func failedPoints() throws {
      let place = try Workplace()
      // The square of the magnetisation overflows at the last point: no barrier exists.
      try place.folder.write(
        """
        model = "quantum-temperature"
        [[axis]]
        parameter = "saturation_magnetization"
        values = ["1 MA/m", "1e200 A/m"]
        """, to: "job.toml")
      let result = try place.spinsweep(ranks: 2, "run", "job.toml", "-o", "a.h5")
      #expect(result.exitCode == 4)
      #expect(result.errors.contains("1 point failed; `spinsweep status a.h5` says why"))
      let status = try place.spinsweep("status", "a.h5")
      #expect(status.exitCode == 0)
      #expect(
        status.output.contains(
          "failed at saturation_magnetization = 1e+200 A/m: 'energy_barrier' came out as -inf"))
      let again = try place.spinsweep(
        "run", "job.toml", "-o", "a.h5", "--resume", "--retry-failed")
      #expect(again.exitCode == 4)
      #expect(again.output.contains("a.h5: 1 point in"))
    }
  }
}
