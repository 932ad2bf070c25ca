import Foundation
import Numerics
import TensorNetworks
import Testing

@Suite("The state from which a pulse starts")
struct PulseInitialStateTests {
  /// Energies of the free pulse and the ferromagnet after release, and the pulse's density.
  @Test("A circuit of rotations makes the determinant", arguments: [1, 5, 8])
  func determinant(electrons: Int) throws {
    var chain = PulseChain()
    chain.electrons = electrons
    let orbitals = try chain.initialOrbitals()
    let evolution = try PulseEvolution(
      chain, scheme: .second, rule: PulseExactTests.exact)
    let start = try evolution.measure()
    for site in 0..<chain.sites {
      let density = orbitals.reduce(0) { $0 + $1[site].squaredMagnitude }
      #expect(abs(start.chargeDensity[site] - density) < 1e-13)
    }
    let hopping = orbitals.reduce(0.0) { sum, orbital in
      zip(orbital, orbital.dropFirst()).reduce(sum) { $0 - 2 * $1.0.real * $1.1.real }
    }
    #expect(abs(start.energy - (hopping - 4 * 0.1005)) < 1e-12)
    let published = [1: -2.321244535, 5: -6.437706, 8: -4.020432]
    #expect(abs(start.energy - (published[electrons] ?? 0)) < 1e-6)
    // Rank of the determinant's overlap with the left part: at most 2^min(N_e, sites).
    #expect(start.bondDimensions.max() == [1: 2, 5: 32, 8: 12][electrons])
  }

  /// Imaginary time knows nothing of orbitals: whatever it starts from, it ends in the ground state
  /// of electrons in the well, with an error of Trotter's second order, τ². Two lengths of step
  /// give its limit. The well is shallow, so that electrons tunnel out of it.
  @Test("Imaginary time leads to the same state")
  func imaginaryTime() throws {
    var chain = PulseChain()
    chain.sites = 12
    chain.layers = [8...9]
    chain.electrons = 4
    chain.confinedSites = 4
    chain.wellDepth = 2
    chain.polarization = .unpolarized
    let exact = try PulseEvolution(chain, scheme: .second, rule: PulseExactTests.exact).measure()
    let coarse = try cooled(chain, step: 0.05)
    let fine = try cooled(chain, step: 0.025)
    for site in 0..<chain.sites {
      let limit = (4 * fine[site] - coarse[site]) / 3
      // What is left is of fourth order, τ⁴, with a constant of some ten.
      #expect(abs(limit - exact.chargeDensity[site]) < 2e-5)
      #expect(abs(fine[site] - exact.chargeDensity[site]) < 2e-3)
    }
  }

  /// Charge densities after a long imaginary time with the well still there.
  private func cooled(_ pulse: PulseChain, step: Double) throws -> [Double] {
    var chain = Chain(pulse.chain.sites)
    for site in 0..<pulse.sites - 1 { chain.add(-1 * Term.hopping(), at: site) }
    for site in 0..<pulse.confinedSites { chain.add(-pulse.wellDepth * Term.potential, at: site) }
    let hamiltonian = try ChainHamiltonian(chain)
    let updater = BondUpdater()
    let rule = TruncationRule(maximumBond: 64, discardedWeight: 1e-11)
    // Two electrons on each of the first two sites, localized spins down.
    var state = MatrixProductState(
      product: chain.sites.enumerated().map { index, site in
        site.amplitudes([index < 2 ? .electronPair : .empty: .one, .spin(-1): .one])
      }, sites: chain.sites.map(\.space))
    for layer in TrotterScheme.second.layers(steps: Int(40 / step)) {
      for site in stride(from: layer.isOdd ? 0 : 1, to: pulse.sites - 1, by: 2) {
        try state.apply(
          hamiltonian[site].imaginaryEvolution(time: layer.fraction * step), at: site, rule: rule,
          with: updater)
      }
    }
    let canonical = try state.canonical()
    return try chain.sites.enumerated().map { index, site in
      (canonical.siteDensity(index) * (try #require(site[.number])).matrix).trace.real
    }
  }
}
