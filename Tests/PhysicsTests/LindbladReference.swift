import Macrospins
import Numerics
import QuantumChains
import Teams
import TensorNetworks

/// A case of the universal Lindblad equation: `chain_lindblad….json`.
struct LindbladReference: Decodable {
  struct Inputs: Decodable {
    let sites: Int
    let layerSpins: Int
    let polarizerSites, analyzerSites: [Int]
    let sdExchange, exchange, exchangeZ, packetCenter, waveNumber, packetWidth: Double
    let electronSpin: String
    let bathTemperature, coupling, strength, cutoff: Double
    let jumpHamiltonian: String

    enum CodingKeys: String, CodingKey {
      case sites = "Lx"
      case layerSpins = "n_per_layer"
      case polarizerSites = "FM_p_sites"
      case analyzerSites = "FM_a_sites"
      case sdExchange = "Jsd"
      case exchange = "J"
      case exchangeZ = "Jz"
      case packetCenter = "x0"
      case waveNumber = "kx"
      case packetWidth = "delta_k"
      case electronSpin = "electron_spin"
      case bathTemperature = "T_bath_K"
      case coupling = "g"
      case strength = "Gamma_eV"
      case cutoff = "omega_m_eV"
      case jumpHamiltonian = "jump_hamiltonian"
    }
  }

  struct Outputs: Decodable {
    let times: [Double]
    let spins: [[Double]]
    let electronSpin, entropyLayers, entropyPolarizer, entropyAnalyzer, negativity, purity: [Double]
    let mutualInformation, fisherInformation, fidelityW: [Double]
    let magnons: [[Double]]
    let totalPurity: [Double]
    let jumpNorms: [[Double]]

    enum CodingKeys: String, CodingKey {
      case times = "t_fs"
      case spins = "Sz"
      case electronSpin = "s_e_z"
      case entropyLayers = "S_pa"
      case entropyPolarizer = "S_p"
      case entropyAnalyzer = "S_a"
      case negativity = "MLN"
      case purity = "purity_pa"
      case mutualInformation = "MI"
      case fisherInformation = "QFI_k_pi_over_6"
      case fidelityW = "W"
      case magnons = "magnon_prob"
      case totalPurity = "purity_total"
      case jumpNorms = "jump_norms_plus_minus_z_sqrt_eV"
    }
  }

  let inputs: Inputs
  let outputs: Outputs

  var chain: SpinChain {
    SpinChain(
      sites: inputs.sites, exchange: inputs.exchange, exchangeZ: inputs.exchangeZ,
      sdExchange: inputs.sdExchange,
      layers: [inputs.polarizerSites[0], inputs.analyzerSites[0]].map {
        SpinLayer(firstSite: $0, spins: inputs.layerSpins)
      })
  }

  var orbital: [Complex] {
    WavePacket.gaussian(
      sites: inputs.sites, center: inputs.packetCenter, waveNumber: inputs.waveNumber,
      width: inputs.packetWidth)
  }

  /// Polarizer up, analyzer down.
  var starts: [ValveStart] {
    polarizedStarts(chain, electrons: ["up": [1], "down": [-1]][inputs.electronSpin] ?? [1, -1])
  }

  func open() throws -> OpenChain {
    try OpenChain(
      chain,
      bath: OhmicBath(
        temperature: inputs.bathTemperature, coupling: inputs.coupling,
        strength: inputs.strength, cutoff: inputs.cutoff),
      hamiltonian: inputs.jumpHamiltonian == "full" ? .full : .layer)
  }

  /// The numbers that a state is compared in: spins, electron spin, entropies of both layers and of
  /// each, negativity, Fisher information, W fidelity, magnon probabilities.
  func numbers(of state: ReducedState) throws(EvaluationError) -> [Double] {
    let summary = try EntanglementSummary(of: state.layers, supportCutoff: 0)
    let observables = ValveObservables(state)
    return observables.moments.localSpins.map(\.z)
      + [
        observables.moments.electronSpin.z, summary.entropyAB, summary.entropyA,
        summary.entropyB, summary.logarithmicNegativity ?? .nan,
        observables.fisherInformation(waveNumber: Double.pi / 6),
        observables.wStateFidelity,
      ] + observables.magnonProbabilities(spins: 2 * inputs.layerSpins)
  }

  /// The same numbers in the file.
  func numbers(at index: Int) -> [Double] {
    outputs.spins[index]
      + [
        outputs.electronSpin[index], outputs.entropyLayers[index],
        outputs.entropyPolarizer[index], outputs.entropyAnalyzer[index],
        outputs.negativity[index], outputs.fisherInformation[index], outputs.fidelityW[index],
      ] + outputs.magnons[index]
  }
}

/// The first layer up, the second one down, and each spin of the electron with the same weight.
func polarizedStarts(_ chain: SpinChain, electrons: [Int]) -> [ValveStart] {
  ValveStart.mixture(
    electrons: electrons, LayerGibbsState(polarized: chain.layers[0], down: false),
    LayerGibbsState(polarized: chain.layers[1], down: true))
}
