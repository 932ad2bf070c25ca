/// A publication that results rest on; written into each result file for citing.
public struct Reference: Sendable, Equatable {
  /// As citations begin, such as "Zheng et al."
  public let authors: String
  /// In full.
  public let title: String

  /// A publication with these authors and this title.
  public init(authors: String, title: String) {
    self.authors = authors
    self.title = title
  }

  public static let zheng = Reference(
    authors: "Zheng et al.",
    title: "Quantum-Uncertainty-Governed Spin Dynamics in s-d Coupled Systems")

  public static let tassi = Reference(
    authors: "Tassi, Barbieri, Raimondi",
    title: "Quantum noise in the spin transfer torque effect")

  public static let mondal = Reference(
    authors: "Mondal et al.",
    title: "Quantum spin transfer torque induced nonclassical magnetization dynamics and "
      + "electron-magnetization entanglement")

  public static let petrovic = Reference(
    authors: "Petrović et al.",
    title: "Spintronics meets density matrix renormalization group: Quantum spin-torque-driven "
      + "nonclassical magnetization reversal and dynamical buildup of long-range entanglement")

  public static let suresh = Reference(
    authors: "Suresh et al.",
    title: "Electron-mediated entanglement of two distant macroscopic ferromagnets within a "
      + "nonequilibrium spintronic device")
}

extension Reference: CustomStringConvertible {
  public var description: String { "\(authors), \(title)" }
}
