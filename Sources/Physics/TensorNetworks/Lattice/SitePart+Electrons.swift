public import Numerics

/// The spin of an electron along z.
public enum ElectronSpin: String, Sendable, CaseIterable {
  /// s_z = +ħ/2.
  case up
  /// s_z = −ħ/2.
  case down
}

extension SitePart {
  /// An orbital for electrons of both spins.
  ///
  /// Basis states: |0⟩, |↑⟩ = c†_↑|0⟩, |↓⟩ = c†_↓|0⟩, |↑↓⟩ = c†_↑ c†_↓|0⟩. Components of the spin
  /// Σ c†_s σ_ss′ c_s′ are in units of ħ/2 (Pauli matrices).
  public static let electrons: SitePart = {
    // c_↓ passes c†_↑ of the doubly occupied state, which changes the sign.
    let up = SiteOperator(
      LocalOperator(dimension: 4, [(0, 1, .one), (2, 3, .one)]), isFermionic: true)
    let down = SiteOperator(
      LocalOperator(dimension: 4, [(0, 2, .one), (1, 3, -.one)]), isFermionic: true)
    func diagonal(_ values: [Double]) -> SiteOperator {
      SiteOperator(LocalOperator(diagonal: values))
    }
    return SitePart(
      "electrons",
      states: [
        State(.empty, Charge(0, 0)), State(.electron(.up), Charge(1, 1)),
        State(.electron(.down), Charge(1, -1)), State(.electronPair, Charge(2, 0)),
      ],
      operators: [
        .annihilator(.up): up, .creator(.up): up.adjoint, .number(.up): diagonal([0, 1, 0, 1]),
        .annihilator(.down): down, .creator(.down): down.adjoint,
        .number(.down): diagonal([0, 0, 1, 1]), .number: diagonal([0, 1, 1, 2]),
        .electronSpin(.x): SiteOperator(
          LocalOperator(dimension: 4, [(1, 2, .one), (2, 1, .one)])),
        .electronSpin(.y): SiteOperator(
          LocalOperator(dimension: 4, [(1, 2, -.i), (2, 1, .i)])),
        .electronSpin(.z): diagonal([0, 1, -1, 0]),
      ])
  }()
}

extension StateName {
  /// No electron.
  public static let empty = StateName("empty")
  /// One electron.
  public static func electron(_ spin: ElectronSpin) -> StateName {
    StateName("electron \(spin.rawValue)")
  }
  /// Two electrons.
  public static let electronPair = StateName("electron pair")
}

extension OperatorName {
  /// c_s.
  public static func annihilator(_ spin: ElectronSpin) -> OperatorName {
    OperatorName("c_\(spin.rawValue)")
  }
  /// c†_s.
  public static func creator(_ spin: ElectronSpin) -> OperatorName {
    OperatorName("c†_\(spin.rawValue)")
  }
  /// n_s = c†_s c_s.
  public static func number(_ spin: ElectronSpin) -> OperatorName {
    OperatorName("n_\(spin.rawValue)")
  }
  /// n = n_↑ + n_↓.
  public static let number = OperatorName("n")
  /// A component of the electrons' spin in units of ħ/2.
  public static func electronSpin(_ axis: CartesianAxis) -> OperatorName {
    OperatorName("s_\(axis.rawValue)")
  }
}
