import Macrospins
import Numerics
import Testing

/// Uncertainties of a moment and an electron: Zheng et al., Eqs. (1) to (3).
@Suite struct UncertaintyTests {
  private static func random(_ spin: Double, _ generator: inout TestGenerator) throws -> SpinState {
    try SpinState(
      amplitudes: (0...Int(2 * spin)).map { _ in
        Complex(
          Double.random(in: -1...1, using: &generator),
          Double.random(in: -1...1, using: &generator))
      })
  }

  /// What the electron leaves with, from its amplitudes, is what the moment has not gained, from
  /// its own; no product is below its bound.
  @Test(arguments: [0.5, 1, 2.5, 20])
  func conservation(spin: Double) throws {
    var generator = TestGenerator(seed: 11)
    for polarization in [1, 0.4, 0] {
      for exchange in [-1, 0.3, -40] {
        let phases = ScatteringPhases(exchange: exchange, waveNumber: 1, spinQuantumNumber: spin)
        let electron = try ElectronSpin(
          polarAngle: Double.random(in: 0...3, using: &generator),
          azimuth: Double.random(in: -3...3, using: &generator), polarization: polarization)
        let outcome = try ScatteringOutcome(
          electron, on: try Self.random(spin, &generator), phases)
        let gained = outcome.electronAfter.mean - outcome.electronBefore.mean
        // Roundings of moments of order L.
        #expect(gained.distance(to: -1 * outcome.momentChange) < 1e-14 * (1 + spin))
        for state in [
          outcome.momentBefore, outcome.momentAfter, outcome.electronBefore, outcome.electronAfter,
        ] {
          #expect(state.product >= state.bound - 1e-13 * (1 + spin * spin))
        }
        let after = outcome.momentAfter.mean - outcome.momentBefore.mean
        #expect(after.distance(to: outcome.momentChange) < 1e-13 * (1 + spin))
      }
    }
  }

  /// Coherent states in the xz plane have the least uncertainty, L|cos Θ|/2; one between x and y
  /// has not.
  @Test func leastUncertainty() throws {
    for spin in [0.5, 3, 40] {
      for angle in [0, 0.7, 2, Double.pi] {
        let state = try SpinState.coherent(
          polarAngle: angle, azimuth: 0, spinQuantumNumber: spin)
        let uncertainty = SpinUncertainty(state.moments)
        let cosine = abs(Elementary.sineCosine(angle).cosine)
        #expect(abs(uncertainty.product - spin * cosine / 2) < 1e-12 * spin)
        #expect(abs(uncertainty.bound - spin * cosine / 2) < 1e-12 * spin)
      }
      let between = SpinUncertainty(
        try SpinState.coherent(polarAngle: 1, azimuth: 0.7, spinQuantumNumber: spin).moments)
      #expect(between.product > 1.1 * between.bound)
    }
  }

  /// A moment that points up and an electron that comes down: one magnon with the probability
  /// p = sin² 4L/(2L + 1)² of Eq. (13), in a mixture of m = L and L − 1.
  @Test(arguments: [0.5, 2, 30])
  func oneMagnon(spin: Double) throws {
    let phases = ScatteringPhases(exchange: -1, waveNumber: 1, spinQuantumNumber: spin)
    let outcome = try ScatteringOutcome(
      try ElectronSpin(polarAngle: Double.pi, azimuth: 0),
      on: try SpinState.dicke(magneticNumber: spin, spinQuantumNumber: spin), phases)
    let p = phases.sin2 * 4 * spin / ((2 * spin + 1) * (2 * spin + 1))
    // ½ (L(L + 1) − ⟨m²⟩), with ⟨m²⟩ = L² − p (2L − 1).
    #expect(agree(outcome.momentAfter.product, (spin + p * (2 * spin - 1)) / 2, 1e-12))
    #expect(agree(outcome.momentAfter.bound, (spin - p) / 2, 1e-12))
    #expect(agree(outcome.momentBefore.product, outcome.momentBefore.bound, 1e-12))
    #expect(abs(outcome.electronAfter.mean.z - (p - 0.5)) < 1e-13)
    #expect(agree(outcome.electronAfter.product, 0.25, 1e-13))
    #expect(agree(outcome.electronBefore.bound, 0.25, 1e-13))
  }
}
