import Numerics
import Teams

/// Where the search for a ground state starts: a product state of given charge that layers of
/// random gates have scrambled, so many that electrons and spins get from end to end. No symmetry
/// keeps it from the ground state then, and no bond lacks a charge that the ground state has there:
/// changes of two sites would never bring it.
struct TrialState {
  /// Of all electrons.
  let electrons: Int
  /// Twice the spin along z, if it is conserved.
  let twiceSpin: Int
  /// 0 or 1: electrons at the left end, or all over the chain from its right end; as much of the
  /// spin as possible on the localized spins, or on the electrons.
  let variant: Int

  /// Nil if the sites have no state of this charge.
  func state(of sites: [Site]) throws(EvaluationError) -> MatrixProductState? {
    guard let amplitudes = product(on: sites) else { return nil }
    let state = MatrixProductState(product: amplitudes, sites: sites.map(\.space))
    return try scrambled(state)
  }

  /// Largest number of states of a bond.
  private static let mostStates = 12

  private func scrambled(
    _ product: MatrixProductState
  ) throws(EvaluationError) -> MatrixProductState {
    var state = product
    let updater = BondUpdater()
    let rule = TruncationRule(maximumBond: Self.mostStates, discardedWeight: 1e-8)
    let stream = UniformStream(seed: 0, point: UInt64(variant), purpose: .trialState)
    var gates: [[LocalSpace]: TwoSiteGate] = [:]
    for layer in 0..<max(3, state.sites.count) {
      let first = layer % 2
      for site in stride(from: first, to: state.sites.count - 1, by: 2) {
        let pair = Array(state.sites[site...site + 1])
        try EvaluationError.decomposing { () throws(LinearAlgebraError) in
          if gates[pair] == nil {
            gates[pair] = try Self.gate(pair, UInt32(gates.count), stream)
          }
          guard let gate = gates[pair] else { return }
          try state.apply(gate, at: site, rule: rule, with: updater)
        }
      }
    }
    return try EvaluationError.decomposing { () throws(LinearAlgebraError) in
      try state.canonical()
    }
  }

  /// exp(−iG) with random G.
  private static func gate(
    _ pair: [LocalSpace], _ number: UInt32, _ stream: UniformStream
  ) throws(LinearAlgebraError) -> TwoSiteGate {
    let dimension = pair[0].dimension * pair[1].dimension
    var matrix = LocalOperator(dimension: dimension)
    for row in 0..<dimension {
      for column in row..<dimension {
        let (x, y) = stream.uniforms(
          trajectory: number, step: UInt32(row * dimension + column))
        matrix[row, column] = Complex(2 * x - 1, row == column ? 0 : 2 * y - 1)
        matrix[column, row] = matrix[row, column].conjugate
      }
    }
    return try TwoSiteOperator(matrix, left: pair[0], right: pair[1]).evolution(time: 1)
  }

  private func product(on sites: [Site]) -> [[Complex]]? {
    let orbitals = sites.indices.filter { sites[$0].partIndex(with: .number) != nil }
    let spins = sites.indices.compactMap { site in
      sites[site].partIndex(with: .localSpin(.z)).map {
        (site: site, twiceSpin: sites[site].parts[$0].states.count - 1)
      }
    }
    let most = spins.reduce(0) { $0 + $1.twiceSpin }
    guard electrons <= 2 * orbitals.count else { return nil }
    let singles = min(electrons, 2 * orbitals.count - electrons)
    // Of the ways to share the spin out, the one that is nearest to zero on one side.
    let splits = (0...singles).filter { abs(twiceSpin - (2 * $0 - singles)) <= most }
    let best = splits.min { first, second in
      func rank(_ ups: Int) -> Int {
        let own = 2 * ups - singles
        return variant == 0 ? abs(own) : abs(twiceSpin - own)
      }
      return rank(first) < rank(second)
    }
    guard let ups = best, (twiceSpin - (2 * ups - singles) + most).isMultiple(of: 2) else {
      return nil
    }
    var names = [[StateName]](repeating: [.empty], count: sites.count)
    let occupied = singles + (electrons - singles) / 2
    for index in 0..<occupied {
      let place =
        variant == 0 ? index : orbitals.count - 1 - index * orbitals.count / occupied
      let isUp = (index + 1) * ups / max(singles, 1) > index * ups / max(singles, 1)
      names[orbitals[place]] = [
        index < singles ? .electron(isUp ? .up : .down) : .electronPair
      ]
    }
    // Every other spin is lowered first.
    var lowerings = (most - (twiceSpin - (2 * ups - singles))) / 2
    for parity in [variant, 1 - variant] {
      for (index, spin) in spins.enumerated() where index % 2 == parity {
        let own = min(lowerings, spin.twiceSpin)
        lowerings -= own
        names[spin.site].append(.spin(spin.twiceSpin - 2 * own))
      }
    }
    return zip(sites, names).map { site, names in
      site.amplitudes(Dictionary(names.map { ($0, .one) }) { first, _ in first })
    }
  }
}
