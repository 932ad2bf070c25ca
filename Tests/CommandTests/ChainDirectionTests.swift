import Foundation
import TestSupport
import Testing

extension CommandTests {
  /// Directions of layers: two ways to the same numbers, and states that nothing can change.
  @Suite("Directions of layers")
  struct ChainDirections {
    private static let names = [
      "local_spin", "electron_spin", "entropy_layers", "entropy_polarizer", "mutual_information",
      "logarithmic_negativity", "magnon_probability", "w_state_fidelity", "charge_density",
      "configuration_probability", "quantum_fisher_information", "exact_fisher_information",
    ]

    /// Runs a job twice, with other settings, and compares.
    private static func compare(
      _ job: String, _ first: [String], _ second: [String], within tolerance: Double,
      _ names: [String]
    ) throws {
      let place = try Workplace()
      try place.folder.write(job, to: "job.toml")
      for (file, settings) in [("a.h5", first), ("b.h5", second)] {
        let options = settings.flatMap { ["--set", $0] }
        let run = try place.command(["run", "job.toml", "-o", file] + options).run()
        #expect(run.exitCode == 0, "\(run.errors)")
      }
      let url = try #require(
        Bundle.module.url(
          forResource: "same_numbers", withExtension: "py", subdirectory: "Reference"))
      let comparison = try python(
        try String(contentsOf: url, encoding: .utf8),
        ["\(tolerance)", place.folder.path("a.h5"), place.folder.path("b.h5")] + names
      ).run()
      #expect(comparison.exitCode == 0, "\(comparison.errors)")
    }

    @Test("A sharp S_z and a superposition of all lead to the same numbers")
    func twoWays() throws {
      // One spin up is Néel's state of one; superpositions are taken for whatever has that name.
      let job = Chains.valve.replacingOccurrences(of: "end_time = 10", with: "end_time = 30")
      let one = ["layer_spins=1", "polarizer_start=20", "spacer_sites=3"]
      try Self.compare(
        job, one, one + ["polarizer_direction=\"neel\""], within: 1e-10,
        Self.names.filter { $0 != "logarithmic_negativity" })
    }

    @Test("Parallel layers are the limit of tilted ones")
    func parallel() throws {
      let job = Chains.valve.replacingOccurrences(of: "end_time = 10", with: "end_time = 30")
      try Self.compare(
        job, ["analyzer_direction=\"up\""], ["analyzer_direction=[1e-7, 0, 1]"], within: 1e-6,
        Self.names.filter { $0 != "quantum_fisher_information" })
    }

    @Test("Where everything points the same way nothing moves")
    func stationary() throws {
      let place = try Workplace()
      try place.folder.write(
        """
        model = "tdmrg"
        [parameters]
        sites = 12
        layer_start = 6
        layer_spins = 2
        electrons = 2
        confined_sites = 4
        electron_axis = "angles"
        electron_polar_angle = 1
        electron_azimuth = 0.5
        layer_direction = [0.73846026260412878, 0.40342268011133490, 0.54030230586813977]
        exchange_z = 0.1
        end_time = 5
        times = 6

        [[expect]]
        quantity = "local_spin"
        at = { time = 5, spin = 2, component = "y" }
        value = 0.40342268011133490
        tolerance = 1e-9
        [[expect]]
        quantity = "local_spin"
        at = { time = 5, spin = 1, component = "z" }
        value = 0.54030230586813977
        tolerance = 1e-9
        [[expect]]
        quantity = "electron_spin"
        at = { time = 5, component = "x" }
        value = 0.73846026260412878
        tolerance = 1e-9
        """, to: "job.toml")
      let run = try place.spinsweep("run", "job.toml", "-o", "a.h5", "--verify")
      #expect(run.exitCode == 0, "\(run.output)\(run.errors)")
    }

    @Test("Where the power series of the jump operators converges it is the whole of them")
    func powerSeries() throws {
      let job = """
        model = "spin-valve"
        [parameters]
        sites = 10
        layer_spins = 2
        polarizer_start = 4
        spacer_sites = 1
        packet_center = 3
        packet_width = 1
        end_time = 10
        times = 3
        bath_temperature = 3000
        bath_strength = "0.1 eV"
        bath_method = "density-matrix"
        """
      try Self.compare(
        job, ["bath=\"ohmic\""], ["bath=\"power-series\"", "bath_series_last=20"], within: 1e-9,
        ["local_spin", "entropy_layers", "magnon_probability"])
    }

    /// Three electrons along x, one after the other.
    private static let succession = """
      model = "spin-chain"
      [parameters]
      sites = 60
      layer_spins = 2
      layer_start = 28
      layer_direction = "down"
      packet_center = 14
      packet_width = 0.5
      packet_wave_number = 1.2
      sd_exchange = 0.5
      electron_polar_angle = "90 deg"
      successive_electrons = 3
      end_time = 15
      times = 1500
      [output]
      quantities = ["local_spin", "entropy", "orbital_purity", "layer_density_matrix"]
      flush_interval = "0.01 s"
      """

    @Test("Electrons in succession: the same bits on several ranks, and after interruptions")
    func succession() throws {
      let place = try Workplace()
      try place.folder.write(Self.succession, to: "job.toml")
      let whole = try place.spinsweep("run", "job.toml", "-o", "a.h5")
      #expect(whole.exitCode == 0, "\(whole.errors)")
      let resume = place.command(
        ["run", "job.toml", "-o", place.folder.path("b.h5"), "--resume"])
      for _ in 0..<2 {
        let part = try place.interrupt(resume, writing: "b.h5")
        #expect(part.exitCode == 75, "\(part.errors)")
      }
      let last = try resume.run()
      #expect(last.exitCode == 0 && !last.errors.contains("is not used"), "\(last.errors)")
      #expect(try place.digest("a.h5") == place.digest("b.h5"))
      let few = ["--set", "times=16"]
      #expect(try place.command(["run", "job.toml", "-o", "c.h5"] + few).run().exitCode == 0)
      let shared = try place.command(
        ranks: 2, ["run", "job.toml", "-o", "d.h5", "--ranks-per-point", "2"] + few
      ).run()
      #expect(shared.exitCode == 0, "\(shared.errors)")
      #expect(try place.digest("c.h5") == place.digest("d.h5"))
    }
  }
}
