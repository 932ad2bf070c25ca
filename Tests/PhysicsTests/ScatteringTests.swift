import Foundation
import Macrospins
import Numerics
import QuantumChains
import Testing

/// One electron and one moment. Where no other reason is given, 10⁻¹² is some 10⁴ roundings of
/// quantities of order one, and the sums have at most a few hundred terms.
@Suite struct ScatteringTests {
  private func phases(_ spin: Double, _ generator: inout TestGenerator) -> ScatteringPhases {
    ScatteringPhases(
      exchange: .random(in: -3...3, using: &generator),
      waveNumber: .random(in: 0.2...3, using: &generator), spinQuantumNumber: spin)
  }

  @Test func referenceCases() throws {
    let tolerance = 1e-12
    for item in try reference("scattering", as: ScatteringCase.File.self).cases {
      let phases = item.phases
      let outcome = try ScatteringOutcome(
        try item.electron(), on: try item.state.spinState(item.spinQuantumNumber), phases)
      let values = [
        ("parallel", phases.parallel, item.parallel),
        ("antiparallel", phases.antiparallel, item.antiparallel),
        ("difference", phases.difference, item.antiparallel - item.parallel),
        ("sin2", phases.sin2, item.sin2), ("sinCos", phases.sinCos, item.sinCos),
        ("magnonChange", outcome.magnonChange, item.magnonChange),
        ("transmission", outcome.transmission, item.transmission),
        ("reflection", outcome.reflection, 1 - item.transmission),
        ("purity", outcome.purity, item.purity),
      ]
      for (name, value, expected) in values {
        #expect(abs(value - expected) < tolerance, "\(item.label): \(name) \(value) \(expected)")
      }
    }
  }

  @Test("Σ K†K = 1: the electron leaves somewhere", arguments: testSpins)
  func completeness(spin: Double) throws {
    var generator = TestGenerator(seed: 1)
    let phases = phases(spin, &generator)
    let electron = try ElectronSpin.random(using: &generator)
    let operators = try KrausOperator.all(phases, up: electron.up, down: electron.down)
    let dimension = Int(2 * spin) + 1
    for row in 0..<dimension {
      for column in 0..<dimension {
        var sum = Complex.zero
        for kraus in operators {
          for middle in 0..<dimension {
            sum +=
              kraus.element(row: middle, column: row).conjugate
              * kraus.element(row: middle, column: column)
          }
        }
        #expect(sum.distance(to: row == column ? .one : .zero) < 1e-13)
      }
    }
  }

  @Test("J_z is conserved: the electron loses what the moment gains", arguments: testSpins)
  func conservation(spin: Double) throws {
    var generator = TestGenerator(seed: 2)
    for _ in 0..<20 {
      let phases = phases(spin, &generator)
      let electron = try ElectronSpin.random(using: &generator)
      let moment = try SpinState.random(spin, using: &generator)
      var spinAfter = 0.0
      for kraus in try KrausOperator.all(phases, up: electron.up, down: electron.down) {
        let probability = kraus.applied(to: moment.amplitudes).reduce(0) {
          $0 + $1.squaredMagnitude
        }
        spinAfter += kraus.isUp ? probability / 2 : -probability / 2
      }
      let outcome = try ScatteringOutcome(electron, on: moment, phases)
      #expect(abs(spinAfter - electron.blochVector.z / 2 - outcome.magnonChange) < 1e-12)
    }
  }

  /// Zheng et al., Eq. (13), as printed.
  private func printedMagnonChange(
    _ electron: ElectronSpin, _ moment: SpinState, _ phases: ScatteringPhases
  ) -> Double {
    let spin = phases.spinQuantumNumber
    let (a, b) = (electron.up, electron.down)
    let width = 2 * spin + 1
    let f = moment.amplitudes
    return f.indices.reduce(0) { sum, index in
      let m = spin - Double(index)
      let diagonal =
        a.squaredMagnitude * (pow(2 * m + 1, 2) - width * width)
        + b.squaredMagnitude * (width * width - pow(2 * m - 1, 2))
      let own = diagonal / (2 * width * width) * phases.sin2 * f[index].squaredMagnitude
      guard index > 0 else { return sum + own }
      let c = Complex((2 * m + 1) * phases.sin2 / (width * width), phases.sinCos / width)
      let interference = c * a.conjugate * b * f[index].conjugate * f[index - 1]
      return sum + own + 2 * (spin * (spin + 1) - m * (m + 1)).squareRoot() * interference.real
    }
  }

