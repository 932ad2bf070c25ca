import Macrospins
import Numerics
import Teams
import Testing

/// Densities over directions and time.
@Suite struct DirectionDensityTests {
  private static let directions = [
    Vector3(0, 0, 1), Vector3(polarAngle: 0.4, azimuth: 2), Vector3(polarAngle: 1.4, azimuth: -1),
    Vector3(polarAngle: 2.9, azimuth: 0.3),
  ]

  /// The value at a direction of exp(κ n·m), and of a sum of points, is what formulas say.
  @Test func values() throws {
    let n = Vector3(polarAngle: 0.7, azimuth: -2)
    let density = SphericalDensity(concentration: 9, about: n, degree: 60)
    for direction in Self.directions {
      // κ/(4π sinh κ) e^{κ n·m}
      let exact =
        9 / (2 * Double.pi * (1 - Elementary.exponential(nonPositive: -18)))
        * Elementary.exponential(nonPositive: 9 * (n.dot(direction) - 1))
      #expect(abs(density.value(at: direction) - exact) < 1e-12)
    }
    let grid = SphericalGrid(polarAngles: 5, azimuths: 7)
    let values = try density.values(on: grid) {}
    #expect(values.count == 35)
    for (value, direction) in zip(values, grid.directions) {
      #expect(abs(value - density.value(at: direction)) < 1e-13)
    }
  }

  /// In equilibrium the density is Boltzmann's at every time, the first included, also where times
  /// cut stages; and looking changes nothing beyond the tolerance.
  @Test func equilibrium() throws {
    var magnet = Magnet()
    (magnet.radius, magnet.temperature, magnet.current) = (15e-9, 300, 0)
    var switching = SwitchingProtocol()
    switching.externalField = Vector3(1e4, -5e3, 4e3)
    switching.initialState = .boltzmann
    (switching.voltagePulse, switching.relaxation) = (0.3e-9, 0.2e-9)
    let end = switching.duration
    let law = try #require(BoltzmannLaw(magnet, in: switching.externalField))
    let exact = SphericalDensity(law, degree: 60)
    let solver = MacrospinDensity(
      magnet: magnet, protocol: switching, evolution: DensityEvolution(tolerance: 1e-10))
    var seen = [Int: [Double]]()
    let outcome = try solver.run(lookingAt: [0, 0.1e-9, 0.3e-9, 0.4e-9, end], poll: {}) {
      time, density in
      seen[time] = density.map { Self.directions.map($0.value) }
    }
    #expect(seen.count == 5)
    for (_, values) in seen {
      for (value, direction) in zip(values, Self.directions) {
        #expect(abs(value - exact.value(at: direction)) < 1e-8)
      }
    }
    let plain = try solver.run {}
    #expect(plain.density.mean.distance(to: outcome.density.mean) < 1e-9)
  }

  /// A start in one direction has no density until noise has made one, and the last look is the
  /// end.
  @Test func startInOneDirection() throws {
    var magnet = Magnet()
    (magnet.radius, magnet.temperature, magnet.current) = (15e-9, 300, 0.3e-3)
    var switching = SwitchingProtocol()
    (switching.voltagePulse, switching.relaxation) = (0.2e-9, 0.2e-9)
    switching.timeStep = 0.25e-12
    var seen = [Int: SphericalDensity?]()
    let outcome = try MacrospinDensity(
      magnet: magnet, protocol: switching, evolution: DensityEvolution()
    ).run(lookingAt: [0, switching.duration / 2, switching.duration], poll: {}) { time, density in
      seen[time] = .some(density)
    }
    // Compared first: a failure does not print thousands of coefficients.
    let (isPoint, isEnd) = (seen[0] == .some(nil), seen[2] == .some(outcome.density))
    #expect(isPoint && isEnd)
    let total = try #require(seen[1] ?? nil).total
    #expect(abs(total - 1) < 1e-12)
  }

  /// One of eight bands and eight sectors of the sphere.
  private static func cell(of m: Vector3) -> Int {
    let band = min(Int((m.z + 1) * 4), 7)
    return 8 * band + (m.x < 0 ? 1 : 0) + (m.y < 0 ? 2 : 0) + (abs(m.x) < abs(m.y) ? 4 : 0)
  }

