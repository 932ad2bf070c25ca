import Foundation
import Macrospins
import QuantumChains
import Teams
import TensorNetworks
import Testing

/// One electron and two layers against other programs, and what must hold whatever they say.
@Suite("Chain of spins: two layers")
struct ChainValveTests {
  @Test(
    "Every number of the reference",
    arguments: ["chain_valve_11", "chain_valve_22", "chain_valve_44"])
  func reference(name: String) throws {
    let file = try PhysicsTests.reference(name, as: ValveFile.self)
    let chain = file.inputs.chain
    for (electrons, expected) in [
      ([1], file.outputs.up), ([-1], file.outputs.down), ([1, -1], file.outputs.unpolarized),
    ] {
      let series = try ValveSeries(
        chain, file.inputs.packet, ValveStart.polarized(chain, electrons: electrons),
        times: file.outputs.times)
      // Entropies and negativities of states near pure ones have errors of some 1e-12 from the
      // roundings of eigenvalues; the files have 12 decimals.
      #expect(series.distance(to: expected) < 1e-9)
      #expect(series.norm.allSatisfy { abs($0 - 1) < 1e-10 })
      #expect(series.energy.allSatisfy { abs($0 - series.energy[0]) < 1e-10 })
      #expect(series.truncatedWeight.allSatisfy { $0 == 0 })
    }
  }

  @Test(
    "Layers in a Gibbs state",
    arguments: ["chain_valve_gibbs", "chain_valve_gibbs_biased"])
  func gibbs(name: String) throws {
    let file = try PhysicsTests.reference(name, as: GibbsFile.self)
    let times = try #require(file.outputs.times)
    let chain = file.inputs.chain
    let bias = file.inputs.bias ?? 0
    let layers = try zip(chain.layers, [bias, -bias]).map { layer, bias in
      try LayerGibbsState(
        layer, exchange: chain.exchange, exchangeZ: chain.exchangeZ, bias: bias,
        temperature: file.inputs.temperature ?? .nan)
    }
    let series = try ValveSeries(
      chain, file.inputs.packet,
      ValveStart.mixture(electrons: [1, -1], layers[0], layers[1]), times: times)
    #expect(series.distance(to: file.outputs) < 1e-9)
  }

  @Test("The negativity grows with the layers", arguments: [1, 2, 3, 4])
  func growth(spins: Int) throws {
    let file = try PhysicsTests.reference("chain_valve_growth", as: GrowthFile.self)
    let expected = try #require(file.outputs["\(spins)+\(spins)"])
    let chain = SpinChain(
      sites: 201, sdExchange: 0.5,
      layers: [61, 61 + spins + 26].map { SpinLayer(firstSite: $0, spins: spins) })
    let packet = WavePacket.gaussian(
      sites: 201, center: 25, waveNumber: .pi / 2, width: 0.2)
    let series = try ValveSeries(
      chain, packet, ValveStart.polarized(chain, electrons: [1, -1]),
      times: try #require(expected.times))
    // The reference leaves out eigenstates below 1e-14, which costs up to 1e-8.
    #expect(largestDifference(series.negativity, expected.logarithmicNegativity) < 2e-8)
    let magnons = series.magnons.flatMap { $0 }
    #expect(largestDifference(magnons, expected.magnonProbabilities.flatMap { $0 }) < 1e-10)
    #expect(
      largestDifference(series.spins.flatMap { $0 }, expected.localSpins.flatMap { $0 }) < 1e-10)
    #expect(largestDifference(series.fisher.map { $0[0] }, expected.fisherInformationSixth) < 1e-9)
    #expect(largestDifference(series.fisher.map { $0[1] }, expected.fisherInformationHalf) < 1e-9)
  }

  private static let chain = SpinChain(
    sites: 60, sdExchange: 0.8,
    layers: [SpinLayer(firstSite: 21, spins: 3), SpinLayer(firstSite: 31, spins: 3)])
  private static let packet = WavePacket.gaussian(
    sites: 60, center: 9, waveNumber: .pi / 2, width: 0.4)
  private static let times = [0.0, 10, 20, 30, 40]

