import Numerics
import QuantumChains
import Teams
import Units

extension SpinValveModel {
  /// What takes time or memory at each saved time that is spent for those quantities alone that
  /// need it.
  struct Work: OptionSet, Sendable {
    let rawValue: UInt8
    /// The layers' state and what it says without a partial transpose.
    static let layers = Work(rawValue: 1)
    /// The partial transpose of the layers' state.
    static let negativity: Work = [.layers, Work(rawValue: 2)]
    /// The eigenvectors of the layers' state.
    static let exactFisherInformation: Work = [.layers, Work(rawValue: 4)]
    /// An application of the Hamiltonian.
    static let energy = Work(rawValue: 8)
    /// The probabilities of all product states, one by one.
    static let configurations = Work(rawValue: 16)
    /// The layers' state in the frame of their start, where that is not along z.
    static let tiltedFlips = Work(rawValue: 32)
    /// What spins at two times have to do with each other, once.
    static let twoTimes = Work(rawValue: 64)
  }

  /// What is known of the valve at a saved time.
  struct Moment {
    let model: SpinValveModel
    /// Of the whole mixture.
    let observables: ValveObservables
    /// The layers' state, and how mixed and entangled it is; nil if no quantity needs it.
    let layers: (any BipartiteState)?
    let entanglement: EntanglementSummary?

    /// - Parameter poll: Called between eigenvalue problems.
    /// - Throws: `EvaluationError.failed` if one of them fails; what `poll` throws.
    init(
      _ model: SpinValveModel, _ observables: ValveObservables, _ layers: (some BipartiteState)?,
      poll: Poll
    ) throws(EvaluationError) {
      self.model = model
      self.observables = observables
      self.layers = layers
      entanglement = try layers.map { layers throws(EvaluationError) in
        try EntanglementSummary(
          of: layers, supportCutoff: model.leastProbability,
          negativity: model.work.contains(.negativity), poll: poll)
      }
    }

    func exactFisherInformation() throws(EvaluationError) -> [Double]? {
      guard let layers else { return nil }
      return try evaluating {
        try model.waveNumbers.map {
          try FisherInformation.exact(
            observables.spinWave($0), layers, spins: 2 * model.layerSpins)
        }
      }
    }
  }

  static let series: [TimeSeries<Self>] = allSeries.ofQuantumSpins()

  private static let allSeries: [TimeSeries<Self>] =
    (spins + productStates + entanglement).map {
      $0.withStandardError(
        zeroWhere: "without trajectories",
        source: "jackknife over \(groups) groups of trajectories")
    } + checks

  static let quantities: [Quantity<Outcome>] =
    seriesQuantities + twinQuantities + [.reflectionTime] + standardErrors + twoTimeQuantities

  private static let spins: [TimeSeries<Self>] = [
    .array(
      "electron_spin", unit: .one, ["component"],
      "spin of the electron in units of hbar/2", source: "Suresh et al., Eqs. (8), (9)"
    ) { $0.observables.moments.electronSpin.components },
    .array(
      "local_spin", unit: .one, ["spin", "component"],
      "localized spins in units of hbar/2", source: "Suresh et al., Fig. 2(b)"
    ) { $0.observables.moments.localSpins.flatMap(\.components) },
    .array(
      "charge_density", unit: .one, ["site"],
      "probability of finding the electron on a site", source: "Suresh et al., Eq. (11)"
    ) { $0.observables.chargeDensity },
    .array(
      "magnon_probability", unit: .one, ["magnons"],
      "probability of a number of flipped spins in both layers together",
      source: "Suresh et al., Fig. 5", needs: .tiltedFlips
    ) { $0.observables.magnonProbabilities(spins: 2 * $0.model.layerSpins) },
    .number(
      "w_state_fidelity", unit: .one,
      "overlap with the W state of one flipped spin shared by all of both layers",
      source: "Suresh et al., Sec. IV", needs: .tiltedFlips
    ) { $0.observables.wStateFidelity },
  ]

