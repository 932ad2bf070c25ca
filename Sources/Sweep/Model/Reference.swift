/// A publication that results rest on; written into each result file for citing.
public struct Reference: Sendable, Equatable {
  public let authors: String
  public let title: String

  public static let zheng = Reference(
    authors: "Zheng et al.",
    title: "Quantum-Uncertainty-Governed Spin Dynamics in s-d Coupled Systems")

  public static let tassi = Reference(
    authors: "Tassi, Barbieri, Raimondi",
    title: "Quantum noise in the spin transfer torque effect")
}

extension Reference: CustomStringConvertible {
  public var description: String { "\(authors), \(title)" }
}
