import Macrospins
import Numerics

/// The magnet of Tassi et al. in its current.
enum SpinTransferBenchmarks {
  private static let lanes = TrajectoryBlock.capacity

  private static func law(longitudinalRatio: Double) -> SpinTorqueLaw {
    let bias = SpinBias(left: SpinBias.bias(ofElectrons: 1.5e5, in: 1e-9), right: 0)
    var law = SpinTransfer(barrier: SpinDependentBarrier(), bias: bias)
      .law(form: .appendix, calculus: longitudinalRatio > 0 ? .ito : .stratonovich)
    law.longitudinalRatio = longitudinalRatio
    return law
  }

  /// Steps of one block.
  static func step(_ noise: String, longitudinalRatio: Double) -> Measurement {
    let step = law(longitudinalRatio: longitudinalRatio).step(length: 1e-12)
    let stream = NormalStream(seed: 1, point: 2, purpose: .spinTorqueNoise)
    return Measurement(
      "keldysh step, \(noise)", per: "trajectory-step", count: lanes * 4000
    ) {
      var block = TrajectoryBlock(trajectories: 0..<lanes) { _ in Vector3(0.6, 0, 0.8) }
      block.advance(0..<4000, by: step, normals: stream)
      return block.state(of: 5).x
    }
  }

  /// The density of Tassi et al., Figs. 3 to 5, at 101 times.
  static func density() -> Measurement {
    let start = GibbsEnsemble(
      concentration: GibbsEnsemble.concentration(spin: 1e4, field: 0.05, temperature: 1),
      polarAngle: 2.8, azimuth: 1)
    let times = (0...100).map { 1e-11 * Double($0) }
    return Measurement("keldysh density at 101 times", per: "density", count: 1) {
      let density = SpinTorqueDensity(law: law(longitudinalRatio: 0), start: start)
      return (try? density.run(times: times) {}.record.means[100].z) ?? .nan
    }
  }
}
