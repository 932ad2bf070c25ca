import Foundation
import Macrospins
import Numerics
import Testing

/// Escape rates and passage times against independent programs, at barriers up to 120 kB T.
@Suite struct RetentionTests {
  struct Axial: Decodable, CustomTestStringConvertible {
    let delta, hzOverHk, i: Double
    let quantumNoise: Bool
    let inputs: DeviceInputs
    let saddleMz, slowestRate: Double
    let mfptFromPlusZToSaddle, mfptFromPlusZToMzMinus0p9: Double
    let asymptoteEscapePlusZ: Double?
    var testDescription: String { "barrier \(delta), field \(hzOverHk), current \(i)" }
  }
  struct Tilted: Decodable, CustomTestStringConvertible {
    let delta, hx, hp, alpha, slowestRateOverGammaHk: Double
    let langerEscapeRateOverGammaHk: Double
    let depopulation: Double?
    var testDescription: String {
      "barrier \(delta), field \(hx), hard axis \(hp), damping \(alpha)"
    }
  }
  struct File: Decodable {
    let axisymmetric: [Axial]
    let nonaxisymmetric: [Tilted]
  }

  private static func stage(_ row: Axial) -> MacrospinStage {
    var conditions = SwitchingProtocol()
    conditions.externalField = Vector3(row.inputs.externalField ?? [0, 0, 0])
    conditions.quantumNoise = row.quantumNoise
    return conditions.constantStage(of: row.inputs.magnet)
  }

