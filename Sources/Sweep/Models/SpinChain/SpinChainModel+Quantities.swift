import Numerics
import QuantumChains
import Units

extension SpinChainModel {
  /// What takes an application of the Hamiltonian at each saved time.
  struct Work: OptionSet, Sendable {
    let rawValue: UInt8
    static let energy = Work(rawValue: 1)
  }

  /// What is known of electron and spins at a saved time.
  struct Moment {
    var moments: ChainMoments
    var layer: SingleLayerState
    /// The probability of each configuration.
    var configurations: [Double]
    /// The probability that the electron is on each site.
    var chargeDensity: [Double]
    /// ⟨H⟩ and ⟨H²⟩; nil if they are not wanted.
    var energy: EnergyMoments?
  }

  static let series: [TimeSeries<Self>] = [
    .array(
      "electron_spin", unit: .one, ["component"],
      "spin of the electron in units of hbar/2", source: "Mondal et al., Eq. (6)"
    ) { $0.moments.electronSpin.components },
    .array(
      "local_spin", unit: .one, ["spin", "component"],
      "localized spins <2S> in units of hbar/2", source: "Mondal et al., Eq. (6)"
    ) { $0.moments.localSpins.flatMap(\.components) },
    .number(
      "purity", unit: .one,
      "purity of the localized spins together, which is that of the electron",
      source: "Mondal et al., Eq. (7)"
    ) { $0.layer.purity },
    .number(
      "entropy", unit: .one, "von Neumann entropy of the localized spins together, in nats",
      source: "Suresh et al., Eq. (6)"
    ) { $0.layer.entropy },
    .number(
      "orbital_purity", unit: .one,
      "purity of the electron's position alone; below 1 it is correlated with spins",
      source: "Mondal et al., Eq. (7) for the orbital"
    ) { $0.layer.orbitalPurity },
    .array(
      "configuration_probability", unit: .one, ["configuration"],
      "probability of a configuration of electron spin and localized spins",
      source: "Mondal et al., Eq. (8)"
    ) { $0.configurations },
    .array(
      "charge_density", unit: .one, ["site"], "probability of finding the electron on a site",
      source: "Mondal et al., Fig. 1"
    ) { $0.chargeDensity },
    .number(
      "energy", unit: .electronvolt, "expectation value of the Hamiltonian",
      source: "Mondal et al., Eq. (3)", needs: .energy
    ) { $0.energy?.mean },
    .number(
      "energy_spread", unit: .electronvolt, "standard deviation of the energy",
      source: "Mondal et al., below Eq. (4)", needs: .energy
    ) { $0.energy?.spread },
    .number("norm_error", unit: .one, "norm of the state minus one", source: "numerics") {
      $0.moments.norm - 1
    },
  ]

  static let quantities: [Quantity<ChainOutcome>] =
    seriesQuantities + [ChainOutcome.reflectionTime]

  var dimensions: [OwnDimension] {
    [
      .component, setup.timeDimension, setup.siteDimension,
      OwnDimension(
        "spin", unit: .one, "localized spin", values: (1...layerSpins).map(Double.init)),
      OwnDimension(
        "configuration", unit: .one, "spin of the electron and of the localized spins",
        values: (0..<configurationCount).map(Double.init), labels: configurationLabels),
    ]
  }

  var configurationCount: Int { 2 + (layer.twiceSpin == 1 ? layerSpins : 1) }

  /// The configurations that a start with all localized spins up leads to: the electron up and at
  /// most one localized spin lowered, the last one first, or down and none.
  private var configurationLabels: [String] {
    [label("u", lowered: nil)] + (0..<configurationCount - 2).map { label("u", lowered: $0) }
      + [label("d", lowered: nil)]
  }

  private func label(_ electron: String, lowered: Int?) -> String {
    guard layer.twiceSpin == 1 else {
      let twice = layer.twiceSpin - (lowered == nil ? 0 : 2)
      return electron + ";" + (twice.isMultiple(of: 2) ? "\(twice / 2)" : "\(twice)/2")
    }
    var spins = [Character](repeating: "u", count: layerSpins)
    if let lowered { spins[layerSpins - 1 - lowered] = "d" }
    return electron + String(spins)
  }
}
