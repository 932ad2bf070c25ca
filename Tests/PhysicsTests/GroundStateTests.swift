import Numerics
import Teams
import TensorNetworks
import TestSupport
import Testing

@Suite("Ground states that pulses start from")
struct GroundStateTests {
  /// An open antiferromagnetic layer with J = J_z = −1, and its two lowest levels.
  struct Layer: Sendable, CustomTestStringConvertible {
    let twiceSpin: Int
    let spins: Int
    let energy: Double
    let gap: Double

    var testDescription: String { "\(spins) spins \(twiceSpin)/2" }

    var chain: PulseChain {
      var chain = PulseChain()
      chain.sites = spins + 2
      chain.layers = [2...spins + 1]
      chain.twiceSpin = twiceSpin
      (chain.exchange, chain.exchangeZ) = (-1, -1)
      chain.electrons = 0
      chain.confinedSites = 1
      chain.layerStates = [.ground]
      return chain
    }
  }

  /// By exact diagonalization of a program that shares no code with this one. A pair has
  /// −2S(2S + 2), and its triplet is 4 above.
  static let layers = [
    Layer(twiceSpin: 1, spins: 2, energy: -3, gap: 4),
    Layer(twiceSpin: 1, spins: 4, energy: -6.4641016151378, gap: 2.6356744903916),
    Layer(twiceSpin: 1, spins: 6, energy: -9.9743085355517, gap: 1.9663271079575),
    Layer(twiceSpin: 1, spins: 8, energy: -13.4997303947516, gap: 1.5707684437),
    Layer(twiceSpin: 1, spins: 10, energy: -17.0321408291315, gap: 1.3094464711252),
    Layer(twiceSpin: 2, spins: 2, energy: -8, gap: 4),
    Layer(twiceSpin: 2, spins: 4, energy: -18.5830052442584, gap: 2.0366791588643),
    Layer(twiceSpin: 2, spins: 6, energy: -29.4810998776985, gap: 1.2311422346082),
    Layer(twiceSpin: 3, spins: 2, energy: -15, gap: 4),
    Layer(twiceSpin: 3, spins: 4, energy: -36.7247240110865, gap: 1.9050052351065),
    Layer(twiceSpin: 5, spins: 2, energy: -35, gap: 4),
  ]

  private static let exact = TruncationRule(maximumBond: 1000, discardedWeight: 0)

  @Test("Antiferromagnetic layers have the levels of exact diagonalization", arguments: layers)
  func heisenberg(layer: Layer) throws {
    let prepared = try PulsePreparation(layer.chain, rule: Self.exact).run()
    let level = try #require(prepared.levels.first)
    #expect(abs(level.energy - layer.energy) < 1e-9)
    #expect(abs(level.gap - layer.gap) < 1e-9)
    #expect(level.variance < 1e-10)
    // A singlet.
    let evolution = try PulseEvolution(
      layer.chain.chain, from: prepared.state, scheme: .second, rule: Self.exact)
    let observation = try evolution.measure()
    #expect(observation.localSpins.allSatisfy { $0.norm < 1e-9 })
    let mixed = 1 / Double(layer.twiceSpin + 1)
    #expect(observation.spinPurities.allSatisfy { abs($0 - mixed) < 1e-9 })
  }

  @Test("Layers with several ground states are refused")
  func degenerate() throws {
    // Three spins have a doublet, a ferromagnet has all its directions.
    for (spins, sign) in [(3, -1.0), (4, 1.0)] {
      var chain = Layer(twiceSpin: 1, spins: spins, energy: 0, gap: 0).chain
      (chain.exchange, chain.exchangeZ) = (sign, sign)
      let error = #expect(throws: EvaluationError.self) {
        try PulsePreparation(chain, rule: Self.exact).run()
      }
      #expect("\(try #require(error))".contains("not unique"))
      // A field chooses: −3 J for three ferromagnetic bonds, and one for each spin.
      chain.layerField = 1
      let prepared = try PulsePreparation(chain, rule: Self.exact).run()
      if sign > 0 { #expect(abs(try #require(prepared.levels.first).energy + 7) < 1e-9) }
    }
  }

  /// Eight sites with two electrons, all in the ground state of a well with a repulsion.
  private static let whole: PulseChain = {
    var chain = PulseChain()
    chain.sites = 8
    chain.layers = [5...6]
    (chain.exchange, chain.exchangeZ) = (-0.1, -0.1)
    chain.hubbardRepulsion = 1
    chain.electrons = 2
    chain.polarization = .unpolarized
    chain.confinedSites = 3
    chain.wellDepth = 2
    chain.start = .groundState
    return chain
  }()

  @Test("A search that is interrupted anywhere ends with the same bits")
  func interruption() throws {
    let whole = try PulsePreparation(Self.whole, rule: Self.exact).run()
    var polls = 0
    _ = try PulsePreparation(Self.whole, rule: Self.exact).run { _ in polls += 1 }
    for stop in [1, polls / 2, polls - 1] {
      let state = MemoryState()
      var count = 0
      _ = try? PulsePreparation(Self.whole, rule: Self.exact).run {
        (save) throws(EvaluationError) in
        count += 1
        guard count == stop else { return }
        save(state)
        throw .stopped
      }
      let resumed = PulsePreparation(Self.whole, rule: Self.exact)
      #expect(resumed.restore(from: state))
      var rest = 0
      let result = try resumed.run { _ in rest += 1 }
      #expect(stop == 1 || rest < polls)
      #expect(result.levels == whole.levels)
      let (a, b) = (try Self.observation(result), try Self.observation(whole))
      #expect(a.chargeDensity == b.chargeDensity)
      #expect(a.bondEntropies == b.bondEntropies)
    }
  }

  private static func observation(_ prepared: PreparedPulse) throws -> PulseObservation {
    try PulseEvolution(whole.chain, from: prepared.state, scheme: .second, rule: exact).measure()
  }
}
