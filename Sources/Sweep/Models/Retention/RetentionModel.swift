import Macrospins
import Numerics
import Points
import Teams
import Units

/// How long a magnet stays in a well while nothing changes: rates of escape and times of passage
/// under a constant field, voltage, current and temperature, at any barrier.
struct RetentionModel: Model {
  var magnet = Magnet()
  /// What acts: the field, and which noise.
  var conditions = RetentionModel.still
  /// Anisotropies beyond that of a circular disc.
  var shape = MagnetTerms()
  var question = RetentionQuestion()

  static let name = "retention"
  static let summary = "how long a magnet keeps its state under constant conditions"
  static let references: [Reference] = [.zheng]

  /// No current unless it is set, since a bit is kept without one.
  private static let still = {
    var conditions = SwitchingProtocol()
    conditions.externalField = .zero
    return conditions
  }()

  init() { magnet.current = 0 }

  static let parameters: [Parameter<Self>] =
    Magnet.parameters.map { $0.held(at: \.magnet) }
    + SwitchingProtocol.parameters.filter { conditionNames.contains($0.name) }.map {
      $0.held(at: \.conditions)
    } + MagnetTerms.parameters.map { $0.held(at: \.shape) }
    + RetentionQuestion.parameters.map { $0.held(at: \.question) }

  private static let conditionNames: Set = [
    "external_field", "thermal_noise", "quantum_noise", "noise_convention", "torque_form",
  ]

  static let quantities: [Quantity<RetentionAnswer>] =
    RetentionAnswer.quantities(where: "somewhere", holding: "throughout") { $0 }

  static let makesRemarks = true

  static func remark(on outcome: RetentionAnswer) -> String? { outcome.remark }

  private var stage: MacrospinStage {
    var stage = conditions.constantStage(of: magnet)
    stage.terms += shape.terms(of: magnet)
    return stage
  }

  /// Milliseconds by quadrature; else block eliminations, whose time goes with the fourth power of
  /// the degree, measured on one core.
  var estimatedSeconds: Double { stage.isAxial(damping: magnet.damping) ? 2e-2 : 2 }

  var workingMemory: Int {
    stage.isAxial(damping: magnet.damping)
      ? 1 << 20 : SphericalGenerator.spectrumMemory(degree: 150)
  }

  func evaluate(_ context: PointContext) throws(EvaluationError) -> RetentionAnswer {
    RetentionAnswer(
      retention: try Retention(
        stage, damping: magnet.damping, question.request, poll: context.poll),
      question: question)
  }
}