  private static let entanglement: [TimeSeries<Self>] = [
    .number(
      "entropy_layers", unit: .one, "von Neumann entropy of both layers, in nats",
      source: "Suresh et al., Eq. (6)", needs: .layers
    ) { $0.entanglement?.entropyAB },
    .number(
      "entropy_polarizer", unit: .one, "von Neumann entropy of the polarizer, in nats",
      source: "Suresh et al., Eq. (6)", needs: .layers
    ) { $0.entanglement?.entropyA },
    .number(
      "entropy_analyzer", unit: .one, "von Neumann entropy of the analyzer, in nats",
      source: "Suresh et al., Eq. (6)", needs: .layers
    ) { $0.entanglement?.entropyB },
    .number(
      "mutual_information", unit: .one, "mutual information of the layers, in nats",
      source: "Suresh et al., Eq. (5)", needs: .layers
    ) { $0.entanglement?.mutualInformation },
    .number(
      "purity", unit: .one, "purity of the state of both layers",
      source: "Mondal et al., Eq. (7), for both layers", needs: .layers
    ) { $0.entanglement?.purity },
    .number(
      "logarithmic_negativity", unit: .one,
      "mutual logarithmic negativity of the layers, never too large for a 'support_cutoff'",
      source: "Suresh et al., Eq. (2)", needs: .negativity
    ) { $0.entanglement?.logarithmicNegativity },
    .number(
      "negativity_dropped_weight", unit: .one,
      "probability that 'support_cutoff' has left out of the partial transpose",
      source: "numerics", needs: .negativity
    ) { $0.entanglement?.droppedWeight },
    .array(
      "quantum_fisher_information", unit: .one, ["wave_number"],
      "covariance form of the Fisher information a spin; at most 4 for product states, and an "
        + "upper bound of the quantum Fisher information for mixed ones",
      source: "Suresh et al., Eq. (29) with the missing i"
    ) { moment in
      moment.model.waveNumbers.map { moment.observables.fisherInformation(waveNumber: $0) }
    },
    .array(
      "exact_fisher_information", unit: .one, ["wave_number"],
      "quantum Fisher information a spin of the mixed state; above 4 the spins are entangled",
      source: "Braunstein and Caves, Phys. Rev. Lett. 72, 3439 (1994)",
      needs: .exactFisherInformation
    ) { moment throws(EvaluationError) in try moment.exactFisherInformation() },
  ]

  private static let checks: [TimeSeries<Self>] = [
    .number(
      "truncated_weight", unit: .one,
      "weight in the outermost states that 'flip_cutoff' keeps; 0 without a cutoff",
      source: "numerics"
    ) { $0.observables.truncatedWeight },
    .number(
      "energy", unit: .electronvolt, "expectation value of the Hamiltonian",
      source: "Suresh et al., Eq. (7)", needs: .energy
    ) { $0.observables.energy },
    .number(
      "norm_error", unit: .one, "trace of the state minus one", source: "numerics"
    ) { $0.observables.moments.norm - 1 },
  ]

  var dimensions: [OwnDimension] {
    [
      .component, setup.timeDimension, setup.siteDimension,
      OwnDimension(
        "spin", unit: .one, "localized spin, first those of the polarizer",
        values: (1...2 * layerSpins).map(Double.init)),
      OwnDimension(
        "wave_number", unit: .one, "wave number, times the lattice constant", values: waveNumbers),
      .part,
      OwnDimension(
        "configuration", unit: .one, "product state of all localized spins",
        values: (0..<configurationCount).map(Double.init),
        labels: (0..<configurationCount).map(configurationLabel)),
      OwnDimension(
        "element", unit: .one, "row and column of the layers' density matrix",
        values: densityMatrixElements.indices.map(Double.init), labels: densityMatrixElements),
      OwnDimension(
        "magnons", unit: .one, "spins flipped from the directions of the start",
        values: (0...2 * layerSpins).map(Double.init)),
    ] + twoTimeDimensions + twinDimensions
  }
}
