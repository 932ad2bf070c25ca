import Testing

extension CommandTests {
  /// Parameters whose 0 used to mean that nothing was given.
  @Suite("A parameter that is 0")
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
      // 2 pi hbar n_e/t_n of the defaults.
      let expected = 6.62607015e-34 * 1.5e5 / 1e-9
      let found = try biases("plain.toml")
      #expect(found.count == 1 && abs(found[0] / expected - 1) < 1e-15)
    }

    @Test("A valve at 0 K without a bias has no magnetization; without flips it keeps its state")
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
      #expect(try spins("temperature=0").allSatisfy { abs($0) < 1e-14 })
      #expect(try spins("flip_cutoff=0") == [1, 1, -1, -1])
      #expect(try spins("sd_exchange=0.5") == [1, 1, -1, -1])
    }
  }
}
