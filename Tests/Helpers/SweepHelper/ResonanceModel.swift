import Macrospins
import Models
import Points
import Teams
import Units

/// Ferromagnetic resonance of a free layer that is magnetized along its axis.
struct ResonanceModel: Model {
  var magnet = Magnet()
  /// Field along the axis in A/m.
  var axialField = 0.0

  struct Outcome {
    /// In rad/s.
    let angularFrequency: Double
    /// In 1/s.
    let decayRate: Double
  }

  static let name = "resonance"
  static let summary = "ferromagnetic resonance of a free layer magnetized along its axis"
  static let hasUniformCost = true
  static let references: [Reference] = [
    Reference(
      key: "Kittel1948", authors: ["Charles Kittel"],
      title: "On the Theory of Ferromagnetic Resonance Absorption", year: 1948,
      place: .journal("Phys. Rev.", volume: "73", article: "155", doi: nil))
  ]

  static let parameters: [Parameter<Self>] =
    Magnet.parameters.map { $0.held(at: \.magnet) } + [
      .number(
        "axial_field", \.axialField, unit: .amperePerMeter, .any, "external field along the axis",
        source: "Kittel, Phys. Rev. 73, 155 (1948)")
    ]

  static let quantities: [Quantity<Outcome>] = [
    .number(
      "angular_frequency", unit: .perSecond, "angular frequency of the resonance",
      source: "Kittel, Phys. Rev. 73, 155 (1948)"
    ) { $0.angularFrequency },
    .number(
      "decay_rate", unit: .perSecond, "rate at which the precession dies away",
      source: "linearized Landau-Lifshitz-Gilbert equation"
    ) { $0.decayRate },
  ]

  var estimatedSeconds: Double { 1e-7 }

  func evaluate(_ context: PointContext) throws(EvaluationError) -> Outcome {
    let stiffness = axialField + magnet.anisotropyField
    guard stiffness > 0 else {
      throw .failed("the state along the axis is not stable: H + H_k = \(stiffness) A/m")
    }
    let frequency = magnet.landauLifshitzRate * stiffness
    return Outcome(angularFrequency: frequency, decayRate: magnet.damping * frequency)
  }
}