  /// The references hold to 3·10⁻¹⁰; differences come from rounding of the exponent, Δ ulp.
  @Test(arguments: try reference("device_retention", as: File.self).axisymmetric)
  func axial(_ row: Axial) throws {
    let stage = Self.stage(row)
    let damping = row.inputs.damping
    let near = try Retention(
      stage, damping: damping, .init(start: 1, target: row.saddleMz), poll: {})
    let far = try Retention(stage, damping: damping, .init(start: 1, target: -0.9), poll: {})
    #expect(agree(near.slowestRate, row.slowestRate, 1e-9))
    #expect(agree(near.escapeRateUp + near.escapeRateDown, row.slowestRate, 1e-9))
    #expect(agree(near.meanFirstPassageTime, row.mfptFromPlusZToSaddle, 1e-9))
    #expect(agree(far.meanFirstPassageTime, row.mfptFromPlusZToMzMinus0p9, 1e-9))
    if let asymptote = row.asymptoteEscapePlusZ {
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
      conditions.externalField = -1 * Vector3(row.inputs.externalField ?? [0, 0, 0])
      conditions.quantumNoise = row.quantumNoise
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

  /// A bit behind 60 kB T loses its state within ten years with a probability of 10⁻⁸, which
  /// 1 − e^−kt in doubles would round.
  @Test func tenYears() throws {
    let rows = try reference("device_retention", as: File.self).axisymmetric
    let row = try #require(rows.first { $0.delta == 60 && $0.i == 0 && $0.hzOverHk == 0 })
    let retention = try Retention(Self.stage(row), damping: row.inputs.damping, poll: {})
    let years = 315_576_000.0
    #expect(agree(retention.failure(after: years), row.slowestRate / 2 * years, 1e-7))
  }

  /// In units of γ hK; κ from the barrier.
  private static func stage(_ row: Tilted, field: Double = 1e5) -> MacrospinStage {
    let rate = PhysicalConstants.landauLifshitzRate(damping: row.alpha)
    let diffusion = rate * row.alpha * field / (2 * row.delta)
    return MacrospinStage(
      duration: 1,
      terms: [
        .externalField(Vector3(row.hx * field, 0, 0)), .uniaxialAnisotropy(field),
        .anisotropy(-row.hp * field, along: Vector3(0, 1, 0)),
      ],
      noise: RandomField(
        thermalStrength: diffusion / (rate * rate * (1 + row.alpha * row.alpha))))
  }

  /// Two degrees of an independent expansion agree to 5·10⁻⁹.
  @Test(arguments: try reference("device_retention", as: File.self).nonaxisymmetric)
  func tilted(_ row: Tilted) throws {
    let retention = try Retention(Self.stage(row), damping: row.alpha, poll: {})
    let unit = 1e5 * PhysicalConstants.landauLifshitzRate(damping: row.alpha)
    #expect(agree(retention.slowestRate / unit, row.slowestRateOverGammaHk, 1e-6))
    #expect(agree(retention.langerRate / unit, row.langerEscapeRateOverGammaHk, 1e-8))
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

  /// Wells in the plane are told apart by x: a field that is turned around exchanges them, and the
  /// start chooses by its side of the saddle.
  @Test func levelWells() throws {
    let (damping, field, barrier) = (0.3, 1e5, 12.0)
    let rate = PhysicalConstants.landauLifshitzRate(damping: damping)
    let noise = RandomField(
      thermalStrength: rate * damping * field / (2 * barrier)
        / (rate * rate * (1 + damping * damping)))
    func retention(_ along: Double, start: Double) throws -> Retention {
      try Retention(
        MacrospinStage(
          duration: 1,
          terms: [
            .uniaxialAnisotropy(-field / 2), .anisotropy(field, along: Vector3(1, 0, 0)),
            .externalField(Vector3(along, 0, 0)),
          ], noise: noise), damping: damping, Retention.Request(start: start), poll: {})
    }
    let plus = try retention(5e3, start: 1)
    let minus = try retention(-5e3, start: 1)
    #expect(agree(plus.escapeRateUp, minus.escapeRateDown, 1e-8))
    #expect(agree(plus.escapeRateDown, minus.escapeRateUp, 1e-8))
    // The well at +x is the deeper one in a field along +x.
    #expect(plus.escapeRateUp < plus.escapeRateDown / 2)
    #expect(plus.escapeRate == plus.escapeRateUp && plus.barrier > minus.barrier)
    let other = try retention(5e3, start: -1)
    #expect(other.escapeRate == other.escapeRateDown)
  }

  /// Nearly axial, the saddle is where the axial one is: a start just above it is in the same well.
  @Test func startByTheSaddle() throws {
    let (damping, field, barrier) = (0.3, 1e5, 12.0)
    let rate = PhysicalConstants.landauLifshitzRate(damping: damping)
    let noise = RandomField(
      thermalStrength: rate * damping * field / (2 * barrier)
        / (rate * rate * (1 + damping * damping)))
    // The axial saddle is at m_z = −H_z/H_k = −0.2.
    for start in [-0.1, -0.3] {
      let rates = try [0, 1e2].map { transverse in
        try Retention(
          MacrospinStage(
            duration: 1,
            terms: [
              .uniaxialAnisotropy(field), .externalField(Vector3(transverse, 0, 0.2 * field)),
            ], noise: noise), damping: damping, Retention.Request(start: start), poll: {}
        ).escapeRate
      }
      #expect(agree(rates[0], rates[1], 0.05), "\(start): \(rates)")
    }
  }

  /// A pole has no width: it is never passed.
  @Test func poles() throws {
    let row = try #require(
      try reference("device_retention", as: File.self).axisymmetric.first { $0.delta == 5 })
    let stage = Self.stage(row)
    for (target, isReached) in [(-0.9, true), (-1.0, false)] {
      let retention = try Retention(
        stage, damping: row.inputs.damping, Retention.Request(start: 0.9, target: target), poll: {})
      #expect(retention.meanFirstPassageTime.isFinite == isReached)
    }
  }

  /// A(δ): nothing is left of a well that is not refilled, all of one that is.
  @Test func depopulation() {
    // Mel'nikov: A ≈ δ for δ → 0 (to √δ), A → 1 for δ → ∞.
    #expect(abs(Depopulation.factor(loss: 1e-5) / 1e-5 - 1) < 1e-2)
    #expect(abs(Depopulation.factor(loss: 50) - 1) < 1e-4)
    #expect(Depopulation.factor(losses: 3, 3) < 1)
  }
}

extension RetentionTests {
  /// K₂ is axial: quadratures with it, and harmonics with a weak hard axis beside it, agree, and so
  /// does the barrier K_u + K₂ in units of k_B T.
  @Test func secondOrder() throws {
    let (damping, field, second, barrier) = (0.3, 1e5, 4e4, 9.0)
    let rate = PhysicalConstants.landauLifshitzRate(damping: damping)
    let noise = RandomField(
      thermalStrength: damping * field / (2 * barrier) / (rate * (1 + damping * damping)))
    var terms: [TorqueTerm] = [
      .uniaxialAnisotropy(field), .uniaxialAnisotropy(secondOrder: second),
    ]
    let axial = try Retention(
      MacrospinStage(duration: 1, terms: terms, noise: noise), damping: damping, poll: {})
    // −½ H u² and ¼ H₂ (1 − u²)², over ½ H/Δ.
    #expect(agree(axial.barrier, barrier * (1 + second / (2 * field)), 1e-9))
    terms.append(.anisotropy(-1e-4 * field, along: Vector3(0, 1, 0)))
    let nearly = try Retention(
      MacrospinStage(duration: 1, terms: terms, noise: noise), damping: damping, poll: {})
    #expect(agree(nearly.barrier, axial.barrier, 1e-9))
    #expect(agree(nearly.slowestRate, axial.slowestRate, 1e-2))
  }
}
