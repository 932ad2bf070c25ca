import Macrospins
import Numerics
import Teams
import Testing

/// Starts from Boltzmann's law: as a density, as trajectories, and what both become.
@Suite struct BoltzmannTests {
  /// A disc of 15 nm: E_b is 11 k_B T at 300 K.
  private static func device(
    kelvin: Double, field: Vector3 = .zero, bias: Double = 0
  ) -> (Magnet, SwitchingProtocol) {
    var magnet = Magnet()
    magnet.radius = 15e-9
    magnet.temperature = kelvin
    magnet.biasVoltage = bias
    magnet.current = 0.3e-3
    var switching = SwitchingProtocol()
    switching.externalField = field
    switching.initialState = .boltzmann
    (switching.voltagePulse, switching.currentPulse, switching.relaxation) = (0, 0, 0)
    return (magnet, switching)
  }

  private static let fields = [
    Vector3.zero, Vector3(30e3, 0, 0), Vector3(-8e3, 12e3, 5e3), Vector3(0, 0, -20e3),
  ]

  /// ⟨f⟩ of the law by Simpson's rule in θ and the trapezoidal rule in φ.
  private static func mean(_ law: BoltzmannLaw, _ f: (Vector3) -> Double) -> Double {
    let (polar, azimuthal) = (4000, 64)
    var (sum, norm) = (0.0, 0.0)
    let scale = abs(law.stability) + law.field.norm
    for i in 0...polar {
      let angle = Double.pi * Double(i) / Double(polar)
      let weight = i == 0 || i == polar ? 1.0 : i % 2 == 1 ? 4 : 2
      for j in 0..<azimuthal {
        let azimuth = 2 * Double.pi * Double(j) / Double(azimuthal)
        let m = Vector3(polarAngle: angle, azimuth: azimuth)
        let exponent = law.stability * m.z * m.z + law.field.dot(m) - scale
        let factor =
          weight * Elementary.sineCosine(angle).sine
          * Elementary.exponential(nonPositive: min(exponent, 0))
        sum += factor * f(m)
        norm += factor
      }
    }
    return sum / norm
  }

  /// Means and second moments against quadrature. Simpson's rule in steps of 8e-4 rad of a law some
  /// 0.1 rad wide errs by less than 1e-9.
  @Test(arguments: [(300, 0), (77, 0), (300, 2.0)], fields)
  func moments(condition: (kelvin: Double, bias: Double), field: Vector3) throws {
    var (magnet, switching) = Self.device(kelvin: condition.kelvin, field: field)
    // An easy plane, where the bias is put into the anisotropy.
    magnet.interfacialAnisotropy -= magnet.vcmaCoefficient * condition.bias / magnet.oxideThickness
    switching.initialState = .boltzmann
    let law = try #require(switching.initialLaw(of: magnet))
    let density = SphericalDensity(law, degree: 90)
    #expect(density.tail < 1e-10)
    #expect(abs(density.total - 1) < 1e-13)
    let picks: [(Vector3) -> Double] = [{ $0.x }, { $0.y }, { $0.z }]
    for (component, pick) in picks.enumerated() {
      #expect(abs(density.mean.components[component] - Self.mean(law, pick)) < 1e-9)
      let square = Self.mean(law) { pick($0) * pick($0) }
      #expect(abs(density.secondMoments[component].components[component] - square) < 1e-9)
    }
    #expect(abs(density.secondMoments[0].z - Self.mean(law) { $0.x * $0.z }) < 1e-9)
  }

  /// Without a current the law is what noise and damping keep: nothing changes in 2 ns.
  @Test(arguments: fields)
  func stationary(field: Vector3) throws {
    var (magnet, switching) = Self.device(kelvin: 300, field: field)
    magnet.current = 0
    switching.relaxation = 2e-9
    let law = try #require(switching.initialLaw(of: magnet))
    let outcome = try MacrospinDensity(
      magnet: magnet, protocol: switching, evolution: DensityEvolution(tolerance: 1e-11)
    ).run {}
    let start = SphericalDensity(law, degree: outcome.density.degree)
    #expect(outcome.density.mean.distance(to: start.mean) < 1e-9)
    for row in 0..<3 {
      #expect(outcome.density.covariance[row].distance(to: start.covariance[row]) < 1e-9)
    }
  }

