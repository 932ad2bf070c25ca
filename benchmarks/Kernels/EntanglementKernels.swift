import QuantumChains
import Teams

/// Measures of entanglement of a spin valve on 201 sites after 60 fs, unpolarized electron, and
/// trajectories of one with baths.
enum EntanglementKernels {
  static var all: [() -> Measurement] {
    [(4, 1e-12), (5, 1e-12), (7, 1e-10)].flatMap { spins, cutoff in
      [
        { summary(spins, cutoff: cutoff, negativity: false) },
        { summary(spins, cutoff: cutoff, negativity: true) },
      ]
    } + [{ trajectories() }]
  }

  private static let packet = WavePacket.gaussian(
    sites: 201, center: 25, waveNumber: .pi / 2, width: 0.2)

  private static func chain(_ spins: Int) -> SpinChain {
    SpinChain(
      sites: 201, sdExchange: 0.5,
      layers: [61, 87 + spins].map { SpinLayer(firstSite: $0, spins: spins) })
  }

  private static func starts(_ chain: SpinChain) -> [ValveStart] {
    ValveStart.mixture(
      electrons: [1, -1], LayerGibbsState(polarized: chain.layers[0], down: false),
      LayerGibbsState(polarized: chain.layers[1], down: true))
  }

  /// The state of both layers after 60 fs.
  private static func layers(_ spins: Int) throws -> PureStateEnsemble {
    let chain = chain(spins)
    let starts = starts(chain)
    let evolution = try ChainEvolution(chain, starts.map { $0.basis(chain, flipCutoff: nil) })
    for (state, start) in zip(evolution.states, starts) { start.set(state, orbital: packet) }
    try evolution.run(
      through: [0, 60], toleranceRate: 1e-14, poll: {}, observe: { _, _ in })
    return try evolution.layers(
      evolution.states, weights: starts.map(\.weight), LayerPair(chain))
  }

  /// Entropies of the layers, and the negativity besides or not.
  private static func summary(_ spins: Int, cutoff: Double, negativity: Bool) -> Measurement {
    let state = try? layers(spins)
    return Measurement(
      "entropies\(negativity ? " and negativity" : ""), \(spins) + \(spins) spins", per: "state",
      count: 1
    ) {
      guard let state,
        let summary = try? EntanglementSummary(
          of: state, supportCutoff: cutoff, negativity: negativity)
      else { return .nan }
      return summary.logarithmicNegativity ?? summary.entropyAB
    }
  }

  /// Two starts of a 4 + 4 valve with baths at 100 K for one fs: applications of H − iK. The
  /// coupling is so weak that they stay in their sectors.
  private static func trajectories() -> Measurement {
    let chain = chain(4)
    var applications = 0
    func ensemble() throws -> TrajectoryEnsemble {
      try TrajectoryEnsemble(
        OpenChain(chain, bath: OhmicBath(coupling: 1e-5), hamiltonian: .layer), orbital: packet,
        starts: starts(chain), count: 2, seed: 1, point: 0)
    }
    func advance(_ ensemble: TrajectoryEnsemble) {
      try? ensemble.advance(by: 1) { applications += 1 }
    }
    guard let first = try? ensemble() else {
      return Measurement("H - iK", per: "application", count: 1) { .nan }
    }
    advance(first)
    let count = applications
    return Measurement(
      "H - iK, 4 + 4 spins with baths, 25326 amplitudes", per: "amplitude",
      count: max(count, 1) * 25_326
    ) {
      applications = 0
      advance(first)
      return Double(applications)
    }
  }
}
