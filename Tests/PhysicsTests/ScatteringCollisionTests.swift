import Foundation
import Macrospins
import Numerics
import QuantumChains
import Testing

/// Many electrons on one moment.
@Suite struct ScatteringCollisionTests {
  /// Up to 5000 electrons and L = 10, whose variances are of order 100. The reference itself is off
  /// by up to 6·10⁻¹³ there (by extended precision); what a collision gives and takes here is the
  /// same number, so that populations add up to one whatever their number.
  @Test func referenceCases() throws {
    for item in try reference("collisions", as: CollisionCase.File.self).cases {
      var sequence = try item.sequence()
      for state in item.states {
        while sequence.collisions < state.collisions { sequence.collide() }
        let moments = sequence.moments
        let label = "\(item.label), \(state.collisions) electrons"
        #expect(moments.mean.distance(to: Vector3(state.mean)) < 1e-12, "\(label)")
        #expect(abs(moments.variance.z - state.varianceZ) < 1e-12, "\(label)")
        #expect(abs(sequence.purity - state.purity) < 1e-12, "\(label)")
      }
    }
  }

  /// The frame along the spin and the rates in it, against Eq. (17) in the frame of the job.
  @Test("The map is the sum over Kraus operators", arguments: [0.5, 1, 1.5, 2, 3.5])
  func krausMap(spin: Double) throws {
    var generator = TestGenerator(seed: 11)
    for polarization in [0, 0.4, 1] {
      let phases = ScatteringPhases(
        exchange: .random(in: -3...3, using: &generator), waveNumber: 1, spinQuantumNumber: spin)
      let electron = try ElectronSpin.random(polarization: polarization, using: &generator)
      let angles = (Double.random(in: 0...3, using: &generator), 5.0)
      let starts = try [
        (
          OrientedState(magneticNumber: spin - 1, spinQuantumNumber: spin),
          SpinState.dicke(magneticNumber: spin - 1, spinQuantumNumber: spin)
        ),
        (
          OrientedState(
            magneticNumber: spin, along: Vector3(polarAngle: angles.0, azimuth: angles.1),
            spinQuantumNumber: spin),
          SpinState.coherent(
            polarAngle: angles.0, azimuth: angles.1, spinQuantumNumber: spin)
        ),
      ]
      for (oriented, state) in starts {
        var sequence = try CollisionSequence(
          oriented, blochVector: electron.blochVector, sin2: phases.sin2, sinCos: phases.sinCos)
        var matrix = SpinDensityMatrix(state)
        for _ in 0..<8 {
          sequence.collide()
          matrix = try matrix.scattered(electron, phases)
          let (mine, other) = (sequence.moments, matrix.moments)
          #expect(mine.mean.distance(to: other.mean) < 1e-12)
          #expect(mine.secondX.distance(to: other.secondX) < 1e-12)
          #expect(mine.secondY.distance(to: other.secondY) < 1e-12)
          #expect(mine.secondZ.distance(to: other.secondZ) < 1e-12)
          for (a, b) in zip(
            try sequence.densityMatrixAlongSpin.eigenvalues(), try matrix.eigenvalues())
          {
            #expect(abs(a - b) < 1e-13)
          }
        }
      }
    }
  }

  @Test("Trace one, no negative probability, entropy of its spectrum", arguments: [0.5, 2, 10, 50])
  func density(spin: Double) throws {
    var sequence = try CollisionSequence(
      OrientedState(
        magneticNumber: spin, along: Vector3(polarAngle: 2, azimuth: 1), spinQuantumNumber: spin),
      blochVector: Vector3(0.3, -0.5, 0.6), sin2: 0.9, sinCos: 0.3)
    for _ in 0..<200 { sequence.collide() }
    let matrix = sequence.densityMatrixAlongSpin
    // 200 steps of d populations; each step rounds them by some 10⁻¹⁶.
    #expect(matrix.trace.distance(to: .one) < 1e-13)
    let eigenvalues = try matrix.eigenvalues()
    #expect(eigenvalues.allSatisfy { $0 > -1e-15 })
    for row in 0...Int(2 * spin) {
      for column in 0...row {
        let mirrored = matrix.element(row: column, column: row).conjugate
        #expect(matrix.element(row: row, column: column) == mirrored)
      }
    }
    #expect(abs(eigenvalues.reduce(0) { $0 + $1 * $1 } - sequence.purity) < 1e-13)
    let entropy = eigenvalues.filter { $0 > 0 }.reduce(0) { $0 - $1 * log($1) }
    // Up to 101 eigenvalues that rounding leaves near 10⁻¹⁶ count −λ ln λ, 37 times as much, each.
    #expect(abs(try sequence.entropy() - entropy) < 1e-12)
  }

