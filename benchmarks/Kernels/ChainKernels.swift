import Numerics
import QuantumChains
import Teams

/// Applications of the Hamiltonian of a spin valve on 201 sites, and what memory allows at best.
enum ChainKernels {
  /// Valves from a few thousand amplitudes to many more than any cache holds; the last one without
  /// those of more than three flips a layer.
  private static let valves: [(spins: Int, cutoff: Int)] = [
    (2, 2), (3, 3), (4, 4), (5, 5), (6, 6), (7, 7), (10, 3),
  ]

  static var all: [() -> Measurement] {
    valves.map { valve in { application(valve.spins, cutoff: valve.cutoff) } }
      + [{ update() }, { propagation() }]
  }

  private static func chain(_ spins: Int) -> SpinChain {
    SpinChain(
      sites: 201, sdExchange: 0.5,
      layers: [61, 87 + spins].map { SpinLayer(firstSite: $0, spins: spins) })
  }

  /// The recurrence of Chebyshev's series: w ← 2 (H − b)/a v − w.
  private static func application(_ spins: Int, cutoff: Int) -> Measurement {
    let basis = SectorBasis(
      chain(spins), lowering: spins, keeping: [0...cutoff, spins - cutoff...spins])
    let sector = SectorOperator(basis)
    let (v, w) = (sector.makeState(), sector.makeState())
    for row in 0..<basis.rowCount {
      for column in 0..<201 {
        v[row, column] = Complex(Double((7 * row + 3 * column) % 11), Double((row + column) % 13))
      }
    }
    v.refreshGhosts()
    let repetitions = max(1, 4_000_000 / basis.dimension)
    return Measurement(
      "H, \(spins) + \(spins) spins, \(basis.dimension) amplitudes", per: "amplitude",
      count: repetitions * basis.dimension
    ) {
      for _ in 0..<repetitions { sector.recur(v, into: w, halfWidth: 8, center: 1) }
      return w[0, 70].real
    }
  }

  /// The least that an application on a large vector does with memory: v and w are read, w is
  /// written. Per amplitude, two numbers of each.
  private static func update() -> Measurement {
    let count = 1 << 24
    let v = [Double](repeating: 1, count: count)
    var w = [Double](repeating: 0.5, count: count)
    return Measurement("w <- s v - w, \(16 * count >> 20) MiB", per: "amplitude", count: count / 2)
    {
      var span = w.mutableSpan
      for index in v.indices { span[index] = 0.25 * v[index] - span[index] }
      return w[77]
    }
  }

  /// One sector of the 4 + 4 valve to 60 fs with 60 saved states.
  private static func propagation() -> Measurement {
    let basis = SectorBasis(chain(4), lowering: 5)
    let packet = WavePacket.gaussian(sites: 201, center: 25, waveNumber: .pi / 2, width: 0.2)
    return Measurement("4 + 4 spins to 60 fs, 60 saved states", per: "run", count: 1) {
      guard let evolution = try? ChainEvolution(basis.chain, [basis]) else { return .nan }
      evolution.states[0].add(
        orbital: packet,
        block: basis.blocks.firstIndex { $0.electron == -1 && $0.first.lowering == 0 } ?? 0,
        first: [.one], second: [.one])
      var sum = 0.0
      try? evolution.run(
        through: (0...60).map(Double.init), toleranceRate: 1e-12 / 60,
        poll: {}, observe: { _, states in sum += states[0][3, 90].squaredMagnitude })
      return sum
    }
  }
}
