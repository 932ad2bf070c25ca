import Numerics

extension MatrixProductState {
  /// ⟨H²⟩ − ⟨H⟩²: 0 for eigenstates only.
  ///
  /// What is known of H on the left of a bond is nothing yet, one factor of a channel, or a whole
  /// term; H² needs all pairs of these.
  func variance(of hamiltonian: ChannelHamiltonian) -> Double {
    let first = tensors[0].layout.left
    // 0: nothing, 1: a whole term, 2 …: channels.
    var sums: [Int: TransferMatrix] = [0: TransferMatrix(identityOf: first)]
    var squares: [[Int]: TransferMatrix] = [[0, 0]: TransferMatrix(identityOf: first)]
    for (site, tensor) in tensors.enumerated() {
      let steps = Self.steps(
        sites[site].dimension, from: hamiltonian.channels(after: site - 1),
        to: hamiltonian.channels(after: site))
      var nextSums: [Int: TransferMatrix] = [:]
      for (from, sum) in sums.sorted(by: { $0.key < $1.key }) {
        for step in steps where step.from == from {
          let part = sum.applying(step.operation, through: tensor)
          if nextSums[step.to]?.add(part) == nil { nextSums[step.to] = part }
        }
      }
      var nextSquares: [[Int]: TransferMatrix] = [:]
      for (from, sum) in squares.sorted(by: { $0.key.lexicographicallyPrecedes($1.key) }) {
        for a in steps where a.from == from[0] {
          for b in steps where b.from == from[1] {
            let part = sum.applying(a.operation * b.operation, through: tensor)
            if part.isZero { continue }
            let key = [a.to, b.to]
            if nextSquares[key]?.add(part) == nil { nextSquares[key] = part }
          }
        }
      }
      (sums, squares) = (nextSums, nextSquares)
    }
    let energy = sums[1]?.trace.real ?? 0
    return max(0, (squares[[1, 1]]?.trace.real ?? 0) - energy * energy)
  }

  /// What a site does to what is known: from which to which state, by which operator.
  private static func steps(
    _ dimension: Int, from known: BondChannels, to next: BondChannels
  ) -> [(from: Int, to: Int, operation: LocalOperator)] {
    let one = LocalOperator.identity(dimension)
    return [(0, 0, one), (1, 1, one)]
      + known.right.enumerated().map { ($0 + 2, 1, $1) }
      + next.left.enumerated().map { (0, $0 + 2, $1) }
  }
}
