import Physics

/// A case of the universal Lindblad equation: `chain_004_lindblad….json`.
struct LindbladReference: Decodable {
  struct Inputs: Decodable {
    let sites: Int
    let layerSpins: Int
    let polarizerSites, analyzerSites: [Int]
    let sdExchange, exchange, exchangeZ, packetCentre, waveNumber, packetWidth: Double
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
      case packetCentre = "x0"
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
      sites: inputs.sites, centre: inputs.packetCentre, waveNumber: inputs.waveNumber,
      width: inputs.packetWidth)
  }

  /// Polarizer up, analyzer down.
  var starts: [ProductStart] {
    let spins: [Int] = ["up": [1], "down": [-1]][inputs.electronSpin] ?? [1, -1]
    return spins.map {
      ProductStart(
        weight: 1 / Double(spins.count), electron: $0,
        layers: [0, inputs.layerSpins].map { .init(lowering: $0, amplitudes: [1]) })
    }
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
  func numbers(of state: ReducedState) throws(EntanglementError) -> [Double] {
    let summary = try EntanglementSummary(of: state.layers, supportCutoff: 0)
    let probabilities = state.layers.probabilities
    let n = inputs.layerSpins
    let states = (0..<1 << n).sorted {
      ($0.nonzeroBitCount, $0) < ($1.nonzeroBitCount, $1)
    }
    let values = states.map { state in
      (0..<n).map { state >> (n - 1 - $0) & 1 == 0 ? 1.0 : -1 }
    }
    let none = [Double](repeating: 0, count: states.count)
    let spins = (0..<2 * n).map { spin in
      let single = values.map { $0[spin % n] }
      return probabilities.mean(
        of: DiagonalObservable(a: spin < n ? single : none, b: spin < n ? none : single))
    }
    let wave = DiagonalObservable.spinWave(
      waveNumber: Double.pi / 6,
      a: SpinPattern(positions: inputs.polarizerSites.map(Double.init), values: values),
      b: SpinPattern(positions: inputs.analyzerSites.map(Double.init), values: values))
    let fisher = FisherInformation.covarianceForm(wave, probabilities, spins: 2 * n)
    let magnons = states.map(\.nonzeroBitCount)
    let w = WState.vector(
      excitedA: Array(1...n), groundA: 0, excitedB: (1...n).map { states.count - 1 - $0 },
      groundB: states.count - 1)
    return spins
      + [
        state.electronSpin, summary.entropyAB, summary.entropyA, summary.entropyB,
        summary.logarithmicNegativity ?? .nan, fisher, state.layers.expectation(of: w),
      ] + probabilities.distribution(a: magnons, b: magnons.map { n - $0 })
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