  /// Trajectories, each an ensemble of its own, are where the density says: as the current ends,
  /// and at the end.
  @Test(arguments: [0, 0.5e-9])
  func trajectories(relaxation: Double) throws {
    var magnet = Magnet()
    (magnet.radius, magnet.temperature, magnet.current) = (15e-9, 300, 0.3e-3)
    magnet.biasVoltage = 0.6
    var switching = SwitchingProtocol()
    (switching.voltagePulse, switching.relaxation) = (0.5e-9, 0.5e-9)
    switching.timeStep = 0.5e-12
    let time = switching.voltagePulse + switching.currentPulse + relaxation
    var density: SphericalDensity?
    let solver = MacrospinDensity(
      magnet: magnet, protocol: switching, evolution: DensityEvolution())
    _ = try solver.run(lookingAt: [time], poll: {}) { density = $1 }
    let law = try #require(density)

    switching.relaxation = relaxation
    var counts = [Int](repeating: 0, count: 64)
    for number in 0..<4000 {
      let ensemble = try MacrospinEnsemble(
        magnet: magnet, protocol: switching, trajectories: 1, seed: 11, point: UInt64(number))
      counts[Self.cell(of: try ensemble.run {}.meanMagnetization)] += 1
    }
    // Midpoints of a fine grid: errors are far below those of the counts.
    var probabilities = [Double](repeating: 0, count: 64)
    let steps = 96
    let area = 4 * Double.pi / Double(steps * steps)
    for band in 0..<steps {
      let z = 2 * (Double(band) + 0.5) / Double(steps) - 1
      let radius = ((1 - z) * (1 + z)).squareRoot()
      for step in 0..<steps {
        let (y, x) = Elementary.sineCosine(2 * Double.pi * (Double(step) + 0.5) / Double(steps))
        let direction = Vector3(radius * x, radius * y, z)
        probabilities[Self.cell(of: direction)] += area * law.value(at: direction)
      }
    }
    // h² times the curvature of densities that are a tenth of a radian wide.
    #expect(abs(probabilities.reduce(0, +) - 1) < 1e-3)
    let test = ChiSquaredTest(observed: counts, probabilities: probabilities, fitted: 0)
    // Smaller once in 16,000 times, as 4 standard deviations are.
    #expect(test.degreesOfFreedom > 10 && test.pValue > 6e-5)
    // A density that is off by a fifth is found out.
    let other = ChiSquaredTest(
      observed: counts, probabilities: probabilities.map { 0.8 * $0 + 0.2 / 64 }, fitted: 0)
    #expect(other.pValue < 1e-6)
  }

  /// A magnet between two leads: the values over a ring about the axis add up to the density of the
  /// polar angle that three orders give.
  @Test func spinTorque() throws {
    var barrier = SpinDependentBarrier()
    barrier.exchange = 5.76e-30
    barrier.spin = 100
    let bias = SpinBias(left: 9e-22, right: -2e-22, temperature: 300, leads: .all)
    let law = SpinTransfer(barrier: barrier, bias: bias)
      .law(form: .appendix, calculus: .stratonovich)
    let solver = SpinTorqueDensity(
      law: law, start: GibbsEnsemble(concentration: 12, polarAngle: 2.2, azimuth: 0.4))
    // A ring, and bins of which one is centered at it, so narrow that the mean over one is the
    // value in its middle, to their width squared.
    let grid = SphericalGrid(polarAngles: 9, azimuths: 64)
    let (bins, bin) = (20_004, 12_502)
    let angle = grid.polarAngles[5]
    let times = [0, 0.4e-9, 1e-9]
    let outcome = try solver.run(times: times, bins: bins, on: grid, poll: {})
    let plain = try solver.run(times: times, bins: bins, poll: {})
    for time in times.indices {
      let ring = outcome.values[time][5 * 64..<6 * 64]
      let sine = Elementary.sineCosine(angle).sine
      let mean = ring.reduce(0, +) / 64 * 2 * Double.pi * sine
      #expect(abs(mean - plain.record.polarDensity[time][bin]) < 1e-6)
      #expect(outcome.record.means[time].distance(to: plain.record.means[time]) < 1e-8)
      #expect(ring.max() ?? 0 > 1.01 * (ring.min() ?? 0))
    }
  }
}
