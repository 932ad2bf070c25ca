/// What an open chain is propagated with: Hamiltonian and jump operators of all sectors.
public final class OpenChain {
  public let chain: SpinChain
  let operators: any JumpOperators
  /// The sector of each number of lowered quanta.
  let sectors: [SectorBasis]
  /// Energies in eV between which the spectrum lies.
  let energies: ClosedRange<Double>
  /// How the amplitudes of each sector stand for what is traced out.
  let rows: [EnvironmentRows]

  /// - Parameters:
  ///   - chain: Electron and layers of spins 1/2.
  ///   - bath: The baths of the localized spins.
  ///   - hamiltonian: Whose eigenstates the jump operators are made of.
  /// - Throws: `EntanglementError.eigenvalues`.
  public init(
    _ chain: SpinChain, bath: OhmicBath, hamiltonian: JumpHamiltonian
  ) throws(EntanglementError) {
    self.chain = chain
    let sectors = (0...chain.largestLowering).map { SectorBasis(chain, lowering: $0) }
    self.sectors = sectors
    let basis = chain.layerBasis
    var rows: [EnvironmentRows] = []
    for sector in sectors { rows.append(try EnvironmentRows(sector, in: basis)) }
    self.rows = rows
    do throws(EigenvalueError) {
      energies = try chain.spectralBounds()
      switch hamiltonian {
      case .layer: operators = try LayerJumpOperators(chain, bath)
      case .full: operators = try FullJumpOperators(chain, bath)
      }
    } catch {
      throw .eigenvalues(error)
    }
  }

  /// The Frobenius norms in √eV of the jump operators of each localized spin, over all states of
  /// electron and layers, in the order of the components: σ⁺ and σ⁻ (times √2), then σ_z.
  public var jumpNorms: [Double] {
    operators.jumps.map { jump in
      let squares = sectors.indices.reduce(0.0) { sum, source in
        let target = operators.target(of: jump, from: source)
        guard sectors.indices.contains(target) else { return sum }
        let matrix = operators.matrix(of: jump, from: sectors[source], to: sectors[target])
        return matrix.values.reduce(sum) { $0 + $1 * $1 }
      }
      return (squares * Double(operators.actOnSites ? 1 : chain.sites)).squareRoot()
    }
  }

  /// The dimension of the largest sector of a chain.
  public static func largestSector(of chain: SpinChain) -> Int { chain.largestSector }
}