  /// Trajectories start where the density does, within 4 standard errors: on the whole sphere and
  /// in a well, hot and cold, in a well that is tilted, and in an easy plane.
  @Test(arguments: [300, 4, 0.05], fields)
  func sampledMoments(kelvin: Double, field: Vector3) throws {
    for state in [InitialState.boltzmann, .boltzmannWell] {
      var (magnet, switching) = Self.device(kelvin: kelvin, field: field)
      switching.initialState = state
      let count = samples(40_000)
      let ensemble = try MacrospinEnsemble(
        magnet: magnet, protocol: switching, trajectories: count, savedTimes: 1, seed: 5, point: 1
      ).run()
      if state == .boltzmannWell { #expect(ensemble.switched == 0) }
      let law = try #require(switching.initialLaw(of: magnet))
      // Cold laws are narrow: their moments are those of two normal variables about the minimum,
      // and the density would need thousands of degrees.
      guard kelvin == 300 else {
        #expect(abs(ensemble.meanMagnetization.norm) <= 1)
        magnet.temperature = kelvin
        try Self.compareCold(ensemble, law, field, magnet)
        continue
      }
      let density = SphericalDensity(law, degree: 90)
      for component in 0..<3 {
        let variance = density.covariance[component].components[component]
        let error = (variance / Double(count)).squareRoot()
        let mean = density.mean.components[component]
        #expect(abs(ensemble.meanMagnetization.components[component] - mean) < 4 * error)
        #expect(abs(ensemble.magnetizationVariance.components[component] - variance) < 4 * error)
      }
      let p = density.probabilityBelowPlane
      // In a well the step at the plane is not resolved to more than its height.
      #expect(
        abs(ensemble.switchingProbability - p)
          < 4 * (abs(p * (1 - p)) / Double(count)).squareRoot() + 1e-3)
    }
    var (plane, switching) = Self.device(kelvin: kelvin, field: field)
    plane.interfacialAnisotropy = 0
    switching.initialState = .boltzmann
    let flat = try MacrospinEnsemble(
      magnet: plane, protocol: switching, trajectories: 4000, seed: 5, point: 1
    ).run()
    // Perpendicular to an easy plane a component has at most the variance 1/(2|Δ|).
    let law = try #require(switching.initialLaw(of: plane))
    #expect(flat.magnetizationVariance.z < 1.2 / (2 * abs(law.stability)))
  }

  /// In the upper well of a field in the plane or along the axis: the energy per k_B T, E = −Δ m_z²
  /// − v·m, grows by one on average, as two degrees of freedom want it.
  private static func compareCold(
    _ ensemble: EnsembleOutcome, _ law: BoltzmannLaw, _ field: Vector3, _ magnet: Magnet
  ) throws {
    guard law.side != nil, field.z == 0 || field.x == 0 else { return }
    let h = field.norm / magnet.anisotropyField(atBias: 0)
    let minimum =
      field.z != 0
      ? Vector3(0, 0, 1)
      : Vector3(field.x / magnet.anisotropyField(atBias: 0), 0, (1 - h * h).squareRoot())
    let mean = ensemble.meanMagnetization
    // ⟨m⟩ is shorter than the minimum's by half the variances, of the order 1/Δ.
    let spread = 1 / (2 * law.stability * Double(ensemble.trajectories)).squareRoot()
    #expect(mean.distance(to: minimum) < 3 / law.stability + 4 * spread)
    #expect(mean.distance(to: minimum) > 0)
    // Across the plane of the field and the axis: k_B T over the stiffness H_k + H_z or H_k.
    let stiffness = 2 * law.stability + law.field.z
    let variance = ensemble.magnetizationVariance.y
    // 4σ of a variance from n normal numbers, and the next order in 1/Δ.
    let error = 4 * (2 / Double(ensemble.trajectories)).squareRoot() + 3 / law.stability
    #expect(abs(variance * stiffness - 1) < error)
  }

  /// A trajectory's start is its own, whatever ensemble it is in, and has known bits.
  @Test func startsAreFunctionsOfTheirNumber() throws {
    var (magnet, switching) = Self.device(kelvin: 300, field: Vector3(10e3, -4e3, 3e3))
    switching.relaxation = 10e-12
    func run(_ count: Int, seed: UInt64 = 1, point: UInt64 = 0) throws -> EnsembleOutcome {
      try MacrospinEnsemble(
        magnet: magnet, protocol: switching, trajectories: count, savedTimes: 2, seed: seed,
        point: point
      ).run()
    }
    let all = try run(700)
    for count in [1, 255, 257] {
      let some = try run(count)
      for trajectory in 0..<count {
        #expect(some.hasSwitched(trajectory) == all.hasSwitched(trajectory))
      }
    }
    #expect(try all == run(700))
    #expect(try all != run(700, seed: 2))
    #expect(try all != run(700, point: 1))
    magnet.temperature = 0
    #expect(throws: MacrospinError.initialState(temperature: 0)) { try run(1) }
  }