  @Test("Kraus sum, Eq. (13) as printed and the operator form agree", arguments: testSpins)
  func closedForms(spin: Double) throws {
    var generator = TestGenerator(seed: 3)
    for _ in 0..<20 {
      let phases = phases(spin, &generator)
      let electron = try ElectronSpin.random(using: &generator)
      let moment = try SpinState.random(spin, using: &generator)
      let outcome = try ScatteringOutcome(electron, on: moment, phases)
      let printed = printedMagnonChange(electron, moment, phases)
      #expect(abs(outcome.magnonChange - printed) < 1e-12)
      let change = moment.moments.change(scattering: electron, phases)
      #expect(change.distance(to: outcome.momentChange) < 1e-12)
    }
  }

  @Test("A mixed moment and a partly polarized electron", arguments: testSpins)
  func mixedStates(spin: Double) throws {
    var generator = TestGenerator(seed: 4)
    for polarization in [0, 0.3, 1] {
      let phases = phases(spin, &generator)
      let electron = try ElectronSpin.random(polarization: polarization, using: &generator)
      // A mixture without symmetry: what is left of a pure state after two other electrons.
      var moment = SpinDensityMatrix(try SpinState.random(spin, using: &generator))
      for _ in 0..<2 {
        moment = try moment.scattered(try ElectronSpin.random(using: &generator), phases)
      }
      let after = try moment.scattered(electron, phases)
      let change = moment.moments.change(scattering: electron, phases)
      #expect(
        change.distance(to: after.moments.mean - moment.moments.mean) < 1e-12, "\(polarization)")
      #expect(after.trace.distance(to: .one) < 1e-13)
    }
  }

  @Test("Entropy and purity are those of the density matrix of Eq. (17)", arguments: testSpins)
  func entropy(spin: Double) throws {
    var generator = TestGenerator(seed: 5)
    for polarization in [0, 0.3, 1] {
      let phases = phases(spin, &generator)
      let electron = try ElectronSpin.random(polarization: polarization, using: &generator)
      let moment = try SpinState.random(spin, using: &generator)
      let outcome = try ScatteringOutcome(electron, on: moment, phases)
      let matrix = try SpinDensityMatrix(moment).scattered(electron, phases)
      let entropy = try matrix.eigenvalues().filter { $0 > 0 }.reduce(0) { $0 - $1 * log($1) }
      // −p ln p of a zero that rounding made 10⁻¹⁷ is 4·10⁻¹⁶, at most 42 times.
      #expect(abs(outcome.entropy - entropy) < 1e-12)
      #expect(abs(outcome.purity - matrix.purity) < 1e-12)
      #expect(abs(matrix.moments.mean.z - moment.moments.mean.z + outcome.magnonChange) < 1e-12)
    }
  }

  /// For electrons along z, the flipped ones are the magnons made or taken.
  @Test("Spin flips and magnons", arguments: testSpins)
  func spinFlips(spin: Double) throws {
    var generator = TestGenerator(seed: 6)
    let phases = phases(spin, &generator)
    let moment = try SpinState.random(spin, using: &generator)
    for (z, sign) in [(1.0, -1.0), (-1.0, 1.0)] {
      let electron = try ElectronSpin(blochVector: Vector3(0, 0, z))
      let outcome = try ScatteringOutcome(electron, on: moment, phases)
      #expect(abs(outcome.magnonChange - sign * outcome.spinFlip) < 1e-13)
      #expect(abs(outcome.transmission + outcome.reflection - 1) < 1e-13)
    }
  }

  /// Zheng et al., Eq. (14) without its approximations.
  @Test("Magnons of an eigenstate", arguments: testSpins)
  func eigenstates(spin: Double) throws {
    var generator = TestGenerator(seed: 7)
    let phases = phases(spin, &generator)
    let width = 2 * spin + 1
    for magnons in 0...Int(2 * spin) {
      let n = Double(magnons)
      let moment = try SpinState.dicke(magneticNumber: spin - n, spinQuantumNumber: spin)
      let taken = 2 * n * (width - n) / (width * width) * phases.sin2
      let made = 2 * (n + 1) * (width - 1 - n) / (width * width) * phases.sin2
      for polarization in [-1, -0.25, 0, 1] {
        let electron = try ElectronSpin(blochVector: Vector3(0, 0, polarization))
        let outcome = try ScatteringOutcome(electron, on: moment, phases)
        let expected = (1 - polarization) / 2 * made - (1 + polarization) / 2 * taken
        #expect(abs(outcome.magnonChange - expected) < 1e-13)
      }
    }
  }

  /// Two spins 1/2: the singlet and the triplet share opposite spins equally, and the electron
  /// leaves in one of two directions. Where the exchange overwhelms the kinetic energy both
  /// channels reflect everything, and nothing is entangled.
  @Test func limitsOfTheExchange() throws {
    let moment = try SpinState.dicke(magneticNumber: 0.5, spinQuantumNumber: 0.5)
    let electron = try ElectronSpin(blochVector: Vector3(0, 0, -1))
    func outcome(_ exchange: Double) throws -> ScatteringOutcome {
      try ScatteringOutcome(
        electron, on: moment,
        ScatteringPhases(exchange: exchange, waveNumber: 1, spinQuantumNumber: 0.5))
    }
    let free = try outcome(0)
    #expect(free.transmission == 1 && free.magnonChange == 0 && abs(free.entropy) < 1e-15)
    let wall = try outcome(-1e200)
    #expect(wall.reflection == 1 && wall.magnonChange == 0 && abs(wall.entropy) < 1e-15)
    // sin² = 1 at tan η₊ tan η₋ = −1, λ = 4/√3: spins are exchanged with the odds of Eq. (13).
    #expect(abs(try outcome(-4 / 3.0.squareRoot()).magnonChange - 0.5) < 1e-15)
  }

  @Test("A coherent state points along its direction", arguments: testSpins + [300])
  func coherentStates(spin: Double) throws {
    for (polar, azimuth) in [(0, 0), (.pi, 1), (1.2, 4), (2.9, -2), (1e-3, 0.5)] {
      let state = try SpinState.coherent(
        polarAngle: polar, azimuth: azimuth, spinQuantumNumber: spin)
      let moments = state.moments
      let direction = Vector3(polarAngle: polar, azimuth: azimuth)
      #expect(moments.mean.distance(to: spin * direction) < 1e-13 * spin)
      // Minimal uncertainty: (L/2)(1 − n_i²), a difference of squares of L.
      for (variance, component) in zip(moments.variance.components, direction.components) {
        #expect(
          abs(variance - spin / 2 * (1 - component * component)) < 1e-13 * spin * (spin + 1))
      }
    }
  }

  @Test func setups() throws {
    var setup = ScatteringSetup()
    for spin in [0.5, 3, 3.5] {
      setup.spinQuantumNumber = spin
      #expect(setup.magneticNumber == spin)
      #expect(try setup.spinState().moments.mean == Vector3(0, 0, spin))
    }
    setup.magneticNumber = -0.5
    setup.spinQuantumNumber = 1.5
    #expect(setup.magneticNumber == -0.5)
    #expect(try setup.spinState().moments.mean == Vector3(0, 0, -0.5))
    setup.coherentState = true
    setup.coherentPolarAngle = 2
    setup.coherentAzimuth = 5
    let sequence = try CollisionSequence(
      try setup.orientedState(), blochVector: try setup.electron().blochVector, sin2: 0, sinCos: 0)
    #expect(
      sequence.moments.mean.distance(to: try setup.spinState().moments.mean) < 1e-14)
    setup.electronPolarAngle = 0.6
    setup.electronAzimuth = 2
    setup.electronPolarization = 0.25
    let expected = 0.25 * Vector3(polarAngle: 0.6, azimuth: 2)
    #expect(try setup.electron().blochVector.distance(to: expected) < 1e-15)
    #expect(
      try ElectronSpin(blochVector: expected).blochVector.distance(to: expected) < 1e-15)
  }

  @Test func mistakes() throws {
    #expect(throws: ScatteringError.spinQuantumNumber(0.7)) {
      try SpinSpace(spinQuantumNumber: 0.7)
    }
    #expect(throws: ScatteringError.magneticNumber(1, spinQuantumNumber: 1.5)) {
      try SpinState.dicke(magneticNumber: 1, spinQuantumNumber: 1.5)
    }
    #expect(throws: ScatteringError.magneticNumber(-2, spinQuantumNumber: 1)) {
      try SpinState.dicke(magneticNumber: -2, spinQuantumNumber: 1)
    }
    #expect(throws: ScatteringError.polarization(2)) {
      try ElectronSpin(blochVector: Vector3(0, 2, 0))
    }
    #expect(throws: ScatteringError.emptyState) {
      try SpinState(amplitudes: [.zero, .zero])
    }
    let moment = try SpinState.dicke(magneticNumber: 1, spinQuantumNumber: 1)
    let other = ScatteringPhases(exchange: 1, waveNumber: 1, spinQuantumNumber: 2)
    #expect(throws: ScatteringError.spinQuantumNumber(2)) {
      try ScatteringOutcome(try ElectronSpin(blochVector: .zero), on: moment, other)
    }
  }
}
