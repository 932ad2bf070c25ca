import Foundation
import Macrospins
import Numerics
import Testing

/// Write error rates and read disturb against independent programs: Legendre polynomials in 200-bit
/// arithmetic and positive volumes.
@Suite struct ErrorRateTests {
  struct Axial: Decodable, CustomTestStringConvertible {
    struct Row: Decodable {
      let currentPulse, log10, value: Double
    }
    let label: String
    let inputs: DeviceInputs
    let rows: [Row]
    var testDescription: String { label }
    var isDisturb: Bool { label.hasPrefix("read disturb") }
  }
  struct AxialFile: Decodable { let cases: [Axial] }

  private static func rates(
    _ magnet: Magnet, _ pulses: SwitchingProtocol
  ) throws -> ErrorRates {
    try #require(
      try MacrospinDensity(magnet: magnet, protocol: pulses, evolution: DensityEvolution())
        .axialErrorRates {})
  }

  /// 27 rates from 0.1 to 10⁻²⁵. The references hold to 10⁻⁸ or 10⁻⁵; the schemes to what they say,
  /// which must be within 10⁻³.
  @Test(arguments: try reference("device_wer_axial", as: AxialFile.self).cases)
  func axial(_ expected: Axial) throws {
    for row in expected.rows {
      let rates = try Self.rates(
        expected.inputs.magnet, expected.inputs.pulse(row.currentPulse))
      let logarithm =
        expected.isDisturb ? rates.logarithmOfLeaving : rates.logarithmOfStaying
      let error = expm1(logarithm - log(row.value))
      let drive = !expected.isDisturb && (expected.inputs.relaxation ?? 0) == 0
      #expect(rates.scheme == (drive ? .absorbingExpansion : .positiveVolumes))
      #expect(abs(error) < (drive ? 1e-7 : 3e-4), "\(row.currentPulse): off by \(error)")
      #expect(abs(logarithm / log(10) - row.log10) < 1e-3)
      #expect(rates.staying >= 0 && rates.staying <= 1)
      #expect(rates.leaving >= 0 && rates.leaving <= 1)
      #expect(abs(rates.staying + rates.leaving - 1) < 1e-5)
    }
  }

  /// The same pulse seen by a magnet that starts below: z → −z changes nothing.
  @Test func mirrored() throws {
    let file = try reference("device_wer_axial", as: AxialFile.self)
    for expected in file.cases where expected.rows.count > 2 {
      var magnet = expected.inputs.magnet
      var pulses = expected.inputs.pulse(expected.rows[1].currentPulse)
      let rates = try Self.rates(magnet, pulses)
      magnet.polarization = -1 * magnet.polarization
      pulses.externalField = -1 * pulses.externalField
      pulses.initialPolarAngle = Double.pi - pulses.initialPolarAngle
      let turned = try Self.rates(magnet, pulses)
      #expect(abs(turned.logarithmOfStaying - rates.logarithmOfStaying) < 1e-9)
      #expect(abs(turned.logarithmOfLeaving - rates.logarithmOfLeaving) < 1e-9)
    }
  }

  /// A relaxation of no drive after the pulse, short enough to change nothing, moves the problem to
  /// the other scheme: both agree at every depth.
  @Test func schemesAgree() throws {
    let file = try reference("device_wer_axial", as: AxialFile.self)
    let expected = try #require(file.cases.first)
    for row in expected.rows {
      var pulses = expected.inputs.pulse(row.currentPulse)
      let absorbed = try Self.rates(expected.inputs.magnet, pulses)
      pulses.relaxation = 1e-18
      let cells = try Self.rates(expected.inputs.magnet, pulses)
      #expect(cells.scheme == .positiveVolumes)
      #expect(abs(cells.logarithmOfStaying - absorbed.logarithmOfStaying) < 1e-4)
    }
  }

  /// Pulses so short that hardly anything leaves: one minus what stays would be rounding.
  @Test func shortPulses() throws {
    let file = try reference("device_wer_axial", as: AxialFile.self)
    let expected = try #require(file.cases.first)
    var before = 0.0
    for duration in [1e-12, 1e-11, 3e-11, 1e-10, 3e-10, 1e-9, 2e-9] {
      var pulses = expected.inputs.pulse(duration)
      let rates = try Self.rates(expected.inputs.magnet, pulses)
      pulses.relaxation = 1e-18
      let cells = try Self.rates(expected.inputs.magnet, pulses)
      #expect(abs(rates.logarithmOfLeaving - cells.logarithmOfLeaving) < 1e-3, "\(duration)")
      #expect(rates.leaving > before && rates.leaving <= 1, "\(duration): \(rates.leaving)")
      before = rates.leaving
    }
  }

  /// A start in one direction, against the harmonic density where that has enough digits.
  @Test func direction() throws {
    let file = try reference("device_wer_axial", as: AxialFile.self)
    let expected = try #require(file.cases.dropFirst().first)
    for (angle, relaxation) in [(0.02, 0.0), (0.3, 0.0), (0.3, 1e-9), (1.2, 0.05e-9)] {
      var pulses = expected.inputs.pulse(3e-9)
      pulses.initialState = .direction
      pulses.initialPolarAngle = angle
      if angle > 1 { pulses.currentPulse = 0.4e-9 }
      pulses.relaxation = relaxation
      let rates = try Self.rates(expected.inputs.magnet, pulses)
      let density = MacrospinDensity(
        magnet: expected.inputs.magnet, protocol: pulses,
        evolution: DensityEvolution(tolerance: 1e-10))
      let harmonic = density.errorRates(of: try density.run {})
      #expect(agree(rates.leaving, harmonic.leaving, 1e-4), "\(angle), \(relaxation)")
      #expect(agree(rates.staying, harmonic.staying, 1e-4), "\(angle), \(relaxation)")
    }
  }

  /// Longer than any sum of steps: 1 ms under a current below threshold is the exponential law of
  /// the slowest mode.
  @Test func longPulse() throws {
    let file = try reference("device_wer_axial", as: AxialFile.self)
    let expected = try #require(file.cases.first { $0.label.hasPrefix("read disturb D60 i0.3") })
    let short = try Self.rates(expected.inputs.magnet, expected.inputs.pulse(1e-4))
    let long = try Self.rates(expected.inputs.magnet, expected.inputs.pulse(1e-3))
    let retention = try Retention(
      expected.inputs.pulse(0).constantStage(of: expected.inputs.magnet),
      damping: expected.inputs.damping, poll: {})
    #expect(agree((long.leaving - short.leaving) / 9e-4, retention.escapeRate, 1e-5))
  }

  /// Pulses so long that the rate is below the smallest number keep their logarithm.
  @Test func depth() throws {
    let file = try reference("device_wer_axial", as: AxialFile.self)
    let expected = try #require(file.cases.first)
    let rates = try [23e-9, 33e-9, 43e-9].map {
      try Self.rates(expected.inputs.magnet, expected.inputs.pulse($0)).logarithmOfStaying
    }
    // One exponential is left.
    #expect(abs((rates[2] - rates[1]) - (rates[1] - rates[0])) < 1e-6)
  }

  /// No current, no field, no time: nobody leaves.
  @Test func nothingHappens() throws {
    let file = try reference("device_wer_axial", as: AxialFile.self)
    let expected = try #require(file.cases.first)
    let rates = try Self.rates(expected.inputs.magnet, expected.inputs.pulse(0))
    #expect(abs(rates.staying - 1) < 1e-14 && rates.leaving == 0)
  }

  struct Tilted: Decodable, CustomTestStringConvertible {
    struct Stage: Decodable {
      let duration, biasVoltage, current: Double
    }
    struct Value: Decodable {
      let afterStage: Int
      let value, otherDegree: Double
    }
    let label: String
    let inputs: DeviceInputs
    let stages: [Stage]
    let staying: [Value]
    var testDescription: String { label }
  }
  struct TiltedFile: Decodable { let cases: [Tilted] }

  /// Tilted currents, fields in the plane, precession under a voltage: two degrees of an
  /// independent expansion.
  @Test(arguments: try reference("device_wer_tilted", as: TiltedFile.self).cases)
  func tilted(_ expected: Tilted) throws {
    for value in expected.staying {
      let stages = expected.stages.prefix(value.afterStage + 1)
      var pulses = expected.inputs.pulse(0)
      pulses.relaxation = 0
      var magnet = expected.inputs.magnet
      for stage in stages {
        if stage.biasVoltage != 0 {
          pulses.voltagePulse += stage.duration
          magnet.biasVoltage = stage.biasVoltage
        } else if stage.current != 0 {
          pulses.currentPulse += stage.duration
        } else {
          pulses.relaxation += stage.duration
        }
      }
      let density = MacrospinDensity(
        magnet: magnet, protocol: pulses, evolution: DensityEvolution(tolerance: 1e-12))
      #expect(try density.axialErrorRates {} == nil)
      let rates = density.errorRates(of: try density.run {})
      let tolerance = max(1e-3, 10 * abs(value.value - value.otherDegree) / value.value)
      #expect(agree(rates.staying, value.value, tolerance), "\(rates.staying) for \(value.value)")
      #expect(rates.relativeError < 1e-3)
    }
  }
}
