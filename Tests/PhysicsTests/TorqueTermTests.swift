import Foundation
import Macrospins
import Numerics
import Testing

/// What turns the magnetization is written once, and moves trajectories and the density alike.
@Suite struct TorqueTermTests {
  private static let damping = 0.3
  private static let direction = Vector3(0.36, -0.48, 0.8)

  /// Every built-in term alone, and vectors of every power up to the fourth in each of the three
  /// ways.
  private static var terms: [TorqueTerm] {
    var generator = TestGenerator(seed: 21)
    func number() -> Double { .random(in: -1...1, using: &generator) }
    func polynomial() -> VectorPolynomial {
      var sum = VectorPolynomial.zero
      for x in 0...4 {
        for y in 0...4 - x {
          for z in 0...4 - x - y {
            let vector = Vector3(number(), number(), number())
            sum += number() * VectorPolynomial(vector, x: x, y: y, z: z)
          }
        }
      }
      return sum
    }
    return [
      .externalField(1e5 * direction), .uniaxialAnisotropy(-7e4), .secondOrderAnisotropy(5e4),
      .dampingLikeTorque(rate: -3e9, polarization: direction),
      .fieldLikeTorque(rate: 2e9, polarization: direction),
      .effectiveField(1e4 * polynomial()), .dampingLike(1e9 * polynomial()),
      .fieldLike(1e9 * polynomial()),
    ]
  }

  /// dm/dt of a trajectory in units of 10¹⁰/s, from steps to both sides. Their errors are even in
  /// the length of the step; three lengths remove the first two orders and leave the sixth, some
  /// 10⁻¹⁴ where nothing turns faster than `fastest`.
  private func drift(_ stage: MacrospinStage, at m: Vector3, fastest: Double) -> Vector3 {
    func slope(_ length: Double) -> Vector3 {
      let ends = [length, -length].map { length in
        var block = TrajectoryBlock(trajectories: 0..<1) { _ in m }
        let step = stage.step(damping: Self.damping, length: length * 1e-10)
        block.advance(0..<1, by: step, normals: nil)
        return block.state(of: 0)
      }
      return (ends[0] - ends[1]) / (2 * length)
    }
    let slopes = [2e-3, 4e-3, 8e-3].map { slope($0 / fastest) }
    let fourth = [0, 1].map { (4 * slopes[$0] - slopes[$0 + 1]) / 3 }
    return (16 * fourth[0] - fourth[1]) / 15
  }

  /// The drift of a trajectory is what the generator makes of the coordinates: d⟨m⟩/dt of a density
  /// that is one direction, which harmonics up to degree 1 plus the reach of the generator tell
  /// exactly.
  ///
  /// - Parameter fastest: The fastest rate of the stage in 10¹⁰/s, or more.
  private func compare(_ stage: MacrospinStage, fastest: Double = 1) throws {
    let generator = try SphericalGenerator(
      1e-10 * stage.generator(damping: Self.damping), degree: 8)
    var random = TestGenerator(seed: 5)
    for _ in 0..<10 {
      let m = Vector3(
        polarAngle: .random(in: 0...3.1, using: &random),
        azimuth: .random(in: 0...6.2, using: &random))
      let density = generator.rate(of: SphericalDensity(point: m, degree: 8)).mean
      let trajectory = drift(stage, at: m, fastest: fastest)
      #expect(trajectory.norm > 1e-3)
      #expect(trajectory.distance(to: density) < 1e-12 * max(fastest, trajectory.norm))
    }
  }

  @Test(arguments: terms) func eachMovesBothAlike(_ term: TorqueTerm) throws {
    try compare(MacrospinStage(duration: 1, terms: [term]))
  }

  /// All of them together, and the stages of a protocol, whatever terms these have.
  @Test func togetherTheyMoveBothAlike() throws {
    try compare(MacrospinStage(duration: 1, terms: Self.terms), fastest: 100)
    var magnet = Magnet()
    magnet.polarization = Self.direction
    magnet.current = 0.1
    for stage in SwitchingProtocol().stages(of: magnet) {
      var still = stage
      still.noise = RandomField()
      try compare(still, fastest: 100)
    }
  }

