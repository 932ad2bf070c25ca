import Numerics
import Teams

/// exp(−i (H − iK) t/ħ) ψ in one sector, with the damping K = ½ Σ L† L of the jump operators: what
/// happens between two jumps. A phase that all amplitudes share is left out.
///
/// H − iK is close to Hermitian: the polynomials of Chebyshev that belong to the energies of H
/// serve it as well, with some more orders.
final class DampedEvolution {
  let hamiltonian: SectorOperator
  private let damping: SparseMatrix
  private let actsOnSites: Bool
  /// The field of values of −i (H − E)/ħ − K/ħ in 1/fs, with E in the middle of the energies.
  private let field: SpectralBounds
  /// E in eV.
  private let center: Double
  private let vectors: [SectorState]

  /// - Parameters:
  ///   - hamiltonian: The Hamiltonian of the sector.
  ///   - operators: The jump operators.
  ///   - energies: Energies in eV between which the spectrum of H lies.
  init(
    _ hamiltonian: SectorOperator, _ operators: any JumpOperators, energies: ClosedRange<Double>
  ) {
    self.hamiltonian = hamiltonian
    damping = operators.damping(in: hamiltonian.basis)
    actsOnSites = operators.actOnSites
    center = (energies.lowerBound + energies.upperBound) / 2
    let planck = PhysicalConstants.reducedPlanckElectronvoltFemtosecond
    field = SpectralBounds(
      lowest: -damping.largestRowSum / planck, highest: 0,
      imaginary: (energies.upperBound - energies.lowerBound) / 2 / planck)
    vectors = [hamiltonian.makeState(), hamiltonian.makeState()]
  }

  /// The state after a time.
  ///
  /// - Parameters:
  ///   - start: The state now.
  ///   - time: In fs, positive.
  ///   - result: Takes the state then; another vector than `start`.
  ///   - poll: Called between applications of the Hamiltonian.
  func propagate(
    _ start: SectorState, by time: Double, into result: SectorState, poll: Poll
  ) throws(EvaluationError) {
    let expansion = ChebyshevExpansion(alongImaginaryAxis: field, duration: time)
    result.copy(start)
    for _ in 0..<expansion.steps { try step(expansion, result, poll) }
  }

  private func step(
    _ expansion: ChebyshevExpansion, _ state: SectorState, _ poll: Poll
  ) throws(EvaluationError) {
    let planck = PhysicalConstants.reducedPlanckElectronvoltFemtosecond
    var (current, other) = (vectors[0], vectors[1])
    current.copy(state)
    state.scale(by: expansion.coefficients[0])
    try ChebyshevRecurrence.run(through: expansion.order, &current, &other) {
      (step, current, other) throws(EvaluationError) in
      // T_k of (H − E − iK′)/(ħ f), where K′ is K without the middle of its field of values; (−i)^k
      // T_k are the polynomials that the coefficients belong to.
      let scale = step.factor / (planck * expansion.focus)
      let rule = SweepRule(scale: scale, shift: -scale * center, subtractsOld: step.usesOlder)
      current.refreshGhosts()
      for tile in other.layout.tiles {
        hamiltonian.sweep(rule, current, other, tile: tile) { _, _ in }
      }
      addDamping(scale, shift: expansion.center * planck, current, to: other)
      state.add(expansion.coefficients[step.order], timesMinusI: step.order, other)
      try poll()
    }
  }

  /// w ← w − i factor (K + shift) v.
  private func addDamping(_ factor: Double, shift: Double, _ v: SectorState, to w: SectorState) {
    guard !actsOnSites else {
      let source = v.compact()
      var product = source.map { shift * $0 }
      damping.add(times: source, scaledBy: 1, to: &product, columns: 1)
      return w.add(compact: product) { factor * Complex($0.imaginary, -$0.real) }
    }
    typealias Vector = SIMD16<Double>
    let (width, layout) = (StateLayout.tileWidth, v.layout)
    let (starts, columns, values) = (damping.starts, damping.indices, damping.values)
    for tile in layout.tiles {
      let source = v.buffer.start + layout.offset(tile: tile, row: 0)
      let target = w.buffer.start + layout.offset(tile: tile, row: 0)
      for row in 0..<layout.rows {
        let here = row * StateLayout.rowStride
        var real = shift * (source + here).load(Vector.self)
        var imaginary = shift * (source + here + width).load(Vector.self)
        for place in starts[row]..<starts[row + 1] {
          let there = source + columns[place] * StateLayout.rowStride
          real.addProduct(values[place], there.load(Vector.self))
          imaginary.addProduct(values[place], (there + width).load(Vector.self))
        }
        // −i (a + ib) = b − ia.
        let place = target + here
        place.store(place.load(Vector.self).addingProduct(factor, imaginary))
        (place + width).store((place + width).load(Vector.self).addingProduct(-factor, real))
      }
    }
  }
}
