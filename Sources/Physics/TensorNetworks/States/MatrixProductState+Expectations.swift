public import Numerics

extension MatrixProductState {
  /// The reduced density matrix of a site; elements between states of different charge are zero.
  public func siteDensity(_ site: Int) -> LocalOperator {
    let (tensor, local) = (tensors[site], sites[site])
    let schmidt = schmidtValues[site]
    var density = LocalOperator(dimension: local.dimension)
    for (a, sector) in tensor.layout.left.sectors.enumerated() {
      for row in 0..<local.dimension {
        for column in 0...row where local.charges[row] == local.charges[column] {
          let (x, y) = (
            tensor.layout.blocks[a * local.dimension + row],
            tensor.layout.blocks[a * local.dimension + column]
          )
          guard x.rightSector >= 0 else { continue }
          var sum = Complex.zero
          for j in 0..<tensor.layout.right.sectors[x.rightSector].dimension {
            for i in 0..<sector.dimension {
              let weight = schmidt[sector.offset + i] * schmidt[sector.offset + i]
              sum +=
                weight
                * (tensor.elements[x.offset + j * x.stride + i]
                  * tensor.elements[y.offset + j * y.stride + i].conjugate)
            }
          }
          density[row, column] += sum
          if row != column { density[column, row] += sum.conjugate }
        }
      }
    }
    return density
  }

  /// Σ over bonds of the expectation values of operators on a site and the next one.
  ///
  /// - Parameter term: The operator of the bond after a site, numbered from 0, as a gate.
  func sumOfBonds(with updater: BondUpdater, _ term: (Int) -> TwoSiteGate) -> Double {
    (0..<sites.count - 1).reduce(0) { sum, site in
      sum
        + updater.expectation(
          of: term(site), left: tensors[site], right: tensors[site + 1],
          schmidtValues: schmidtValues[site])
    }
  }

  /// The squared Schmidt values' entropy −Σ λ² ln λ² of the bond before a site, in nats.
  public func entropy(before site: Int) -> Double {
    vonNeumannEntropy(schmidtValues[site].lazy.map { $0 * $0 })
  }

  /// ⟨O_i P_j⟩ of operators on two sites i < j that need no sign of fermions between them.
  public func correlation(
    _ first: LocalOperator, at i: Int, _ last: LocalOperator, at j: Int
  ) -> Complex {
    let start = TransferMatrix(
      diagonal: schmidtValues[i].map { $0 * $0 }, of: tensors[i].layout.left)
    var transfer = start.applying(first, through: tensors[i])
    for site in i + 1..<max(j, i + 1) {
      transfer = transfer.applying(.identity(sites[site].dimension), through: tensors[site])
    }
    return transfer.applying(last, through: tensors[j]).trace
  }
}
