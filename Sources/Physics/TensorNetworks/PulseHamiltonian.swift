import Numerics

/// The terms of a chain's Hamiltonian, one a bond, and the gates of a time step.
struct PulseHamiltonian: Sendable {
  /// What tells the terms of two bonds apart.
  private struct Kind: Hashable {
    var left: Bool
    var right: Bool
    var isCoupled: Bool
    var leftWeight: Double
    var rightWeight: Double
  }

  /// Operators that differ, and which of them each bond has.
  let operators: [TwoSiteOperator]
  let kinds: [Int]

  init(_ chain: PulseChain) throws(EigenvalueError) {
    let sites = chain.makeSites()
    var operators: [TwoSiteOperator] = []
    var known: [Kind: Int] = [:]
    var kinds: [Int] = []
    for i in 0..<sites.count - 1 {
      let kind = Kind(
        left: sites[i].hasSpin, right: sites[i + 1].hasSpin,
        isCoupled: chain.layers.contains { $0.contains(i + 1) && $0.contains(i + 2) },
        leftWeight: i == 0 ? 1 : 0.5, rightWeight: i == sites.count - 2 ? 1 : 0.5)
      if let index = known[kind] {
        kinds.append(index)
        continue
      }
      known[kind] = operators.count
      kinds.append(operators.count)
      operators.append(
        try TwoSiteOperator(
          Self.term(
            chain, sites[i], sites[i + 1], isCoupled: kind.isCoupled, kind.leftWeight,
            kind.rightWeight), left: sites[i].space, right: sites[i + 1].space))
    }
    self.operators = operators
    self.kinds = kinds
  }

  /// Hopping and exchange of a bond, and the shares of its sites' own terms.
  private static func term(
    _ chain: PulseChain, _ left: ElectronSite, _ right: ElectronSite, isCoupled: Bool,
    _ leftWeight: Double, _ rightWeight: Double
  ) -> LocalOperator {
    var sum = -1 * hopping(left, right)
    for axis in CartesianAxis.allCases {
      if isCoupled {
        sum =
          sum - (axis == .z ? chain.exchangeZ : chain.exchange)
          * left.localSpin(axis).tensor(right.localSpin(axis))
      }
      if left.hasSpin {
        sum =
          sum - chain.sdExchange * leftWeight
          * (left.electronSpin(axis) * left.localSpin(axis))
          .tensor(.identity(right.space.dimension))
      }
      if right.hasSpin {
        sum =
          sum - chain.sdExchange * rightWeight
          * LocalOperator.identity(left.space.dimension)
          .tensor(right.electronSpin(axis) * right.localSpin(axis))
      }
    }
    return sum
  }

  /// Σ_s c†_{i,s} c_{i+1,s} e^{−iφ} + h.c.; of the Jordan-Wigner string the parity of the left site
  /// remains.
  static func hopping(
    _ left: ElectronSite, _ right: ElectronSite, phase: Complex = .one
  ) -> LocalOperator {
    var sum = LocalOperator(dimension: left.space.dimension * right.space.dimension)
    for spin in ElectronSite.Spin.allCases {
      let forward = (left.annihilator(spin).adjoint * left.parity)
        .tensor(right.annihilator(spin))
      sum = sum + phase * forward + (phase * forward).adjoint
    }
    return sum
  }
}
