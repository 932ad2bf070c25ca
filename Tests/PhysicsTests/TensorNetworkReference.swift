import Numerics
import QuantumChains
import TensorNetworks
import Testing

/// `tdmrg_exact.json` and `tdmrg_single.json`.
struct ChainReference: Decodable {
  /// Everything at one time; in ħ/γ, γ and nats.
  struct Instant: Decodable {
    let time: Double
    let charge: [Double]
    let spinX: [Double]?
    let spinY: [Double]?
    let spinZ: [Double]
    let localX: [Double]?
    let localY: [Double]?
    let localZ: [Double]
    let entropy: [Double]
    let energy: Double
    let mutualInformation: Double?
    let meyerWallach: Double?
    /// Real and imaginary parts, row after row.
    let pair: [Double]?
  }
  struct Case: Decodable, CustomTestStringConvertible {
    let name: String
    let sites: Int
    let layers: [[Int]]
    let electrons: Int
    let exchange: Double
    let exchangeZ: Double
    let sdExchange: Double
    let confinedSites: Int
    let depth: Double
    let polarization: String
    let times: [Instant]

    var testDescription: String { name }

    var chain: PulseChain {
      var chain = PulseChain()
      chain.sites = sites
      chain.layers = layers.map { $0[0]...$0[1] }
      chain.electrons = electrons
      chain.exchange = exchange
      chain.exchangeZ = exchangeZ
      chain.sdExchange = sdExchange
      chain.confinedSites = confinedSites
      chain.wellDepth = depth
      chain.polarization = PulseChain.Electrons(rawValue: polarization) ?? .alongZ
      return chain
    }
  }
  let cases: [Case]
}

/// `tdmrg_large.json`.
struct LargeReference: Decodable {
  struct Instant: Decodable {
    let time: Double
    let localZ: [Double]
    let electronZ: Double
    let halfEntropy: Double
    let mutualInformation: Double
    let energy: Double
    let discardedWeight: Double
  }
  struct Run: Decodable {
    let name: String
    let electrons: Int
    let start: Double
    let step: Double
    let order: Int
    let truncation: Double
    let maximumBond: Int
    let series: [Instant]
  }
  let runs: [Run]
}

extension PulseObservation {
  /// The largest deviation from a reference in any quantity that the reference has.
  func deviation(from instant: ChainReference.Instant, electrons: Int) -> Double {
    var largest = abs(energy - instant.energy)
    func compare(_ numbers: [Double], _ reference: [Double]?) {
      guard let reference else { return }
      #expect(numbers.count == reference.count)
      for (a, b) in zip(numbers, reference) { largest = max(largest, abs(a - b)) }
    }
    compare(chargeDensity, instant.charge)
    compare(electronSpinDensity.map(\.x), instant.spinX)
    compare(electronSpinDensity.map(\.y), instant.spinY)
    compare(electronSpinDensity.map(\.z), instant.spinZ)
    compare(localSpins.map(\.x), instant.localX)
    compare(localSpins.map(\.y), instant.localY)
    compare(localSpins.map(\.z), instant.localZ)
    compare(bondEntropies, instant.entropy)
    compare([edgeMutualInformation], instant.mutualInformation.map { [$0] })
    compare([meyerWallach(electrons: electrons)], instant.meyerWallach.map { [$0] })
    compare(edgeDensity.elements.flatMap { [$0.real, $0.imaginary] }, instant.pair)
    return largest
  }
}

extension PulseEvolution {
  /// Evolves to a time in steps of at most the given length.
  func advance(to end: Double, step: Double) throws {
    let steps = Int(((end - time) / step - 1e-9).rounded(.up))
    guard steps > 0 else { return }
    try advance(steps: steps, of: (end - time) / Double(steps))
  }
}
