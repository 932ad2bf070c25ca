import Foundation
import TestSupport
import Testing

extension CommandTests {
  /// An axis of some million values: what it takes is announced, and it does not make the program
  /// deaf.
  @Suite("Long axes")
  struct LongAxes {
    private static let job = """
      model = "quantum-temperature"
      [[axis]]
      parameter = "current"
      from = 0
      to = "2 mA"
      points = 3000000
      [output]
      quantities = ["quantum_temperature"]
      """

    private func announced(_ place: Workplace, _ options: String...) throws -> Int {
      let plan = try place.command(["check", "job.toml", "--json"] + options).run()
      let object = try JSONSerialization.jsonObject(with: Data(plan.output.utf8))
      return try #require((object as? [String: Any])?["memory_bytes_per_rank"] as? Int)
    }

    @Test("Memory of the values is announced, and a run, also one that goes on, takes no more")
    func memory() throws {
      let place = try Workplace()
      try place.folder.write(Self.job, to: "job.toml")
      let long = try announced(place)
      // The values and the coordinates to compare them with: 2 × 8 bytes.
      let short = try announced(place, "--set", "axis.current.points=3")
      #expect(long - short > 3_000_000 * 16)
      for mode in ["--overwrite", "--resume"] {
        let run = try place.spinsweep("run", "job.toml", "-o", "a.h5", mode)
        #expect(run.exitCode == 0, "\(run.errors)")
        let words = try #require(run.output.components(separatedBy: "peak memory ").last)
          .split(separator: " ")
        let peak = try #require(Double(words[0])) * 1e6
        #expect(words[1] == "MB")
        #expect(peak < 1.1 * Double(long), "\(mode): announced \(long), peak \(peak)")
      }
    }

    @Test("A time limit ends the making of the axes, on every rank", arguments: [1, 2])
    func timeLimit(ranks: Int) throws {
      let place = try Workplace()
      try place.folder.write(Self.job, to: "job.toml")
      let run = try place.spinsweep(
        ranks: ranks, "run", "job.toml", "-o", "a.h5", "--time-limit", "1 ms")
      #expect(run.exitCode == 75, "\(run.errors)")
      #expect(
        run.errors.contains("spinsweep: stopped by the time limit before anything was computed\n"))
      #expect(try place.folder.names() == ["job.toml"])
    }

    @Test("A signal is answered while the axes are made")
    func signal() throws {
      let place = try Workplace()
      try place.folder.write(
        Self.job.replacing("points = 3000000", with: "points = 10000000"), to: "job.toml")
      let running = try place.command(["run", "job.toml", "-o", place.folder.path("a.h5")]).start()
      var process: Int32?
      while process == nil {
        process = place.processes(writing: "a.h5").first { place.catches(SIGTERM, $0) }
        let isRunning = running.isRunning
        try #require(isRunning)
      }
      kill(try #require(process), SIGTERM)
      let result = try running.waitUntilExit()
      #expect(result.exitCode == 75, "\(result.errors)")
      #expect(result.errors.contains("SIGTERM") || result.errors.contains("told to stop"))
      #expect(try !place.folder.names().contains("a.h5.tmp"))
    }
  }
}
