import Foundation
import Numerics
import QuantumChains
import Teams
import TestSupport
import Testing

/// Chebyshev's series against other ways to solve the Schrödinger equation.
@Suite("Chain of spins: propagation")
struct ChainPropagationTests {
  private static let chain = SpinChain(
    sites: 20, sdExchange: 0.5,
    layers: [SpinLayer(firstSite: 7, spins: 2), SpinLayer(firstSite: 12, spins: 2)])
  private static let basis = SectorBasis(chain, lowering: 2)
  private static let hbar = PhysicalConstants.reducedPlanckElectronvoltFemtosecond

  private static var start: DenseVector {
    var generator = TestGenerator(seed: 11)
    return .random(basis.dimension, using: &generator)
  }

  @Test("Against all eigenvectors")
  func eigenvectors() throws {
    let sector = SectorOperator(Self.basis)
    let dimension = Self.basis.dimension
    let system = try HermitianEigensystem(sector.matrix, dimension: dimension)
    for (time, chebyshev) in zip(
      [0.3, 7, 40.0], try propagated(Self.start, Self.basis, times: [0.3, 7, 40]))
    {
      var exact = DenseVector([Complex](repeating: .zero, count: dimension))
      for (index, energy) in system.eigenvalues.enumerated() {
        let vector = DenseVector(
          system.adjointVectors[index * dimension..<(index + 1) * dimension].map(\.conjugate))
        let phase = Elementary.sineCosine(-energy * time / Self.hbar)
        exact.add(Complex(phase.cosine, phase.sine) * vector.product(Self.start), vector)
      }
      // Eigenvalues are right to some 1e-15, phases to 1e-15 · 40 fs · 5 eV/ħ.
      #expect(chebyshev.distance(to: exact) < 1e-11)
    }
  }

  @Test("Against Krylov spaces")
  func krylov() throws {
    let sector = SectorOperator(Self.basis)
    let (dimension, step) = (30, 0.5)
    var state = Self.start
    for _ in 0..<8 {
      let (basis, matrix) = sector.krylov(state, dimension: dimension)
      let system = try HermitianEigensystem(matrix, dimension: dimension)
      var next = DenseVector([Complex](repeating: .zero, count: state.numbers.count))
      for (index, energy) in system.eigenvalues.enumerated() {
        // Row `index` is u†: its first element is ⟨u|first basis vector⟩.
        let row = Array(system.adjointVectors[index * dimension..<(index + 1) * dimension])
        let phase = Elementary.sineCosine(-energy * step / Self.hbar)
        let factor = Complex(phase.cosine, phase.sine) * row[0]
        for (vector, element) in zip(basis, row) {
          next.add(factor * element.conjugate, vector)
        }
      }
      state = next
    }
    let chebyshev = try propagated(Self.start, Self.basis, times: [4])[0]
    #expect(chebyshev.distance(to: state) < 1e-11)
  }

  @Test("Crank and Nicolson's scheme converges to it in second order")
  func crankNicolson() throws {
    let exact = try propagated(Self.start, Self.basis, times: [4])[0]
    let sector = SectorOperator(Self.basis)
    let errors = [0.04, 0.02, 0.01].map { step -> Double in
      let half = Complex(0, step / (2 * Self.hbar))
      var state = Self.start
      for _ in 0..<Int((4 / step).rounded()) {
        var right = state
        right.add(-half, sector.apply(state))
        // (1 + iHΔt/2ħ) ψ′ = right, by fixed-point iteration: |HΔt/2ħ| is below 0.2.
        var next = right
        for _ in 0..<30 {
          var better = right
          better.add(-half, sector.apply(next))
          next = better
        }
        state = next
      }
      #expect(abs(state.norm - 1) < 1e-11)
      return state.distance(to: exact)
    }
    // Halving the step divides the error by 4, up to the next order, Δt⁴.
    #expect(abs(errors[0] / errors[1] - 4) < 0.1)
    #expect(abs(errors[1] / errors[2] - 4) < 0.03)
    // Mostly energies around ±2 eV: E³ Δt² t/(12 ħ³), to its order of magnitude.
    #expect(errors[0] < 27 * 0.04 * 0.04 * 4 / (12 * Self.hbar * Self.hbar * Self.hbar))
  }

  @Test(
    "The error is within the tolerance, and not without reason", arguments: [1e-3, 1e-6, 1e-10])
  func tolerance(tolerance: Double) throws {
    let exact = try propagated(Self.start, Self.basis, times: [20])[0]
    let state = try propagated(Self.start, Self.basis, times: [20], tolerance: tolerance)[0]
    let error = state.distance(to: exact)
    #expect(error <= tolerance)
    #expect(error > 1e-6 * tolerance)
  }

