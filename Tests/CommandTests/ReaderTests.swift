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
        "run", "ensembles.toml", "-o", "partial.h5", "--stop-after", "10")
      #expect(stopped.exitCode == 75)
      #expect(try place.python("readers", "map.h5", "ensembles.h5", "partial.h5") == "ok")
    }

    @Test("cite prints the program and what a model relies on, as BibTeX")
    func cite() throws {
      let place = try Workplace()
      try place.folder.write(
        TestJob.map.replacing("points = 40", with: "points = 2"), to: "job.toml")
      _ = try place.spinsweep("run", "job.toml", "-o", "a.h5")
      let result = try place.spinsweep("cite", "a.h5")
      #expect(result.exitCode == 0)
      let entries = result.output.matches(of: /@(\w+)\{(\w+),/).map { "\($0.1) \($0.2)" }
      #expect(entries == ["software SpinSweep", "misc Zheng2025"])
      #expect(result.output.contains("  eprint = {2511.05388},\n"))
      #expect(result.output.contains("  author = {Jie Zheng and Jiyong Kang and "))
      try place.folder.write("model = \"waiting\"\n", to: "own.toml")
      #expect(try place.helper("own.toml", "-o", "own.h5").exitCode == 0)
      let unknown = try place.spinsweep("cite", "own.h5")
      #expect(unknown.exitCode == 2)
      #expect(
        unknown.errors == "spinsweep: 'own.h5' was computed with model 'waiting', which this "
          + "program does not know; its attribute 'references' lists what to cite\n")
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
      #expect(summary.output.contains("temperature: 1, 4, 77, 300 K"))
      let table = try place.spinsweep("show", "a.h5", "quantum_temperature", "--csv")
      #expect(
        table.lines.first
          == "current [A],temperature [K],radius [m],thickness [m],quantum_temperature [K]")
      #expect(table.lines.count == 25)
      #expect(table.lines[2].hasPrefix("0.0001,1.0,4e-08,1.1e-09,0.0470"))
      let unknown = try place.spinsweep("show", "a.h5", "quantum_temprature")
      #expect(unknown.exitCode == 2)
      #expect(unknown.errors.hasSuffix("; did you mean 'quantum_temperature'?\n"))
      let part = try place.spinsweep(
        "show", "a.h5", "quantum_temperature", "--at", "current=4mA", "--at", "radius=20nm")
      #expect(part.lines.count == 5)
      #expect(
        part.lines[1].hasSuffix(
          "0.004                1       2e-08        1.1e-09                7.5333236"))
      let names = try place.spinsweep("show", "a.h5", "--names")
      #expect(names.lines.contains("quantum_temperature"))
      #expect(names.lines.allSatisfy { !$0.contains(" ") })
    }

    @Test("What --json prints is JSON with the numbers of the file and of the declarations")
    func json() throws {
      let place = try Workplace()
      try place.folder.write(TestJob.map, to: "job.toml")
      _ = try place.spinsweep("run", "job.toml", "-o", "a.h5")
      let commands = [
        ["show", "a.h5", "--json"],
        [
          "show", "a.h5", "quantum_temperature", "--json", "--at", "current=1mA,4mA", "--at",
          "temperature=4K",
        ],
        ["models", "--json"], ["models", "macrospin", "--json"],
      ]
      for (number, command) in commands.enumerated() {
        let result = try place.command(command).run()
        #expect(result.exitCode == 0, "\(result.errors)")
        try place.folder.write(result.output, to: "\(number).json")
      }
      let answer = try place.python("json", "0.json", "1.json", "2.json", "3.json", "a.h5")
      #expect(answer == "ok")
    }

    /// Programs that print names of the axes, the unit and T_Q at 2 mA, 4 K and 40 nm, one a line;
    /// Octave and R count the first dimension fastest and so name them the other way round.
    static let readers: [(command: [String], isReversed: Bool)] = [
      (
        [
          "octave-cli", "-qf", "--eval",
          """
          pkg load netcdf
          f = "a.h5"; q = "quantum_temperature";
          info = ncinfo(f, q);
          printf("%s\\n", info.Dimensions.Name, deblank(ncreadatt(f, q, "units")))
          load("-hdf5", f, q);
          printf("%.9f\\n", quantum_temperature(2, 2, 20))
          """,
        ], true
      ),
      (
        [
          "Rscript", "-e",
          """
          library(ncdf4); f <- nc_open("a.h5"); q <- f$var$quantum_temperature
          cat(sapply(q$dim, function(d) d$name), q$units, sep = "\\n")
          cat(sprintf("\\n%.9f\\n", ncvar_get(f, q)[2, 2, 20]))
          """,
        ], true
      ),
      (
        [
          "sh", "-c",
          """
          h5dump -A a.h5 | sed -n '/DATASET "quantum_temperature"/,/^   }/p' > q
          for axis in current temperature geometry; do
            h5dump -d $axis a.h5 | grep -q NAME && echo $axis
          done
          grep -A12 '"units"' q | sed -n 's/.*(0): "\\(.*\\)"/\\1/p'
          h5dump -d quantum_temperature -s 19,1,1 -c 1,1,1 -m %.9f a.h5 | sed -n 's/.*(19,1,1): //p'
          """,
        ], false
      ),
    ]

    @Test("Octave, R and h5dump find the same axes, unit and number", arguments: readers)
    func otherLanguages(command: [String], isReversed: Bool) throws {
      let isInstalled = try Command(["sh", "-c", "command -v \(command[0])"]).run().exitCode == 0
      try #require(isInstalled, "scripts/install-dependencies test installs \(command[0])")
      let place = try Workplace()
      try place.folder.write(TestJob.map, to: "job.toml")
      #expect(try place.spinsweep("run", "job.toml", "-o", "a.h5").exitCode == 0)
      let result = try Command(command, in: place.folder).run()
      #expect(result.exitCode == 0, "\(result.errors)")
      let axes = ["current", "temperature", "geometry"]
      // 0.941665449 K at 2 mA, and T_Q is proportional to the current.
      #expect(result.lines == (isReversed ? axes.reversed() : axes) + ["K", "0.941665449"])
    }

    @Test("check and status speak JSON")
    func plansAndProgress() throws {
      let place = try Workplace()
      try place.folder.write(TestJob.map, to: "job.toml")
      _ = try place.spinsweep("run", "job.toml", "-o", "a.h5")
      func object(_ arguments: String...) throws -> [String: Any] {
        let result = try place.command(arguments + ["--json"]).run()
        #expect(result.exitCode == 0, "\(result.errors)")
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
      kill(try #require(ranks.first.flatMap(place.launcher(of:))), SIGUSR1)
      let result = try running.waitUntilExit()
      #expect(result.exitCode == 75, "\(result.errors)")
      #expect(status.exitCode == 75)
      #expect(status.lines.contains { $0.hasPrefix("points ") && $0.hasSuffix(" 100") })
      #expect(ranks.contains { status.output.contains(", process \($0)") }, "\(status.output)")
      let after = try place.spinsweep("status", "a.h5")
      #expect(after.lines.contains { $0.hasPrefix("writer ") && $0.hasSuffix(" none") })
    }

    @Test("status tells of failed points and why; they can be tried again")
    func failedPoints() throws {
      let place = try Workplace()
      // The square of the magnetization overflows at the last point: no barrier exists.
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
      #expect(status.exitCode == 4)
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
