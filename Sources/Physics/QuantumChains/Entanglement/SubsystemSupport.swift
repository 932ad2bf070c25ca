public import Numerics

/// The states of one system that a reduced density matrix populates, as new basis.
public struct SubsystemSupport: Sendable {
  /// The kept eigenvectors, sector by sector, by ascending eigenvalue.
  public let basis: ChargedBasis
  /// The eigenvalues of the whole reduced density matrix in no order.
  public let spectrum: [Double]
  /// U† of each kept sector, a row for each kept eigenvector.
  let adjointVectors: [[Complex]]
  /// The sector of the old basis for each kept one.
  let sectorBefore: [Int]

  /// Another basis of a system without conserved charges, as if all of it were populated.
  ///
  /// - Parameters:
  ///   - basis: The basis it is in.
  ///   - adjointVectors: U†, a row for each state of the new basis.
  init(of basis: ChargedBasis, adjointVectors: [[Complex]]) {
    self.basis = basis
    self.adjointVectors = adjointVectors
    sectorBefore = [0]
    spectrum = []
  }

  /// - Parameters:
  ///   - reduced: The reduced density matrix, one matrix a sector of `basis`.
  ///   - basis: The basis it is in.
  ///   - cutoff: Eigenvectors with larger eigenvalues are kept; the largest one always is.
  /// - Throws: `LinearAlgebraError`.
  public init(
    of reduced: [[Complex]], basis: ChargedBasis, cutoff: Double
  ) throws(LinearAlgebraError) {
    var systems: [HermitianEigensystem] = []
    for (matrix, sector) in zip(reduced, basis.sectors) {
      systems.append(try HermitianEigensystem(matrix, dimension: sector.states.count))
    }
    let largest = systems.compactMap(\.eigenvalues.last).max() ?? 0
    let least = min(cutoff, largest.nextDown)
    var charges: [Int] = []
    var adjointVectors: [[Complex]] = []
    var sectorBefore: [Int] = []
    for (index, system) in systems.enumerated() {
      let dimension = system.eigenvalues.count
      let kept = system.eigenvalues.count { $0 > least }
      guard kept > 0 else { continue }
      charges += [Int](repeating: basis.sectors[index].charge, count: kept)
      adjointVectors.append(Array(system.adjointVectors.suffix(kept * dimension)))
      sectorBefore.append(index)
    }
    self.basis = ChargedBasis(charges: charges)
    self.adjointVectors = adjointVectors
    self.sectorBefore = sectorBefore
    spectrum = systems.flatMap(\.eigenvalues)
  }
}
