import Foundation
import Numerics
import QuantumChains
import Testing

@Suite("Chain of spins: packets")
struct ChainPacketTests {
  @Test("A Gaussian packet has its center, width and wave number")
  func gaussian() {
    let packet = WavePacket.gaussian(sites: 400, center: 150.3, waveNumber: 0.7, width: 0.2)
    let weights = packet.map(\.squaredMagnitude)
    let mean = zip(1...400, weights).reduce(0) { $0 + Double($1.0) * $1.1 }
    let variance = zip(1...400, weights).reduce(0) {
      $0 + (Double($1.0) - mean) * (Double($1.0) - mean) * $1.1
    }
    #expect(abs(weights.reduce(0, +) - 1) < 1e-14)
    #expect(abs(mean - 150.3) < 1e-10)
    // 1/δk, but for e^(−8 (5 π/ ...)²) of the lattice.
    #expect(abs(variance.squareRoot() - 5) < 1e-10)
    // ⟨x|x+1⟩ has the phase k and the size e^(−δk²/8).
    let overlap = zip(packet, packet.dropFirst()).reduce(Complex.zero) {
      $0 + $1.0.conjugate * $1.1
    }
    #expect(abs(atan2(overlap.imaginary, overlap.real) - 0.7) < 1e-12)
    #expect(abs(overlap.squaredMagnitude.squareRoot() - exp(-0.04 / 8)) < 1e-12)
  }

  @Test("Weight off the chain is that of a normal law")
  func offChain() {
    #expect(WavePacket.weightOffChain(sites: 400, center: 150, width: 0.2) < 1e-30)
    #expect(abs(WavePacket.weightOffChain(sites: 400, center: 0.5, width: 0.2) - 0.5) < 1e-12)
    // One standard deviation inside: (1 − erf(1/√2))/2.
    let one = WavePacket.weightOffChain(sites: 400, center: 5.5, width: 0.2)
    #expect(abs(one - 0.15865525393145707) < 1e-12)
    #expect(WavePacket.weightOffChain(sites: 400, center: 900, width: 0.2) > 0.999999)
  }

  @Test("The orbital of a well is an eigenvector of the lowest energy")
  func well() throws {
    let chain = SpinChain(sites: 40, sdExchange: 0, layers: [SpinLayer(firstSite: 30, spins: 1)])
    let orbital = try WavePacket.well(in: chain, confinedSites: 10, confinement: 10)
    func image(_ x: Int) -> Double {
      let potential = x < 10 ? -10 * orbital[x].real : 0
      let left = x > 0 ? orbital[x - 1].real : 0
      return potential - left - (x < 39 ? orbital[x + 1].real : 0)
    }
    let energy = (0..<40).reduce(0) { $0 + orbital[$1].real * image($1) }
    for x in 0..<40 { #expect(abs(image(x) - energy * orbital[x].real) < 1e-12) }
    #expect(orbital[..<10].allSatisfy { $0.real > 0 })
    // A box of ten sites with soft walls on one side: between those of ten and eleven hard sites.
    #expect(energy < -10 - 2 * cos(Double.pi / 11) && energy > -10 - 2 * cos(Double.pi / 12))
  }

  @Test("The front of a packet comes back when it does")
  func front() throws {
    // No localized spins to speak of: what an end reflects reaches the middle at the time foretold.
    let chain = SpinChain(sites: 200, sdExchange: 0, layers: [SpinLayer(firstSite: 120, spins: 1)])
    let basis = SectorBasis(chain, lowering: 0)
    let longBasis = SectorBasis(
      SpinChain(sites: 600, sdExchange: 0, layers: [SpinLayer(firstSite: 320, spins: 1)]),
      lowering: 0)
    let front = PacketFront(center: 60, waveNumber: .pi / 2, width: 0.2, hopping: 1)
    let back = front.reflectionTime(sites: 200, spins: 120...120)
    // Over the right end: 3.04 sites/fs over 140 − 15 + 80 sites.
    #expect(abs(back - 205 / (2 / PhysicalConstants.reducedPlanckElectronvoltFemtosecond)) < 1e-9)
    func density(_ basis: SectorBasis, shift: Int, _ times: [Double]) throws -> [Double] {
      let packet = WavePacket.gaussian(
        sites: basis.chain.sites, center: Double(60 + shift), waveNumber: .pi / 2, width: 0.2)
      return try propagated(DenseVector(packet), basis, times: times).map {
        $0.numbers[119 + shift].squaredMagnitude
      }
    }
    let times = [back - 4, back + 4]
    let short = try density(basis, shift: 0, times)
    let long = try density(longBasis, shift: 200, times)
    #expect(abs(short[0] - long[0]) < 1e-4)
    #expect(abs(short[1] - long[1]) > 1e-2)
  }

  @Test("A Gibbs state is that of the whole exponential")
  func gibbs() throws {
    let layer = SpinLayer(firstSite: 1, spins: 3)
    let state = try LayerGibbsState(
      layer, exchange: 0.1, exchangeZ: 0.1005, bias: 0.01, temperature: 100)
    #expect(abs(state.members.reduce(0) { $0 + $1.weight } - 1) < 1e-14)
    for member in state.members {
      #expect(abs(member.amplitudes.reduce(0) { $0 + $1.squaredMagnitude } - 1) < 1e-13)
    }
    func magnetization(bias: Double) throws -> Double {
      try LayerGibbsState(
        layer, exchange: 0.1, exchangeZ: 0.1005, bias: bias, temperature: 100
      ).members.reduce(0) { $0 + $1.weight * (1 - 2 * Double($1.lowering) / 3) }
    }
    // The numbers of the published discussion of three spins.
    #expect(abs(try magnetization(bias: 0)) < 1e-14)
    #expect(abs(try magnetization(bias: 0.01) - 0.94) < 0.005)
    #expect(abs(try magnetization(bias: 0.02) - 0.99) < 0.005)
  }
}
