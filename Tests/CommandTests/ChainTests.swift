import Foundation
import TestSupport
import Testing

extension CommandTests {
  /// The chains of spins as users meet them.
  @Suite("Chains of spins")
  struct Chains {
    static let valve = """
      model = "spin-valve"
      [parameters]
      sites = 60
      layer_spins = 2
      polarizer_start = 21
      spacer_sites = 8
      packet_center = 9
      packet_width = 0.4
      end_time = 10
      times = 6
      """
    static let cold = ["temperature=0 K"]
    static let baths = ["bath=\"ohmic\"", "bath_strength=0.1 eV"]

    @Test("Where the ends of the chain come back, screen and file say so")
    func warning() throws {
      let place = try Workplace()
      try place.folder.write(Self.valve, to: "job.toml")
      let run = try place.spinsweep("run", "job.toml", "-o", "a.h5")
      #expect(run.exitCode == 0)
      #expect(!run.errors.contains("warning"))
      // Center 9, front at 16.5, to 21, to the left end and back: 44.5 sites at 3.04 sites/fs.
      let sentence =
        "'end_time' is 20 fs, but from 14.6 fs on the localized spins feel what the ends of "
        + "the chain "
        + "reflect; more 'sites' postpone it"
      let long = ["job.toml", "--set", "end_time=20"]
      let check = try place.command(["check"] + long).run()
      #expect(check.output.contains(sentence))
      let late = try place.command(ranks: 2, ["run", "-o", "b.h5"] + long).run()
      #expect(late.exitCode == 0)
      #expect(late.errors.split(separator: "\n").count { $0.contains(sentence) } == 1)
      let shown = try place.python("attribute", "b.h5")
      #expect(shown == sentence)
      #expect(try place.python("attribute", "a.h5") == "")
    }

    @Test("Along an axis the warning says where")
    func warningOnAxis() throws {
      let place = try Workplace()
      let axis = "\n[[axis]]\nparameter = \"packet_center\"\nvalues = [8, 9, 10]\n"
      let job = Self.valve.replacingOccurrences(of: "packet_center = 9\n", with: "")
      try place.folder.write(job + axis, to: "job.toml")
      let check = try place.command(["check", "job.toml", "--set", "end_time=14.7 fs"]).run()
      #expect(
        check.output.contains(
          "reflect; more 'sites' postpone it (at packet_center = 9.0, and 1 other point)"))
    }

