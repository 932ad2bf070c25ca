import Foundation
import TestSupport
import Testing

extension CommandTests {
  /// Every job of `jobs/` with the expectations it states. Ensembles are smaller here; the
  /// expectations allow for that.
  @Suite("The jobs that come with the program")
  struct JobFiles {
    /// What makes a job small enough for a test.
    static let settings = [
      "tq_map.toml": [], "tq_vs_l.toml": [], "binomial.toml": [],
      "fig3_switching.toml": ["trajectories=200"], "random_bits.toml": [],
      "thermal_switching.toml": [], "amplification.toml": ["trajectories=400"],
      "vcma_switching_a.toml": ["trajectories=400"],
      "vcma_switching_b.toml": ["trajectories=100"],
      "magnon_emission.toml": [], "collision_relaxation.toml": [],
      "scattering_phases.toml": [], "write_error.toml": [],
      "support_cutoff.toml": ["axis.layer_spins.values=[5]"],
      "keldysh_table1.toml": [], "keldysh_trajectories.toml": [], "keldysh_noise.toml": [],
      "keldysh_field.toml": [], "keldysh_spectrum.toml": [], "keldysh_coherent.toml": [],
      "collision_magnet.toml": [],
      "switching_controls.toml": ["trajectories=200"], "device_spread.toml": ["trajectories=20"],
      "quantum_limit.toml": [],
      "quantum_stt_collinear.toml": [], "quantum_stt_noncollinear.toml": [],
      "macrospin_5half.toml": [], "spin_valve_entanglement.toml": [], "magnons.toml": [],
      "entanglement_vs_size.toml": ["axis.layer_spins.values=[1, 2, 3, 4]"],
      "fisher_information.toml": ["axis.layer_spins.values=[4, 5]"],
      "edge_mutual_information.toml": [],
      "reversal.toml": ["end_time=13.164239138", "times=21"],
      "spin_transfer.toml": ["end_time=13.164239138", "times=21"],
      "noncollinear.toml": ["axis.electrons.values=[1]", "end_time=13.164239138", "times=21"],
      "entropy_growth.toml": [
        "axis.electron_axis.values=[\"z\"]", "end_time=13.164239138", "times=21",
      ],
      "geometries.toml": ["axis.electrons.values=[1]"],
      "strong_exchange.toml": ["axis.electrons.values=[1]"],
      "spin_valve_pulse.toml": ["axis.electrons.values=[2]"],
      "layers_by_electrons.toml": ["axis.electrons.values=[2]"],
      "singlet_pulse.toml": ["axis.electrons.values=[1, 2]"],
      "classical_limit.toml": [],
      "thermal_and_bath.toml": ["trajectories=100"], "bath_contrast.toml": [],
      "edge_packets.toml": [], "gibbs_bias.toml": [], "density_tolerance.toml": [],
      "write_error_curve.toml": [], "quantum_write_error.toml": [], "retention_size.toml": [],
      "valve_geometry.toml": ["axis.polarizer_start.values=[61]"],
      "tq_surface.toml": [],
      // The interpreter of the tests has numpy.
      "own_python_model.toml": [
        "program.command=[\"\(pythonInterpreter)\", \"../examples/rabi.py\"]"
      ],
      "switching_border.toml": [
        "trajectories=100", "refine.depth=1", "axis.bias_voltage.points=5",
        "axis.external_field.x.points=5",
      ],
    ]

    static var folder: URL { JobFolder.url }

    @Test("Every job is tested, and named in README.md")
    func complete() throws {
      let names = try FileManager.default.contentsOfDirectory(atPath: Self.folder.path)
      #expect(Set(names) == Set(Self.settings.keys))
      let readme = try String(
        contentsOf: Self.folder.deletingLastPathComponent().appendingPathComponent("README.md"),
        encoding: .utf8)
      for name in names { #expect(readme.contains("`jobs/\(name)`"), "\(name)") }
    }

    @Test("A job gives what it expects", arguments: settings.keys.sorted())
    func expectations(name: String) throws {
      let place = try Workplace()
      let overrides = (Self.settings[name] ?? []).flatMap { ["--set", $0] }
      let job = Self.folder.appendingPathComponent(name).path
      let result = try place.command(
        ranks: 2, ["run", job, "-o", "a.h5", "--verify"] + overrides, timeLimit: 300
      ).run()
      #expect(result.exitCode == 0, "\(result.output)\(result.errors)")
      #expect(result.output.contains("a.h5: all of "))
      let again = try place.spinsweep("verify", "a.h5")
      #expect(again.exitCode == 0)
    }

    @Test("What is expected off a grid that --set changed is left out")
    func changedGrid() throws {
      let place = try Workplace()
      let job = Self.folder.appendingPathComponent("tq_vs_l.toml").path
      let override = ["--set", "axis.spin_quantum_number.values=[0.5, 1, 7]"]
      let check = try place.command(["check", job] + override).run()
      #expect(check.output.contains("expectations  5 (7 not on this grid)"))
      let run = try place.command(["run", job, "-o", "a.h5", "--verify"] + override).run()
      #expect(run.exitCode == 0, "\(run.errors)")
      #expect(run.output.contains("a.h5: all of 5 expectations hold"))
      #expect(try place.spinsweep("verify", "a.h5").exitCode == 0)
    }

    @Test("A result that differs from what is expected is found")
    func broken() throws {
      let place = try Workplace()
      let job = Self.folder.appendingPathComponent("tq_vs_l.toml").path
      let result = try place.spinsweep(
        "run", job, "-o", "a.h5", "--verify", "--set", "damping=0.0500001")
      #expect(result.exitCode == 1)
      #expect(result.output.contains("BROKEN quantum_temperature at spin_quantum_number = 0.5"))
      #expect(result.output.contains("a.h5: 6 of 12 expectations do not hold"))
    }
  }
}