  @Test("A cutoff of flips converges, and its outermost weight bounds what it leaves out")
  func truncation() throws {
    let starts = ValveStart.polarized(Self.chain, electrons: [1, -1])
    let whole = try ValveSeries(Self.chain, Self.packet, starts, times: Self.times)
    var errors: [Double] = []
    var weights: [Double] = []
    for cutoff in 1...3 {
      let series = try ValveSeries(
        Self.chain, Self.packet, starts, times: Self.times, flipCutoff: cutoff)
      #expect(series.norm.allSatisfy { abs($0 - 1) < 1e-12 })
      errors.append(
        largestDifference(series.spins.flatMap { $0 }, whole.spins.flatMap { $0 }))
      weights.append(series.truncatedWeight.max() ?? 0)
    }
    // Three flips are all that three spins have.
    #expect(errors[2] < 1e-13 && weights[2] == 0)
    #expect(errors[1] < 0.1 * errors[0] && weights[1] < weights[0])
    // The spins, each between −1 and 1, differ by less than the weight at the border.
    #expect(errors[0] < 2 * weights[0] && errors[1] < 2 * weights[1])
    #expect(weights[0] > 0.1 && errors[1] > 1e-9)
  }

  @Test("Total S_z, and which flips each electron can make")
  func conservation() throws {
    for electron in [1, -1] {
      let series = try ValveSeries(
        Self.chain, Self.packet, ValveStart.polarized(Self.chain, electrons: [electron]),
        times: Self.times)
      for (spins, spin) in zip(series.spins, series.electron) {
        #expect(abs(spins.reduce(0, +) + spin - Double(electron)) < 1e-12)
      }
      for probabilities in series.magnons {
        #expect(abs(probabilities.reduce(0, +) - 1) < 1e-12)
      }
    }
  }

  @Test("Turning all spins upside down and mirroring the chain exchanges the layers")
  func reflection() throws {
    // FM_p up at 21…23, FM_a down at 31…33; mirrored and turned they are at 28…30 and 38…40.
    let mirrored = SpinChain(
      sites: 60, sdExchange: 0.8,
      layers: [SpinLayer(firstSite: 28, spins: 3), SpinLayer(firstSite: 38, spins: 3)])
    let there = try ValveSeries(
      Self.chain, Self.packet, ValveStart.polarized(Self.chain, electrons: [-1]),
      times: Self.times)
    let back = try ValveSeries(
      mirrored, Array(Self.packet.reversed()), ValveStart.polarized(mirrored, electrons: [1]),
      times: Self.times)
    for time in Self.times.indices {
      let turned = back.spins[time].reversed().map { -$0 }
      #expect(largestDifference(there.spins[time], turned) < 1e-12)
    }
    #expect(largestDifference(there.entropyPolarizer, back.entropyAnalyzer) < 1e-11)
    #expect(largestDifference(there.negativity, back.negativity) < 1e-9)
    #expect(largestDifference(there.wStateFidelity, back.wStateFidelity) < 1e-12)
    #expect((there.negativity.last ?? 0) > 1e-3)
  }

  @Test("A pure state: negativity of the layers where the electron is in a product with them")
  func noElectron() throws {
    // Before the electron arrives nothing happens: no entropy, no negativity.
    let series = try ValveSeries(
      Self.chain, Self.packet, ValveStart.polarized(Self.chain, electrons: [1]),
      times: [0, 0.5], entanglement: true)
    #expect(series.entropyLayers.allSatisfy { abs($0) < 1e-9 })
    #expect(series.negativity.allSatisfy { abs($0) < 1e-9 })
    #expect(abs(series.magnons[0][0] - 1) < 1e-15)
  }

  @Test("The mixture averages density matrices: observables that are linear in them")
  func mixture() throws {
    let all = try [[1], [-1], [1, -1]].map {
      try ValveSeries(
        Self.chain, Self.packet, ValveStart.polarized(Self.chain, electrons: $0),
        times: Self.times)
    }
    for time in Self.times.indices {
      let mean = zip(all[0].spins[time], all[1].spins[time]).map { ($0 + $1) / 2 }
      #expect(largestDifference(mean, all[2].spins[time]) < 1e-13)
      // Entropy is concave, negativity's norm convex.
      let entropies = all.map { $0.entropyLayers[time] }
      #expect(entropies[2] >= (entropies[0] + entropies[1]) / 2 - 1e-12)
      let norms = all.map { exp($0.negativity[time]) }
      #expect(norms[2] <= (norms[0] + norms[1]) / 2 + 1e-12)
    }
  }
}
