import Foundation
import Macrospins
import Numerics
import Testing

/// Escape rates and passage times against independent programs, at barriers up to 120 k_B T.
@Suite struct RetentionTests {
  struct Axial: Decodable, CustomTestStringConvertible {
    let Delta, Hz_over_Hk, i: Double
    let quantum_noise: Bool
    let inputs: DeviceInputs
    let saddle_mz, slowest_rate: Double
    let mfpt_from_plus_z_to_saddle, mfpt_from_plus_z_to_mz_minus_0p9: Double
    let asymptote_escape_plus_z: Double?
    var testDescription: String { "barrier \(Delta), field \(Hz_over_Hk), current \(i)" }
  }
  struct Tilted: Decodable, CustomTestStringConvertible {
    let Delta, hx, hp, alpha, slowest_rate_over_gamma_Hk: Double
    let langer_escape_rate_over_gamma_Hk: Double
    let depopulation: Double?
    var testDescription: String { "barrier \(Delta), field \(hx), hard axis \(hp), damping \(alpha)" }
  }
  struct File: Decodable {
    let axisymmetric: [Axial]
    let nonaxisymmetric: [Tilted]
  }

  private static func stage(_ row: Axial) -> MacrospinStage {
    var conditions = SwitchingProtocol()
    conditions.externalField = Vector3(row.inputs.external_field ?? [0, 0, 0])
    conditions.quantumNoise = row.quantum_noise
    return conditions.constantStage(of: row.inputs.magnet)
  }

  /// The references hold to 3·10⁻¹⁰; differences come from rounding of the exponent, Δ ulp.
  @Test(arguments: try reference("device_retention", as: File.self).axisymmetric)
  func axial(_ row: Axial) throws {
    let stage = Self.stage(row)
    let damping = row.inputs.damping
    let near = try Retention(
      stage, damping: damping, .init(start: 1, target: row.saddle_mz), poll: {})
    let far = try Retention(stage, damping: damping, .init(start: 1, target: -0.9), poll: {})
    #expect(agree(near.slowestRate, row.slowest_rate, 1e-9))
    #expect(agree(near.escapeRateUp + near.escapeRateDown, row.slowest_rate, 1e-9))
    #expect(agree(near.meanFirstPassageTime, row.mfpt_from_plus_z_to_saddle, 1e-9))
    #expect(agree(far.meanFirstPassageTime, row.mfpt_from_plus_z_to_mz_minus_0p9, 1e-9))
    if let asymptote = row.asymptote_escape_plus_z {
      #expect(agree(near.langerRate, asymptote, 1e-9))
    }
    // Kramers' rate is right to the inverse of the barrier.
    #expect(abs(near.deviationFromLanger) < 2 / near.barrier)
    // About half of those that reach the saddle come back.
    if near.barrier > 20 {
      #expect(agree(near.escapeRate, 0.5 / near.meanFirstPassageTime, 0.1))
    }
    #expect(agree(near.attemptTime * exp(near.barrier) * near.escapeRate, 1, 1e-12))
  }

  /// z → −z swaps the wells.
  @Test func mirrored() throws {
    for row in try reference("device_retention", as: File.self).axisymmetric {
      var magnet = row.inputs.magnet
      magnet.polarization = -1 * magnet.polarization
      var conditions = SwitchingProtocol()
      conditions.externalField = -1 * Vector3(row.inputs.external_field ?? [0, 0, 0])
      conditions.quantumNoise = row.quantum_noise
      let turned = try Retention(
        conditions.constantStage(of: magnet), damping: magnet.damping,
        .init(start: -1, target: 0.9), poll: {})
      let plain = try Retention(
        Self.stage(row), damping: magnet.damping, .init(start: 1, target: -0.9), poll: {})
      #expect(agree(turned.escapeRate, plain.escapeRate, 1e-12))
      #expect(agree(turned.meanFirstPassageTime, plain.meanFirstPassageTime, 1e-12))
      #expect(agree(turned.langerRate, plain.langerRate, 1e-9))
    }
  }