    @Test("A state that fits neither the memory nor the disk is refused with both sizes")
    func memory() throws {
      let place = try Workplace()
      try place.folder.write(
        "model = \"spin-valve\"\n[parameters]\nlayer_spins = 12\nsites = 100000\n", to: "job.toml")
      for verb in ["check", "run"] {
        let result = try place.spinsweep(verb, "job.toml")
        #expect(result.exitCode == 2)
        #expect(result.errors.contains(" TB"))
        #expect(
          result.errors.contains(/[, ](of memory, but the machine has|but '.' has) [0-9.]+ GB/))
        #expect(try place.folder.names() == ["job.toml"])
      }
    }

    @Test("Entropies that are not asked for are not computed")
    func selection() throws {
      let place = try Workplace()
      try place.folder.write(
        Self.valve + "\n[output]\nquantities = [\"local_spin\", \"logarithmic_negativity\"]\n",
        to: "job.toml")
      let run = try place.spinsweep("run", "job.toml", "-o", "a.h5")
      #expect(run.exitCode == 0, "\(run.errors)")
      let whole = try place.spinsweep(
        "run", "job.toml", "-o", "b.h5", "--set",
        "output.quantities=[\"local_spin\", \"logarithmic_negativity\", \"purity\"]")
      #expect(whole.exitCode == 0)
      let same = try place.python("common", "a.h5", "b.h5")
      #expect(same == "local_spin logarithmic_negativity")
    }

    @Test(
      "The same bits on one rank and on several that share a point",
      arguments: [(2, Self.cold), (3, Self.cold), (2, Self.baths)])
    func teams(ranks: Int, settings: [String]) throws {
      let place = try Workplace()
      try place.folder.write(Self.valve, to: "job.toml")
      let options = settings.flatMap { ["--set", $0] }
      #expect(try place.command(["run", "job.toml", "-o", "a.h5"] + options).run().exitCode == 0)
      let shared = try place.command(
        ranks: ranks,
        ["run", "job.toml", "-o", "b.h5", "--ranks-per-point", "\(ranks)"] + options
      ).run()
      #expect(shared.exitCode == 0, "\(shared.errors)")
      #expect(try place.digest("a.h5") == place.digest("b.h5"))
    }

    @Test("More ranks than tiles of the chain: the point fails and says why")
    func tooManyRanks() throws {
      let place = try Workplace()
      try place.folder.write(
        "model = \"spin-chain\"\n[parameters]\nsites = 30\nlayer_start = 20\npacket_center = 14\n"
          + "packet_width = 0.5\nend_time = 1\n", to: "job.toml")
      let run = try place.spinsweep(
        ranks: 3, "run", "job.toml", "-o", "a.h5", "--ranks-per-point", "3")
      #expect(run.exitCode == 4, "\(run.errors)")
      let status = try place.spinsweep("status", "a.h5")
      #expect(
        status.output.contains(
          "3 ranks cannot share a chain of 30 sites, which has 2 tiles of 16: "
            + "'ranks_per_point' must "
            + "be at most 2"))
    }

    @Test(
      "A stopped point goes on where it was, to the same bits",
      arguments: [
        cold + ["times=4000", "layer_spins=3"], ["temperature=100 K", "times=600"],
        baths + ["trajectories=10000", "end_time=20"],
      ])
    func restart(settings: [String]) throws {
      let place = try Workplace()
      try place.folder.write(Self.valve, to: "job.toml")
      // Some two seconds; stopped as soon as a state has been saved, three times.
      let options = (settings + ["output.flush_interval=0.01s"]).flatMap { ["--set", $0] }
      let whole = try place.command(["run", "job.toml", "-o", "a.h5"] + options).run()
      #expect(whole.exitCode == 0, "\(whole.errors)")
      let output = place.folder.path("b.h5")
      let resume = place.command(["run", "job.toml", "-o", output, "--resume"] + options)
      for _ in 0..<3 {
        let part = try place.interrupt(resume, writing: "b.h5")
        #expect(part.exitCode == 75, "\(part.errors)")
        #expect(try place.states(of: "b.h5").count == 1)
      }
      let last = try resume.run()
      #expect(last.exitCode == 0, "\(last.errors)")
      #expect(!last.errors.contains("is not used"))
      #expect(try place.digest("a.h5") == place.digest("b.h5"))
    }
  }
}

extension CommandTests {
  @Suite("Packets that an end of the chain cuts")
  struct EdgePackets {
    /// Eq. (4) of Mondal et al. as printed, with x₀ = 0, and centered on the first site.
    private static let jobs = [
      "x0_0_N3": """
      model = "spin-chain"
      [parameters]
      sites = 160
      layer_start = 25
      layer_spins = 3
      packet_center = 0
      end_time = 60
      times = 11
      """,
      "x0_1_N2_plusx": """
      model = "spin-chain"
      [parameters]
      sites = 160
      layer_start = 25
      layer_spins = 2
      sd_exchange = 0.3
      packet_center = 1
      packet_wave_number = 0.8
      electron_polar_angle = "90 deg"
      end_time = 60
      times = 11
      """,
    ]

    @Test(
      "Every number of the reference to 1e-9, and the cut is told", arguments: jobs.keys.sorted())
    func reference(name: String) throws {
      let place = try Workplace()
      try place.folder.write(try #require(Self.jobs[name]), to: "job.toml")
      let result = try place.spinsweep("run", "job.toml", "-o", "a.h5")
      #expect(result.exitCode == 0, "\(result.errors)")
      let share = name == "x0_0_N3" ? "54" : "46"
      #expect(result.errors.contains("\(share) % of the packet is off the chain"))
      let url = try #require(
        Bundle.module.url(
          forResource: "chain_edge_packet_\(name)", withExtension: "json", subdirectory: "Reference"
        ))
      try place.folder.write(String(contentsOf: url, encoding: .utf8), to: "reference.json")
      let difference = try #require(
        Double(try place.python("edge_packets", "a.h5", "reference.json")))
      #expect(difference < 1e-9)
    }
  }
}
