import Foundation
import TestSupport
import Testing

extension CommandTests {
  @Suite("The ensemble and its deterministic twin")
  struct Twins {
    /// A small hot magnet, whose switching probability goes from 0.1 to 0.95 with the voltage.
    private static func job(_ model: String, _ parameters: String) -> String {
      """
      model = "\(model)"
      seed = 7
      [parameters]
      radius = "15 nm"
      temperature = "300 K"
      current = "0.3 mA"
      voltage_pulse = "0.5 ns"
      relaxation = "0.5 ns"
      \(parameters)
      [[axis]]
      parameter = "bias_voltage"
      from = "0 V"
      to = "2.4 V"
      points = 50
      """
    }

    @Test("Fifty switching probabilities agree within the statistical error")
    func sweep() throws {
      let place = try Workplace()
      try place.folder.write(Self.job("fokker-planck", ""), to: "density.toml")
      try place.folder.write(
        Self.job("macrospin", "trajectories = 10000\ntime_step = \"0.5 ps\""), to: "ensemble.toml")
      for name in ["density", "ensemble"] {
        let result = try place.spinsweep(ranks: 2, "run", "\(name).toml", timeLimit: 300)
        #expect(result.exitCode == 0, "\(result.errors)")
      }
      #expect(try place.python("twins", "density.h5", "ensemble.h5") == "ok")
    }
  }
}
