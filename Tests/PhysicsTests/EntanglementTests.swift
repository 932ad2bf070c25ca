import Foundation
import Numerics
import QuantumChains
import Teams
import Testing

/// Entropies and negativity against closed forms and against a computation that uses no symmetry.
@Suite struct EntanglementTests {
  /// ψ = √p |01⟩ + √(1−p) |10⟩: Schmidt coefficients p and 1 − p.
  @Test("Two spins with one flip", arguments: [0, 0.1, 0.5, 0.9])
  func bellFamily(p: Double) throws {
    for charged in [true, false] {
      let spin = charged ? ChargedBasis(charges: [0, 1]) : ChargedBasis(dimension: 2)
      let ensemble = try pureState(
        BipartiteBasis(a: spin, b: spin),
        [(0, 1, Complex(p.squareRoot())), (1, 0, Complex(0, (1 - p).squareRoot()))])
      let summary = try EntanglementSummary(of: ensemble, supportCutoff: 0)
      let entropy = -[p, 1 - p].filter { $0 > 0 }.reduce(0) { $0 + $1 * log($1) }
      #expect(abs(summary.entropyA - entropy) < 1e-14)
      #expect(abs(summary.entropyB - entropy) < 1e-14)
      #expect(abs(summary.entropyAB) < 1e-13)
      #expect(abs(summary.mutualInformation - 2 * entropy) < 1e-13)
      #expect(abs(summary.purity - 1) < 1e-14)
      let negativity = 2 * log(p.squareRoot() + (1 - p).squareRoot())
      #expect(abs(try #require(summary.logarithmicNegativity) - negativity) < 1e-14)
      #expect(summary.droppedWeight < 1e-15)
    }
  }

  /// Of the W state of n spins, m spins in A: Schmidt coefficients m/n and 1 − m/n. Of the GHZ
  /// state, ½ and ½; and tracing out one of its spins leaves no entanglement, of a W state it does.
  @Test("W and GHZ states", arguments: [(2, 2), (1, 3), (3, 2)])
  func manySpins(spinsA: Int, spinsB: Int) throws {
    let basis = BipartiteBasis(a: spins(spinsA), b: spins(spinsB))
    let (n, share) = (spinsA + spinsB, Double(spinsA) / Double(spinsA + spinsB))
    let w = WState.vector(
      excitedA: (0..<spinsA).map { 1 << $0 }, groundA: 0, excitedB: (0..<spinsB).map { 1 << $0 },
      groundB: 0)
    let state = try pureState(basis, w.map { ($0.a, $0.b, $0.amplitude) })
    let summary = try EntanglementSummary(of: state, supportCutoff: 1e-12)
    #expect(abs(summary.entropyA + share * log(share) + (1 - share) * log(1 - share)) < 1e-14)
    let negativity = 2 * log(share.squareRoot() + (1 - share).squareRoot())
    #expect(abs(try #require(summary.logarithmicNegativity) - negativity) < 1e-13)
    #expect(abs(state.expectation(of: w) - 1) < 1e-14)
    #expect(state.probabilities.distribution(a: flips(spinsA), b: flips(spinsB))[1] > 1 - 1e-14)

    // GHZ has coherence between total charges 0 and n: no charges then.
    let plain = BipartiteBasis(
      a: ChargedBasis(dimension: 1 << spinsA), b: ChargedBasis(dimension: 1 << spinsB))
    let half = Complex(0.5.squareRoot())
    let (lastA, lastB) = ((1 << spinsA) - 1, (1 << spinsB) - 1)
    let whole = try pureState(plain, [(0, 0, half), (lastA, lastB, half)])
    let ghz = try EntanglementSummary(of: whole, supportCutoff: 0)
    #expect(abs(ghz.entropyA - log(2)) < 1e-14)
    #expect(abs(try #require(ghz.logarithmicNegativity) - log(2)) < 1e-14)
    let traced = try rows(
      plain, [(0, 0, 0, half), (lastA, lastB, 1, half)])
    let rest = try EntanglementSummary(of: traced, supportCutoff: 0)
    #expect(abs(rest.entropyAB - log(2)) < 1e-14)
    #expect(abs(try #require(rest.logarithmicNegativity)) < 1e-14)
    #expect(abs(rest.mutualInformation - log(2)) < 1e-14)

    // W with one more spin in the environment: ρ = (n/(n+1)) |W⟩⟨W| + (1/(n+1)) |0⟩⟨0|; its partial
    // transpose has one negative eigenvalue, from the 2 × 2 block of |00⟩ and |W_A W_B⟩.
    let weight = Double(n) / Double(n + 1)
    let mixed = try rows(
      basis,
      w.map { ($0.a, $0.b, 0, weight.squareRoot() * $0.amplitude) }
        + [(0, 0, 1, Complex((1 - weight).squareRoot()))])
    let coupling = weight * (share * (1 - share)).squareRoot()
    let negative = (1 - weight) / 2 - (pow(1 - weight, 2) / 4 + coupling * coupling).squareRoot()
    let found = try EntanglementSummary(of: mixed, supportCutoff: 0)
    #expect(abs(try #require(found.logarithmicNegativity) - log(1 - 2 * negative)) < 1e-13)
  }

