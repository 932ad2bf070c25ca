public import Numerics

/// How the localized spins of a chain are entangled with the electrons, and the two layers with
/// each other (Suresh et al., Eqs. (6)–(9)). Entropies are in nats.
public struct LayerEntanglement: Sendable, Equatable {
  /// Entropy of all localized spins together.
  public let total: Double
  /// Entropy of the first layer; of the only one, `total`.
  public let first: Double
  /// Entropy of the second layer; 0 where there is none.
  public let second: Double
  /// ln ‖ρ^T₂‖₁ of the two layers; 0 where there is one.
  public let logarithmicNegativity: Double

  /// I = S_1 + S_2 − S_12.
  public var mutualInformation: Double { first + second - total }

  /// - Throws: `LinearAlgebraError` if the state has elements that are not numbers.
  init(of layers: SpinPair) throws(LinearAlgebraError) {
    total = try layers.entropy()
    first = try SpinPair.entropy(of: layers.reduced(to: 0))
    second = try SpinPair.entropy(of: layers.reduced(to: 1))
    logarithmicNegativity = try layers.logarithmicNegativity()
  }

  /// - Parameter entropy: Of its spins.
  init(ofOneLayer entropy: Double) {
    (total, first, second, logarithmicNegativity) = (entropy, entropy, 0, 0)
  }

  /// All numbers, to save them.
  var numbers: [Double] { [total, first, second, logarithmicNegativity] }

  /// What `numbers` gave; nil if these are no such numbers.
  init?(_ numbers: [Double]) {
    guard numbers.count == 4 else { return nil }
    (total, first, second) = (numbers[0], numbers[1], numbers[2])
    logarithmicNegativity = numbers[3]
  }
}

/// What is measured of a pulse only if it is asked for, since it takes time.
public struct PulseMeasurements: OptionSet, Sendable {
  public let rawValue: UInt8

  /// - Parameter rawValue: A bit for each.
  public init(rawValue: UInt8) { self.rawValue = rawValue }

  /// `PulseObservation.layers`: some d^(2 n) transfer matrices of a layer of n spins with d states.
  public static let layers = PulseMeasurements(rawValue: 1)
  /// `PulseObservation.correlationsAlongZ` and `correlations`.
  public static let correlations = PulseMeasurements(rawValue: 2)
}
