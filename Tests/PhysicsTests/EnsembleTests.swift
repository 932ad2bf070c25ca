import Macrospins
import Numerics
import Teams
import Testing

/// What an ensemble promises whatever the physics: the same bits, however it is run.
@Suite struct EnsembleTests {
  private static func hot(_ convention: NoiseConvention = .fokkerPlanck) -> (
    Magnet, SwitchingProtocol
  ) {
    var magnet = Magnet()
    magnet.temperature = 300
    magnet.biasVoltage = 1.2
    var switching = SwitchingProtocol()
    switching.voltagePulse = 1e-9
    switching.relaxation = 1e-9
    switching.noiseConvention = convention
    return (magnet, switching)
  }

  private static func run(
    _ magnet: Magnet, _ switching: SwitchingProtocol, trajectories: Int, savedTimes: Int = 0,
    seed: UInt64 = 1, point: UInt64 = 0
  ) throws -> EnsembleOutcome {
    try MacrospinEnsemble(
      magnet: magnet, protocol: switching, trajectories: trajectories, savedTimes: savedTimes,
      seed: seed, point: point
    ).run()
  }

  /// A trajectory does not depend on how many others there are, nor on the block it falls into.
  @Test func trajectoriesDoNotKnowOfEachOther() throws {
    let (magnet, switching) = Self.hot()
    let all = try Self.run(magnet, switching, trajectories: 600)
    for count in [1, 9, 255, 256, 257, 599] {
      let some = try Self.run(magnet, switching, trajectories: count)
      for trajectory in 0..<count {
        #expect(some.hasSwitched(trajectory) == all.hasSwitched(trajectory))
      }
      #expect(some.switchedBits.count == (count + 7) / 8)
    }
    #expect((0..<600).count(where: all.hasSwitched) == all.switched)
    #expect((100...500).contains(all.switched))
  }

  /// Saving times changes neither the end nor each other; the first is the start, the last the end.
  @Test func savedTimesDoNotDisturb() throws {
    let (magnet, switching) = Self.hot()
    let plain = try Self.run(magnet, switching, trajectories: 300)
    let saved = try Self.run(magnet, switching, trajectories: 300, savedTimes: 41)
    #expect(saved.switchedBits == plain.switchedBits)
    #expect(saved.meanMagnetization == plain.meanMagnetization)
    // Sums are in units of 2⁻⁵².
    let start = try #require(saved.means.first)
    #expect(start.distance(to: switching.initialMagnetization) <= 0x1p-53)
    #expect(saved.standardDeviations.first == .zero)
    #expect(saved.means.last == plain.meanMagnetization)
    #expect(saved.times == (try switching.timeGrid().savedTimes(count: 41)))
    let coarse = try Self.run(magnet, switching, trajectories: 300, savedTimes: 11)
    for index in 0..<11 where coarse.times[index] == saved.times[4 * index] {
      #expect(coarse.means[index] == saved.means[4 * index])
    }
  }

  /// Stages in which all trajectories are alike are integrated once. A field whose noise is below
  /// every rounding forces the whole ensemble through them, to the same bits.
  @Test func theCommonPartHasTheBitsOfTheWholeEnsemble() throws {
    func outcome(thermal: Double) throws -> EnsembleOutcome {
      let polarization = Vector3(-0.48, 0.64, 0.6)
      let voltage = MacrospinStage(
        duration: 1e-9,
        terms: [
          .externalField(Vector3(3e4, 2e3, -1e3)), .uniaxialAnisotropy(2e4),
          .dampingLikeTorque(rate: -1e8, polarization: polarization),
          .fieldLikeTorque(rate: 1e8, polarization: polarization),
        ],
        noise: RandomField(thermalStrength: thermal, polarization: polarization))
      var current = voltage
      current.duration = 115e-12
      current.noise.thermalStrength = 0
      current.noise.quantumCoefficient = 1e-7
      return try MacrospinEnsemble(
        stages: [voltage, current], damping: 0.05, start: Vector3(0.36, 0.48, 0.8),
        timeStep: 0.5e-12, trajectories: 300, savedTimes: 20, seed: 1, point: 2
      ).run()
    }
    #expect(try outcome(thermal: 0) == outcome(thermal: 1e-60))
  }

