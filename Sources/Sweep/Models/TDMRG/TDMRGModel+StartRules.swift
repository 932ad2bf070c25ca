import Base

extension TDMRGModel {
  /// Rules of starts in ground states.
  static let startRules: [@Sendable (Self) -> Conflict?] = [
    { model in
      let isSecond = model.layerState != .ground
      return Conflict(
        isSecond ? "second_layer_state" : "layer_state",
        "with 'start' = \"ground-state\" layers have no state of their own: the ground state is "
          + "that of the whole chain",
        where: model.start == .groundState
          && (model.layerState == .ground || model.layers == 2 && model.secondLayerState == .ground)
      )
    },
    { model in
      Conflict(
        "layer_field",
        "'layer_field' needs 'start' = \"ground-state\" or 'layer_state' = \"ground\": products "
          + "point along 'layer_direction' without it",
        where: model.layerField != 0 && model.start == .pulse
          && model.layerState == .product
          && (model.layers == 1 || model.secondLayerState == .product))
    },
    { model in
      let single = model.groundLayers.first { $0.spins == 1 }
      return Conflict(
        single?.name ?? "layer_state",
        "a layer of one spin needs no search for its ground state: 'layer_direction' says where it "
          + "points", where: model.start == .pulse && single != nil)
    },
    { model in
      guard model.start == .pulse, model.layerField == 0 else { return nil }
      for (name, spins) in model.groundLayers {
        guard let reason = model.degeneracy(ofLayerWith: spins) else { continue }
        return Conflict(
          name, "\(reason): it has no unique ground state to start from; 'layer_field' chooses one")
      }
      return nil
    },
    { model in
      let isOdd = !(model.electrons + model.spinCount * model.twiceSpin).isMultiple(of: 2)
      let hasField =
        model.layerField != 0 || model.electronAxis != .unpolarized && model.electronField != 0
      return Conflict(
        "start",
        "electrons and localized spins add up to a half-integer spin, both signs of which have the "
          + "same energy: the chain has no unique ground state; 'layer_field' chooses one",
        where: model.start == .groundState && isOdd && !hasField)
    },
    { model in
      Conflict(
        "electrons",
        "'electrons' is \(model.electrons), but \(model.sites) sites hold at most "
          + "\(2 * model.sites)",
        where: model.start == .groundState && model.electrons > 2 * model.sites)
    },
  ]

  /// The layers that start in their ground states: the parameter that says so, and their lengths.
  private var groundLayers: [(name: String, spins: Int)] {
    let layers = [
      ("layer_state", layerState, layerSpins),
      ("second_layer_state", secondLayerState, secondLayerSpins),
    ]
    return layers.prefix(self.layers).filter { $0.1 == .ground }.map { ($0.0, $0.2) }
  }

  /// Why a layer by itself has several ground states, as far as that is known beforehand.
  private func degeneracy(ofLayerWith spins: Int) -> String? {
    let (across, along) = (abs(couplings.exchange), couplings.exchangeZ)
    if !(spins * twiceSpin).isMultiple(of: 2) {
      return "a layer of \(spins) spins S = \(Format.significant(localSpin, 3)) has a half-integer "
        + "spin"
    }
    if along >= across {
      return "a ferromagnetic layer ('exchange_z' >= |'exchange'|) may point up or down"
    }
    if across == 0 { return "an Ising antiferromagnet has two Néel states" }
    if along == -across, !spins.isMultiple(of: 2) {
      return "an antiferromagnetic layer of odd length \(spins) has the spin of one of its spins"
    }
    return nil
  }
}
