public import Numerics

extension SitePart {
  /// A localized spin S.
  ///
  /// Basis states: those of the spin along z, from +S down to −S. Its components are in units of
  /// ħ/2, with eigenvalues from −2S to 2S: Pauli matrices for S = 1/2.
  ///
  /// - Parameter twiceSpin: 2S, at least 1.
  public static func spin(_ twiceSpin: Int) -> SitePart {
    let projections = stride(from: twiceSpin, through: -twiceSpin, by: -2).map(\.self)
    let dimension = projections.count
    var (x, y) = (LocalOperator(dimension: dimension), LocalOperator(dimension: dimension))
    for lower in 1..<dimension {
      let (upper, element) = (lower - 1, SpinLadder.raising(from: lower, twiceSpin: twiceSpin))
      (x[upper, lower], x[lower, upper]) = (Complex(element), Complex(element))
      (y[upper, lower], y[lower, upper]) = (-Complex(0, element), Complex(0, element))
    }
    return SitePart(
      "spin \(twiceSpin.isMultiple(of: 2) ? "\(twiceSpin / 2)" : "\(twiceSpin)/2")",
      states: projections.map { State(.spin($0), Charge(0, $0)) },
      operators: [
        .localSpin(.x): SiteOperator(x), .localSpin(.y): SiteOperator(y),
        .localSpin(.z): SiteOperator(LocalOperator(diagonal: projections.map(Double.init))),
      ])
  }
}

extension StateName {
  /// A localized spin with twice this component along z, in units of ħ.
  public static func spin(_ twiceProjection: Int) -> StateName {
    StateName("spin \(twiceProjection)/2")
  }
}

extension OperatorName {
  /// A component of the localized spin in units of ħ/2.
  public static func localSpin(_ axis: CartesianAxis) -> OperatorName {
    OperatorName("S_\(axis.rawValue)")
  }
}
