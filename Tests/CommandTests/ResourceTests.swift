import Foundation
import TestSupport
import Testing

extension CommandTests {
  @Suite("Memory and file size are as announced")
  struct Announced {
    @Test(
      "The plan's memory a rank is within 20 % of the peak",
      arguments: [
        (TestJob.map, ["axis.current.points=30000"]),
        (TestJob.ensembles, ["trajectories=1000"]),
        (TestJob.ensembles, ["trajectories=10", "times=1001"]),
      ])
    func memory(job: String, overrides: [String]) throws {
      let place = try Workplace()
      try place.folder.write(job, to: "job.toml")
      let options = overrides.flatMap { ["--set", $0] }
      let plan = try place.command(["check", "job.toml"] + options).run()
      let announced = try bytes(in: plan.output, after: #"memory +"#)
      let run = try place.command(["run", "job.toml", "-o", "a.h5"] + options).run()
      #expect(run.exitCode == 0, "\(run.errors)")
      let peak = try bytes(in: run.output, after: #"peak memory "#)
      #expect(abs(announced / peak - 1) < 0.2, "announced \(announced), peak \(peak)")
    }

    @Test(
      "Memory of a chain whose bonds are full, on one rank and two, is within 30 % of the peak",
      arguments: [
        (1, ["max_bond=100", "end_time=14.5"]), (2, ["max_bond=100", "end_time=14.5"]),
        (1, ["max_bond=100", "end_time=13.2", "electron_axis=x"]),
        (1, ["max_bond=100", "end_time=13.2", "electron_axis=x", "local_spin=2.5"]),
      ])
    func chain(ranks: Int, overrides: [String]) throws {
      let place = try Workplace()
      try place.folder.write(
        """
        model = "tdmrg"
        [parameters]
        electrons = 8
        times = 3
        [run]
        ranks_per_point = \(ranks)
        """, to: "job.toml")
      let options = overrides.flatMap { ["--set", $0] }
      let plan = try place.command(["check", "job.toml"] + options).run()
      let announced = try bytes(in: plan.output, after: #"memory +"#)
      let run = try place.command(
        ranks: ranks, ["run", "job.toml", "-o", "a.h5"] + options
      ).run()
      #expect(run.exitCode == 0, "\(run.errors)")
      let peak = try bytes(in: run.output, after: #"peak memory "#)
      #expect(abs(announced / peak - 1) < 0.3, "announced \(announced), peak \(peak)")
    }

    @Test("The plan's file size is that of the file, to 1 %")
    func fileSize() throws {
      let place = try Workplace()
      try place.folder.write(TestJob.map, to: "job.toml")
      let options = ["--set", "axis.current.points=3000"]
      let plan = try place.command(["check", "job.toml"] + options).run()
      let announced = try bytes(in: plan.output, after: #"file size +"#)
      _ = try place.command(["run", "job.toml", "-o", "a.h5"] + options).run()
      let attributes = try FileManager.default.attributesOfItem(atPath: place.folder.path("a.h5"))
      let size = try #require(attributes[.size] as? Int)
      // Three digits are printed.
      #expect(abs(announced / Double(size) - 1) < 0.01)
    }

    /// The amount that stands behind a label, such as `12.3 MB`.
    private func bytes(in text: String, after label: String) throws -> Double {
      let match = try #require(
        try Regex("\(label)([0-9.]+) (B|kB|MB|GB)").firstMatch(in: text), "\(text)")
      let number = try #require(match.output[1].substring.flatMap { Double($0) })
      let unit = match.output[2].substring.map(String.init) ?? ""
      return number * (["B": 1, "kB": 1e3, "MB": 1e6, "GB": 1e9][unit] ?? .nan)
    }
  }
}