  /// p |singlet⟩⟨singlet| + (1 − p)/4: negative eigenvalue (1 − 3p)/4 of the partial transpose.
  @Test("Werner states", arguments: [0, 0.2, 1.0 / 3, 0.34, 0.7, 1])
  func werner(p: Double) throws {
    var matrix = [Complex](repeating: .zero, count: 16)
    for index in 0..<4 { matrix[5 * index] = Complex((1 - p) / 4) }
    matrix[5] += Complex(p / 2)
    matrix[10] += Complex(p / 2)
    matrix[6] = Complex(-p / 2)
    matrix[9] = Complex(-p / 2)
    let dense = try BlockDensityMatrix(matrix, dimensionA: 2, dimensionB: 2)
    let spin = ChargedBasis(charges: [0, 1])
    let half = Complex(0.5.squareRoot())
    // The same as a mixture of pure states with conserved S_z.
    var mixture = BlockDensityMatrix(basis: BipartiteBasis(a: spin, b: spin))
    let parts: [(Double, [(Int, Int, Complex)])] =
      [(p, [(0, 1, half), (1, 0, -half)])]
      + [(0, 0), (0, 1), (1, 0), (1, 1)].map { ((1 - p) / 4, [($0.0, $0.1, Complex.one)]) }
    for (weight, amplitudes) in parts {
      try mixture.add(pureState(mixture.basis, amplitudes, weight: weight))
    }
    for state in [dense, mixture] {
      let summary = try EntanglementSummary(of: state, supportCutoff: 0)
      let expected = log(max(1, (1 + 3 * p) / 2))
      #expect(abs(try #require(summary.logarithmicNegativity) - expected) < 1e-15 + 4e-16)
      #expect(abs(summary.purity - (1 + 3 * p * p) / 4) < 1e-15)
      #expect(abs(summary.entropyA - log(2)) < 1e-15)
    }
  }

  /// The blocks, their compression, both forms of a state, and a plain computation of the same.
  @Test("Random mixtures", arguments: [(1, 1, 2), (2, 2, 3), (3, 2, 5), (2, 3, 40), (3, 3, 11)])
  func random(spinsA: Int, spinsB: Int, length: Int) throws {
    var generator = TestGenerator(seed: UInt64(10 * spinsA + spinsB))
    let basis = BipartiteBasis(a: spins(spinsA), b: spins(spinsB))
    let members = try [(0.6, [0, 1]), (0.3, [2, 1]), (0.1, [1])].map { weight, charges in
      try randomMember(basis, weight, charges: charges, length: length, using: &generator)
    }
    let ensemble = try PureStateEnsemble(basis: basis, members)
    var matrix = BlockDensityMatrix(basis: basis)
    for member in members { try matrix.add(PureStateEnsemble(basis: basis, [member])) }
    let plain = try PlainBipartite(matrix)
    let negativity = try plain.negativity()
    let entropies = try [plain.entropyOfA(), plain.entropyOfB(), plain.entropy()]
    for summary in try [
      EntanglementSummary(of: ensemble, supportCutoff: -1),
      EntanglementSummary(of: ensemble, supportCutoff: 1e-14),
      EntanglementSummary(of: matrix, supportCutoff: -1),
      EntanglementSummary(of: matrix, supportCutoff: 1e-14),
      EntanglementSummary(of: plain.matrix(), supportCutoff: -1),
    ] {
      #expect(abs(try #require(summary.logarithmicNegativity) - negativity) < 2e-13)
      #expect(abs(summary.entropyAB - entropies[2]) < 2e-13)
      #expect(abs(summary.entropyA - entropies[0]) < 2e-13)
      #expect(abs(summary.entropyB - entropies[1]) < 2e-13)
      #expect(abs(summary.purity - plain.purity()) < 1e-14)
    }
    #expect(abs(ensemble.trace - 1) < 1e-14)
    #expect(abs(matrix.trace - 1) < 1e-14)
    for (a, b) in zip(ensemble.probabilities.values, matrix.probabilities.values) {
      #expect(abs(a - b) < 1e-15)
    }
    let vector = (0..<4).map {
      ProductAmplitude(a: $0 % 2, b: $0 / 2, amplitude: .random(using: &generator))
    }
    #expect(abs(ensemble.expectation(of: vector) - matrix.expectation(of: vector)) < 1e-14)
  }

