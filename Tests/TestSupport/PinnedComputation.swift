import Macrospins
import Numerics

/// A computation whose every bit is known: the promise that lets an interrupted sweep go on
/// elsewhere is the same bits on every processor, at every vector width, in every build.
///
/// The digests were taken once, from a build for AVX-512.
public struct PinnedComputation: Sendable, CustomStringConvertible {
  /// What is computed.
  public let description: String
  /// The digest of its numbers that every build has to give.
  public let expected: UInt64
  /// Computes it: the digest of its numbers.
  public let digest: @Sendable () throws -> UInt64

  /// All of them.
  public static let all = [
    PinnedComputation(description: "normal deviates", expected: 0x2398_95ac_1cba_f1d1) {
      normals()
    },
    PinnedComputation(description: "macrospins, Fokker–Planck", expected: 0xe423_6df1_271d_559c) {
      try macrospins(.fokkerPlanck)
    },
    PinnedComputation(description: "macrospins, Stratonovich", expected: 0x8461_c4e3_83f9_37e2) {
      try macrospins(.stratonovich)
    },
    PinnedComputation(description: "Keldysh, appendix", expected: 0x7f2a_f268_f35d_fece) {
      try spinTorque(.appendix, .stratonovich)
    },
    PinnedComputation(description: "Keldysh, as printed", expected: 0x9c0c_222f_9b46_eb4e) {
      try spinTorque(.printed, .ito)
    },
  ]

  private static func normals() -> UInt64 {
    let stream = NormalStream(seed: 99, point: 1 << 33 + 5, purpose: .magneticField)
    var x = [Double](repeating: 0, count: 256)
    var (y, z) = (x, x)
    var digest = Digest()
    for step: UInt32 in 0..<1000 {
      stream.fill(&x, &y, &z, firstTrajectory: 1 << 20, step: step)
      for values in [x, y, z] { values.forEach { digest.add($0) } }
    }
    return digest.value
  }

  private static func macrospins(_ convention: NoiseConvention) throws -> UInt64 {
    var magnet = Magnet()
    magnet.temperature = 300
    magnet.biasVoltage = 1.1
    var switching = SwitchingProtocol()
    switching.initialAzimuth = 1
    switching.voltagePulse = 0.5e-9
    switching.relaxation = 0.2e-9
    switching.noiseConvention = convention
    let outcome = try MacrospinEnsemble(
      magnet: magnet, protocol: switching, trajectories: 300, savedTimes: 9, seed: 4, point: 3
    ).run {}
    var digest = Digest()
    digest.add(outcome.meanMagnetization)
    digest.add(outcome.magnetizationVariance)
    for index in outcome.times.indices {
      digest.add(outcome.times[index])
      digest.add(outcome.means[index])
      digest.add(outcome.standardDeviations[index])
    }
    return digest.value
  }

  /// Everything that a magnet in a spin-polarized current goes through: its coefficients from those
  /// of warm electrons, the Gibbs ensemble of its starts, both noises, sums and bins.
  private static func spinTorque(
    _ form: NoiseForm, _ calculus: NoiseCalculus
  ) throws -> UInt64 {
    var barrier = SpinDependentBarrier()
    barrier.exchange = 5.76e-30
    barrier.spin = 100
    let bias = SpinBias(left: 9e-22, right: -2e-22, temperature: 300, leads: .all)
    let law = SpinTransfer(barrier: barrier, bias: bias).law(form: form, calculus: calculus)
    let outcome = try SpinTorqueEnsemble(
      law: law, start: GibbsEnsemble(concentration: 12, polarAngle: 2.2, azimuth: 0.4),
      duration: 1e-9, timeStep: 3e-12, trajectories: 300, savedTimes: 9, bins: 20, seed: 4,
      point: 3
    ).run {}
    var digest = Digest()
    for index in outcome.times.indices {
      digest.add(outcome.times[index])
      digest.add(outcome.means[index])
      digest.add(outcome.standardDeviations[index])
      outcome.polarDensity[index].forEach { digest.add($0) }
    }
    return digest.value
  }
}

/// A digest of numbers that changes with any bit of any of them (FNV-1a over 64-bit words).
private struct Digest {
  private(set) var value: UInt64 = 0xcbf2_9ce4_8422_2325

  mutating func add(_ number: Double) {
    value = (value ^ number.bitPattern) &* 0x0000_0100_0000_01b3
  }

  mutating func add(_ v: Vector3) {
    for component in [v.x, v.y, v.z] { add(component) }
  }
}
