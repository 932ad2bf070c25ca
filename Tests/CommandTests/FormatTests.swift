import Foundation
import TestSupport
import Testing

extension CommandTests {
  /// Files of earlier versions keep opening: `Reference/format-1.h5` was written by the program
  /// before messages became characters. Of its six points two failed and one is pending.
  @Suite("Files of format version 1")
  struct FirstFormat {
    private static let job = """
      title = "written by version 0.1.0, format 1"
      model = "quantum-temperature"
      [[axis]]
      name = "device"
      parameters = ["radius", "saturation_magnetization"]
      values = [["20 nm", "1 MA/m"], ["40 nm", "1 MA/m"], ["40 nm", "1e200 A/m"]]
      [[axis]]
      parameter = "current"
      values = ["1 mA", "2 mA"]
      [output]
      quantities = ["quantum_temperature", "energy_barrier"]
      """

    private func place() throws -> Workplace {
      let place = try Workplace()
      let url = try #require(
        Bundle.module.url(
          forResource: "format-1", withExtension: "h5", subdirectory: "Reference"))
      try FileManager.default.copyItem(atPath: url.path, toPath: place.folder.path("old.h5"))
      try place.folder.write(Self.job, to: "job.toml")
      return place
    }

    @Test("They are read, with what belongs to the job and what does not")
    func reading() throws {
      let place = try place()
      let table = try place.spinsweep("show", "old.h5", "quantum_temperature", "--csv")
      #expect(table.exitCode == 0, "\(table.errors)")
      #expect(table.lines.count == 7)
      let values = table.lines.dropFirst().map { $0.split(separator: ",").last ?? "" }
      // 0.941665449 K at 2 mA for the paper's 1.2 MA/m; T_Q goes with the inverse of that.
      #expect(values[3].hasPrefix("1.1299985"))
      // Pending, and the two that failed.
      #expect([1, 4, 5].map { values[$0] } == ["nan", "nan", "nan"])
      let status = try place.spinsweep("status", "old.h5")
      #expect(status.lines.contains { $0.hasPrefix("pending ") && $0.hasSuffix(" 1") })
      #expect(
        status.lines.count { $0.hasSuffix(": 'energy_barrier' came out as -inf") } == 2,
        "\(status.output)")
      let added = try TestSupport.python(
        "import sys, h5py; h5py.File(sys.argv[1], 'a')['mine'] = [1., 2.]",
        [place.folder.path("old.h5")]
      ).run()
      #expect(added.exitCode == 0, "\(added.errors)")
      let shown = try place.spinsweep("show", "old.h5")
      #expect(shown.exitCode == 0, "\(shown.errors)")
      #expect(shown.lines.contains { $0.hasPrefix("not of this job ") && $0.hasSuffix(" mine") })
    }

    @Test("They are continued and merged to the bits of a fresh run", arguments: [1, 2])
    func continuing(ranks: Int) throws {
      let place = try place()
      let resumed = try place.spinsweep(
        ranks: ranks, "run", "job.toml", "-o", "old.h5", "--resume", "--retry-failed")
      #expect(resumed.exitCode == 4, "\(resumed.errors)")
      #expect(resumed.output.contains("old.h5: 3 points in"))
      let status = try place.spinsweep("status", "old.h5")
      #expect(
        status.lines.count { $0.hasSuffix(": 'energy_barrier' came out as -inf") } == 2,
        "\(status.output)")
      #expect(try place.spinsweep("merge", "old.h5", "-o", "new.h5").exitCode == 4)
      #expect(try place.spinsweep("run", "job.toml", "-o", "fresh.h5").exitCode == 4)
      #expect(try place.digest("new.h5") == place.digest("fresh.h5"))
    }
  }
}