  /// Negativity and entropies do not change under unitaries of A and of B.
  @Test func localUnitaries() throws {
    var generator = TestGenerator(seed: 5)
    let (dimensionA, dimensionB) = (3, 4)
    let vectors = (0..<3).map { _ in
      (0..<dimensionA * dimensionB).map { _ in Complex.random(using: &generator) }
    }
    let turnA = randomUnitary(dimensionA, using: &generator)
    let turnB = randomUnitary(dimensionB, using: &generator)
    let turned = vectors.map { vector in
      (0..<vector.count).map { index in
        let (a, b) = (index / dimensionB, index % dimensionB)
        return (0..<vector.count).reduce(Complex.zero) { sum, other in
          let factor = turnA[a][other / dimensionB] * turnB[b][other % dimensionB]
          return sum + factor * vector[other]
        }
      }
    }
    let summaries = try [vectors, turned].map { vectors in
      var plain = PlainBipartite(dimensionA: dimensionA, dimensionB: dimensionB)
      for vector in vectors { plain.add(vector) }
      plain.normalize()
      return try EntanglementSummary(of: plain.matrix(), supportCutoff: 0)
    }
    let (before, after) = (summaries[0], summaries[1])
    let (first, second) = try (
      #require(before.logarithmicNegativity), #require(after.logarithmicNegativity)
    )
    #expect(first > 0.1)
    #expect(abs(first - second) < 1e-13)
    #expect(abs(before.mutualInformation - after.mutualInformation) < 1e-13)
    #expect(abs(before.entropyA - after.entropyA) < 1e-13)
  }

  /// ln ‖ρ^{T_B}‖₁ = 2 ln Σ √λ for pure states.
  @Test("Pure states", arguments: [2, 3, 4])
  func pure(count: Int) throws {
    var generator = TestGenerator(seed: 3)
    let basis = BipartiteBasis(a: spins(count), b: spins(count))
    let member = try randomMember(basis, 1, charges: [count], length: 1, using: &generator)
    let state = try PureStateEnsemble(basis: basis, [member])
    let support = try SubsystemSupport(of: state.reducedA, basis: basis.a, cutoff: 0)
    let sum = support.spectrum.reduce(0) { $0 + max(0, $1).squareRoot() }
    let summary = try EntanglementSummary(of: state, supportCutoff: -1)
    // Of an eigenvalue that is a rounding error 10⁻¹⁷ of zero the root is 3 × 10⁻⁹.
    #expect(abs(try #require(summary.logarithmicNegativity) - 2 * log(sum)) < 1e-7)
    let significant = support.spectrum.filter { $0 > 1e-14 }.reduce(0) { $0 + $1.squareRoot() }
    #expect(abs(try #require(summary.logarithmicNegativity) - 2 * log(significant)) < 1e-12)
  }

