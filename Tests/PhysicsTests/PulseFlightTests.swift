import Foundation
import Numerics
import TensorNetworks
import Testing

@Suite("Pulses of many electrons")
struct PulseFlightTests {
  /// exp(−iht) of free electrons on an open chain, from its standing waves.
  static func propagated(_ orbitals: [[Complex]], time: Double) -> [[Complex]] {
    let sites = orbitals[0].count
    let wave = Double.pi / Double(sites + 1)
    return orbitals.map { orbital in
      var result = [Complex](repeating: .zero, count: sites)
      for k in 1...sites {
        let shape = (1...sites).map {
          (2 / Double(sites + 1)).squareRoot() * sin(wave * Double(k * $0))
        }
        let amplitude = zip(shape, orbital).reduce(Complex.zero) { $0 + $1.0 * $1.1 }
        let phase = 2 * cos(wave * Double(k)) * time
        let turned = Complex(cos(phase), sin(phase)) * amplitude
        for site in 0..<sites { result[site] += shape[site] * turned }
      }
      return result
    }
  }

  /// Until t = 8 less than 5·10⁻⁹ of the pulse is where localized spins are, so the whole machinery
  /// can be compared with free electrons. The Trotter error is 3·10⁻⁷ at Δt = 0.1 and falls with
  /// its fourth power: 2·10⁻⁸ here; truncation adds 10⁻⁹.
  @Test("Before it reaches the spins, a pulse of eight electrons flies freely")
  func freeFlight() throws {
    let chain = PulseChain()
    let evolution = try PulseEvolution(
      chain, scheme: .fourth, rule: TruncationRule(maximumBond: 1000, discardedWeight: 1e-15))
    try evolution.advance(to: 8, step: 0.05)
    let flown = try evolution.measure()
    let orbitals = Self.propagated(try chain.initialOrbitals(), time: 8)
    for site in 0..<chain.sites {
      let density = orbitals.reduce(0) { $0 + $1[site].squaredMagnitude }
      #expect(abs(flown.chargeDensity[site] - density) < 5e-8)
    }
    // The circuit takes complex orbitals too: the same state, made at once.
    let made = try PulseEvolution(
      chain.chain, from: chain.determinant(of: orbitals), scheme: .fourth,
      rule: PulseExactTests.exact
    ).measure()
    for (a, b) in zip(flown.bondEntropies, made.bondEntropies) { #expect(abs(a - b) < 1e-6) }
    #expect(abs(made.energy - flown.energy) < 1e-7)
  }

  /// Charges are conserved by construction, their measured sums to rounding after a canonical form
  /// has been made; the energy to the Trotter error, an oscillation of some Δt² = 10⁻².
  @Test("Charges and energy are conserved", arguments: PulseChain.Electrons.allCases)
  func conservation(polarization: PulseChain.Electrons) throws {
    var chain = PulseChain()
    chain.sites = 24
    chain.layers = [11...13]
    chain.electrons = 4
    chain.confinedSites = 5
    chain.polarization = polarization
    let evolution = try PulseEvolution(
      chain, scheme: .second, rule: TruncationRule(maximumBond: 60, discardedWeight: 1e-7))
    let start = try evolution.measure()
    try evolution.advance(steps: 80, of: 0.1)
    let end = try evolution.measure()
    #expect(end.losses.discardedWeight > 1e-6)
    // What earlier truncations have dropped leaves later norms off by less.
    #expect(end.losses.largestNormError < end.losses.discardedWeight)
    #expect(abs(end.chargeDensity.reduce(0, +) - 4) < 1e-11)
    func totalSpin(_ observation: PulseObservation) -> Double {
      (observation.electronSpinDensity + observation.localSpins).reduce(0) { $0 + $1.z }
    }
    // Along x, charge blocks do not know the total spin along z; truncation then changes it by some
    // of the weight it drops.
    let tolerance = polarization == .alongX ? 10 * end.losses.discardedWeight : 1e-11
    #expect(abs(totalSpin(end) - totalSpin(start)) < tolerance)
    #expect(abs(end.energy - start.energy) < 1e-2)
    #expect(end.localSpins.contains { $0.norm < 0.9 })
  }

  /// TEBD of TeNPy with the same scheme and truncation. Both drop what adds up to 10⁻⁶ of weight
  /// before t = 17; the sheet of errors there allows 3·10⁻⁴ in spins and 10⁻³ in the entropy.
  @Test("Five electrons agree with another program's run")
  func fiveElectrons() throws {
    let run = try #require(
      try reference("tdmrg_large", as: LargeReference.self).runs.first { $0.electrons == 5 })
    var chain = PulseChain()
    chain.electrons = 5
    let evolution = try PulseEvolution(
      chain, scheme: .fourth,
      rule: TruncationRule(maximumBond: run.maximumBond, discardedWeight: run.truncation))
    for time in [14.0, 16, 17] {
      let instant = try #require(run.series.first { $0.time == time })
      try evolution.advance(to: time, step: run.step)
      let observation = try evolution.measure()
      for (spin, z) in zip(observation.localSpins, instant.localZ) {
        #expect(abs(spin.z - z) < 1e-5)
      }
      #expect(abs(observation.bondEntropies[chain.halfBond - 1] - instant.halfEntropy) < 1e-4)
      #expect(abs(observation.edgeMutualInformation - instant.mutualInformation) < 1e-5)
      #expect(abs(observation.energy - instant.energy) < 1e-6)
    }
  }
}
