import Base
import Numerics
import TensorNetworks
import Units

extension TDMRGModel {
  static let quantities: [Quantity<Outcome>] = chargesAndSpins + entanglement + bookkeeping

  private static let chargesAndSpins: [Quantity<Outcome>] = [
    .array(
      "charge_density", unit: .one, ["time", "site"], "number of electrons on a site",
      source: "Petrović et al., Fig. 3"
    ) { $0.observations.flatMap(\.chargeDensity) },
    .array(
      "electron_spin_density", unit: .one, ["time", "site", "component"],
      "spin of the electrons on a site in units of hbar/2", source: "Petrović et al., Fig. 3"
    ) { $0.observations.flatMap { $0.electronSpinDensity.flatMap(\.components) } },
    .array(
      "electron_spin", unit: .one, ["time", "component"],
      "average spin s_e/N_e of an electron in units of hbar/2",
      source: "Petrović et al., Fig. 4"
    ) { $0.observations.flatMap { $0.electronSpin.components } },
    .array(
      "local_spin", unit: .one, ["time", "spin", "component"],
      "localized spin in units of hbar/2", source: "Petrović et al., Fig. 4"
    ) { $0.observations.flatMap { $0.localSpins.flatMap(\.components) } },
    .array(
      "purity", unit: .one, ["time", "spin"],
      "length |S| of a localized spin; the purity of its state is (1 + |S|^2)/2",
      source: "Petrović et al., Fig. 4"
    ) { $0.observations.flatMap(\.blochLengths) },
    .array(
      "electron_spin_total", unit: .one, ["time", "component"],
      "spin of all electrons in units of hbar/2", source: "Petrović et al., Fig. 6"
    ) { $0.observations.flatMap { $0.electronSpinDensity.reduce(.zero, +).components } },
    .array(
      "local_spin_total", unit: .one, ["time", "component"],
      "sum of all localized spins in units of hbar/2", source: "Petrović et al., Fig. 6"
    ) { $0.observations.flatMap { $0.localSpins.reduce(.zero, +).components } },
  ]

  private static let entanglement: [Quantity<Outcome>] = [
    .array(
      "bond_entropy", unit: .one, ["time", "bond"],
      "von Neumann entropy in nats of the part of the chain on the left of a bond",
      source: "Petrović et al., Eq. (12)"
    ) { $0.observations.flatMap(\.bondEntropies) },
    .array(
      "half_entropy", unit: .one, ["time"],
      "von Neumann entropy in nats of the left half, the middle site of an odd chain included",
      source: "Petrović et al., Eq. (12); Suresh et al., Eq. (6)"
    ) { outcome in
      let bond = outcome.model.chain.halfBond - 1
      return outcome.observations.map { $0.bondEntropies[bond] }
    },
    .array(
      "meyer_wallach", unit: .one, ["time"],
      "Meyer and Wallach's global entanglement of the electrons' and the localized spins",
      source: "Petrović et al., Eq. (13)"
    ) { outcome in
      outcome.observations.map { $0.meyerWallach(electrons: outcome.model.electrons) }
    },
    .array(
      "edge_mutual_information", unit: .one, ["time"],
      "mutual information of the first and the last localized spin in nats",
      source: "Petrović et al., Eq. (14)"
    ) { $0.observations.map(\.edgeMutualInformation) },
  ]

  private static let bookkeeping: [Quantity<Outcome>] = [
    .array(
      "energy", unit: .electronvolt, ["time"],
      "energy; a steady drift is truncation, an oscillation the time step",
      source: "Petrović et al., Eq. (1)"
    ) { outcome in outcome.observations.map { $0.energy * outcome.model.hopping } },
    .array(
      "discarded_weight", unit: .one, ["time"],
      "dropped weight summed over all truncations so far", source: "numerics"
    ) { $0.observations.map(\.losses.discardedWeight) },
    .array(
      "largest_discarded_weight", unit: .one, ["time"],
      "most weight that one truncation has dropped so far", source: "numerics"
    ) { $0.observations.map(\.losses.largestDiscardedWeight) },
    .array(
      "norm_error", unit: .one, ["time"],
      "largest deviation from 1 so far of a norm before its truncation: what others have spoilt",
      source: "numerics"
    ) { $0.observations.map(\.losses.largestNormError) },
    .array(
      "bond_dimension", unit: .one, ["time", "bond"], "number of states of a bond",
      source: "Petrović et al., Sec. II"
    ) { $0.observations.flatMap { $0.bondDimensions.map(Double.init) } },
    .number(
      "trusted_time", unit: .femtosecond,
      "last saved time within the budget of dropped weight and before reflected electrons are back",
      source: "numerics"
    ) { $0.trustedTime },
    .number(
      "reflection_time", unit: .femtosecond,
      "time at which electrons reflected at the right end are back at the localized spins",
      source: "Petrović et al., Sec. III; velocity 2 hopping/hbar"
    ) { $0.model.chain.reflectionTime * $0.model.timeUnit },
  ]
}

extension TDMRGModel {
  static let makesRemarks = true

  static func remark(on outcome: Outcome) -> String? {
    guard let end = outcome.observations.last else { return nil }
    let weight = end.losses.discardedWeight
    guard weight > outcome.model.discardedWeightBudget else { return nil }
    return "truncation dropped \(Format.significant(weight, 2)), more than its budget: "
      + "trust it until \(Format.significant(outcome.trustedTime, 3)) fs (trusted_time)"
  }
}

extension TDMRGModel.Outcome {
  /// In fs.
  var trustedTime: Double {
    let end = model.chain.reflectionTime * model.timeUnit
    return zip(model.savedTimes, observations).prefix { time, observation in
      time <= end && observation.losses.discardedWeight <= model.discardedWeightBudget
    }.last?.0 ?? 0
  }
}
