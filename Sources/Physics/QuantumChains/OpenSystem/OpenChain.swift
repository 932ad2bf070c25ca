import Numerics
public import Teams

/// What an open chain is propagated with: Hamiltonian and jump operators of all sectors.
public final class OpenChain {
  /// Electron and two layers of spins 1/2.
  let chain: SpinChain
  let operators: any JumpOperators
  /// The sector of each number of lowered quanta.
  let sectors: [SectorBasis]
  /// Energies in eV between which the spectrum lies.
  let energies: ClosedRange<Double>
  /// The layers as two systems.
  public let pair: LayerPair
  /// How the amplitudes of each sector stand for what is traced out.
  let rows: [EnvironmentRows]

  /// - Parameters:
  ///   - chain: Electron and two layers of spins 1/2.
  ///   - bath: The baths of the localized spins.
  ///   - hamiltonian: Whose eigenstates the jump operators are made of.
  ///   - startsDown: Whether all spins of a layer are down where none is flipped.
  /// - Throws: `EvaluationError.failed` if an eigenvalue problem fails.
  public init(
    _ chain: SpinChain, bath: OhmicBath, hamiltonian: JumpHamiltonian,
    startsDown: [Bool] = [false, true]
  ) throws(EvaluationError) {
    self.chain = chain
    let pair = LayerPair(chain, startsDown: startsDown)
    self.pair = pair
    sectors = (0...chain.largestLowering).map { SectorBasis(chain, lowering: $0) }
    (rows, energies, operators) = try evaluating("the jump operators") {
      [sectors] in
      let operators: any JumpOperators =
        switch hamiltonian {
        case .layer: try LayerJumpOperators(chain, bath)
        case .full: try FullJumpOperators(chain, bath)
        }
      return (try sectors.map { try pair.rows(of: $0) }, try chain.spectralBounds(), operators)
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
  public static func largestSector(of chain: SpinChain) -> Int {
    (0...chain.largestLowering).map { SectorBasis(chain, lowering: $0).dimension }.max() ?? 0
  }
}

/// What propagates electron and layers with baths through time.
public protocol OpenEvolution: AnyObject {
  /// Propagates by a time in fs. Collective.
  ///
  /// - Throws: What `poll` throws, and `EvaluationError.disconnected`.
  func advance(by time: Double, poll: Poll) throws(EvaluationError)
  /// The state as a sum over the groups of a sample; one group if it is known exactly. Collective.
  ///
  /// - Throws: `EvaluationError.failed`, `.disconnected`.
  func groups() throws(EvaluationError) -> [ReducedState]
  /// Appends the state of the calculation.
  func save(to sink: any RestartSink)
  /// Takes the state of the calculation from what was saved; false if it does not fit, and then the
  /// state is undefined.
  func restore(_ source: any RestartSource) -> Bool
}
