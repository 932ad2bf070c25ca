import Macrospins
import Numerics
import Testing

/// A moment with field, anisotropy and bath between electrons (Zheng et al., Eqs. 18, 19 and 25
/// under one Hamiltonian).
@Suite struct MasterEquationTests {
  private static let spin = Vector3(polarAngle: 2.2, azimuth: -0.7)
  private static let start = Vector3(polarAngle: 0.9, azimuth: 0.4)

  private static func sequence(
    _ spin: Double, sin2: Double = 0, sinCos: Double = 0, along axis: Vector3 = start,
    blochVector: Vector3 = 0.9 * Self.spin, _ moment: DampedMoment
  ) throws -> CollisionSequence {
    try CollisionSequence(
      try OrientedState(magneticNumber: spin, along: axis, spinQuantumNumber: spin),
      blochVector: blochVector, sin2: sin2, sinCos: sinCos, between: moment)
  }

  /// Where nothing acts between electrons nothing changes, to the bit.
  @Test func nothing() throws {
    var free = try CollisionSequence(
      try OrientedState(magneticNumber: 3, along: Self.start, spinQuantumNumber: 3),
      blochVector: Self.spin, sin2: 0.55, sinCos: -0.49)
    var other = try Self.sequence(
      3, sin2: 0.55, sinCos: -0.49, blochVector: Self.spin, DampedMoment())
    for _ in 0..<5 {
      free.collide()
      other.collide()
      try other.evolve()
    }
    #expect(free.densityMatrixAlongSpin == other.densityMatrixAlongSpin)
  }

  /// A field alone turns a moment of any length clockwise about it, by its angle for each electron;
  /// along the electrons' spin and across it, from a state along the spin, too.
  @Test(arguments: [0.5, 1, 7], [start, Self.spin])
  func precession(spin: Double, axis: Vector3) throws {
    var moment = DampedMoment()
    moment.field = Vector3(0.2, -0.1, 0.3)
    var sequence = try Self.sequence(spin, along: axis, moment)
    for _ in 0..<10 { try sequence.evolve() }
    let n = moment.field.unit
    let (sine, cosine) = Elementary.sineCosine(10 * moment.field.norm)
    let along = n.dot(axis) * n
    let turned = along + cosine * (axis - along) + sine * axis.cross(n)
    #expect(sequence.moments.mean.distance(to: spin * turned) < 1e-12 * spin)
    #expect(abs(sequence.purity - 1) < 1e-12)
  }

  /// A spin 1/2 in a field relaxes at the rate 2αω coth(ω/2T) to tanh(ω/2T); at T = 0 it keeps its
  /// phase half as well.
  @Test(arguments: [0, 0.3, 2])
  func spinHalf(temperature: Double) throws {
    var moment = DampedMoment()
    (moment.field, moment.damping) = (Vector3(0, 0, 0.4), 0.03)
    moment.temperature = temperature
    var sequence = try Self.sequence(0.5, moment)
    let electrons = 25
    for _ in 0..<electrons { try sequence.evolve() }
    // (1 − e^{−x})/(1 + e^{−x}) for x = ω/T.
    let factor = temperature > 0 ? Elementary.exponential(nonPositive: -0.4 / temperature) : 0
    let end = (1 - factor) / (1 + factor)
    let rate = 2 * 0.03 * 0.4 / end
    let decay = Elementary.exponential(nonPositive: -rate * Double(electrons))
    let mean = 2 * sequence.moments.mean
    #expect(abs(mean.z - (end + (Self.start.z - end) * decay)) < 1e-13)
    if temperature == 0 {
      let across = Vector3(Self.start.x, Self.start.y, 0).norm * decay.squareRoot()
      #expect(abs(Vector3(mean.x, mean.y, 0).norm - across) < 1e-13)
    }
  }

  /// exp(−H/T)/Z of H = −ω·L − κ/(2L) L_z² in the basis of L_z, by a series and squaring.
  private static func gibbs(_ spin: Double, _ moment: DampedMoment) -> [[Complex]] {
    let size = Int(2 * spin) + 1
    typealias Matrix = [[Complex]]
    func product(_ a: Matrix, _ b: Matrix) -> Matrix {
      a.map { row in
        (0..<size).map { column in
          zip(row, b).reduce(Complex.zero) { $0 + $1.0 * $1.1[column] }
        }
      }
    }
    var exponent = Matrix(repeating: Array(repeating: .zero, count: size), count: size)
    let scale = 1 / moment.temperature / 1024
    for row in 0..<size {
      let m = spin - Double(row)
      exponent[row][row] = Complex(
        scale * (moment.field.z * m + moment.anisotropy / (2 * spin) * m * m))
      guard row + 1 < size else { continue }
      // ⟨m|L₊|m − 1⟩; ω·L has (ω_x − iω_y) L₊/2.
      let raising = (spin * (spin + 1) - m * (m - 1)).squareRoot() / 2 * scale
      exponent[row][row + 1] = Complex(raising * moment.field.x, -raising * moment.field.y)
      exponent[row + 1][row] = exponent[row][row + 1].conjugate
    }
    var sum = Matrix(repeating: Array(repeating: .zero, count: size), count: size)
    for row in 0..<size { sum[row][row] = .one }
    var term = sum
    for order in 1...20 {
      term = product(term, exponent).map { $0.map { (1 / Double(order)) * $0 } }
      for row in 0..<size {
        for column in 0..<size { sum[row][column] += term[row][column] }
      }
    }
    for _ in 0..<10 { sum = product(sum, sum) }
    let trace = (0..<size).reduce(0) { $0 + sum[$1][$1].real }
    return sum.map { $0.map { $0 / trace } }
  }