  /// A bit behind 60 k_B T loses its state within ten years with a probability of 10⁻⁸, which
  /// 1 − e^−kt in doubles would round.
  @Test func tenYears() throws {
    let rows = try reference("device_retention", as: File.self).axisymmetric
    let row = try #require(rows.first { $0.Delta == 60 && $0.i == 0 && $0.Hz_over_Hk == 0 })
    let retention = try Retention(Self.stage(row), damping: row.inputs.damping, poll: {})
    let years = 315_576_000.0
    #expect(agree(retention.failure(after: years), row.slowest_rate / 2 * years, 1e-7))
  }

  /// In units of γ H_k; κ from the barrier.
  private static func stage(_ row: Tilted, field: Double = 1e5) -> MacrospinStage {
    let rate = PhysicalConstants.landauLifshitzRate(damping: row.alpha)
    let diffusion = rate * row.alpha * field / (2 * row.Delta)
    return MacrospinStage(
      duration: 1,
      terms: [
        .externalField(Vector3(row.hx * field, 0, 0)), .uniaxialAnisotropy(field),
        .effectiveField(-(row.hp * field) * VectorPolynomial(Vector3(0, 1, 0), y: 1)),
      ],
      noise: RandomField(
        thermalStrength: diffusion / (rate * rate * (1 + row.alpha * row.alpha))))
  }

  /// Two degrees of an independent expansion agree to 5·10⁻⁹.
  @Test(arguments: try reference("device_retention", as: File.self).nonaxisymmetric)
  func tilted(_ row: Tilted) throws {
    let retention = try Retention(Self.stage(row), damping: row.alpha, poll: {})
    let unit = 1e5 * PhysicalConstants.landauLifshitzRate(damping: row.alpha)
    #expect(agree(retention.slowestRate / unit, row.slowest_rate_over_gamma_Hk, 1e-6))
    #expect(agree(retention.langerRate / unit, row.langer_escape_rate_over_gamma_Hk, 1e-8))
    #expect(agree(retention.escapeRate, retention.slowestRate / 2, 1e-6))
    #expect(retention.tail < 1e-10)
    if let depopulation = row.depopulation {
      #expect(agree(retention.depopulation, depopulation, 1e-4))
    } else {
      // Two saddles.
      #expect(retention.depopulation.isNaN)
    }
    #expect(retention.meanFirstPassageTime.isNaN)
  }

  /// The same device turned so that its axis is x: harmonics about z then see nothing axial, and
  /// must find what quadratures find.
  @Test func turned() throws {
    let (damping, field, barrier) = (0.3, 1e5, 12.0)
    let rate = PhysicalConstants.landauLifshitzRate(damping: damping)
    let noise = RandomField(
      thermalStrength: rate * damping * field / (2 * barrier)
        / (rate * rate * (1 + damping * damping)))
    // Axial about x is a ring of saddles, which is not isolated; a weak hard axis divides it.
    let axial = try Retention(
      MacrospinStage(
        duration: 1, terms: [.uniaxialAnisotropy(field), .externalField(Vector3(0, 0, 5e3))],
        noise: noise), damping: damping, poll: {})
    let nearly = try Retention(
      MacrospinStage(
        duration: 1,
        terms: [
          .uniaxialAnisotropy(field), .externalField(Vector3(0, 0, 5e3)),
          .effectiveField(-(1e-4 * field) * VectorPolynomial(Vector3(0, 1, 0), y: 1)),
        ], noise: noise), damping: damping, poll: {})
    #expect(agree(nearly.slowestRate, axial.slowestRate, 1e-2))
    #expect(agree(nearly.escapeRateUp, axial.escapeRateUp, 1e-2))
    #expect(agree(nearly.escapeRateDown, axial.escapeRateDown, 1e-2))
    #expect(agree(nearly.barrier, axial.barrier, 1e-9))
  }

  /// ln A(δ): nothing is left of a well that is not refilled, all of one that is.
  @Test func depopulation() {
    // Mel'nikov: A ≈ δ for δ → 0 (to √δ), A → 1 for δ → ∞.
    #expect(abs(Depopulation.factor(loss: 1e-5) / 1e-5 - 1) < 1e-2)
    #expect(abs(Depopulation.factor(loss: 50) - 1) < 1e-4)
    #expect(Depopulation.factor(losses: 3, 3) < 1)
  }
}
