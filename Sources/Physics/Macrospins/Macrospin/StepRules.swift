/// How the amplitude of the noise follows the state during a step.
protocol NoiseRule {
  /// Whether there is any.
  static var isPresent: Bool { get }
  /// Whether it depends on the state.
  static var followsState: Bool { get }
  /// Whether the corrector takes it at the predictor instead of at the start of the step.
  static var isReevaluated: Bool { get }
}

enum NoNoise: NoiseRule {
  static var isPresent: Bool { false }
  static var followsState: Bool { false }
  static var isReevaluated: Bool { false }
}

enum ThermalNoise: NoiseRule {
  static var isPresent: Bool { true }
  static var followsState: Bool { false }
  static var isReevaluated: Bool { false }
}

enum QuantumNoiseAtStart: NoiseRule {
  static var isPresent: Bool { true }
  static var followsState: Bool { true }
  static var isReevaluated: Bool { false }
}

enum QuantumNoiseReevaluated: NoiseRule {
  static var isPresent: Bool { true }
  static var followsState: Bool { true }
  static var isReevaluated: Bool { true }
}

/// How a state is brought back to unit length.
protocol Renormalization {
  /// |m|⁻¹ − 1 from |m|² − 1.
  static func correction(_ excess: Double) -> Double
}

/// The series of (1 + ε)^(−½) − 1, to rounding for |ε| ≤ `limit`: the first term left out,
/// (63/256) ε⁵, is then below 2⁻⁵⁴.
enum SeriesRenormalization: Renormalization {
  static let limit = 7e-4

  @inline(__always)
  static func correction(_ excess: Double) -> Double {
    var c = 0.2734375  // 35/128
    c = (-0.3125).addingProduct(c, excess)
    c = 0.375.addingProduct(c, excess)
    c = (-0.5).addingProduct(c, excess)
    return c * excess
  }
}

/// Division by the square root, for steps too long for the series.
enum ExactRenormalization: Renormalization {
  @inline(__always)
  static func correction(_ excess: Double) -> Double {
    1 / (1 + excess).squareRoot() - 1
  }
}