  /// With a Bloch vector P along any axis the populations along it end at ((1 + P)/(1 − P))^m,
  /// however the moment started.
  @Test("Stationary law", arguments: [0.5, 1, 2.5, 5], [-0.7, 0, 0.35])
  func stationaryLaw(spin: Double, polarization: Double) throws {
    let axis = Vector3(polarAngle: 0.8, azimuth: 2.5)
    var sequence = try CollisionSequence(
      OrientedState(magneticNumber: -spin, spinQuantumNumber: spin),
      blochVector: polarization * axis, sin2: 1, sinCos: 0)
    // The slowest mode, the mean moment of unpolarized electrons, decays by 2 sin²/(2L+1)² an
    // electron.
    for _ in 0..<Int(20 * pow(2 * spin + 1, 2)) { sequence.collide() }
    let ratio = (1 + polarization) / (1 - polarization)
    let numbers = (0...Int(2 * spin)).map { spin - Double($0) }
    let weights = numbers.map { pow(ratio, $0) }
    let total = weights.reduce(0, +)
    let mean = zip(weights, numbers).reduce(0) { $0 + $1.0 * $1.1 } / total
    let purity = weights.reduce(0) { $0 + $1 * $1 } / (total * total)
    let entropy = -weights.reduce(0) { $0 + $1 / total * log($1 / total) }
    // exp(−40) of the start is left.
    #expect(sequence.moments.mean.distance(to: mean * axis) < 1e-12)
    #expect(abs(sequence.purity - purity) < 1e-12)
    #expect(abs(try sequence.entropy() - entropy) < 1e-12)
  }

  /// Zheng et al., Eq. (21): the first moment of the P function obeys
  /// Δ⟨n⟩ = ⟨A (n × s) × n + B n × s⟩ − 2⟨D n⟩ exactly, for any L, with ⟨L⟩ = L⟨n⟩ and
  /// ½⟨{L_i, L_j}⟩ = L(L − 1/2)⟨n_i n_j⟩ + (L/2) δ_ij.
  @Test("First moments of the Fokker-Planck equation", arguments: [1, 1.5, 4, 50])
  func fokkerPlanckMoments(spin: Double) throws {
    let (sin2, sinCos, s) = (0.55, -0.4975, Vector3(0.2, -0.7, 0.4))
    let a = sin2 / (2 * spin + 1)
    let b = sinCos / (2 * spin + 1)
    var sequence = try CollisionSequence(
      OrientedState(
        magneticNumber: spin, along: Vector3(polarAngle: 1, azimuth: 2), spinQuantumNumber: spin),
      blochVector: s, sin2: sin2, sinCos: sinCos)
    for _ in 0..<40 {
      let before = sequence.moments
      let n = before.mean / spin
      let alongS =
        (before.second(along: s) - (spin / 2) * s) / (spin * (spin - 0.5))
      let drift = a * (s - alongS) + b * n.cross(s)
      let diffusion = (2 * a / (2 * spin + 1)) * (n - alongS)
      sequence.collide()
      let change = sequence.moments.mean / spin - n
      #expect(change.distance(to: drift - diffusion) < 1e-14 * (spin + 10))
    }
  }

  /// The same collision, turned in space, takes the way over eigenvectors and a full matrix; along
  /// z the matrix is diagonal.
  @Test("A diagonal state and the same one turned", arguments: [0.5, 2, 15.5])
  func covariance(spin: Double) throws {
    let axis = Vector3(polarAngle: 1.1, azimuth: -0.4)
    // Off the axis by an angle that the shortcut does not take, but hardly more.
    let nearly = Vector3(polarAngle: 1.1 + 1e-14, azimuth: -0.4)
    var diagonal = try CollisionSequence(
      OrientedState(magneticNumber: 1 - spin, spinQuantumNumber: spin),
      blochVector: Vector3(0, 0, 0.8), sin2: 0.4, sinCos: 0.2)
    var turned = try CollisionSequence(
      OrientedState(magneticNumber: 1 - spin, along: axis, spinQuantumNumber: spin),
      blochVector: 0.8 * nearly, sin2: 0.4, sinCos: 0.2)
    for _ in 0..<30 {
      diagonal.collide()
      turned.collide()
    }
    let along = diagonal.moments.mean.z
    #expect(turned.moments.mean.distance(to: along * axis) < 1e-12 * spin)
    #expect(abs(turned.purity - diagonal.purity) < 1e-12)
    #expect(abs(try turned.entropy() - diagonal.entropy()) < 1e-12)
  }