  /// Trajectories have the same bits by the kernel for any polynomial as by that for an anisotropy
  /// along z: a field far below rounding makes the difference. Terms that are zero do not.
  @Test(arguments: NoiseConvention.allCases)
  func kernels(convention: NoiseConvention) throws {
    func outcome(_ extra: [TorqueTerm], kelvin: Double) throws -> EnsembleOutcome {
      let stage = MacrospinStage(
        duration: 0.1e-9,
        terms: [
          .externalField(Vector3(3e4, 2e3, -1e3)), .uniaxialAnisotropy(2e4),
          .dampingLikeTorque(rate: -1e9, polarization: Self.direction),
          .fieldLikeTorque(rate: 1e9, polarization: Self.direction),
        ] + extra,
        noise: RandomField(
          thermalStrength: 1e-8 * kelvin, quantumCoefficient: 1e-7 * kelvin,
          polarization: Self.direction, convention: convention))
      return try MacrospinEnsemble(
        stages: [stage], damping: 0.05, start: Vector3(0.6, 0, 0.8), timeStep: 0.2e-12,
        trajectories: 100, savedTimes: 5, seed: 1, point: 2
      ).run()
    }
    for kelvin in [0.0, 1] {
      let plain = try outcome([], kelvin: kelvin)
      #expect(try plain == outcome([.secondOrderAnisotropy(1e-200)], kelvin: kelvin))
      #expect(try plain == outcome([.secondOrderAnisotropy(0)], kelvin: kelvin))
      #expect(try plain != outcome([.secondOrderAnisotropy(1e3)], kelvin: kelvin))
    }
  }

  /// The term of docs/add-a-torque.md in both methods: means agree within 4 standard errors, and
  /// are 20 from those without it.
  @Test func workedExample() throws {
    var magnet = Magnet()
    magnet.radius = 15e-9
    magnet.temperature = 300
    var stage = MacrospinStage(
      duration: 0.5e-9,
      terms: [.externalField(Vector3(3e4, 0, 2e4)), .uniaxialAnisotropy(-1.5e5)],
      noise: RandomField(thermalStrength: magnet.thermalFieldStrength))
    let start = Vector3(polarAngle: 0.3, azimuth: 1)
    func density() throws -> SphericalDensity {
      try DensityEvolution().run(
        from: start,
        stages: [.init(duration: stage.duration, generator: stage.generator(damping: 0.05))]
      ) {}.density
    }
    let without = try density()
    stage.terms.append(.secondOrderAnisotropy(3e5))
    let with = try density()
    let ensemble = try MacrospinEnsemble(
      stages: [stage], damping: 0.05, start: start, timeStep: 0.25e-12,
      trajectories: samples(20_000), seed: 3, point: 0
    ).run()
    let n = Double(ensemble.trajectories)
    var largest = 0.0
    for component in 0..<3 {
      let error = (with.covariance[component].components[component] / n).squareRoot()
      let mean = with.mean.components[component]
      #expect(abs(ensemble.meanMagnetization.components[component] - mean) < 4 * error)
      largest = max(largest, abs(mean - without.mean.components[component]) / error)
    }
    #expect(largest > 20)
  }

  /// The page shows the very file that these tests use; as part of the module it needs no import of
  /// it.
  @Test func pageShowsTheFile() throws {
    let folder = URL(fileURLWithPath: #filePath).deletingLastPathComponent()
    let file = try String(
      contentsOf: folder.appending(path: "SecondOrderAnisotropy.swift"), encoding: .utf8)
    let page = try String(
      contentsOf: folder.appending(path: "../../docs/add-a-torque.md"), encoding: .utf8)
    let block = "```swift\n" + file.replacing("import Macrospins\n", with: "") + "```"
    #expect(page.contains(block))
  }
}
