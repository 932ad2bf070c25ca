import Foundation
import TestSupport
import Testing

extension CommandTests {
  /// Reference numbers of chains, from the job file through the program to the result file.
  @Suite("Reference numbers of chains, through the program")
  struct ChainReferences {
    /// A file of `Reference/chains`, and which of its rows.
    private static func run(_ name: String, row: Int = 0) throws {
      let place = try Workplace()
      func resource(_ name: String, _ ending: String, in folder: String) throws -> URL {
        try #require(
          Bundle.module.url(forResource: name, withExtension: ending, subdirectory: folder))
      }
      let program = try String(
        contentsOf: resource("chain_reference", "py", in: "Reference"), encoding: .utf8)
      let file = try resource(name, "json", in: "Reference/chains").path
      let job = try python(program, ["job", file, "\(row)"]).run()
      #expect(job.exitCode == 0, "\(job.errors)")
      try place.folder.write(job.output, to: "job.toml")
      let run = try place.spinsweep("run", "job.toml", "-o", "a.h5")
      #expect(run.exitCode == 0, "\(run.errors)")
      let comparison = try python(
        program, ["compare", file, "\(row)", place.folder.path("a.h5")]
      ).run()
      #expect(comparison.exitCode == 0, "\(comparison.output)\(comparison.errors)")
    }

    @Test("Lowest levels of each sector and their spins", arguments: 0..<3)
    func spectrum(row: Int) throws { try Self.run("spectrum", row: row) }

    @Test(
      "Electrons one after the other",
      arguments: ["succession_N2_down", "succession_N3_x", "succession_N1_spin52"])
    func succession(name: String) throws { try Self.run(name) }

    @Test(
      "Configurations, elements of the density matrix, GHZ fidelity",
      arguments: ["valve22_L60", "valve11_L60_up", "valve44_L201"])
    func valve(name: String) throws { try Self.run(name) }

    @Test(
      "Layers and electrons in any direction",
      arguments: [
        "directions_valve11_perp", "directions_valve22_tilt", "directions_valve22_k12",
        "directions_chain_N3_x", "directions_chain_spin52", "directions_pulse_N8_Ne2",
        "directions_pulse_N10_Ne3",
      ])
    func directions(name: String) throws { try Self.run(name) }

    @Test(
      "Pulses onto spins S, antiferromagnets, barriers, with a repulsion U",
      arguments: [
        "pulse_spin1_N6_Ne1", "pulse_spin52_N6_Ne2", "pulse_neel_N7_Ne2", "pulse_barrier_N8_Ne2",
        "pulse_spin1_two_layers_N6_Ne3", "pulse_negative_N6_Ne3",
      ])
    func pulse(name: String) throws { try Self.run(name) }

    @Test(
      "Two layers that several electrons entangle",
      arguments: [
        "layers_11_N10_Ne2", "layers_22_N12_Ne2", "layers_22_N8_Ne2_z", "layers_11_N8_Ne4",
        "layers_spin1_N7_Ne2",
      ])
    func layers(name: String) throws { try Self.run(name) }

    @Test(
      "Pulses onto layers in their ground states, and chains that start in theirs",
      arguments: [
        "ground_singlet2_N8_Ne2", "ground_singlet4_N8_Ne2_z", "ground_spin1_N6_Ne1",
        "ground_chain_U_N7_Ne2", "ground_sea_N6_Ne6", "ground_field_N8_Ne2",
      ])
    func ground(name: String) throws { try Self.run(name) }

    @Test(
      "Classical spins in the mean field of the electrons, and what quantum spins do beyond",
      arguments: [
        "classical_valve22_k12", "classical_pulse_N8_Ne2_unpolarized", "classical_chain_N3_x",
        "classical_chain_N3_minusz", "classical_chain_spin52", "classical_valve11_perp",
        "classical_valve22_center", "classical_valve22_collinear", "classical_pulse_S0.5",
        "classical_pulse_S1", "classical_pulse_S2.5", "classical_pulse_N10_Ne3",
      ])
    func classical(name: String) throws { try Self.run(name) }

    @Test(
      "Layers with baths of a small cutoff",
      arguments: ["bath_T100_cut0.1", "bath_T10_cut0.05"])
    func bath(name: String) throws { try Self.run(name) }

    @Test(
      "Spins at two times, and what probe pulses see",
      arguments: ["two_times_valve11", "two_times_valve22", "two_times_gibbs"])
    func twoTimes(name: String) throws { try Self.run(name) }
  }
}
