import Macrospins
import Numerics
import Points
import Teams
import Units

/// One electron scattered by one local moment: magnons emitted, spin flipped, entanglement made.
struct ScatteringModel: Model {
  var setup = ScatteringSetup()

  struct Outcome {
    let phases: ScatteringPhases
    let scattering: ScatteringOutcome

    /// Before and after.
    var electron: [SpinUncertainty] { [scattering.electronBefore, scattering.electronAfter] }
    /// Before and after.
    var moment: [SpinUncertainty] { [scattering.momentBefore, scattering.momentAfter] }
  }

  static let name = "scattering"
  static let summary = "one electron scattered by one local moment through the s-d exchange"
  static let references: [Reference] = [.zheng]
  static let parameters: [Parameter<Self>] =
    ScatteringSetup.parameters.map { $0.held(at: \.setup) }

  static let quantities: [Quantity<Outcome>] = ownQuantities + uncertainties

  private static let ownQuantities: [Quantity<Outcome>] = [
    .number(
      "magnon_change", unit: .one, "mean number <Delta N> of magnons that the electron creates",
      source: "Zheng et al., Eq. (13)"
    ) { $0.scattering.magnonChange },
    .array(
      "moment_change", unit: .one, ["component"], "mean change of the moment L in units of hbar",
      source: "Zheng et al., Eq. (10)"
    ) { $0.scattering.momentChange.components },
    .number(
      "phase_difference", unit: .radian, "difference eta_- - eta_+ of the two scattering phases",
      source: "Zheng et al., Eq. (13)"
    ) { $0.phases.difference },
    .number(
      "phase_sin2", unit: .one, "sin^2 of the difference of the two scattering phases",
      source: "Zheng et al., Eq. (13)"
    ) { $0.phases.sin2 },
    .number(
      "phase_sincos", unit: .one, "sin times cos of the difference of the two scattering phases",
      source: "Zheng et al., Eq. (13)"
    ) { $0.phases.sinCos },
    .number(
      "transmission", unit: .one, "probability that the electron leaves forward",
      source: "Zheng et al., Eq. (12)"
    ) { $0.scattering.transmission },
    .number(
      "reflection", unit: .one, "probability that the electron leaves backward",
      source: "Zheng et al., Eq. (12)"
    ) { $0.scattering.reflection },
    .number(
      "spin_flip_probability", unit: .one,
      "probability that the electron's spin is reversed along the axis on which it came",
      source: "Zheng et al., Eq. (12)"
    ) { $0.scattering.spinFlip },
    .number(
      "entanglement_entropy", unit: .one,
      "von Neumann entropy of the moment after the scattering, in nats",
      source: "Zheng et al., Eq. (12)"
    ) { $0.scattering.entropy },
    .number(
      "purity", unit: .one, "purity Tr rho^2 of the moment after the scattering",
      source: "Zheng et al., Eq. (17)"
    ) { $0.scattering.purity },
  ]

  /// Of moment and electron, before and after.
  private static let uncertainties: [Quantity<Outcome>] = [
    .array(
      "electron_spin", unit: .one, ["state", "component"],
      "mean spin <s_i> of the electron in units of hbar, before and after",
      source: "Zheng et al., Eq. (3)"
    ) { $0.electron.flatMap(\.mean.components) },
    .array(
      "electron_uncertainty", unit: .one, ["state", "component"],
      "uncertainty Delta s_i of the electron in units of hbar, before and after",
      source: "Zheng et al., Eq. (1)"
    ) { $0.electron.flatMap(\.deviation.components) },
    .array(
      "electron_uncertainty_product", unit: .one, ["state"],
      "product Delta s_x Delta s_y of the electron in units of hbar^2, before and after",
      source: "Zheng et al., Eq. (1)"
    ) { $0.electron.map(\.product) },
    .array(
      "electron_uncertainty_bound", unit: .one, ["state"],
      "least product |<s_z>|/2 that the electron can have, before and after",
      source: "Zheng et al., Eq. (1)"
    ) { $0.electron.map(\.bound) },
    .array(
      "moment_uncertainty", unit: .one, ["state", "component"],
      "uncertainty Delta L_i of the moment in units of hbar, before and after",
      source: "Zheng et al., Eq. (2)"
    ) { $0.moment.flatMap(\.deviation.components) },
    .array(
      "moment_uncertainty_product", unit: .one, ["state"],
      "product Delta L_x Delta L_y of the moment in units of hbar^2, before and after",
      source: "Zheng et al., Eq. (2)"
    ) { $0.moment.map(\.product) },
    .array(
      "moment_uncertainty_bound", unit: .one, ["state"],
      "least product |<L_z>|/2 that the moment can have, before and after",
      source: "Zheng et al., Eq. (2)"
    ) { $0.moment.map(\.bound) },
  ]

  static let rules: [@Sendable (Self) -> Conflict?] = [
    { $0.setup.conflict(largestSpin: 1e5) }
  ]

  var dimensions: [OwnDimension] {
    [
      .component,
      OwnDimension(
        "state", unit: .one, "before and after the scattering", values: [0, 1],
        labels: ["before", "after"]),
    ]
  }

  /// Measured on one core for an unpolarized electron; a polarized one takes half.
  var estimatedSeconds: Double { 8e-6 + 4e-7 * setup.spinQuantumNumber }

  /// Eight exits of the electron and four Kraus operators.
  var workingMemory: Int { 400 * Int(2 * setup.spinQuantumNumber + 1) }

  func evaluate(_ context: PointContext) throws(EvaluationError) -> Outcome {
    try evaluating {
      Outcome(
        phases: setup.phases,
        scattering: try ScatteringOutcome(
          try setup.electron(), on: try setup.spinState(), setup.phases))
    }
  }
}
