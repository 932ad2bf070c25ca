import Base
import Glibc
import Numerics
import TensorNetworks
import Units

extension TDMRGModel {
  /// What was measured at a saved time.
  struct Moment {
    let model: TDMRGModel
    let observation: PulseObservation
  }

  typealias Work = PulseMeasurements

  static let series: [TimeSeries<Self>] =
    (chargesAndSpins + entanglement + layerEntanglement + bookkeeping).ofQuantumSpins()
  static let quantities: [Quantity<Outcome>] =
    seriesQuantities + twinQuantities + levelQuantities + trust

  private static let chargesAndSpins: [TimeSeries<Self>] = [
    .array(
      "charge_density", unit: .one, ["site"], "number of electrons on a site",
      source: "Petrović et al., Fig. 3"
    ) { $0.observation.chargeDensity },
    .array(
      "double_occupancy", unit: .one, ["site"],
      "probability of two electrons on a site, <n_up n_down>", source: "Hubbard model"
    ) { $0.observation.doubleOccupancies },
    .array(
      "electron_spin_density", unit: .one, ["site", "component"],
      "spin of the electrons on a site in units of hbar/2", source: "Petrović et al., Fig. 3"
    ) { $0.observation.electronSpinDensity.flatMap(\.components) },
    .array(
      "electron_spin", unit: .one, ["component"],
      "average spin s_e/N_e of an electron in units of hbar/2",
      source: "Petrović et al., Fig. 4"
    ) { $0.observation.electronSpin.components },
    .array(
      "local_spin", unit: .one, ["spin", "component"],
      "localized spin in units of hbar/2", source: "Petrović et al., Fig. 4"
    ) { $0.observation.localSpins.flatMap(\.components) },
    .array(
      "purity", unit: .one, ["spin"],
      "length |<S>|/S of a localized spin; the purity of a spin 1/2 is (1 + |S|^2)/2",
      source: "Petrović et al., Fig. 4"
    ) { $0.observation.blochLengths(twiceSpin: $0.model.twiceSpin) },
    .array(
      "reduced_purity", unit: .one, ["spin"],
      "purity Tr rho^2 of the state of a localized spin", source: "any spin S"
    ) { $0.observation.spinPurities },
    .array(
      "electron_spin_total", unit: .one, ["component"],
      "spin of all electrons in units of hbar/2", source: "Petrović et al., Fig. 6"
    ) { $0.observation.electronSpinDensity.reduce(.zero, +).components },
    .array(
      "local_spin_total", unit: .one, ["component"],
      "sum of all localized spins in units of hbar/2", source: "Petrović et al., Fig. 6"
    ) { $0.observation.localSpins.reduce(.zero, +).components },
  ]

  private static let entanglement: [TimeSeries<Self>] = [
    .array(
      "bond_entropy", unit: .one, ["bond"],
      "von Neumann entropy in nats of the part of the chain on the left of a bond",
      source: "Petrović et al., Eq. (12)"
    ) { $0.observation.bondEntropies },
    .number(
      "half_entropy", unit: .one,
      "von Neumann entropy in nats of the left half, the middle site of an odd chain included",
      source: "Petrović et al., Eq. (12); Suresh et al., Eq. (6)"
    ) { $0.observation.bondEntropies[$0.model.chain.halfBond - 1] },
    .number(
      "meyer_wallach", unit: .one,
      "Meyer and Wallach's global entanglement of the electrons' and the localized spins",
      source: "Petrović et al., Eq. (13)"
    ) {
      $0.observation.meyerWallach(
        electrons: $0.model.electrons, twiceSpin: $0.model.twiceSpin)
    },
    .number(
      "edge_mutual_information", unit: .one,
      "mutual information of the first and the last localized spin in nats",
      source: "Petrović et al., Eq. (14)"
    ) { $0.observation.edgeMutualInformation },
  ]