  @Test("Saved times on the way change nothing")
  func savedTimes() throws {
    let whole = try propagated(Self.start, Self.basis, times: [30])[0]
    for times in [(1...60).map { 0.5 * Double($0) }, [0, 0, 1e-3, 29.9, 30], [17, 30]] {
      let last = try #require(try propagated(Self.start, Self.basis, times: times).last)
      #expect(last.distance(to: whole) < 1e-12)
    }
  }

  @Test("A long step is cut, and norm and energy stay")
  func longTimes() throws {
    let vector = try propagated(Self.start, Self.basis, times: [500])[0]
    let sector = SectorOperator(Self.basis)
    let energy = { (vector: DenseVector) in vector.product(sector.apply(vector)).real }
    #expect(abs(vector.norm - 1) < 1e-12)
    #expect(abs(energy(vector) - energy(Self.start)) < 1e-12)
  }

  @Test("The same bits for any number of ranks", arguments: [1, 2, 3, 7])
  func ranks(ranks: Int) throws {
    let results = try ThreadTeam.run(ranks: ranks) { try Self.shared($0) }
    #expect(results.allSatisfy { $0 == results[0] })
    #expect(results[0] == (try Self.shared(LoneRank())))
  }

  /// Everything that a team computes of a valve with seven tiles.
  private static func shared(_ team: any RankTeam) throws -> [Double] {
    let chain = SpinChain(
      sites: 100, sdExchange: 0.5,
      layers: [SpinLayer(firstSite: 30, spins: 2), SpinLayer(firstSite: 48, spins: 2)])
    let packet = WavePacket.gaussian(sites: 100, center: 12, waveNumber: 1.5, width: 0.3)
    let series = try ValveSeries(
      chain, packet, ValveStart.polarized(chain, electrons: [1, -1]),
      times: [0, 4, 8, 20], team: team)
    return series.spins.flatMap { $0 } + series.energy + series.norm + series.negativity
      + series.wStateFidelity + series.fisher.flatMap { $0 } + series.entropyLayers
  }

  @Test("From a saved state it goes on to the same bits", arguments: [1, 2])
  func restart(ranks: Int) throws {
    let agree = try ThreadTeam.run(ranks: ranks) { team in
      let times = (0...12).map(Double.init)
      func evolution() throws -> ChainEvolution {
        try ChainEvolution(Self.chain, [Self.basis], team: team)
      }
      func numbers(_ states: [SectorState]) -> [Double] {
        let state = states[0]
        return state.layout.tiles.flatMap { tile in
          let rows = state.rows(0..<state.layout.rows, ofTile: tile)
          return rows.indices.map { rows[$0] }
        }
      }
      let whole = try evolution()
      for tile in whole.states[0].layout.tiles {
        for column in whole.states[0].layout.columns(ofTile: tile) {
          for row in 0..<Self.basis.rowCount {
            whole.states[0][row, column] = Self.start.numbers[row * Self.chain.sites + column]
          }
        }
      }
      var saved: [(Int, MemoryState)] = []
      try whole.run(
        through: times, toleranceRate: 1e-13, poll: {},
        observe: { _, _ in },
        checkpoint: { index throws(EvaluationError) in
          let memory = MemoryState()
          whole.save(index, to: memory)
          saved.append((index, memory))
        })
      var agree = true
      for (index, memory) in saved.dropLast() {
        let rest = try evolution()
        agree = agree && rest.restore(memory) == index
        try rest.run(
          through: times, after: index, toleranceRate: 1e-13, poll: {}, observe: { _, _ in })
        agree = agree && numbers(rest.states) == numbers(whole.states)
      }
      let short = MemoryState()
      short.append(3)
      let restored = try evolution().restore(short)
      return agree && saved.count > 2 && restored == nil
    }
    #expect(agree.allSatisfy { $0 })
  }

  @Test("A poll that throws ends the run")
  func stopping() throws {
    let evolution = try ChainEvolution(Self.chain, [Self.basis])
    Self.start.store(in: evolution.states[0])
    var polls = 0
    #expect(throws: EvaluationError.stopped) {
      try evolution.run(
        through: [0, 100], toleranceRate: 1e-12,
        poll: { () throws(EvaluationError) in
          polls += 1
          if polls == 10 { throw .stopped }
        }, observe: { _, _ in })
    }
    #expect(polls == 10)
  }
}