  /// What a bath leaves is the Gibbs state of the same Hamiltonian, whatever the start.
  @Test(arguments: [1, 2.5, 4], [0.8, 2])
  func equilibrium(spin: Double, temperature: Double) throws {
    var moment = DampedMoment()
    moment.field = Vector3(0.2, 0.15, -0.1)
    (moment.anisotropy, moment.damping, moment.temperature) = (0.9, 0.5, temperature)
    var sequence = try Self.sequence(spin, moment)
    // The slowest rate is that of leaving a well, some α κ/2 exp(−κL/2T).
    for _ in 0..<600 { try sequence.evolve() }
    let gibbs = Self.gibbs(spin, moment)
    let size = gibbs.count
    var (mean, square, purity) = (Vector3.zero, 0.0, 0.0)
    for row in 0..<size {
      let m = spin - Double(row)
      mean = mean + Vector3(0, 0, m * gibbs[row][row].real)
      square += m * m * gibbs[row][row].real
      purity += gibbs[row].reduce(0) { $0 + $1.squaredMagnitude }
      guard row > 0 else { continue }
      // ⟨L₊⟩ = Σ ⟨m + 1|L₊|m⟩ ⟨m|ρ|m + 1⟩.
      let raising = (spin * (spin + 1) - m * (m + 1)).squareRoot()
      mean = mean + raising * Vector3(gibbs[row][row - 1].real, gibbs[row][row - 1].imaginary, 0)
    }
    let moments = sequence.moments
    #expect(moments.mean.distance(to: mean) < 1e-10)
    #expect(abs(moments.secondZ.z - square) < 1e-10)
    #expect(abs(sequence.purity - purity) < 1e-10)
    // It depends on everything that is in H.
    #expect(mean.norm > 0.05)
  }

  /// dn/dt of Landau and Lifshitz with the torques of Eq. (21), by Runge and Kutta's method.
  private static func classical(
    field: Vector3, anisotropy: Double, damping: Double, duration: Double
  ) -> Vector3 {
    let s = 0.9 * Self.spin
    func rate(_ n: Vector3) -> Vector3 {
      let turn = n.cross(field + Vector3(0, 0, anisotropy * n.z))
      let torque = n.cross(s)
      return turn + damping * turn.cross(n) + 0.55 * torque.cross(n) - 0.49 * torque
    }
    let steps = 4000
    let h = duration / Double(steps)
    var n = Self.start
    for _ in 0..<steps {
      let a = rate(n)
      let b = rate(n + (h / 2) * a)
      let c = rate(n + (h / 2) * b)
      let d = rate(n + h * c)
      n = n + (h / 6) * (a + 2 * b + 2 * c + d)
    }
    return n
  }

  /// The mean of a long moment follows the Landau–Lifshitz equation with the torques; what is
  /// missing is of order 1/L.
  @Test func largeMoments() throws {
    let field = Vector3(0.8, 0, 0.5)
    let (anisotropy, damping, duration) = (1.2, 0.15, 1.0)
    func limit(_ anisotropy: Double, _ damping: Double) -> Vector3 {
      Self.classical(field: field, anisotropy: anisotropy, damping: damping, duration: duration)
    }
    let exact = limit(anisotropy, damping)
    // What is compared depends on each term.
    #expect(exact.distance(to: limit(anisotropy, 0)) > 0.05)
    #expect(exact.distance(to: limit(0, damping)) > 0.05)
    let means = try [4.0, 8, 16].map { spin in
      // Rates of the torques are those over 2L + 1 for each electron, and so is all else.
      let share = 1 / (2 * spin + 1)
      var moment = DampedMoment()
      moment.field = share * field
      (moment.anisotropy, moment.damping) = (share * anisotropy, damping)
      // Not small against quanta, but against the energy of the moment.
      moment.temperature = share
      var sequence = try Self.sequence(spin, sin2: 0.55, sinCos: -0.49, moment)
      for _ in 0..<Int((duration / share).rounded()) {
        sequence.collide()
        try sequence.evolve()
      }
      return 1 / spin * sequence.moments.mean
    }
    let errors = means.map { $0.distance(to: exact) }
    for (coarse, fine) in zip(errors, errors.dropFirst()) {
      #expect((1.75...2.25).contains(coarse / fine), "\(errors)")
    }
    // Without the first order a sixth of it is left, or less.
    #expect((2 * means[2] - means[1]).distance(to: exact) < errors[2] / 6)
  }

  /// A long interval is the same as many short ones, whatever rounding does: the state stays
  /// Hermitian, with trace 1 and no negative eigenvalue, under losses of hundreds an interval.
  @Test func longInterval() throws {
    var long = DampedMoment()
    (long.field, long.damping, long.temperature) = (Vector3(3, 0, 3), 0.5, 5)
    var short = long
    (short.field, short.temperature) = (0.1 * long.field, 0.1 * long.temperature)
    var once = try Self.sequence(10, along: Vector3(0, 0, 1), long)
    try once.evolve()
    var tenTimes = try Self.sequence(10, along: Vector3(0, 0, 1), short)
    for _ in 0..<10 { try tenTimes.evolve() }
    #expect(once.moments.mean.distance(to: tenTimes.moments.mean) < 1e-9)
    #expect(abs(once.purity - tenTimes.purity) < 1e-10)
    #expect(once.purity < 1 && abs(once.moments.mean.z - 6.244287455695) < 1e-8)
  }
}
