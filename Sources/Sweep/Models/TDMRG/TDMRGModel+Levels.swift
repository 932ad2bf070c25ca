import TensorNetworks
import Units

extension TDMRGModel {
  /// The quantities of ground states that a run starts from.
  static let levelQuantities: [Quantity<Outcome>] =
    quantities(
      "ground", of: "the chain with well and fields before the release", wholeDimension)
    + quantities("layer_ground", of: "a layer by itself", layerDimension)

  /// The dimension, of one value, of quantities of the whole chain.
  private static let wholeDimension = "ground"
  private static let layerDimension = "ground_layer"

  private static func quantities(
    _ prefix: String, of what: String, _ dimension: String
  ) -> [Quantity<Outcome>] {
    [
      .array(
        "\(prefix)_energy", unit: .electronvolt, [dimension],
        "energy of the ground state of \(what)", source: "White, PRL 69, 2863 (1992)"
      ) { outcome in outcome.inElectronvolt { $0.energy } },
      .array(
        "\(prefix)_gap", unit: .electronvolt, [dimension],
        "distance of the next level from the ground state of \(what)",
        source: "White, PRL 69, 2863 (1992)"
      ) { outcome in outcome.inElectronvolt { $0.gap } },
      .array(
        "\(prefix)_energy_deviation", unit: .electronvolt, [dimension],
        "standard deviation of the energy in the ground state of \(what), 0 for eigenstates",
        source: "numerics"
      ) { outcome in outcome.inElectronvolt { $0.variance.squareRoot() } },
    ]
  }

  var levelDimensions: [OwnDimension] {
    let layers = zip(1...layers, [layerState, secondLayerState]).filter {
      start == .pulse && $1 == .ground
    }
    return [
      start == .groundState
        ? .omitted(Self.wholeDimension)
        : OwnDimension(Self.wholeDimension, unit: .one, "", values: []),
      OwnDimension(
        Self.layerDimension, unit: .one, "layer that starts in its ground state",
        values: layers.map { Double($0.0) }),
    ]
  }
}

extension TDMRGModel.Outcome {
  /// A number of each ground state.
  fileprivate func inElectronvolt(_ number: (GroundLevel) -> Double) -> [Double] {
    levels.map { number($0) * model.couplings.hopping }
  }
}
