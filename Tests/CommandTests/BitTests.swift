import Foundation
import TestSupport
import Testing

extension CommandTests {
  @Suite("Random bits")
  struct Bits {
    static let job = """
      model = "switching-statistics"

      [parameters]
      temperature = "300 K"
      initial_polar_angle = "90 deg"
      external_field = [0, 0, 0]
      voltage_pulse = 0
      current_pulse = 0
      relaxation = "1 ns"
      time_step = "2 ps"
      trials = 100
      experiments = 80

      [[axis]]
      parameter = "thickness"
      values = ["1.1 nm", "1 nm"]
      """

    @Test("The exported stream is the outcomes of the point, which the histogram counts")
    func export() throws {
      let place = try Workplace()
      try place.folder.write(Self.job, to: "job.toml")
      let run = try place.spinsweep(ranks: 2, "run", "job.toml", "-o", "a.h5")
      #expect(run.exitCode == 0, "\(run.errors)")
      let plain = try place.spinsweep("bits", "a.h5", "--at", "thickness=1nm", "-o", "plain.bin")
      #expect(plain.output == "plain.bin: 1000 bytes from 8000 outcomes\n")
      let fair = try place.spinsweep(
        "bits", "a.h5", "--at", "thickness=1nm", "--debias", "von-neumann", "-o", "fair.bin")
      #expect(fair.exitCode == 0)
      #expect(try place.python("bits", "a.h5", "plain.bin", "fair.bin") == "ok")
    }

    @Test("Bits come in every form that tests of randomness read")
    func forms() throws {
      let place = try Workplace()
      try place.folder.write(Self.job, to: "job.toml")
      let few = ["experiments=1", "trials=19", "axis.thickness.values=[1e-9]"]
      let run = try place.command(
        ["run", "job.toml", "-o", "a.h5"] + few.flatMap { ["--set", $0] }
      ).run()
      #expect(run.exitCode == 0, "\(run.errors)")
      func bits(_ options: String...) throws -> [UInt8] {
        let name = options.joined(separator: "-") + ".out"
        let result = try place.command(["bits", "a.h5", "-o", name] + options).run()
        #expect(result.exitCode == 0, "\(result.errors)")
        return [UInt8](try Data(contentsOf: place.folder.url.appendingPathComponent(name)))
      }
      let each = try bits("--format", "bytes")
      #expect(each.count == 19 && Set(each) == [0, 1])
      #expect(try bits("--format", "text") == each.map { 48 + $0 } + [10])
      func packed(_ place: (Int) -> Int) -> [UInt8] {
        (0..<2).map { byte in
          (0..<8).reduce(0) { $0 | each[8 * byte + $1] << UInt8(place($1)) }
        }
      }
      #expect(try bits("--format", "packed") == packed { $0 })
      #expect(try bits("--bit-order", "msb") == packed { 7 - $0 })
      // Unequal pairs give their first bit.
      let fair = stride(from: 0, to: 18, by: 2).filter { each[$0] != each[$0 + 1] }.map { each[$0] }
      #expect(try bits("--debias", "von-neumann", "--format", "bytes") == fair)
    }

    @Test("A file without a single byte is not written")
    func tooFew() throws {
      let place = try Workplace()
      try place.folder.write(Self.job, to: "job.toml")
      let few = ["experiments=1", "trials=7", "axis.thickness.values=[1e-9]"]
      let run = try place.command(
        ["run", "job.toml", "-o", "a.h5"] + few.flatMap { ["--set", $0] }
      ).run()
      #expect(run.exitCode == 0, "\(run.errors)")
      let plain = try place.spinsweep("bits", "a.h5", "-o", "b")
      #expect(plain.exitCode == 2)
      #expect(
        plain.errors
          == "spinsweep: 7 outcomes of 'a.h5' leave fewer than 8 bits, not enough for a file\n")
      let fair = try place.spinsweep("bits", "a.h5", "--debias", "von-neumann", "-o", "b")
      #expect(fair.exitCode == 2)
      #expect(fair.errors.contains("leave fewer than 8 bits without bias, not enough for a file"))
      #expect(try place.folder.names().sorted() == ["a.h5", "job.toml"])
    }

    @Test("A point that is not done has no bits")
    func notDone() throws {
      let place = try Workplace()
      try place.folder.write(Self.job, to: "job.toml")
      let run = try place.spinsweep(
        "run", "job.toml", "-o", "a.h5", "--stop-after", "1")
      #expect(run.exitCode == 75)
      let result = try place.spinsweep("bits", "a.h5", "--at", "thickness=1nm", "-o", "b")
      #expect(result.exitCode == 2)
      #expect(result.errors == "spinsweep: the point at thickness = 1e-09 m is not done\n")
    }

    @Test(
      "Fast tests of dieharder find nothing in a stream of fair outcomes", arguments: [100, 101])
    func dieharder(number: Int) throws {
      let place = try Workplace()
      try place.folder.write(Self.job, to: "job.toml")
      let run = try place.spinsweep(
        ranks: 2, "run", "job.toml", "-o", "a.h5", "--set", "axis.thickness.values=[1.1e-9]",
        "--set", "trials=1000", "--set", "experiments=1000")
      #expect(run.exitCode == 0, "\(run.errors)")
      _ = try place.spinsweep("bits", "a.h5", "-o", "bits.bin")
      // 25 samples of 1000 words of 32 bits: no bit is read twice.
      let result = try Command(
        [
          "dieharder", "-g", "201", "-f", "bits.bin", "-d", "\(number)", "-t", "1000", "-p", "25",
        ], in: place.folder
      ).run()
      #expect(result.output.contains("PASSED"), "\(result.output)\(result.errors)")
    }

    @Test(
      "Mistakes are one sentence",
      arguments: [
        (["a.h5"], "'spinsweep bits' needs a file to write to: -o FILE"),
        (
          ["a.h5", "-o", "b"],
          "axis 'thickness' has 2 values; say which: --at thickness=VALUE"
        ),
        (
          ["a.h5", "-o", "b", "--at", "thicknes=1nm"],
          "--at thicknes=1nm: the file has no axis 'thicknes' (it has thickness); "
            + "did you mean 'thickness'?"
        ),
        (
          ["a.h5", "-o", "b", "--at", "thickness=2nm"],
          "--at thickness=2nm: 'thickness' has no value 2e-09; the nearest is 1.1e-09"
        ),
        (
          ["a.h5", "-o", "b", "--at", "thickness=2K"],
          "--at thickness=2K: 'thickness' must be a number in m, not '2K'"
        ),
        (
          ["a.h5", "-o", "a.h5", "--at", "thickness=1nm"], "cannot write 'a.h5': File exists"
        ),
        (
          ["a.h5", "-o", "b", "--debias", "neumann"],
          "--debias must be none or von-neumann, not 'neumann'"
        ),
        (
          ["map.h5", "-o", "b"],
          "'map.h5' holds no bits: they are a quantity of the model 'switching-statistics'"
        ),
      ])
    func mistakes(arguments: [String], sentence: String) throws {
      let place = try Workplace()
      try place.folder.write(Self.job, to: "job.toml")
      try place.folder.write(TestJob.map, to: "map.toml")
      _ = try place.spinsweep("run", "job.toml", "-o", "a.h5", "--set", "experiments=1")
      _ = try place.spinsweep("run", "map.toml", "-o", "map.h5")
      let result = try place.command(["bits"] + arguments).run()
      #expect(result.exitCode == 2)
      #expect(result.errors == "spinsweep: \(sentence)\n")
      #expect(try !place.folder.names().contains("b"))
    }
  }
}
