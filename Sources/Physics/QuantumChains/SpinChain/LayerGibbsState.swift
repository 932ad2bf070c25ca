import Glibc
public import Numerics

/// The thermal state of an isolated layer as a mixture of its eigenstates: Eq. (12) of Suresh et
/// al.
///
/// Without a field the ground states with all spins up and all down have the same energy, and the
/// state has no magnetization; a field in the Gibbs state alone (`bias`) selects one of them.
public struct LayerGibbsState: Sendable {
  /// An eigenstate and its probability.
  public struct Member: Sendable {
    /// Quanta by which its S_z is lowered from all spins up.
    public let lowering: Int
    /// Amplitudes of the states of the sector with this lowering.
    public let amplitudes: [Complex]
    /// Its probability.
    public let weight: Double
  }

  /// By descending weight.
  public let members: [Member]

  /// - Parameters:
  ///   - layer: The layer.
  ///   - exchange: J in eV.
  ///   - exchangeZ: J_z in eV.
  ///   - bias: h in eV: the energy −h Σ σ^z is added in the exponent.
  ///   - temperature: In K, positive.
  /// - Throws: `LinearAlgebraError`.
  public init(
    _ layer: SpinLayer, exchange: Double, exchangeZ: Double, bias: Double, temperature: Double
  ) throws(LinearAlgebraError) {
    var energies: [Double] = []
    var states: [(lowering: Int, amplitudes: [Complex])] = []
    for lowering in 0...layer.largestLowering {
      let sector = LayerSector(layer, lowering: lowering, exchangeZ: exchangeZ)
      let system = try HermitianEigensystem(
        sector.hamiltonian(exchange: exchange).map { Complex($0) }, dimension: sector.count)
      let field = -bias * Double(layer.largestLowering - 2 * lowering)
      for (index, energy) in system.eigenvalues.enumerated() {
        energies.append(energy + field)
        let row = system.adjointVectors[index * sector.count..<(index + 1) * sector.count]
        states.append((lowering, row.map(\.conjugate)))
      }
    }
    let least = energies.min() ?? 0
    let scale = PhysicalConstants.boltzmannElectronvolt * temperature
    let factors = energies.map { exp(-($0 - least) / scale) }
    let sum = factors.reduce(0, +)
    members = zip(states, factors).map { state, factor in
      Member(lowering: state.lowering, amplitudes: state.amplitudes, weight: factor / sum)
    }.sorted { $0.weight > $1.weight }
  }

  /// The state with all spins up or all down.
  public init(polarized layer: SpinLayer, down: Bool) {
    members = [
      Member(lowering: down ? layer.largestLowering : 0, amplitudes: [.one], weight: 1)
    ]
  }
}
