import TestSupport
import Testing

extension CommandTests {
  /// What the program says of time steps and of starts that spoil an ensemble.
  @Suite("Time steps and starts")
  struct TimeSteps {
    /// One corner of 20 × 20 points turns by 0.71 rad a step.
    private static let grid = """
      model = "macrospin"
      [parameters]
      trajectories = 2
      temperature = 0
      voltage_pulse = "1 ns"
      relaxation = "1 ns"
      [[axis]]
      parameter = "time_step"
      from = "0.1 ps"
      to = "3 ps"
      points = 20
      [[axis]]
      parameter = "external_field.x"
      from = 0
      to = "1 MA/m"
      points = 20
      """

    @Test("One bad corner is refused with the step that would do everywhere, and that does")
    func badCorner() throws {
      let place = try Workplace()
      try place.folder.write(Self.grid, to: "job.toml")
      let result = try place.spinsweep("check", "job.toml")
      #expect(result.exitCode == 2)
      let match = try #require(
        result.errors.firstMatch(of: /'time_step' = (\S+) s would do at every point/),
        "\(result.errors)")
      let step = try #require(Double(match.1))
      // 0.5 rad over γ (H + H_k) + the torque's rate, of the strongest field.
      #expect(step > 1.9e-12 && step < 2.1e-12)
      func check(_ to: Double) throws -> CommandResult {
        try place.spinsweep("check", "job.toml", "--set", "axis.time_step.to=\(to)")
      }
      #expect(try check(step).exitCode == 0)
      #expect(try check(step * 1.06).exitCode == 2)
    }

    @Test("A step beyond 0.02 rad is warned of, with the one that would do")
    func inaccurate() throws {
      let place = try Workplace()
      try place.folder.write(
        """
        model = "macrospin"
        [parameters]
        trajectories = 2
        voltage_pulse = "1 ns"
        relaxation = "10 ps"
        [[axis]]
        parameter = "current"
        values = ["2 mA", "10 mA", "50 mA"]
        """, to: "job.toml")
      let result = try place.spinsweep("run", "job.toml", "-o", "a.h5")
      #expect(result.exitCode == 0)
      let match = try #require(
        result.errors.firstMatch(
          of: /up to (\S+) rad a step, beyond the 0.02 rad.*'time_step' = (\S+) s would do at every/
        ),
        "\(result.errors)")
      #expect(match.1 == "0.038")
      let better = try place.spinsweep(
        "run", "job.toml", "-o", "b.h5", "--set", "time_step=\(match.2)")
      #expect(better.exitCode == 0 && !better.errors.contains("rad a step"), "\(better.errors)")
    }

    @Test("A start in one direction is warned of where its missing spread may decide")
    func sharpStart() throws {
      let place = try Workplace()
      try place.folder.write(
        """
        model = "macrospin"
        [parameters]
        trajectories = 2
        temperature = 300
        voltage_pulse = 0
        relaxation = "10 ps"
        """, to: "job.toml")
      func warns(_ settings: String...) throws -> Bool {
        let words = ["run", "job.toml", "-o", "a.h5", "--overwrite"]
        let result = try place.command(words + settings.flatMap { ["--set", $0] }).run()
        #expect(result.exitCode == 0, "\(result.errors)")
        return result.errors.contains("starts in one direction")
      }
      #expect(try warns())
      #expect(try !warns("initial_state=\"boltzmann-well\""))
      #expect(try !warns("temperature=0"))
      #expect(try !warns("thermal_noise=false"))
      #expect(try !warns("voltage_pulse=20 ns"))
      #expect(try !warns("current_pulse=0"))
    }
  }
}
