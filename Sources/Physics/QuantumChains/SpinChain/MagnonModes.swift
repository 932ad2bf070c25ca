public import Numerics

/// The eigenstates of an isolated layer with one flipped spin: its magnons, standing waves between
/// its open ends.
public struct MagnonModes: Sendable {
  /// Quanta by which they are lowered from all spins up.
  public let lowering: Int
  /// Energies above that of the layer without a flipped spin, ascending, in eV.
  public let energies: [Double]
  /// Row k has mode k, an amplitude for each state of the sector.
  let vectors: RealMatrix

  /// - Parameters:
  ///   - layer: The layer.
  ///   - exchange: J in eV.
  ///   - exchangeZ: J_z in eV.
  ///   - startsDown: Whether all its spins are down where none is flipped.
  /// - Throws: `LinearAlgebraError`.
  public init(
    _ layer: SpinLayer, exchange: Double, exchangeZ: Double, startsDown: Bool
  ) throws(LinearAlgebraError) {
    lowering = startsDown ? layer.largestLowering - 1 : 1
    let aligned = LayerSector(
      layer, lowering: startsDown ? layer.largestLowering : 0, exchangeZ: exchangeZ)
    let sector = LayerSector(layer, lowering: lowering, exchangeZ: exchangeZ)
    let system = try SymmetricEigensystem(
      sector.hamiltonian(exchange: exchange), dimension: sector.count)
    energies = system.eigenvalues.map { $0 - aligned.exchangeEnergies[0] }
    vectors = RealMatrix(rows: sector.count, columns: sector.count, elements: system.vectors)
  }
}

extension LayerSector {
  /// The energies of a layer alone, over all its sectors, ascending, in eV.
  ///
  /// - Parameters:
  ///   - layer: The layer.
  ///   - exchange: J in eV.
  ///   - exchangeZ: J_z in eV.
  /// - Throws: `LinearAlgebraError`.
  public static func energies(
    of layer: SpinLayer, exchange: Double, exchangeZ: Double
  ) throws(LinearAlgebraError) -> [Double] {
    var energies: [Double] = []
    for lowering in 0...layer.largestLowering {
      let sector = LayerSector(layer, lowering: lowering, exchangeZ: exchangeZ)
      energies += try SymmetricEigensystem(
        sector.hamiltonian(exchange: exchange), dimension: sector.count
      ).eigenvalues
    }
    return energies.sorted()
  }
}
