import Numerics
import QuantumChains
import Teams
import Testing

/// Fisher information of waves of spins ±1, per spin.
@Suite struct FisherInformationTests {
  private let waveNumber = 0.7

  private func wave(_ spinsA: Int, _ spinsB: Int) -> [DiagonalObservable] {
    DiagonalObservable.spinWave(
      waveNumber: waveNumber, a: pattern(spinsA, from: 3), b: pattern(spinsB, from: 9))
  }

  private func pattern(_ count: Int, from site: Int) -> SpinPattern {
    SpinPattern(
      positions: (0..<count).map { Double(site + $0) },
      values: (0..<1 << count).map { state in
        (0..<count).map { state >> $0 & 1 == 0 ? 1 : -1 }
      })
  }

  /// (4/N) Σ_ij cos k(x_i − x_j) Cov(σ_i, σ_j), written out.
  @Test func covarianceForm() throws {
    var generator = TestGenerator(seed: 1)
    let (countA, countB) = (3, 2)
    var values = (0..<32).map { _ in Double.random(in: 0...1, using: &generator) }
    let sum = values.reduce(0, +)
    values = values.map { $0 / sum }
    let probabilities = try ConfigurationProbabilities(values, dimensionA: 8, dimensionB: 4)
    let patterns = [pattern(countA, from: 3), pattern(countB, from: 9)]
    let positions = patterns.flatMap(\.positions)
    func spin(_ index: Int, _ state: Int) -> Double {
      index < countA
        ? patterns[0].values[state / 4][index] : patterns[1].values[state % 4][index - countA]
    }
    var expected = 0.0
    for i in 0..<5 {
      for j in 0..<5 {
        func mean(_ value: (Int) -> Double) -> Double {
          (0..<32).reduce(0) { $0 + values[$1] * value($1) }
        }
        let covariance =
          mean { spin(i, $0) * spin(j, $0) } - mean { spin(i, $0) } * mean { spin(j, $0) }
        let phase = waveNumber * (positions[i] - positions[j])
        expected += 4.0 / 5 * Elementary.sineCosine(phase).cosine * covariance
      }
    }
    let found = FisherInformation.covarianceForm(wave(countA, countB), probabilities, spins: 5)
    #expect(abs(found - expected) < 1e-14)
  }

  /// Equal for a pure state; below the covariance form for mixtures; zero for what commutes with
  /// the wave.
  @Test("Exact form", arguments: [1, 4, 30])
  func exact(length: Int) throws {
    var generator = TestGenerator(seed: 2)
    let basis = BipartiteBasis(a: spins(2), b: spins(3))
    let observables = wave(2, 3)
    let members = try [[2], [1, 2], [3, 0]].map {
      try randomMember(basis, 1.0 / 3, charges: $0, length: length, using: &generator)
    }
    for count in [1, 3] {
      let ensemble = try PureStateEnsemble(basis: basis, Array(members.prefix(count)))
      var matrix = BlockDensityMatrix(basis: basis)
      try matrix.add(ensemble)
      let found = try [
        FisherInformation.exact(observables, ensemble, spins: 5),
        FisherInformation.exact(observables, matrix, spins: 5),
      ]
      #expect(abs(found[0] - found[1]) < 1e-12)
      let bound = FisherInformation.covarianceForm(
        observables, ensemble.probabilities, spins: 5)
      #expect(found[0] <= bound + 1e-13)
      #expect(found[0] >= -1e-13)
    }
  }

  /// p |ψ⟩⟨ψ| + (1 − p)/d: F_Q = 4 Var(O) p²/(p + 2 (1 − p)/d), by the definition.
  @Test("White noise", arguments: [0.1, 0.5, 0.9])
  func whiteNoise(p: Double) throws {
    var generator = TestGenerator(seed: 9)
    let vector = randomUnitary(16, using: &generator)[0]
    let matrix = (0..<256).map { index in
      p * (vector[index / 16] * vector[index % 16].conjugate)
        + Complex(index % 17 == 0 ? (1 - p) / 16 : 0)
    }
    let state = try BlockDensityMatrix(matrix, dimensionA: 4, dimensionB: 4)
    let pure = try ConfigurationProbabilities(
      vector.map(\.squaredMagnitude), dimensionA: 4, dimensionB: 4)
    let observables = wave(2, 2)
    let form = FisherInformation.covarianceForm(observables, pure, spins: 4)
    let expected = form * p * p / (p + 2 * (1 - p) / 16)
    #expect(abs(try FisherInformation.exact(observables, state, spins: 4) - expected) < 1e-12)
  }

  @Test func pureAndClassical() throws {
    var generator = TestGenerator(seed: 4)
    let basis = BipartiteBasis(a: spins(2), b: spins(2))
    let observables = wave(2, 2)
    let pure = try PureStateEnsemble(
      basis: basis, [randomMember(basis, 1, charges: [2], length: 1, using: &generator)])
    let form = FisherInformation.covarianceForm(observables, pure.probabilities, spins: 4)
    #expect(form > 0.1)
    #expect(abs(try FisherInformation.exact(observables, pure, spins: 4) - form) < 1e-12)
    // A mixture of configurations commutes with the wave.
    let classical = try rows(
      basis, [(0, 1, 0, Complex(0.8)), (1, 0, 1, Complex(0.6))])
    #expect(abs(try FisherInformation.exact(observables, classical, spins: 4)) < 1e-13)
    #expect(FisherInformation.covarianceForm(observables, classical.probabilities, spins: 4) > 0.1)
  }

  /// Product states have at most 4 and reach it with all spins in the plane; a GHZ state has 4 N
  /// for a wave that adds up.
  @Test func separableBound() throws {
    var generator = TestGenerator(seed: 6)
    let plain = BipartiteBasis(a: ChargedBasis(dimension: 4), b: ChargedBasis(dimension: 4))
    let observables = wave(2, 2)
    for round in 0..<20 {
      let single = (0..<4).map { _ in
        let up = round == 0 ? 0.5 : Double.random(in: 0...1, using: &generator)
        return [Complex(up.squareRoot()), Complex(0, (1 - up).squareRoot())]
      }
      var amplitudes: [(Int, Int, Complex)] = []
      for state in 0..<16 {
        let value = (0..<4).reduce(Complex.one) { $0 * single[$1][state >> $1 & 1] }
        amplitudes.append((state & 3, state >> 2, value))
      }
      let state = try pureState(plain, amplitudes)
      let value = FisherInformation.covarianceForm(observables, state.probabilities, spins: 4)
      #expect(value <= 4 + 1e-13)
      if round == 0 { #expect(abs(value - 4) < 1e-13) }
    }
    let half = Complex(0.5.squareRoot())
    let ghz = try pureState(plain, [(0, 0, half), (3, 3, half)])
    let still = DiagonalObservable.spinWave(
      waveNumber: 0, a: pattern(2, from: 1), b: pattern(2, from: 3))
    #expect(
      abs(FisherInformation.covarianceForm(still, ghz.probabilities, spins: 4) - 16) < 1e-13)
  }
}
