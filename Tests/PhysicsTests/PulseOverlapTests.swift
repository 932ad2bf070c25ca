import Macrospins
import Numerics
import Teams
import Testing

/// Pulses of voltage and current that begin at any time.
@Suite struct PulseOverlapTests {
  private static func device() -> (Magnet, SwitchingProtocol) {
    var magnet = Magnet()
    magnet.temperature = 300
    magnet.biasVoltage = 1.1
    var switching = SwitchingProtocol()
    (switching.voltagePulse, switching.relaxation) = (0.5e-9, 0.2e-9)
    return (magnet, switching)
  }

  private static func run(
    _ magnet: Magnet, _ switching: SwitchingProtocol
  ) throws -> EnsembleOutcome {
    try MacrospinEnsemble(
      magnet: magnet, protocol: switching, trajectories: 300, savedTimes: 7, seed: 4, point: 3
    ).run()
  }

  /// What a stage does, in durations, H_k, the rate of the torque, and D_Q0.
  private static func describe(
    _ magnet: Magnet, _ switching: SwitchingProtocol
  ) -> [[Double]] {
    switching.stages(of: magnet).map { stage in
      [
        stage.duration, stage.effectiveField.variationBound,
        stage.dampingLikeTorque.constant.norm, stage.noise.quantumCoefficient,
        stage.effectiveField.constant.norm,
      ]
    }
  }

  /// A current that is said to begin where it begins anyway has the same bits.
  @Test func theDefaultIsOneAfterTheOther() throws {
    var (magnet, switching) = Self.device()
    let plain = try Self.run(magnet, switching)
    #expect(switching.currentStart == 0.5e-9)
    switching.currentStart = 0.5e-9
    #expect(try Self.run(magnet, switching) == plain)
    // Times that differ by rounding are the same.
    switching.currentStart = 0.1e-9 + 0.2e-9 + 0.2e-9 + 1e-25
    #expect(try Self.run(magnet, switching) == plain)
    magnet.biasVoltage = 0
    switching.currentStart = 0.25e-9
    #expect(try Self.run(magnet, switching) != plain)
  }

  /// Every way in which two intervals can lie, as the stages that they make.
  @Test func everyOverlap() throws {
    var (magnet, switching) = Self.device()
    magnet.current = 1e-3
    switching.fieldDuringRelaxation = false
    (switching.voltagePulse, switching.currentPulse) = (4e-10, 2e-10)
    let (h0, h1) = (magnet.anisotropyField(atBias: 0), magnet.anisotropyField)
    let (a, d) = (-magnet.dampingLikeTorque, magnet.quantumFieldCoefficient)
    let relaxation = [2e-10, abs(h0), 0, 0, 0]
    func stage(_ duration: Double, voltage: Bool, current: Bool) -> [Double] {
      [duration, abs(voltage ? h1 : h0), current ? a : 0, current ? d : 0, 30_000]
    }
    let v = { stage($0, voltage: true, current: false) }
    let i = { stage($0, voltage: false, current: true) }
    let both = { stage($0, voltage: true, current: true) }
    let none = { stage($0, voltage: false, current: false) }
    let cases: [(Double, Double, [[Double]])] = [
      (0, 4e-10, [v(4e-10), i(2e-10)]), (0, 5e-10, [v(4e-10), none(1e-10), i(2e-10)]),
      (0, 3e-10, [v(3e-10), both(1e-10), i(1e-10)]),
      (0, 1e-10, [v(1e-10), both(2e-10), v(1e-10)]), (0, 0, [both(2e-10), v(2e-10)]),
      (1e-10, 0, [i(1e-10), both(1e-10), v(3e-10)]), (2e-10, 0, [i(2e-10), v(4e-10)]),
      (3e-10, 0, [i(2e-10), none(1e-10), v(4e-10)]),
      (1e-10, 5e-10, [none(1e-10), v(4e-10), i(2e-10)]),
      (2e-10, 3e-10, [none(2e-10), v(1e-10), both(2e-10), v(1e-10)]),
    ]
    for (voltageStart, currentStart, expected) in cases {
      switching.voltageStart = voltageStart
      switching.currentStart = currentStart
      let found = Self.describe(magnet, switching)
      #expect(found.count == expected.count + 1)
      for (stage, wanted) in zip(found, expected + [relaxation]) {
        for (x, y) in zip(stage, wanted) { #expect(agree(x, y, 1e-12), "\(found)") }
      }
    }
    switching.givenCurrentStart = nil
    switching.voltageStart = 1e-10
    #expect(
      Self.describe(magnet, switching).map { $0[0] } == [1e-10, 4e-10, 2e-10, 2e-10])
  }

  /// A voltage that is there with the current is a magnet of another anisotropy.
  @Test func voltageWithCurrent() throws {
    var (magnet, switching) = Self.device()
    (switching.voltagePulse, switching.currentPulse) = (115e-12, 115e-12)
    switching.relaxation = 0
    switching.currentStart = 0
    let together = try Self.run(magnet, switching)
    var other = magnet
    other.interfacialAnisotropy -= magnet.vcmaCoefficient * 1.1 / magnet.oxideThickness
    other.biasVoltage = 0
    switching.voltagePulse = 0
    let alone = try Self.run(other, switching)
    // The anisotropy fields differ by rounding.
    #expect(together.meanMagnetization.distance(to: alone.meanMagnetization) < 1e-10)
    magnet.biasVoltage = 0
    switching.voltagePulse = 115e-12
    #expect(
      try Self.run(magnet, switching).meanMagnetization.distance(to: alone.meanMagnetization) > 1e-3
    )
  }
}
