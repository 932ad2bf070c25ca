import Testing

extension CommandTests {
  /// Parameters whose 0 used to mean that nothing was given, and values that used to be refused.
  @Suite("Unusual values of parameters")
  struct Zero {
    @Test("A spin bias of 0 between others is no bias; without any the electrons set it")
    func spinBias() throws {
      let place = try Workplace()
      try place.folder.write("model = \"keldysh\"\n[parameters]\ntimes = 0\n", to: "plain.toml")
      try place.folder.write(
        """
        model = "keldysh"
        [parameters]
        times = 0
        [[axis]]
        parameter = "spin_bias_left"
        values = [-8e-21, 0, 8e-21]
        """, to: "swept.toml")
      func biases(_ job: String) throws -> [Double] {
        let run = try place.spinsweep("run", job, "-o", "a.h5", "--overwrite")
        #expect(run.exitCode == 0, "\(run.errors)")
        return try place.spinsweep("show", "a.h5", "spin_bias", "--csv").lines.dropFirst()
          .compactMap { $0.split(separator: ",").last.flatMap { Double($0) } }
      }
      #expect(try biases("swept.toml") == [-8e-21, 0, 8e-21])
      // 2 pi hbar n_e/t_n of the defaults; the program's hbar has ten digits.
      let expected = 6.62607015e-34 * 1.5e5 / 1e-9
      let found = try biases("plain.toml")
      #expect(found.count == 1 && abs(found[0] / expected - 1) < 1e-9)
    }

    @Test("Repetitions have random numbers of their own, and the same in every run")
    func repetitions() throws {
      let place = try Workplace()
      try place.folder.write(
        """
        model = "macrospin"
        [parameters]
        temperature = "300 K"
        voltage_pulse = "50 ps"
        relaxation = "50 ps"
        trajectories = 20
        [[axis]]
        repeat = 6
        """, to: "job.toml")
      for (file, ranks) in [("a.h5", 1), ("b.h5", 3)] {
        let run = try place.spinsweep(ranks: ranks, "run", "job.toml", "-o", file)
        #expect(run.exitCode == 0, "\(run.errors)")
      }
      #expect(try place.digest("a.h5") == place.digest("b.h5"))
      let table = try place.spinsweep(
        "show", "a.h5", "mean_magnetization", "--csv", "--at", "component=z")
      #expect(table.lines.first == "repeat,component,mean_magnetization")
      let values = table.lines.dropFirst().compactMap { $0.split(separator: ",").last }
      #expect(values.count == 6 && Set(values).count == 6)
    }

    @Test("A reversed current does what electrons of the opposite moments do, to the bit")
    func reversedCurrent() throws {
      let place = try Workplace()
      func magnetization(_ settings: String...) throws -> [String] {
        try place.folder.write(
          "model = \"macrospin\"\nrandom = \"common\"\n[parameters]\ntrajectories = 20\n"
            + "voltage_pulse = \"50 ps\"\nrelaxation = \"50 ps\"\n", to: "job.toml")
        let run = try place.command(
          ["run", "job.toml", "-o", "a.h5", "--overwrite"] + settings.flatMap { ["--set", $0] }
        ).run()
        #expect(run.exitCode == 0, "\(run.errors)")
        return try place.spinsweep("show", "a.h5", "mean_magnetization", "--csv").lines
      }
      let reversed = try magnetization("current=-2mA")
      #expect(try reversed == magnetization("polarization=[1, 0, 0]"))
      #expect(try reversed != magnetization("current=2mA"))
    }

    @Test("A valve without flips keeps the state it starts in")
    func valve() throws {
      let place = try Workplace()
      try place.folder.write(
        """
        model = "spin-valve"
        [parameters]
        sites = 60
        packet_center = 20
        polarizer_start = 40
        spacer_sites = 3
        layer_spins = 2
        end_time = 10
        times = 2
        """, to: "valve.toml")
      func spins(_ setting: String) throws -> [Double] {
        let run = try place.spinsweep(
          "run", "valve.toml", "-o", "a.h5", "--overwrite", "--set", setting)
        #expect(run.exitCode == 0, "\(run.errors)")
        return try place.spinsweep(
          "show", "a.h5", "local_spin", "--csv", "--at", "component=z", "--at", "time=0"
        ).lines.dropFirst().compactMap { $0.split(separator: ",").last.flatMap { Double($0) } }
      }
      for setting in ["flip_cutoff=0", "sd_exchange=0.5"] {
        let found = try spins(setting)
        #expect(found.count == 4)
        #expect(zip(found, [1, 1, -1, -1]).allSatisfy { abs($0 - $1) < 1e-12 }, "\(found)")
      }
    }
  }
}