  /// Write errors of a disc that starts in its well, P(m_z > 0) at the end, against positive finite
  /// volumes and Legendre polynomials (axial) and against another program's harmonics.
  @Test(arguments: WriteError.all)
  func writeErrors(expected: WriteError) throws {
    let (magnet, switching) = expected.device
    let outcome = try MacrospinDensity(
      magnet: magnet, protocol: switching,
      evolution: DensityEvolution(largestDegree: 256, tolerance: expected.error / 10)
    ).run {}
    // m → −m of everything but the well that it starts in turns one probability into the other.
    let above = 1 - outcome.density.probabilityBelowPlane
    #expect(abs(above - expected.probability) < expected.error, "\(above)")
  }

  /// An ensemble of starts in the well follows the density. A start at 1° fails half as often
  /// again: it lacks κ_T/Γ of the variance κ_T/Γ + κ_T/(0.5 Γ) that the pulse makes of the other.
  @Test func aSharpStartIsAnotherOne() throws {
    var (magnet, switching) = WriteError.all[0].device
    let exact = 1 - WriteError.all[0].probability
    let count = samples(20_000)
    let ensemble = try MacrospinEnsemble(
      magnet: magnet, protocol: switching, trajectories: count, seed: 2, point: 0
    ).run()
    let error = (exact * (1 - exact) / Double(count)).squareRoot()
    // The step of 5 ps shifts the probability by some tenth of an error.
    #expect(abs(ensemble.switchingProbability - exact) < 5 * error)
    magnet.temperature = 300
    switching.initialState = .direction
    let sharp = try MacrospinDensity(
      magnet: magnet, protocol: switching, evolution: DensityEvolution(tolerance: 1e-9)
    ).run {}
    let ratio = (1 - sharp.density.probabilityBelowPlane) / WriteError.all[0].probability
    #expect(ratio > 1.35 && ratio < 1.6)
  }
}

/// A disc that is written, and how often that fails.
struct WriteError: Sendable, CustomTestStringConvertible {
  let name: String
  let radius: Double
  let current: Double
  let polarization: Vector3
  var field = Vector3.zero
  var sincos = 0.0
  var voltage = (pulse: 0.0, bias: 0.0)
  var pulse = 0.0
  var relaxation = 0.0
  let probability: Double
  /// Of the reference, and ten times what the harmonics leave out.
  let error: Double

  var testDescription: String { name }

  var device: (Magnet, SwitchingProtocol) {
    var magnet = Magnet()
    (magnet.radius, magnet.current, magnet.temperature) = (radius, current, 300)
    (magnet.polarization, magnet.phaseSinCos) = (polarization, sincos)
    magnet.biasVoltage = voltage.bias
    var switching = SwitchingProtocol()
    switching.initialState = .boltzmannWell
    switching.externalField = field
    switching.quantumNoise = false
    switching.timeStep = 5e-12
    (switching.voltagePulse, switching.currentPulse) = (voltage.pulse, pulse)
    switching.relaxation = relaxation
    return (magnet, switching)
  }

  static let all = [
    WriteError(
      name: "axial, barrier 40 kT, 1.5 thresholds", radius: 2.8603296315301926e-08,
      current: 0.00017119180009415207, polarization: Vector3(0, 0, -1),
      pulse: 9.326980676203432e-09, probability: 0.0031674949653713066, error: 1e-8),
    WriteError(
      name: "axial, barrier 60 kT, twice the threshold", radius: 3.503174046705997e-08,
      current: 0.00034238360018830414, polarization: Vector3(0, 0, -1),
      pulse: 6.995235507152574e-09, probability: 0.0002725798565596984, error: 1e-8),
    WriteError(
      name: "tilted polarization", radius: 2.8603296315301926e-08,
      current: 0.00022825573345886942,
      polarization: Vector3(0.19866933079506122, 0, -0.9800665778412416),
      pulse: 4.663490338101716e-09, probability: 0.012928891816118615, error: 1e-8),
    WriteError(
      name: "field in the plane", radius: 2.8603296315301926e-08,
      current: 0.00022825573345886942, polarization: Vector3(0, 0, -1),
      field: Vector3(7771.926519132789, 0, 0), sincos: -0.3, pulse: 4.663490338101716e-09,
      probability: 0.010914733617274408, error: 1e-8),
    WriteError(
      name: "half a precession, too short", radius: 3.503174046705997e-08, current: 0,
      polarization: Vector3(-1, 0, 0), field: Vector3(30e3, 0, 0), sincos: -0.49,
      voltage: (3.7954946634912206e-10, 1.2892), relaxation: 3e-9,
      probability: 0.019262657761426383, error: 2e-7),
  ]
}
