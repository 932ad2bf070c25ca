import Units

/// What all chains of electrons and localized spins have: hopping and exchange.
struct ChainCouplings: Sendable {
  /// γ, J, J_z and J_sd in eV.
  var hopping = 1.0
  var exchange = 0.1
  var exchangeZ = 0.1005
  var sdExchange: Double

  /// - Parameter source: The equation of the Hamiltonian.
  static func parameters(source: String) -> [Parameter<ChainCouplings>] {
    [
      .number(
        "hopping", \.hopping, unit: .electronvolt, .positive, "hopping gamma between neighbors",
        source: source),
      .number(
        "exchange", \.exchange, unit: .electronvolt, .any,
        "exchange J of the x and y components of neighboring localized spins (Pauli matrices)",
        source: source),
      .number(
        "exchange_z", \.exchangeZ, unit: .electronvolt, .any,
        "exchange J_z of their z components (Pauli matrices)", source: source),
      .number(
        "sd_exchange", \.sdExchange, unit: .electronvolt, .any,
        "exchange J_sd of an electron with the localized spin on its site (Pauli matrices)",
        source: source),
    ]
  }
}

extension OwnDimension {
  /// The sites of a chain, numbered from 1.
  static func site(of count: Int) -> OwnDimension {
    OwnDimension("site", unit: .one, "site of the chain", values: (1...count).map(Double.init))
  }
}
