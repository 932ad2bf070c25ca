import Physics
import Testing

/// The same bits on every processor, at every vector width, in every build: the promise that lets
/// an interrupted sweep go on elsewhere. The digests were taken once, from a build for AVX-512.
@Suite struct ReproducibilityTests {
  /// A digest of numbers that changes with any bit of any of them (FNV-1a over 64-bit words).
  private struct Digest {
    private(set) var value: UInt64 = 0xcbf2_9ce4_8422_2325

    mutating func add(_ number: Double) {
      value = (value ^ number.bitPattern) &* 0x0000_0100_0000_01b3
    }

    mutating func add(_ v: Vector3) {
      for component in v.components { add(component) }
    }
  }

  /// The method's numbers to 40 digits, rounded: within 4 ULP, three roundings and the errors of
  /// logarithm, sine and cosine.
  @Test func valuesOfTheMethod() {
    let cases: [(NormalStream, UInt32, UInt32, Vector3)] = [
      (
        NormalStream(seed: 1, point: 2, purpose: .magneticField), 0, 0,
        Vector3(0.31669214543386404, 1.045730070016086, 2.506477907314159)
      ),
      (
        NormalStream(seed: 1, point: 2, purpose: .magneticField), 3, 5,
        Vector3(-0.5641295730099009, -0.5178171245200511, -1.1803362914646345)
      ),
      (
        NormalStream(seed: 20_240_229, point: 7, purpose: .magneticField), 4_294_967_295, 1,
        Vector3(-1.0275776138382924, 0.23648464138373748, -0.4561058495452823)
      ),
      (
        NormalStream(seed: 1 << 63 + 12_345, point: 1 << 40 + 17, purpose: .magneticField), 99,
        4_000_000_000, Vector3(0.6530419660961158, 0.7070562931976903, 0.87145831391009)
      ),
    ]
    for (stream, trajectory, step, expected) in cases {
      let normals = stream.normals(trajectory: trajectory, step: step)
      for (value, exact) in zip(normals.components, expected.components) {
        #expect(abs(value - exact) <= 4 * exact.ulp)
      }
    }
  }

  @Test func normals() {
    let stream = NormalStream(seed: 99, point: 1 << 33 + 5, purpose: .magneticField)
    var x = [Double](repeating: 0, count: 256)
    var (y, z) = (x, x)
    var digest = Digest()
    for step: UInt32 in 0..<1000 {
      stream.fill(&x, &y, &z, firstTrajectory: 1 << 20, step: step)
      for values in [x, y, z] { values.forEach { digest.add($0) } }
    }
    #expect(digest.value == 0x2398_95ac_1cba_f1d1)
  }

  @Test(arguments: [
    (NoiseConvention.fokkerPlanck, 0xa35a_9cf0_5029_0feb as UInt64),
    (.stratonovich, 0x668d_bf92_2359_121c),
  ])
  func ensembles(convention: NoiseConvention, expected: UInt64) throws {
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
    ).run()
    var digest = Digest()
    digest.add(outcome.meanMagnetization)
    digest.add(outcome.magnetizationVariance)
    for index in outcome.times.indices {
      digest.add(outcome.times[index])
      digest.add(outcome.means[index])
      digest.add(outcome.standardDeviations[index])
    }
    #expect(digest.value == expected)
  }

  /// Everything that a magnet in a spin-polarised current goes through: its coefficients from those of
  /// warm electrons, the Gibbs ensemble of its starts, both noises, sums and bins.
  @Test(arguments: [
    (NoiseForm.appendix, NoiseCalculus.stratonovich, 0xad31_a234_f84f_4fc5 as UInt64),
    (.printed, .ito, 0x97e7_b076_5b3d_a05a),
  ])
  func spinTorqueEnsembles(form: NoiseForm, calculus: NoiseCalculus, expected: UInt64) throws {
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
    #expect(digest.value == expected)
  }
}