  /// Of the state of all localized spins.
  private static let layerEntanglement: [TimeSeries<Self>] = [
    .array(
      "entropy_layers", unit: .one, [measured],
      "von Neumann entropy in nats of all localized spins together",
      source: "Suresh et al., Eq. (6)", needs: .layers
    ) { $0.observation.layers.map { [$0.total] } },
    .array(
      "entropy_polarizer", unit: .one, [measured, "layer_pair"],
      "von Neumann entropy in nats of the first of two layers",
      source: "Suresh et al., Eq. (7)", needs: .layers
    ) { $0.observation.layers.map { [$0.first] } },
    .array(
      "entropy_analyzer", unit: .one, [measured, "layer_pair"],
      "von Neumann entropy in nats of the second of two layers",
      source: "Suresh et al., Eq. (7)", needs: .layers
    ) { $0.observation.layers.map { [$0.second] } },
    .array(
      "mutual_information", unit: .one, [measured, "layer_pair"],
      "mutual information of two layers in nats", source: "Suresh et al., Eq. (8)",
      needs: .layers
    ) { $0.observation.layers.map { [$0.mutualInformation] } },
    .array(
      "logarithmic_negativity", unit: .one, [measured, "layer_pair"],
      "mixed-state logarithmic negativity of two layers, natural logarithm",
      source: "Suresh et al., Eq. (9)", needs: .layers
    ) { $0.observation.layers.map { [$0.logarithmicNegativity] } },
    .array(
      "quantum_fisher_information", unit: .one, [measured, "wave_number"],
      "quantum Fisher information a spin of a wave of S_z in units of hbar/2, in covariance form; "
        + "separable states have at most 4 (2S)^2",
      source: "Suresh et al., Eq. (29)", needs: .correlations
    ) { moment in
      moment.observation.correlationsAlongZ.isEmpty
        ? nil : moment.model.waveNumbers.map(moment.fisherInformation)
    },
    .array(
      "spin_correlation", unit: .one, [measured, "spin1", "spin2"],
      "correlation <S_z S_z'> of localized spins in units of (hbar/2)^2",
      source: "Suresh et al., Eq. (29)", needs: .correlations
    ) { $0.observation.correlationsAlongZ.isEmpty ? nil : $0.observation.correlationsAlongZ },
    .array(
      "spin_correlation_dot", unit: .one, [measured, "spin1", "spin2"],
      "correlation <S . S'> of localized spins in units of (hbar/2)^2",
      source: "any direction", needs: .correlations
    ) { $0.observation.correlations.isEmpty ? nil : $0.observation.correlations },
  ]

  /// The dimension, of one value, of what is measured only where it is wanted.
  private static let measured = "layers_measured"

  private static let bookkeeping: [TimeSeries<Self>] = [
    .number(
      "energy", unit: .electronvolt,
      "energy; a steady drift is truncation, an oscillation the time step",
      source: "Petrović et al., Eq. (1)"
    ) { $0.observation.energy * $0.model.couplings.hopping },
    .number(
      "discarded_weight", unit: .one,
      "dropped weight summed over all truncations so far", source: "numerics"
    ) { $0.observation.losses.discardedWeight },
    .number(
      "largest_discarded_weight", unit: .one,
      "most weight that one truncation has dropped so far", source: "numerics"
    ) { $0.observation.losses.largestDiscardedWeight },
    .number(
      "norm_error", unit: .one,
      "largest deviation from 1 so far of a norm before its truncation: what others have spoiled",
      source: "numerics"
    ) { $0.observation.losses.largestNormError },
    .array(
      "bond_dimension", unit: .one, ["bond"], "number of states of a bond",
      source: "Petrović et al., Sec. II"
    ) { $0.observation.bondDimensions.map(Double.init) },
  ]

