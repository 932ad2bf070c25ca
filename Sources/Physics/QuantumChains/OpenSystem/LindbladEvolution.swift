import Glibc
public import Numerics
public import Teams

/// The universal Lindblad equation,
///
///     dρ/dt = −(i/ħ) [H, ρ] + (1/ħ) Σ ( L ρ L† − ½ {L† L, ρ} )
///
/// (Nathan and Rudner, Phys. Rev. B 102, 115109, without the Lamb shift; Suresh et al., Eq. (17)),
/// integrated for the whole density matrix: for small systems, and to check trajectories.
public final class LindbladEvolution: OpenEvolution {
  private let open: OpenChain
  private var blocks: [DensityBlock]
  private let hamiltonians: [SparseMatrix]
  private let dampings: [SparseMatrix]
  private let channels: [Channel]
  /// The field of values of the equation's right-hand side in 1/fs.
  private let field: SpectralBounds

  /// A jump operator between two sectors.
  private struct Channel {
    let source: Int
    let target: Int
    let matrix: SparseMatrix
  }

  /// - Parameters:
  ///   - open: Chain and baths.
  ///   - orbital: The electron's orbital, an amplitude for each site.
  ///   - starts: The mixture to start from; its weights add up to 1.
  public convenience init(_ open: OpenChain, orbital: [Complex], starts: [ValveStart]) {
    var blocks = open.sectors.map(DensityBlock.init)
    for start in starts {
      let state = SectorState(open.sectors[start.lowering])
      start.set(state, orbital: orbital)
      blocks[start.lowering].add(state.compact(), weight: start.weight)
    }
    self.init(open, blocks)
  }

  /// Starts from the Gibbs state of electron and layers.
  ///
  /// - Parameters:
  ///   - open: Chain and baths.
  ///   - temperature: In K.
  /// - Throws: `LinearAlgebraError`.
  public convenience init(
    _ open: OpenChain, thermalAt temperature: Double
  ) throws(LinearAlgebraError) {
    var blocks = open.sectors.map(DensityBlock.init)
    let scale = PhysicalConstants.boltzmannElectronvolt * temperature
    var trace = 0.0
    for (index, sector) in open.sectors.enumerated() {
      let dimension = sector.dimension
      let system = try SymmetricEigensystem(
        SectorOperator(sector).matrix().elements, dimension: dimension)
      for (state, energy) in system.eigenvalues.enumerated() {
        let weight = exp((open.energies.lowerBound - energy) / scale)
        let vector = system.vectors[state * dimension..<(state + 1) * dimension]
        blocks[index].add(vector.flatMap { [$0, 0] }, weight: weight)
        trace += weight
      }
    }
    for index in blocks.indices { blocks[index].scale(by: 1 / trace) }
    self.init(open, blocks)
  }

  private init(_ open: OpenChain, _ blocks: [DensityBlock]) {
    self.open = open
    self.blocks = blocks
    hamiltonians = open.sectors.map { SparseMatrix(SectorOperator($0).matrix()) }
    let sites = open.operators.actOnSites ? 1 : open.chain.sites
    dampings = open.sectors.map { open.operators.damping(in: $0).expanded(by: sites) }
    channels = open.operators.jumps.flatMap { jump in
      open.sectors.indices.compactMap { source in
        let target = open.operators.target(of: jump, from: source)
        guard open.sectors.indices.contains(target) else { return nil }
        let matrix = open.operators.matrix(
          of: jump, from: open.sectors[source], to: open.sectors[target])
        return Channel(source: source, target: target, matrix: matrix.expanded(by: sites))
      }
    }
    let planck = PhysicalConstants.reducedPlanckElectronvoltFemtosecond
    let damping = dampings.map(\.largestRowSum).max() ?? 0
    var gain = [Double](repeating: 0, count: blocks.count)
    for channel in channels { gain[channel.target] += channel.matrix.squaredNormBound }
    let jumping = gain.max() ?? 0
    field = SpectralBounds(
      lowest: -(2 * damping + jumping) / planck, highest: jumping / planck,
      imaginary: (open.energies.upperBound - open.energies.lowerBound) / planck)
  }

  /// Bytes that an evolution of a chain takes.
  public static func memory(_ chain: SpinChain) -> Int {
    (0...chain.largestLowering).reduce(0) {
      let dimension = SectorBasis(chain, lowering: $1).dimension
      return $0 + 6 * 16 * dimension * dimension
    }
  }

