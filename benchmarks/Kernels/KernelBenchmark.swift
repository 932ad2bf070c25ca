import Macrospins
import Numerics

/// Times of the kernels of Physics on one core, one JSON object a line; those of the chain of spins
/// if the first argument is `chain`, those of its entanglement if it is `entanglement`, those of many
/// electrons if it is `tdmrg`, else those of the macrospin.
@main enum KernelBenchmark {
  private static let lanes = TrajectoryBlock.capacity
  private static let stream = NormalStream(seed: 1, point: 2, purpose: .magneticField)

  static func main() throws {
    let arguments = CommandLine.arguments.dropFirst()
    if arguments.first == "tdmrg" { return try PulseBenchmark.run(Array(arguments.dropFirst())) }
    let both = stage(thermal: true, quantum: true)
    let reevaluated = stage(thermal: true, quantum: true, .stratonovich)
    let cubic = VectorPolynomial(Vector3(0, 0, -3e4), z: 3)
    let general = stage(thermal: true, quantum: true, terms: [.effectiveField(cubic)])
    let thermal = stage(thermal: true, quantum: false)
    let none = stage(thermal: false, quantum: false)
    let measurements = [
      { normals() },
      { heun("thermal and quantum noise", both, normals: stream) },
      { heun("thermal and quantum noise, Stratonovich", reevaluated, normals: stream) },
      { heun("thermal and quantum noise, cubic anisotropy", general, normals: stream) },
      { heun("thermal and quantum noise, random numbers given", both, normals: nil) },
      { heun("thermal noise", thermal, normals: stream) },
      { heun("thermal noise, random numbers given", thermal, normals: nil) },
      { heun("no noise", none, normals: nil) },
      { SpinTransferBenchmarks.step("two noises", longitudinalRatio: 0) },
      { SpinTransferBenchmarks.step("three noises, Ito", longitudinalRatio: 0.3) },
      { SpinTransferBenchmarks.density() },
      { closedForms() },
      { CollisionBenchmarks.collisions("moments and purity", withEntropy: false) },
      { CollisionBenchmarks.collisions("all quantities", withEntropy: true) },
      { FokkerPlanckBenchmarks.trajectories() },
      { FokkerPlanckBenchmarks.density(kelvin: 300, tolerance: 1e-2) },
      { FokkerPlanckBenchmarks.density(kelvin: 300, tolerance: 1e-6) },
      { FokkerPlanckBenchmarks.density(kelvin: 77, tolerance: 1e-2) },
    ]
    let chosen =
      switch CommandLine.arguments.dropFirst().first {
      case "chain": ChainKernels.all
      case "entanglement": EntanglementKernels.all
      default: measurements
      }
    for measurement in chosen { print(measurement().line) }
  }

  private static func normals() -> Measurement {
    var x = [Double](repeating: 0, count: lanes)
    var (y, z) = (x, x)
    return Measurement("normal numbers", per: "number", count: 3 * lanes * 10_000) {
      var sum = 0.0
      for step: UInt32 in 0..<10_000 {
        stream.fill(&x, &y, &z, firstTrajectory: 0, step: step)
        sum += x[3] + y[4] + z[5]
      }
      return sum
    }
  }

  /// The device of Zheng et al. under its current, at 4 K.
  private static var magnet: Magnet {
    var magnet = Magnet()
    magnet.temperature = 4
    return magnet
  }

  private static func stage(
    thermal: Bool, quantum: Bool, _ convention: NoiseConvention = .fokkerPlanck,
    terms: [TorqueTerm] = []
  ) -> MacrospinStage {
    MacrospinStage(
      duration: 1e-9,
      terms: [
        .externalField(Vector3(30_000, 0, 0)), .uniaxialAnisotropy(magnet.anisotropyField),
        .dampingLikeTorque(rate: magnet.dampingLikeTorque, polarization: magnet.polarization),
        .fieldLikeTorque(rate: magnet.fieldLikeTorque, polarization: magnet.polarization),
      ] + terms,
      noise: RandomField(
        thermalStrength: thermal ? magnet.thermalFieldStrength : 0,
        quantumCoefficient: quantum ? magnet.quantumFieldCoefficient : 0,
        polarization: magnet.polarization, convention: convention))
  }

  /// Steps of one block.
  private static func heun(
    _ noise: String, _ stage: MacrospinStage, normals: NormalStream?
  ) -> Measurement {
    let step = stage.step(damping: magnet.damping, length: 0.5e-12)
    return Measurement("Heun step, \(noise)", per: "trajectory-step", count: lanes * 4000) {
      var block = TrajectoryBlock(trajectories: 0..<lanes) { _ in Vector3(0.6, 0, 0.8) }
      block.advance(0..<4000, by: step, normals: normals)
      return block.state(of: 5).x
    }
  }

  private static func closedForms() -> Measurement {
    Measurement("closed forms of a magnet", per: "magnet", count: 100_000) {
      var magnet = magnet
      var sum = 0.0
      for point in 1...100_000 {
        magnet.current = 1e-8 * Double(point)
        let summary = MagnetSummary(magnet, cosine: -1, law: SwitchingLaw())
        sum += summary.switchingProbability + summary.quantumFraction + summary.fieldLikeTorque
      }
      return sum
    }
  }
}
