import Numerics
import QuantumChains
import Units

extension SpinChainModel {
  /// What takes time that is spent for those quantities alone that need it.
  struct Work: OptionSet, Sendable {
    let rawValue: UInt8
    /// An application of the Hamiltonian at each saved time.
    static let energy = Work(rawValue: 1)
    /// Products of the layer's rows at each saved time.
    static let layerEnergy = Work(rawValue: 2)
    static let modes = Work(rawValue: 4)
    /// The lowest levels, once.
    static let spectrum = Work(rawValue: 8)
  }

  /// What is known of electron and spins at a saved time.
  struct Moment {
    let model: SpinChainModel
    var moments: ChainMoments
    var layer: SingleLayerState
    var sums: Sums

    /// What adds up over the members of a mixture.
    struct Sums {
      /// The probability of each configuration.
      var configurations: [Double]
      /// The probability that the electron is on each site.
      var chargeDensity: [Double]
      /// ⟨H⟩ and ⟨H²⟩; nil if they are not wanted.
      var energy: EnergyMoments?
      /// That of the exchange within the layer.
      var layerEnergy: Double?
      /// The probability of each magnon mode; nil where there are none.
      var modes: [Double]?
    }

    /// The probability of finding the electron on some sites.
    func probability(on sites: Range<Int>) -> Double {
      sites.reduce(0) { $0 + sums.chargeDensity[$1 - 1] }
    }

    var transmission: Double {
      probability(on: model.layer.sites.upperBound..<model.setup.sites + 1)
    }
  }

  static let repetitions = ["electron"]
  var repetitionCount: Int { successiveElectrons }

  static let series: [TimeSeries<Self>] =
    (spins + layerSeries + electronSeries).ofQuantumSpins()

  private static let spins: [TimeSeries<Self>] = [
    .array(
      "electron_spin", unit: .one, ["component"],
      "spin of the electron in units of hbar/2", source: "Mondal et al., Eq. (6)"
    ) { $0.moments.electronSpin.components },
    .array(
      "local_spin", unit: .one, ["spin", "component"],
      "localized spins <2S> in units of hbar/2", source: "Mondal et al., Eq. (6)"
    ) { $0.moments.localSpins.flatMap(\.components) },
    .array(
      "configuration_probability", unit: .one, ["configuration"],
      "probability of a configuration of electron spin and localized spins",
      source: "Mondal et al., Eq. (8)"
    ) { $0.sums.configurations },
  ]

  private static let layerSeries: [TimeSeries<Self>] = [
    .number(
      "purity", unit: .one,
      "purity of the localized spins together; for the first electron also that of the electron",
      source: "Mondal et al., Eq. (7)"
    ) { $0.layer.purity },
    .number(
      "entropy", unit: .one, "von Neumann entropy of the localized spins together, in nats",
      source: "Suresh et al., Eq. (6)"
    ) { $0.layer.entropy },
    .number(
      "energy_layer", unit: .electronvolt, "energy of the exchange between the localized spins",
      source: "Mondal et al., Eq. (3)", needs: .layerEnergy
    ) { $0.sums.layerEnergy },
    .array(
      "magnon_mode_probability", unit: .one, ["mode"],
      "probability of an eigenstate of the isolated layer with one flipped spin",
      source: "Mondal et al., Eqs. (3), (8)", needs: .modes
    ) { $0.sums.modes },
  ]

  private static let electronSeries: [TimeSeries<Self>] = [
    .number(
      "orbital_purity", unit: .one,
      "purity of the electron's position alone; below 1 it is correlated with spins",
      source: "Mondal et al., Eq. (7) for the orbital"
    ) { $0.layer.orbitalPurity },
    .array(
      "charge_density", unit: .one, ["site"], "probability of finding the electron on a site",
      source: "Mondal et al., Fig. 1"
    ) { $0.sums.chargeDensity },
    .number(
      "transmission", unit: .one,
      "probability that the electron is on the right of the layer: what it lets pass, once the "
        + "packet has met it",
      source: "Landauer, IBM J. Res. Dev. 1, 223 (1957)"
    ) { $0.transmission },
    .number(
      "reflection", unit: .one,
      "probability that the electron is on the left of the layer: what it throws back, once the "
        + "packet has met it",
      source: "Landauer, IBM J. Res. Dev. 1, 223 (1957)"
    ) { $0.probability(on: 1..<$0.model.layer.firstSite) },
    .number(
      "resistance", unit: .ohm,
      "resistance h/(e^2 T) of a channel of this spin with that transmission",
      source: "Landauer, IBM J. Res. Dev. 1, 223 (1957)",
      undefinedWhere: "the transmission is below 1e-12"
    ) {
      $0.transmission < 1e-12 ? .nan : PhysicalConstants.vonKlitzing / $0.transmission
    },
    .number(
      "energy", unit: .electronvolt, "expectation value of the Hamiltonian",
      source: "Mondal et al., Eq. (3)", needs: .energy
    ) { $0.sums.energy?.mean },
    .number(
      "energy_spread", unit: .electronvolt, "standard deviation of the energy",
      source: "Mondal et al., below Eq. (4)", needs: .energy
    ) { $0.sums.energy?.spread },
    .number("norm_error", unit: .one, "norm of the state minus one", source: "numerics") {
      $0.moments.norm - 1
    },
  ]

  static let quantities: [Quantity<Outcome>] =
    seriesQuantities + twinQuantities + [.reflectionTime] + stateQuantities
    + spectrumQuantities

  var dimensions: [OwnDimension] {
    [
      successiveElectrons == 1
        ? .omitted("electron")
        : OwnDimension(
          "electron", unit: .one, "electron, in the order in which they come",
          values: (1...successiveElectrons).map(Double.init)),
      .component, .part, setup.timeDimension, setup.siteDimension,
      OwnDimension(
        "spin", unit: .one, "localized spin", values: (1...layerSpins).map(Double.init)),
      OwnDimension(
        "configuration", unit: .one, "spin of the electron and of the localized spins",
        values: (0..<configurationCount).map(Double.init), labels: configurationLabels),
      OwnDimension(
        "mode", unit: .one, "magnon mode of the layer, by ascending energy",
        values: hasModes ? (1...layerSpins).map(Double.init) : []),
    ] + densityDimensions + spectrumDimensions + twinDimensions
  }

  var configurationCount: Int {
    isSingleFlip ? 2 + (layer.twiceSpin == 1 ? layerSpins : 1) : isSmall ? 2 * layer.stateCount : 0
  }

  /// The configurations that a start with all localized spins up leads to: the electron up and at
  /// most one localized spin lowered, the last one first, or down and none.
  private var configurationLabels: [String] {
    guard isSingleFlip else {
      let separator = layer.twiceSpin == 1 ? "" : ";"
      return isSmall
        ? ["u", "d"].flatMap { electron in layerLabels.map { electron + separator + $0 } } : []
    }
    return [label("u", lowered: nil)] + (0..<configurationCount - 2).map { label("u", lowered: $0) }
      + [label("d", lowered: nil)]
  }

  /// The product states of the layer, all of them.
  var layerLabels: [String] {
    (0..<layer.stateCount).map { state in
      guard layer.twiceSpin == 1 else {
        let twice = layer.twiceSpin - 2 * state
        return twice.isMultiple(of: 2) ? "\(twice / 2)" : "\(twice)/2"
      }
      return String((0..<layerSpins).map { state >> (layerSpins - 1 - $0) & 1 == 0 ? "u" : "d" })
    }
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
