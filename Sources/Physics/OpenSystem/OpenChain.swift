/// What an open chain is propagated with: Hamiltonian and jump operators of all sectors.
public final class OpenChain {
  public let chain: SpinChain
  let operators: any JumpOperators
  /// The sector of each number of lowered quanta.
  let sectors: [SectorBasis]
  /// Energies in eV between which the spectrum lies.
  let energies: ClosedRange<Double>

  /// - Parameters:
  ///   - chain: Electron and layers of spins 1/2.
  ///   - bath: The baths of the localized spins.
  ///   - hamiltonian: Whose eigenstates the jump operators are made of.
  /// - Throws: `EigenvalueError`.
  public init(
    _ chain: SpinChain, bath: OhmicBath, hamiltonian: JumpHamiltonian
  ) throws(EigenvalueError) {
    self.chain = chain
    energies = try chain.spectralBounds()
    sectors = (0...chain.largestLowering).map { SectorBasis(chain, lowering: $0) }
    switch hamiltonian {
    case .layer: operators = try LayerJumpOperators(chain, bath)
    case .full: operators = try FullJumpOperators(chain, bath)
    }
  }

  /// The dimension of the largest sector of a chain.
  public static func largestSector(of chain: SpinChain) -> Int { chain.largestSector }
}
