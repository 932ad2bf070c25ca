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

    @Test("Densities over the sphere have the total 1 and the moments that stand beside them")
    func sphere() throws {
      let grid = "polar_angles = 181\nazimuths = 120\ntolerance = 1e-10"
      let place = try Workplace()
      try place.folder.write(
        """
        model = "fokker-planck"
        [parameters]
        radius = "15 nm"
        temperature = "300 K"
        current = "0.3 mA"
        bias_voltage = 1.2
        voltage_pulse = "0.3 ns"
        relaxation = "0.3 ns"
        density_times = 4
        \(grid)
        [[axis]]
        parameter = "initial_state"
        values = ["direction", "boltzmann"]
        """, to: "density.toml")
      try place.folder.write(
        """
        model = "keldysh"
        [parameters]
        potential = 3.36e-28
        exchange = 5.76e-30
        spin = 100
        fermi_wave_number = "13.6 1/nm"
        electrons = 200
        duration = "1 ns"
        field = "50 mT"
        # Makes the concentration of the Gibbs ensemble 30.
        initial_temperature = 0.2239046050729234
        field_polar_angle = 1
        field_azimuth = 2
        trajectories = 10
        times = 4
        \(grid)
        [[axis]]
        parameter = "method"
        values = ["ensemble", "fokker-planck"]
        """, to: "keldysh.toml")
      for name in ["density", "keldysh"] {
        let result = try place.spinsweep("run", "\(name).toml")
        #expect(result.exitCode == 0, "\(result.errors)")
      }
      #expect(try place.python("sphere", "density.h5", "keldysh.h5") == "ok")
    }
  }

  @Suite("One electron by tensor networks and exactly")
  struct ChainTwins {
    private static let chain = """
      [parameters]
      sites = 75
      layer_spins = 5
      layer_start = 36
      sd_exchange = 0.5
      confined_sites = 10
      end_time = 20
      times = 11
      """

    @Test("Two programs for one chain agree in all they share, along z and along x")
    func shared() throws {
      let place = try Workplace()
      try place.folder.write(
        """
        model = "tdmrg"
        \(Self.chain)
        electrons = 1
        order = 4
        time_step = 0.125
        truncation = 0
        [[axis]]
        parameter = "electron_axis"
        values = ["z", "x"]
        """, to: "networks.toml")
      try place.folder.write(
        """
        model = "spin-chain"
        \(Self.chain)
        packet = "well"
        confinement = 110
        [[axis]]
        parameter = "electron_polar_angle"
        values = ["180 deg", "90 deg"]
        """, to: "exact.toml")
      for name in ["networks", "exact"] {
        let result = try place.spinsweep(ranks: 2, "run", "\(name).toml", timeLimit: 300)
        #expect(result.exitCode == 0, "\(result.errors)")
      }
      #expect(try place.python("chains", "networks.h5", "exact.h5") == "ok")
    }
  }

  @Suite("Results that are doubtful")
  struct Remarks {
    @Test("Truncation beyond its budget is told on screen and in the file")
    func budget() throws {
      let place = try Workplace()
      try place.folder.write(
        """
        model = "tdmrg"
        [parameters]
        sites = 20
        layer_start = 8
        layer_spins = 3
        confined_sites = 5
        electrons = 3
        end_time = 5
        times = 6
        [[axis]]
        parameter = "max_bond"
        values = [8, 100]
        """, to: "a.toml")
      let run = try place.spinsweep("run", "a.toml")
      #expect(run.exitCode == 0, "\(run.errors)")
      #expect(run.errors.contains("warning: max_bond = 8.0: truncation dropped"))
      let status = try place.spinsweep("status", "a.h5")
      #expect(status.output.contains("doubtful at max_bond = 8.0: truncation dropped"))
      #expect(!status.output.contains("doubtful at max_bond = 100"))
    }
  }
}