  /// Without any noise one trajectory stands for all, whichever way it ends: at 0.6 V below the
  /// plane, at 0 V above it without current.
  @Test(arguments: [(0.6, 2e-3, 1), (0, 0, 0)])
  func identicalTrajectories(bias: Double, current: Double, switched: Int) throws {
    var (magnet, switching) = Self.hot()
    switching.voltagePulse = 20e-9
    switching.relaxation = 20e-9
    magnet.temperature = 0
    magnet.biasVoltage = bias
    magnet.current = current
    switching.quantumNoise = false
    let one = try Self.run(magnet, switching, trajectories: 1, savedTimes: 5)
    let many = try Self.run(magnet, switching, trajectories: 1001, savedTimes: 5)
    #expect(one.switched == switched)
    #expect(many.meanMagnetization == one.meanMagnetization && many.means == one.means)
    #expect(many.magnetizationVariance == .zero)
    #expect(many.standardDeviations.allSatisfy { $0 == .zero })
    #expect(many.switched == one.switched * 1001)
    #expect((0..<1001).allSatisfy { many.hasSwitched($0) == one.hasSwitched(0) })
    #expect(many.switchedBits.map(\.nonzeroBitCount).reduce(0, +) == many.switched)
  }

  @Test func seedsPointsAndNoiseMatter() throws {
    let (magnet, switching) = Self.hot()
    let a = try Self.run(magnet, switching, trajectories: 64)
    #expect(try a == Self.run(magnet, switching, trajectories: 64))
    #expect(try a != Self.run(magnet, switching, trajectories: 64, seed: 2))
    #expect(try a != Self.run(magnet, switching, trajectories: 64, point: 1))
    #expect(try a != Self.run(magnet, switching, trajectories: 64, point: 1 << 32))
    let (_, reevaluated) = Self.hot(.stratonovich)
    #expect(try a != Self.run(magnet, reevaluated, trajectories: 64))
    var cold = switching
    cold.thermalNoise = false
    #expect(try a != Self.run(magnet, cold, trajectories: 64))
  }

  /// What `poll` throws comes out.
  @Test func pollEndsARun() throws {
    let (magnet, switching) = Self.hot()
    let ensemble = try MacrospinEnsemble(
      magnet: magnet, protocol: switching, trajectories: 2000, seed: 1, point: 0)
    var calls = 0
    #expect(throws: EvaluationError.stopped) {
      try ensemble.run { () throws(EvaluationError) in
        calls += 1
        if calls == 3 { throw .stopped }
      }
    }
    #expect(calls == 3)
  }

  /// `poll` is asked at least once in 2¹⁹ trajectory-steps, whether these are many steps, many
  /// trajectories of a few steps, or many saved times.
  @Test(arguments: [(2000, 1e-9, 0), (20_000, 10e-12, 0), (2000, 1e-9, 1000)])
  func pollIsAskedOften(trajectories: Int, pulse: Double, savedTimes: Int) throws {
    var (magnet, switching) = Self.hot()
    magnet.biasVoltage = 0
    switching.voltagePulse = pulse
    switching.relaxation = 0
    let ensemble = try MacrospinEnsemble(
      magnet: magnet, protocol: switching, trajectories: trajectories, savedTimes: savedTimes,
      seed: 1, point: 0)
    var calls = 0
    _ = try ensemble.run { calls += 1 }
    #expect(calls >= trajectories * ensemble.grid.steps / (1 << 19))
  }

  @Test func whatCannotBeRun() {
    let (magnet, switching) = Self.hot()
    #expect(throws: MacrospinError.trajectories(0)) {
      try Self.run(magnet, switching, trajectories: 0)
    }
    #expect(throws: MacrospinError.trajectories(1 << 32)) {
      try Self.run(magnet, switching, trajectories: 1 << 32)
    }
    #expect(throws: MacrospinError.savedTimes(-1)) {
      try Self.run(magnet, switching, trajectories: 1, savedTimes: -1)
    }
    var colderThanCold = magnet
    colderThanCold.temperature = -1
    #expect(throws: MacrospinError.noiseStrength(colderThanCold.thermalFieldStrength)) {
      try Self.run(colderThanCold, switching, trajectories: 1)
    }
  }
}
