import Jobs
import Models
import Testing

/// Times that were given in another unit than they are read in.
@Suite("Runs in which nothing can happen")
struct ShortRunTests {
  private static func warnings(_ model: String, _ settings: [String]) throws -> [String] {
    try JobTests.plan("model = \"\(model)\"", set: settings).warnings
  }

  @Test(
    "They are warned of, with the unit of a bare number",
    arguments: [
      ("spin-valve", ["end_time=60e-15", "layer_spins=1"], "fs"),
      ("spin-chain", ["end_time=200e-15"], "fs"), ("tdmrg", ["end_time=20e-15"], "fs"),
      ("keldysh", ["spin_bias_left=8e-21", "duration=1e-20", "time_step=1e-20", "times=2"], "s"),
      ("macrospin", stages("1e-18 s"), "s"), ("switching-statistics", stages("1e-18 s"), "s"),
      ("fokker-planck", stages("1e-18 s"), "s"),
    ])
  func warned(model: String, settings: [String], unit: String) throws {
    let warnings = try Self.warnings(model, settings)
    #expect(warnings.count == 1)
    #expect(warnings.first?.contains("of the fastest period: nothing can happen in it") == true)
    #expect(warnings.first?.hasSuffix("(a bare number is in \(unit))") == true)
  }

  @Test(
    "Times of 0 and times in which something happens are not",
    arguments: [
      ("spin-valve", ["end_time=0"]), ("spin-valve", ["end_time=20"]),
      ("spin-chain", ["end_time=0.01"]), ("tdmrg", ["end_time=0.01"]), ("tdmrg", ["end_time=0"]),
      ("keldysh", []), ("keldysh", ["electrons=0"]), ("macrospin", []),
      ("macrospin", stages("0 s")), ("fokker-planck", stages("1 ps")),
    ])
  func notWarned(model: String, settings: [String]) throws {
    #expect(try Self.warnings(model, settings) == [])
  }

  /// Three stages of that time each.
  private static func stages(_ time: String) -> [String] {
    ["voltage_pulse=\(time)", "current_pulse=\(time)", "relaxation=\(time)"]
  }
}
