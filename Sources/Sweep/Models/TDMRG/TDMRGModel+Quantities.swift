import Base
import Numerics
import TensorNetworks
import Units

extension TDMRGModel {
  /// What was measured at a saved time.
  struct Moment {
    let model: TDMRGModel
    let observation: PulseObservation
  }

  static let series: [TimeSeries<Self>] = chargesAndSpins + entanglement + bookkeeping
  static let quantities: [Quantity<Outcome>] = seriesQuantities + trust

  private static let chargesAndSpins: [TimeSeries<Self>] = [
    .array(
      "charge_density", unit: .one, ["site"], "number of electrons on a site",
      source: "Petrović et al., Fig. 3"
    ) { $0.observation.chargeDensity },
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
      "length |S| of a localized spin; the purity of its state is (1 + |S|^2)/2",
      source: "Petrović et al., Fig. 4"
    ) { $0.observation.blochLengths },
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
    ) { $0.observation.meyerWallach(electrons: $0.model.electrons) },
    .number(
      "edge_mutual_information", unit: .one,
      "mutual information of the first and the last localized spin in nats",
      source: "Petrović et al., Eq. (14)"
    ) { $0.observation.edgeMutualInformation },
  ]

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
        values: (1...layers * layerSpins).map(Double.init)),
      OwnDimension(
        "bond", unit: .one, "bond, by the site on its left; a localized spin is on its site's side",
        values: (1..<sites).map(Double.init)),
    ]
  }
}

extension TDMRGModel {
  /// What a point gives: its record over time, and what truncation has cost at the saved times.
  struct Outcome: RecordedOutcome {
    let model: TDMRGModel
    let record: TimeRecord
    let losses: [TruncationLosses]

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
