import Numerics
import TensorNetworks
import Testing

@Suite("Pulses on chains that can be solved exactly")
struct PulseExactTests {
  /// Nothing but rounding is dropped.
  static let exact = TruncationRule(maximumBond: 1000, discardedWeight: 0)

  static func cases() throws -> [ChainReference.Case] {
    try reference("tdmrg_exact", as: ChainReference.self).cases
  }

  /// The largest deviation of a run from its reference up to a time.
  private func deviation(
    _ chain: ChainReference.Case, _ scheme: TrotterScheme, step: Double, until end: Double,
    rule: TruncationRule = exact
  ) throws -> Double {
    let evolution = try PulseEvolution(chain.chain, scheme: scheme, rule: rule)
    var largest = 0.0
    for instant in chain.times where instant.time <= end {
      try evolution.advance(to: instant.time, step: step)
      let observation = try evolution.measure()
      largest = max(largest, observation.deviation(from: instant, electrons: chain.electrons))
    }
    return largest
  }

  /// Charges, spins, entropies of all bonds, the edge spins' density matrix and energy of up to
  /// three electrons along z or x, and of a pair on two layers. At fourth order with Δt = 1/40
  /// Trotter errors are below 10⁻⁸, as the next test shows; couplings that are four times as strong
  /// (Jsd = 2) cost a factor of ten.
  @Test("Every observable agrees with exact diagonalization", arguments: try cases())
  func diagonalization(chain: ChainReference.Case) throws {
    guard chain.sites <= 10 else { return }
    let step = chain.sdExchange > 1 ? 1.0 / 64 : 1.0 / 40
    #expect(try deviation(chain, .fourth, step: step, until: 10) < 1e-8)
  }

  @Test(
    "Errors fall with the order of the scheme",
    arguments: [(TrotterScheme.second, 0.1), (.fourth, 0.25)])
  func orders(scheme: TrotterScheme, step: Double) throws {
    for chain in try Self.cases() where ["N8_F2_Ne2_z", "N8_F2_Ne2_x"].contains(chain.name) {
      let errors = try [step, step / 2, step / 4].map {
        try deviation(chain, scheme, step: $0, until: 4)
      }
      let ideal = scheme.order == 2 ? 4.0 : 16
      for (coarse, fine) in zip(errors, errors.dropFirst()) {
        // The next order's share of the error is some ten percent at the largest step.
        #expect(abs(coarse / fine / ideal - 1) < 0.25, "\(chain.name): \(errors)")
      }
    }
  }

  /// Two electrons on 40 sites with four spins. What 2·10⁴ truncations drop of 10⁻¹² at most adds
  /// up to 10⁻⁸, and shows as its root at worst; in fact errors are a tenth of that.
  @Test("Truncation on a longer chain costs what it reports")
  func longChain() throws {
    let chain = try #require(try Self.cases().first { $0.sites == 40 })
    let rule = TruncationRule(maximumBond: 1000, discardedWeight: 1e-12)
    #expect(try deviation(chain, .fourth, step: 0.1, until: 20, rule: rule) < 1e-4)
  }

  /// Petrović et al.'s chain with a single electron: Trotter errors of entropies are 3·10⁻⁷ here.
  @Test(
    "One electron on 75 sites agrees with its exact solution",
    arguments: try reference("tdmrg_single", as: ChainReference.self).cases)
  func singleElectron(chain: ChainReference.Case) throws {
    #expect(try deviation(chain, .fourth, step: 0.125, until: 60) < 1e-6)
  }

  @Test("No electrons: nothing happens")
  func empty() throws {
    var chain = PulseChain()
    chain.electrons = 0
    let evolution = try PulseEvolution(chain, scheme: .second, rule: Self.exact)
    try evolution.advance(steps: 20, of: 0.1)
    let end = try evolution.measure()
    #expect(end.localSpins.allSatisfy { $0.distance(to: Vector3(0, 0, -1)) < 1e-13 })
    #expect(abs(end.energy + 0.1005 * 4) < 1e-13)
    #expect(end.bondDimensions.allSatisfy { $0 == 1 })
    #expect(end.electronSpin == .zero)
  }
}