  private static let trust: [Quantity<Outcome>] = [
    .number(
      "trusted_time", unit: .femtosecond,
      "last saved time within the budget of dropped weight and before reflected electrons are back",
      source: "numerics"
    ) { $0.trustedTime },
    .number(
      "reflection_time", unit: .femtosecond,
      "time at which electrons reflected at the right end are back at the localized spins",
      source: "Petrović et al., Sec. III; velocity 2 hopping/hbar"
    ) { $0.reflectionTime },
  ]

  var dimensions: [OwnDimension] {
    [
      .component,
      savedTimes.dimension("time since the electrons were released"),
      .site(of: sites),
      OwnDimension(
        "spin", unit: .one, "localized spin, counted from the left",
        values: (1...spinCount).map(Double.init)),
      OwnDimension(
        "bond", unit: .one, "bond, by the site on its left; a localized spin is on its site's side",
        values: (1..<sites).map(Double.init)),
    ] + layerDimensions + levelDimensions + twinDimensions
  }

  /// Whether the state of the localized spins is looked at.
  var measuresLayers: Bool {
    namesQuantities ? !work.isEmpty : layerStates <= Self.mostStatesByItself
  }

  /// States of the localized spins up to which their state is measured without being asked for.
  static let mostStatesByItself = 64.0

  mutating func select(quantities: Set<String>?) {
    work = Self.work(for: quantities)
    namesQuantities = quantities != nil
    twin.select(quantities: quantities)
  }

  private var layerDimensions: [OwnDimension] {
    let isThere = measuresLayers
    func none(_ name: String) -> OwnDimension {
      OwnDimension(name, unit: .one, "", values: [])
    }
    let spins = ["spin1", "spin2"].map {
      OwnDimension(
        $0, unit: .one, "localized spin, counted from the left",
        values: isThere ? (1...spinCount).map(Double.init) : [])
    }
    return [
      isThere ? .omitted(Self.measured) : none(Self.measured),
      isThere && layers == 2 ? .omitted("layer_pair") : none("layer_pair"),
      OwnDimension(
        "wave_number", unit: .one, "wave number, times the lattice constant",
        values: isThere ? waveNumbers : []),
    ] + spins
  }
}

extension TDMRGModel.Moment {
  /// (4/N) Σ cos k(x − x′) [⟨S_z S_z′⟩ − ⟨S_z⟩⟨S_z′⟩] over the localized spins at the sites x: the
  /// cosine and the sine part of the wave together.
  func fisherInformation(waveNumber: Double) -> Double {
    let places = Array(model.chain.layers.joined())
    let spins = observation.localSpins
    var sum = 0.0
    for (i, x) in places.enumerated() {
      for (j, y) in places.enumerated() {
        let covariance =
          observation.correlationsAlongZ[i * places.count + j] - spins[i].z * spins[j].z
        sum += cos(waveNumber * Double(x - y)) * covariance
      }
    }
    return 4 * sum / Double(places.count)
  }
}

extension TDMRGModel {
  /// What a point gives: its record over time, and what truncation has cost at the saved times.
  struct Outcome: TwinnedOutcome {
    let model: TDMRGModel
    let record: TimeRecord
    let losses: [TruncationLosses]
    /// Of the ground states that it starts from, in units of the hopping.
    let levels: [GroundLevel]
    var twin: TwinRecord?

    /// In fs.
    var reflectionTime: Double { model.chain.reflectionTime * model.timeUnit }

    /// In fs.
    var trustedTime: Double {
      let end = reflectionTime
      return zip(model.savedTimes.values, losses).prefix { time, losses in
        time <= end && losses.discardedWeight <= model.discardedWeightBudget
      }.last?.0 ?? 0
    }
  }

  static let makesRemarks = true

  static func remark(on outcome: Outcome) -> String? {
    guard let weight = outcome.losses.last?.discardedWeight,
      weight > outcome.model.discardedWeightBudget
    else { return nil }
    return "truncation dropped \(Format.significant(weight, 2)), more than its budget: "
      + "trust it until \(Format.significant(outcome.trustedTime, 3)) fs (trusted_time)"
  }
}