  /// Moments need three diagonals, which evolve without the others: the same bits as with all.
  @Test("Moments alone are those of the whole matrix", arguments: [0.5, 1, 2, 20])
  func momentsOnly(spin: Double) throws {
    func sequence(momentsOnly: Bool) throws -> CollisionSequence {
      try CollisionSequence(
        OrientedState(
          magneticNumber: spin, along: Vector3(polarAngle: 2, azimuth: 1), spinQuantumNumber: spin),
        blochVector: Vector3(0.3, -0.5, 0.6), sin2: 0.9, sinCos: 0.3, momentsOnly: momentsOnly)
    }
    var (whole, few) = (try sequence(momentsOnly: false), try sequence(momentsOnly: true))
    for _ in 0..<50 {
      whole.collide()
      few.collide()
      #expect(few.moments == whole.moments)
    }
    #expect(few.purity.isNaN && whole.purity < 1)
    #expect(try few.entropy().isNaN)
  }

  /// The magnet of Tassi et al., Table I, as one spin of 10⁴: every electron changes its mean by
  /// the closed form, and 1.5·10⁵ of them turn it as far as C₁ says, to the part 1/J that tells
  /// L/2 and (L + 1)/2 apart in the barrier.
  @Test("A spin of 10,000") func magnet() throws {
    let barrier = SpinDependentBarrier()
    let hbar = PhysicalConstants.reducedPlanck
    let natural = PhysicalConstants.electronMass / (hbar * hbar * barrier.fermiWaveNumber)
    let phases = ScatteringPhases(
      exchange: natural * barrier.exchange, waveNumber: 1, spinQuantumNumber: barrier.spin,
      potential: natural * barrier.potential)
    let transfer = SpinTransfer(
      barrier: barrier,
      bias: SpinBias(left: SpinBias.bias(ofElectrons: 1.5e5, in: 1), right: 0))
    let multiplicity = 2 * barrier.spin + 1
    let torque = transfer.torqueCoefficient
    // m turns about s with −B.
    #expect(agree(1.5e5 * phases.sin2 / multiplicity, torque.imaginary, 3 / barrier.spin))
    #expect(agree(-1.5e5 * phases.sinCos / multiplicity, torque.real, 3 / barrier.spin))

    let electron = try ElectronSpin(polarAngle: 0, azimuth: 0, polarization: 1)
    var sequence = try CollisionSequence(
      OrientedState(
        magneticNumber: barrier.spin, along: Vector3(polarAngle: 2.8, azimuth: 1),
        spinQuantumNumber: barrier.spin),
      blochVector: electron.blochVector, sin2: phases.sin2, sinCos: phases.sinCos,
      momentsOnly: true)
    var moments = sequence.moments
    // A coherent state, to the rounding of squares of 10⁴.
    #expect(abs(moments.variance.z - barrier.spin / 2 * sin(2.8) * sin(2.8)) < 1e-6)
    for _ in 0..<20 {
      let change = moments.change(scattering: electron, phases)
      sequence.collide()
      let next = sequence.moments
      #expect((next.mean - moments.mean).distance(to: change) < 1e-9)
      moments = next
    }
  }

  @Test("Eigenvalues of spin matrices are −L … L", arguments: [0.5, 3, 50])
  func eigenvalues(spin: Double) throws {
    let dimension = Int(2 * spin) + 1
    let axis = Vector3(polarAngle: 0.7, azimuth: 3.9)
    var matrix = [Complex](repeating: .zero, count: dimension * dimension)
    for row in 0..<dimension {
      let m = spin - Double(row)
      matrix[row * dimension + row] = Complex(axis.z * m)
      guard row > 0 else { continue }
      let half = (spin * (spin + 1) - m * (m + 1)).squareRoot() / 2
      // ⟨m + 1|L₊|m⟩ of (n_x − i n_y)/2 L₊, above the diagonal; below it nothing is read.
      matrix[(row - 1) * dimension + row] = half * Complex(axis.x, -axis.y)
    }
    let values = try HermitianEigenvalues.of(matrix, dimension: dimension)
    for (index, value) in values.enumerated() {
      #expect(abs(value - (Double(index) - spin)) < 1e-14 * (10 + 4 * spin))
    }
    #expect(throws: LinearAlgebraError.shape(numbers: 3, dimension: 2)) {
      try HermitianEigenvalues.of([.one, .one, .one], dimension: 2)
    }
    #expect(throws: LinearAlgebraError.notANumber) {
      try HermitianEigenvalues.of([Complex(.nan)], dimension: 1)
    }
  }
}
