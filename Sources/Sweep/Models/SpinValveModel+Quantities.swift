import Macrospins
import Numerics
import QuantumChains
import Teams
import TensorNetworks
import Units

extension SpinValveModel {
  static let quantities: [Quantity<Outcome>] =
    spins + entanglement + checks + (spins + entanglement).map(standardError)

  /// The standard error of a quantity.
  private static func standardError(of quantity: Quantity<Outcome>) -> Quantity<Outcome> {
    .array(
      "\(quantity.name)_error", unit: quantity.unit, quantity.dimensions,
      "standard error of '\(quantity.name)'; 0 without trajectories",
      source: "jackknife over \(groups) groups of trajectories",
      undefinedWhere: quantity.undefinedWhere
    ) { outcome in
      var values: [Double] = []
      if let errors = outcome.standardErrors.first {
        quantity.append(errors, &values)
      } else {
        quantity.append(outcome, &values)
        values = values.map { _ in 0 }
      }
      return values
    }
  }

  private static let spins: [Quantity<Outcome>] = [
    .array(
      "electron_spin", unit: .one, ["time", "component"],
      "spin of the electron in units of hbar/2", source: "Suresh et al., Eqs. (8), (9)"
    ) { $0.electronSpin },
    .array(
      "local_spin", unit: .one, ["time", "spin", "component"],
      "localized spins in units of hbar/2", source: "Suresh et al., Fig. 2(b)"
    ) { $0.localSpin },
    .array(
      "charge_density", unit: .one, ["time", "site"],
      "probability of finding the electron on a site", source: "Suresh et al., Eq. (11)"
    ) { $0.chargeDensity },
    .array(
      "magnon_probability", unit: .one, ["time", "magnons"],
      "probability of a number of flipped spins in both layers together",
      source: "Suresh et al., Fig. 5"
    ) { $0.magnons },
    .array(
      "w_state_fidelity", unit: .one, ["time"],
      "overlap with the W state of one flipped spin shared by all of both layers",
      source: "Suresh et al., Sec. IV"
    ) { $0.wStateFidelity },
  ]

  private static let entanglement: [Quantity<Outcome>] = [
    .array(
      "entropy_layers", unit: .one, ["time"], "von Neumann entropy of both layers, in nats",
      source: "Suresh et al., Eq. (6)"
    ) { $0.entropyLayers },
    .array(
      "entropy_polarizer", unit: .one, ["time"], "von Neumann entropy of the polarizer, in nats",
      source: "Suresh et al., Eq. (6)"
    ) { $0.entropyPolarizer },
    .array(
      "entropy_analyzer", unit: .one, ["time"], "von Neumann entropy of the analyzer, in nats",
      source: "Suresh et al., Eq. (6)"
    ) { $0.entropyAnalyzer },
    .array(
      "mutual_information", unit: .one, ["time"], "mutual information of the layers, in nats",
      source: "Suresh et al., Eq. (5)"
    ) { $0.mutualInformation },
    .array(
      "purity", unit: .one, ["time"], "purity of the state of both layers",
      source: "Mondal et al., Eq. (7), for both layers"
    ) { $0.purity },
    .array(
      "logarithmic_negativity", unit: .one, ["time"],
      "mutual logarithmic negativity of the layers, never too large for a 'support_cutoff'",
      source: "Suresh et al., Eq. (2)"
    ) { $0.negativity },
    .array(
      "negativity_dropped_weight", unit: .one, ["time"],
      "probability that 'support_cutoff' has left out of the partial transpose",
      source: "numerics"
    ) { $0.droppedWeight },
    .array(
      "quantum_fisher_information", unit: .one, ["time", "wave_number"],
      "covariance form of the Fisher information a spin; at most 4 for product states, and an upper "
        + "bound of the quantum Fisher information for mixed ones",
      source: "Suresh et al., Eq. (29) with the missing i"
    ) { $0.fisherInformation },
    .array(
      "exact_fisher_information", unit: .one, ["time", "wave_number"],
      "quantum Fisher information a spin of the mixed state; above 4 the spins are entangled",
      source: "Braunstein and Caves, Phys. Rev. Lett. 72, 3439 (1994)"
    ) { $0.exactFisherInformation },
  ]

  private static let checks: [Quantity<Outcome>] = [
    .array(
      "truncated_weight", unit: .one, ["time"],
      "weight in the outermost states that 'flip_cutoff' keeps; 0 without a cutoff",
      source: "numerics"
    ) { $0.truncatedWeight },
    .array(
      "energy", unit: .electronvolt, ["time"], "expectation value of the Hamiltonian",
      source: "Suresh et al., Eq. (7)"
    ) { $0.energy },
    .array(
      "norm_error", unit: .one, ["time"], "trace of the state minus one", source: "numerics"
    ) { $0.normError },
    .number(
      "reflection_time", unit: .femtosecond,
      "time from which on the localized spins can feel what the ends of the chain reflect",
      source: "group velocity of the packet's front", undefinedWhere: "it is infinite"
    ) { $0.reflectionTime.isFinite ? $0.reflectionTime : .nan },
  ]
}
