import Points
import Teams
import TensorNetworks

/// The state with all spin configurations of equal weight that an ideal pulse would leave behind.
struct EqualWeightModel: Model {
  var layerSpins = 5

  static let name = "equal-weight"
  static let summary = "edge spins after an ideal pulse: all configurations with equal weight"
  static let hasUniformCost = true
  static let references: [Reference] = [.petrovic]

  static let parameters: [Parameter<Self>] = [
    .integer(
      "layer_spins", \.layerSpins, 2...1_000_000_000,
      "number N_FM of localized spins, and of electrons", source: "Petrović et al., Eq. (15)")
  ]

  static let quantities: [Quantity<EqualWeightState>] = [
    .number(
      "edge_mutual_information", unit: .one,
      "mutual information I(1|N_FM) of the first and the last localized spin in nats",
      source: "Petrović et al., Eqs. (14), (17)"
    ) { $0.mutualInformation },
    .number(
      "edge_pair_entropy", unit: .one,
      "entropy S_1N of the first and the last localized spin together in nats",
      source: "Petrović et al., Eq. (16)"
    ) { $0.pairEntropy },
  ]

  var estimatedSeconds: Double { 1e-7 }

  func evaluate(_ context: PointContext) throws(EvaluationError) -> EqualWeightState {
    EqualWeightState(spins: layerSpins)
  }
}