  /// A lower bound that rises to the exact value as the cut-off falls.
  @Test func compression() throws {
    var generator = TestGenerator(seed: 8)
    let basis = BipartiteBasis(a: spins(3), b: spins(3))
    // Spectra that fall by many orders of magnitude.
    let members = try (0..<6).map { index in
      try randomMember(
        basis, pow(0.01, Double(index)), charges: [(index + 2) % 4], length: 2, using: &generator)
    }
    for useMatrix in [false, true] {
      let ensemble = try PureStateEnsemble(basis: basis, members)
      var matrix = BlockDensityMatrix(basis: basis)
      try matrix.add(ensemble)
      func summary(_ cutoff: Double) throws -> EntanglementSummary {
        useMatrix
          ? try EntanglementSummary(of: matrix, supportCutoff: cutoff)
          : try EntanglementSummary(of: ensemble, supportCutoff: cutoff)
      }
      let exact = try #require(try summary(-1).logarithmicNegativity)
      var last = -Double.infinity
      var dropped = Double.infinity
      for cutoff in [1, 0.3, 1e-2, 1e-4, 1e-6, 1e-8, 1e-11] {
        let item = try summary(cutoff)
        let value = try #require(item.logarithmicNegativity)
        #expect(value >= last - 1e-13 && value <= exact + 1e-13)
        #expect(item.droppedWeight <= dropped)
        // ‖ρ − PρP‖₁ ≤ 2√w for a dropped weight w (gentle measurement), and a partial transpose
        // multiplies a trace norm by 8 at most, the dimension of A.
        #expect(exp(exact) - exp(value) <= 8 * 2 * item.droppedWeight.squareRoot() + 1e-12)
        (last, dropped) = (value, item.droppedWeight)
      }
      #expect(abs(last - exact) < 1e-6)
      #expect(try summary(0.3).droppedWeight > 0.01)
    }
  }

  @Test func refusals() throws {
    let spin = ChargedBasis(charges: [0, 1])
    let basis = BipartiteBasis(a: spin, b: spin)
    #expect(throws: EntanglementError.mixedCharges(environment: 7)) {
      try EnvironmentRows(basis: basis, a: [0, 1], b: [0, 0], environment: [7, 7], length: 1)
    }
    #expect(throws: EntanglementError.outsideBasis(row: 1)) {
      try EnvironmentRows(basis: basis, a: [0, 2], b: [0, 0], environment: [0, 1], length: 1)
    }
    #expect(throws: EntanglementError.shape(numbers: 15, expected: 16)) {
      try BlockDensityMatrix([Complex](repeating: .one, count: 15), dimensionA: 2, dimensionB: 2)
    }
    let rows = try EnvironmentRows(basis: basis, a: [0], b: [1], environment: [0], length: 2)
    #expect(throws: EntanglementError.shape(numbers: 1, expected: 2)) {
      try EnvironmentRows(basis: basis, a: [0, 1], b: [0], environment: [0, 1], length: 1)
    }
    #expect(throws: EntanglementError.differentBases) {
      try PureStateEnsemble(
        basis: BipartiteBasis(a: ChargedBasis(dimension: 2), b: spin), [(1, rows, [.one, .zero])])
    }
    let state = try PureStateEnsemble(basis: basis, [(1, rows, [.one, .zero])])
    #expect(throws: EvaluationError.stopped) {
      try EntanglementSummary(of: state, supportCutoff: 0) { () throws(EvaluationError) in
        throw .stopped
      }
    }
    var polls = 0
    #expect(throws: EvaluationError.stopped) {
      try state.partialTransposeNorm { () throws(EvaluationError) in
        polls += 1
        if polls == 2 { throw .stopped }
      }
    }
  }

  @Test("A failed eigenvalue problem keeps its cause and says what LAPACK says")
  func failure() throws {
    let state = try BlockDensityMatrix(
      [Complex](repeating: Complex(.nan), count: 16), dimensionA: 2, dimensionB: 2)
    let failure = #expect(throws: EvaluationError.self) {
      try EntanglementSummary(of: state, supportCutoff: 0)
    }
    guard case .failed(let reason) = failure else {
      Issue.record("it is not a failure")
      return
    }
    #expect(reason.cause is LinearAlgebraError)
    #expect(reason.description == "the matrix has elements that are not numbers")
  }
}
