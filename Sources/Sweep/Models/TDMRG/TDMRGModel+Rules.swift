import Base

extension TDMRGModel {
  static let rules: [@Sendable (Self) -> Conflict?] =
    pulseRules + startRules + twinRules

  private static let pulseRules: [@Sendable (Self) -> Conflict?] = [
    { model in
      let steps = model.savedTimes.end / model.timeUnit / model.timeStep
      guard !(steps <= Double(UInt32.max)) else { return nil }
      return Conflict(
        "end_time",
        "'end_time' is \(Format.significant(steps, 2)) time steps away, far more than can be "
          + "computed"
      )
    },
    { model in
      // A gate turns the phases of its states by energy times step; beyond, nothing is left of
      // them.
      let couplings = model.couplings
      let energies = [
        ("sd_exchange", couplings.sdExchange), ("exchange", couplings.exchange),
        ("exchange_z", couplings.exchangeZ), ("confinement", model.confinement),
        ("electron_field", model.electronField), ("hubbard_u", model.hubbardRepulsion),
        ("layer_field", model.layerField),
        ("site_potential", model.sitePotential.map(abs).max() ?? 0),
        ("bond_hopping", model.bondHopping.map(abs).max() ?? 0),
      ]
      for (name, energy) in energies {
        let ratio = abs(energy) / couplings.hopping
        guard !(ratio <= 1e6) else { continue }
        return Conflict(
          name,
          "'\(name)' is \(Format.significant(ratio, 2)) times 'hopping', too much for its time "
            + "steps (at most 1e6)")
      }
      return nil
    },
    { model in
      Conflict(
        model.electronPolarAngle != 0 ? "electron_polar_angle" : "electron_azimuth",
        "'electron_polar_angle' and 'electron_azimuth' need 'electron_axis' = \"angles\"",
        where: model.electronAxis != .alongDirection
          && (model.electronPolarAngle != 0 || model.electronAzimuth != 0))
    },
    { model in
      let (found, wanted) = (model.sitePotential.count, model.sites)
      return Conflict(
        "site_potential",
        "'site_potential' has \(Format.count(found, "value")), but the chain \(wanted) sites",
        where: found != 0 && found != wanted)
    },
    { model in
      let (found, wanted) = (model.bondHopping.count, model.sites - 1)
      return Conflict(
        "bond_hopping",
        "'bond_hopping' has \(Format.count(found, "value")), but the chain \(wanted) bonds",
        where: found != 0 && found != wanted)
    },
    { model in
      Conflict(
        "local_spin", "'local_spin' must be at most \(mostSpin), not \(model.localSpin)",
        where: model.localSpin > mostSpin)
    },
    { model in
      let states = model.layerStates
      return Conflict(
        "layer_spins",
        "the localized spins have \(Format.significant(states, 3)) states, too many for what "
          + "[output] quantities names of the state of all of them (at most \(Int(mostStates)))",
        where: model.namesQuantities && model.work.contains(.layers) && states > mostStates)
    },
    { model in
      Conflict("order", "'order' must be 2 or 4, not 3", where: model.order == 3)
    },
    { model in
      for (layer, parameter) in zip(model.chain.layers, ["layer_start", "second_layer_start"])
      where layer.upperBound > model.sites {
        return Conflict(
          parameter,
          "a layer takes the sites \(layer.lowerBound) to \(layer.upperBound), but the chain has "
            + "the sites 1 to \(model.sites)")
      }
      return nil
    },
    { model in
      let layers = model.chain.layers
      guard layers.count == 2, layers[0].upperBound >= layers[1].lowerBound else { return nil }
      return Conflict(
        "second_layer_start",
        "the layers overlap or are out of order: the first takes the sites "
          + "\(layers[0].lowerBound) to \(layers[0].upperBound), the second "
          + "\(layers[1].lowerBound) to \(layers[1].upperBound)")
    },
    { model in
      Conflict(
        "confined_sites",
        "the well takes \(model.confinedSites) sites, but the chain has \(model.sites)",
        where: model.confinedSites > model.sites)
    },
    { model in
      Conflict(
        "electrons",
        "'electrons' must be even if half of them are up and half down, not \(model.electrons)",
        where: model.start == .pulse && model.electronAxis == .unpolarized
          && !model.electrons.isMultiple(of: 2))
    },
    { model in
      let orbitals =
        model.electronAxis == .unpolarized ? model.electrons / 2 : model.electrons
      guard model.start == .pulse, orbitals > model.confinedSites else { return nil }
      return Conflict(
        "electrons",
        "the electrons need \(orbitals) orbitals, but the well has \(model.confinedSites) sites")
    },
    { model in
      Conflict(
        "min_bond",
        "'min_bond' (\(model.minimumBond)) must not be larger than 'max_bond' "
          + "(\(model.maximumBond))", where: model.minimumBond > model.maximumBond)
    },
    { model in
      Conflict(
        "time_step",
        "'time_step' is too long: the schemes are for steps well below hbar/hopping (at most 1; "
          + "0.1 for errors of 1e-3 at order 2)", where: model.timeStep > 1)
    },
  ]

  /// The largest quantum number S of a localized spin: 84 states of a site.
  private static let mostSpin = 10.0
  /// The most states of the localized spins whose density matrix is computed.
  private static let mostStates = 1024.0

  static let cautions: [@Sendable (Self) -> Caution?] = [
    { model in
      guard model.start == .groundState else { return nil }
      return Caution(
        "the ground state of the whole chain is searched for by changes of two sites from two "
          + "starts, which have to agree; where wells, layers and leads are far apart, both may "
          + "miss it: compare 'ground_energy' with another 'max_bond' or 'truncation'")
    },
    { model in
      let end = model.chain.reflectionTime * model.timeUnit
      guard model.electrons > 0, model.savedTimes.end > end else { return nil }
      return Caution(
        "'end_time' is \(Format.significant(model.savedTimes.end, 6)) fs, but from "
          + "\(Format.significant(end, 3)) fs on the localized spins feel what the right end of "
          + "the chain reflects; more 'sites' postpone it")
    },
    { model in
      let couplings = model.couplings
      let exchanges =
        abs(couplings.sdExchange) + abs(couplings.exchange) + abs(couplings.exchangeZ)
      let width = 4 * couplings.hopping + 2 * exchanges
      let end = model.savedTimes.end
      return .tooShort(
        "end_time", "\(Format.significant(end, 6)) fs", unit: "fs",
        turns: end * width / couplings.hopping / model.timeUnit / (2 * .pi))
    },
    { model in
      guard model.truncation > 0, model.electrons > 0 else { return nil }
      // Every gate drops some tenth of what it may, measured before the bonds are full.
      let weight = 0.1 * model.truncation * model.gateCount
      guard weight > model.discardedWeightBudget else { return nil }
      return Caution(
        "truncations that drop up to \(model.truncation) each will add up to more than "
          + "'discarded_weight_budget', \(model.discardedWeightBudget): some "
          + "\(Format.significant(weight, 1)); see 'discarded_weight'")
    },
  ]
}