  /// Electron and layers now, with the electron traced out.
  public var reducedState: ReducedState {
    var state = ReducedState(open.pair)
    for (hamiltonian, block) in zip(hamiltonians, blocks) {
      state.add(block, energy: hamiltonian.trace(times: block))
    }
    return state
  }

  /// The state, which is known exactly, as one group.
  public func groups() -> [ReducedState] { [reducedState] }

  /// Tr ρ² of electron and layers.
  public var purity: Double {
    blocks.reduce(0) { $1.numbers.reduce($0) { $0 + $1 * $1 } }
  }

  /// The energy in eV that electron and layers take up from the baths in a fs, Tr(H dρ/dt).
  public var energyFlow: Double {
    var derivative = blocks
    apply(to: blocks, scale: 1, shift: 0, keeping: false, into: &derivative)
    return zip(hamiltonians, derivative).reduce(0) { $0 + $1.0.trace(times: $1.1) }
  }

  /// Appends the density matrix.
  public func save(to sink: any RestartSink) {
    for block in blocks { sink.append(block.numbers.span) }
  }

  /// Takes the density matrix from what was saved; false if it does not fit, and then it is
  /// undefined.
  public func restore(_ source: any RestartSource) -> Bool {
    for index in blocks.indices {
      var numbers = blocks[index].numbers.mutableSpan
      guard source.read(into: &numbers) else { return false }
    }
    return true
  }

  /// Propagates.
  ///
  /// - Parameters:
  ///   - time: In fs.
  ///   - poll: Called between evaluations of the right-hand side.
  /// - Throws: What `poll` throws.
  public func advance(by time: Double, poll: Poll) throws(EvaluationError) {
    guard time > 0 else { return }
    let expansion = ChebyshevExpansion(alongImaginaryAxis: field, duration: time)
    for _ in 0..<expansion.steps {
      var current = blocks
      var other = current
      for index in blocks.indices { blocks[index].scale(by: expansion.coefficients[0]) }
      try ChebyshevRecurrence.run(through: expansion.order, &current, &other) {
        (step, current, other) throws(EvaluationError) in
        // Of i^k T_k along the imaginary axis: S_(k+1) = 2 A S_k + S_(k−1).
        apply(
          to: current, scale: step.factor / expansion.focus, shift: -expansion.center,
          keeping: step.usesOlder, into: &other)
        for index in blocks.indices {
          blocks[index].add(expansion.coefficients[step.order], other[index])
        }
        try poll()
      }
    }
  }

  /// w ← scale (dv/dt + shift v), or the sum of that and the old w.
  private func apply(
    to v: [DensityBlock], scale: Double, shift: Double, keeping: Bool,
    into w: inout [DensityBlock]
  ) {
    let planck = PhysicalConstants.reducedPlanckElectronvoltFemtosecond
    for index in w.indices {
      let dimension = v[index].dimension
      // −(i/ħ) H ρ − (1/ħ) K ρ and its adjoint.
      var product = hamiltonians[index].times(v[index].numbers, columns: dimension)
      for place in stride(from: 0, to: product.count, by: 2) {
        (product[place], product[place + 1]) = (product[place + 1], -product[place])
      }
      dampings[index].add(times: v[index].numbers, scaledBy: -1, to: &product, columns: dimension)
      let factor = scale / planck
      w[index].setHermitianPart(
        of: product, factor: factor, adding: scale * shift, v[index].numbers, keeping: keeping)
    }
    for channel in channels {
      let (columns, rows) = (v[channel.source].dimension, v[channel.target].dimension)
      let half = channel.matrix.times(v[channel.source].numbers, columns: columns)
      channel.matrix.add(
        times: Self.adjoint(half, rows: rows, columns: columns), scaledBy: scale / planck,
        to: &w[channel.target].numbers, columns: rows)
    }
  }

  private static func adjoint(_ matrix: [Double], rows: Int, columns: Int) -> [Double] {
    var result = [Double](repeating: 0, count: matrix.count)
    for row in 0..<rows {
      for column in 0..<columns {
        let (from, to) = (2 * (row * columns + column), 2 * (column * rows + row))
        result[to] = matrix[from]
        result[to + 1] = -matrix[from + 1]
      }
    }
    return result
  }
}
