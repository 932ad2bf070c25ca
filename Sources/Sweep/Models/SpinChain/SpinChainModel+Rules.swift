extension SpinChainModel {
  static let rules: [@Sendable (Self) -> Conflict?] = chainRules + twinRules

  private static let chainRules: [@Sendable (Self) -> Conflict?] = [
    { model in
      Conflict(
        "local_spin",
        "'local_spin' is \(model.localSpin), but a layer of \(model.layerSpins) spins must have "
          + "1/2: larger spins are for 'layer_spins' = 1",
        where: model.localSpin > 0.5 && model.layerSpins > 1)
    },
    { model in
      Conflict("local_spin", "'local_spin' must be at most 1000000", where: model.localSpin > 1e6)
    },
    { $0.setup.phaseConflict($0.chain) },
    { model in
      guard !model.isSingleFlip, !model.isSmall else { return nil }
      return Conflict(
        model.layerDirection == .up ? "successive_electrons" : "layer_direction",
        "electrons in succession, and a layer that is not up, populate every state of the layer: "
          + "at most 6 spins 1/2, or one spin of at most 63/2")
    },
    { model in
      let given = model.electronDirections.count
      return Conflict(
        "electron_directions",
        "'electron_directions' has \(given) directions for \(model.successiveElectrons) "
          + "'successive_electrons'", where: given != 0 && given != model.successiveElectrons)
    },
    { $0.setup.conflict($0.layer, called: "the layer", parameter: "layer_start") },
    { model in
      guard model.packet == .well else { return model.setup.packetConflict }
      guard model.confinedSites > model.setup.sites else { return nil }
      return Conflict(
        "confined_sites",
        "the well takes the sites 1 to \(model.confinedSites), but the chain has the sites 1 to "
          + "\(model.setup.sites)")
    },
  ]

  static let cautions: [@Sendable (Self) -> Caution?] = [
    { $0.packet == .gaussian ? $0.setup.cutPacketCaution : nil },
    { $0.setup.caution(reflectionTime: $0.reflectionTime) },
    { $0.setup.caution(shorterThanPeriodsOf: $0.chain) },
  ]
}
