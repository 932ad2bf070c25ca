import Macrospins
import Numerics
import Testing

/// How fluctuations grow after the pulses (Zheng et al., Sec. V).
@Suite struct AmplificationTests {
  private static let fields = [
    Vector3(30_000, 0, 0), Vector3(0, -12_000, 9000), Vector3(8000, 5000, -40_000),
    Vector3(70_000, 10_000, 0),
  ]

  /// −γ m × H − γ α m × (m × H) with H_k = 80 kA/m.
  private static func drift(_ m: Vector3, _ field: Vector3, damping: Double) -> Vector3 {
    let h = field + Vector3(0, 0, 80_000 * m.z)
    let rate = PhysicalConstants.landauLifshitzRate(damping: damping)
    return -rate * m.cross(h) - (rate * damping) * m.cross(m.cross(h))
  }

  /// The saddle is a point of rest, and the lower one of the two passes over the plane of axis and
  /// field.
  @Test(arguments: fields)
  func place(field: Vector3) throws {
    let saddle = try #require(SaddlePoint(anisotropyField: 80_000, field: field))
    #expect(abs(saddle.direction.norm - 1) < 1e-15)
    #expect(Self.drift(saddle.direction, field, damping: 0.1).norm < 1e-13 * 2.2e5 * 80_000)
    let sideways = Vector3(field.x, field.y, 0).unit
    func energy(_ m: Vector3) -> Double { -40_000 * (m.z * m.z) - field.dot(m) }
    let circle = (0..<20_000).map { step in
      let (sine, cosine) = Elementary.sineCosine(2 * Double.pi * Double(step) / 20_000)
      return energy(sine * sideways + cosine * Vector3(0, 0, 1))
    }
    let passes = circle.indices.compactMap { index in
      let (before, after) = (circle[(index + 19_999) % 20_000], circle[(index + 1) % 20_000])
      return circle[index] > before && circle[index] >= after ? circle[index] : nil
    }
    #expect(passes.count == 2)
    // A step of 3e-4 rad off a maximum costs half its square.
    #expect(abs((passes.min() ?? 0) - energy(saddle.direction)) < 1e-7 * 2 * 80_000)
  }

  /// The rate is the positive eigenvalue of the equation of motion, differentiated by differences.
  @Test(arguments: fields, [0.001, 0.05, 0.7])
  func rate(field: Vector3, damping: Double) throws {
    let saddle = try #require(SaddlePoint(anisotropyField: 80_000, field: field))
    let m = saddle.direction
    let u = m.cross(Vector3(0.3, -0.5, 0.8)).unit
    let axes = [u, m.cross(u)]
    let step = 1e-5
    let matrix = axes.map { row in
      axes.map { column in
        let ahead = Self.drift((m + step * column).unit, field, damping: damping)
        let behind = Self.drift((m - step * column).unit, field, damping: damping)
        return row.dot(ahead - behind) / (2 * step)
      }
    }
    let trace = matrix[0][0] + matrix[1][1]
    let determinant = matrix[0][0] * matrix[1][1] - matrix[0][1] * matrix[1][0]
    let eigenvalue = (trace + (trace * trace - 4 * determinant).squareRoot()) / 2
    // Differences of second order: step², and rounding over the step.
    #expect(abs(saddle.growthRate(damping: damping) / eigenvalue - 1) < 1e-8)
    #expect(determinant < 0)
  }

  /// Without a field across the pass is level all around: γ α H_k. Without damping the rate is that
  /// of precession over the pass, γ (H (H_k − H))^½. Beyond the astroid, or with an easy plane,
  /// there is no pass.
  @Test func limits() throws {
    let gamma = PhysicalConstants.landauLifshitzRate(damping: 0.1)
    let level = try #require(SaddlePoint(anisotropyField: 8e4, field: .zero))
    #expect(abs(level.growthRate(damping: 0.1) / (gamma * 0.1 * 8e4) - 1) < 1e-14)
    #expect(abs(level.direction.z) < 1e-15)
    let axial = try #require(SaddlePoint(anisotropyField: 8e4, field: Vector3(0, 0, 2e4)))
    #expect(abs(axial.direction.z + 0.25) < 1e-15)
    #expect(axial.transverseCurvature == 0)
    let across = try #require(SaddlePoint(anisotropyField: 8e4, field: Vector3(0, 3e4, 0)))
    let free = PhysicalConstants.landauLifshitzRate(damping: 0)
    #expect(abs(across.growthRate(damping: 0) / (free * (3e4 * 5e4).squareRoot()) - 1) < 1e-14)
    #expect(across.direction.distance(to: Vector3(0, 1, 0)) < 1e-15)
    for field in [Vector3(8.1e4, 0, 0), Vector3(0, 0, -8.1e4), Vector3(3e4, 0, 3e4)] {
      #expect(SaddlePoint(anisotropyField: 8e4, field: field) == nil)
    }
    #expect(SaddlePoint(anisotropyField: -1, field: .zero) == nil)
  }

  /// Quantum noise on the pass grows at the pass's rate, as soon as what shrinks there has shrunk
  /// and as long as deviations are small.
  @Test(arguments: [15_000, 30_000, 55_000])
  func growth(field: Double) throws {
    var magnet = Magnet()
    magnet.temperature = 0
    var switching = SwitchingProtocol()
    switching.externalField = Vector3(field, 0, 0)
    (switching.initialPolarAngle, switching.initialAzimuth) = (Double.pi / 2, 0)
    (switching.voltagePulse, switching.currentPulse) = (0, 20e-12)
    (switching.relaxation, switching.timeStep) = (0.73e-9, 0.5e-12)
    let outcome = try MacrospinEnsemble(
      magnet: magnet, protocol: switching, trajectories: samples(4000), savedTimes: 151, seed: 5,
      point: 0
    ).run()
    let growth = FluctuationGrowth(outcome, after: switching.currentPulse)
    let saddle = try #require(switching.finalSaddle(of: magnet))
    let rate = saddle.growthRate(damping: magnet.damping)
    // The current has ended at the fourth saved time, the fifth of 5 ps each.
    #expect((growth.gains[..<4] + growth.rates[..<4]).allSatisfy { $0.isNaN })
    #expect(growth.gains[4] == 1)
    var compared = 0
    for time in 5..<150 {
      let sigma = outcome.standardDeviations[time].norm
      let ratio = sigma / outcome.standardDeviations[4].norm
      #expect(abs(growth.gains[time] / ratio - 1) < 1e-12)
      // What shrinks does so at least as fast: e^(−2λt) of σ² is below 1e-3.
      guard rate * (outcome.times[time] - outcome.times[4]) > 3.5, sigma < 0.05 else { continue }
      compared += 1
      #expect(abs(growth.rates[time] / rate - 1) < 0.01)
    }
    #expect(compared > 3)
  }

  /// Where nothing fluctuates there is nothing to grow.
  @Test func silence() throws {
    var magnet = Magnet()
    (magnet.temperature, magnet.current) = (0, 0)
    var switching = SwitchingProtocol()
    (switching.voltagePulse, switching.relaxation) = (0.1e-9, 0.1e-9)
    let outcome = try MacrospinEnsemble(
      magnet: magnet, protocol: switching, trajectories: 3, savedTimes: 5, seed: 5, point: 0
    ).run()
    let growth = FluctuationGrowth(outcome, after: 0.215e-9)
    #expect(growth.gains.count == 5 && growth.gains.allSatisfy { $0.isNaN })
    #expect(growth.rates.count == 5 && growth.rates.allSatisfy { $0.isNaN })
  }
}
