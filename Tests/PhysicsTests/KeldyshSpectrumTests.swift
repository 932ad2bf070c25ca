import Glibc
import Macrospins
import Numerics
import Testing

/// The noise of the current at finite frequency, Tassi et al., Eqs. (D24)–(D36).
@Suite struct KeldyshSpectrumTests {
  private static let hbar = PhysicalConstants.reducedPlanck
  private static let angles = [0, 0.4, 1.3, Double.pi / 2, 2.8, Double.pi]

  private static func transfer(
    _ left: Double, _ right: Double, temperature: Double, _ leads: LeadPairs = .same
  ) -> SpinTransfer {
    SpinTransfer(
      barrier: SpinDependentBarrier(),
      bias: SpinBias(left: left, right: right, temperature: temperature, leads: leads))
  }

  /// At ω = 0 the powers along the two directions are the covariances of the white noise,
  /// |C₂|² and |C₂|² (cos²θ + ρ² sin²θ).
  @Test func zeroFrequency() {
    for (left, right) in [(1e-20, 0), (3e-20, -1e-20), (0, 0)] {
      for temperature in [0, 4, 3000.0] where left != 0 || temperature > 0 {
        for leads in LeadPairs.allCases {
          let transfer = Self.transfer(left, right, temperature: temperature, leads)
          let law = transfer.law(form: .appendix, calculus: .stratonovich)
          let strength = law.noise.squaredMagnitude
          for angle in Self.angles {
            let share = (1 - law.longitudinalRatio) * sin(angle) * sin(angle)
            let spectrum = NoiseSpectrum(transfer, polarAngle: angle)
            #expect(abs(spectrum.power(at: 0) - strength * (1 - share / 2)) < 1e-12 * strength)
            #expect(abs(spectrum.anisotropy(at: 0) - strength * share / 2) < 1e-12 * strength)
          }
        }
      }
    }
  }

  /// Without a bias the fluctuation-dissipation theorem, D^K = coth(ħω/2k_BT) (D^R − D^A), as Tassi
  /// et al. have it below Eq. (D36); its limits are 2k_BT/ħω of Johnson and Nyquist and, cold, the
  /// zero-point noise. The slope of the dissipation is the damping.
  @Test func equilibrium() {
    for leads in LeadPairs.allCases {
      for temperature in [0.1, 300] {
        let transfer = Self.transfer(0, 0, temperature: temperature, leads)
        let thermal = PhysicalConstants.boltzmann * temperature
        for angle in Self.angles {
          let spectrum = NoiseSpectrum(transfer, polarAngle: angle)
          for x in [-30, -2, 1e-6, 0.1, 1, 7, 400] {
            let frequency = x * thermal / Self.hbar
            let dissipation = spectrum.dissipation(at: frequency)
            #expect(agree(spectrum.power(at: frequency), dissipation / tanh(x / 2), 1e-12))
            #expect(
              agree(
                dissipation, transfer.equilibriumDamping / transfer.barrier.spin * frequency, 1e-12)
            )
            // No axis, no anisotropy.
            #expect(abs(spectrum.anisotropy(at: frequency)) < 1e-12 * abs(dissipation))
          }
        }
      }
    }
  }

  /// Cold electrons with a bias: on the axis (|Δμ + ħω| + |ħω|) |C₂|²/|Δμ|, shot noise with a
  /// threshold at −Δμ/ħ, where the current can no more give what the magnet asks for; across the
  /// axis the noise of the polarization is gone beyond Δμ/ħ.
  @Test func shotNoise() {
    let bias = 1e-20
    let transfer = Self.transfer(bias, 0, temperature: 0)
    let strength = transfer.noiseCoefficient.squaredMagnitude
    let along = NoiseSpectrum(transfer, polarAngle: 0)
    let across = NoiseSpectrum(transfer, polarAngle: Double.pi / 2)
    for x in [-3, -1, -0.5, 0, 0.3, 1, 5] {
      let frequency = x * bias / Self.hbar
      #expect(agree(along.power(at: frequency), strength * (abs(1 + x) + abs(x)), 1e-12))
      #expect(abs(along.anisotropy(at: frequency)) < 1e-12 * strength)
      let excess = max(1 - abs(x), 0)
      #expect(abs(across.anisotropy(at: frequency) - strength * excess / 2) < 1e-12 * strength)
      // The other way round it is the same on the other side.
      let opposite = NoiseSpectrum(transfer, polarAngle: Double.pi)
      #expect(agree(opposite.power(at: -frequency), along.power(at: frequency), 1e-12))
    }
  }

  /// Eq. (D36) as it stands: a sum over spins of integrals over energy of Fermi functions, with the
  /// matrix ℒ of Eq. (A17), without the identities (D32) of hyperbolic functions. The trapezoidal
  /// rule is good to 1e-10 for such functions.
  @Test func doubleSums() {
    for leads in LeadPairs.allCases {
      let transfer = Self.transfer(2.5e-20, -0.8e-20, temperature: 900, leads)
      for angle in [0.4, 1.9] {
        let spectrum = NoiseSpectrum(transfer, polarAngle: angle)
        for frequency in [-4e14, 0.3e14, 2e14] {
          let exact = DoubleSum(transfer, angle: angle, frequency: frequency)
          #expect(agree(spectrum.power(at: frequency), exact.power { _, _ in 1 }, 1e-9))
          #expect(agree(spectrum.anisotropy(at: frequency), exact.anisotropy, 1e-9))
          #expect(agree(spectrum.dissipation(at: frequency), exact.dissipation, 1e-9))
        }
      }
    }
  }

  /// The amplitudes and the density of states are those at the Fermi energy; with those of every
  /// energy the power differs by at most the energies over the Fermi energy, times a number of
  /// order one.
  @Test func amplitudesOfEveryEnergy() {
    let bias = 9.94e-20 / 4
    let transfer = Self.transfer(bias, 0, temperature: 300)
    let fermi = transfer.barrier.fermiEnergy
    func amplitude(_ energy: Double, _ up: Bool) -> Double {
      var barrier = transfer.barrier
      barrier.fermiWaveNumber *= ((fermi + energy) / fermi).squareRoot()
      return (up ? barrier.transmissionUp : barrier.transmissionDown).squaredMagnitude
        / ((fermi + energy) / fermi).squareRoot()
    }
    let norm = amplitude(0, true) * amplitude(0, false)
    for x in [0, 0.5, 2.0] {
      let frequency = x * bias / Self.hbar
      let exact = DoubleSum(transfer, angle: 0.6, frequency: frequency).power {
        amplitude($0, true) * amplitude($1, false) / norm
      }
      let found = NoiseSpectrum(transfer, polarAngle: 0.6).power(at: frequency)
      #expect(abs(exact / found - 1) < 1.5 * (1 + x) * bias / fermi)
    }
  }
}

/// Sums over the spins and leads of a loop, integrated over the energy of one electron.
private struct DoubleSum {
  private let transfer: SpinTransfer
  private let weights: [[Double]]
  private let products: [[Double]]
  private let energy: Double

  init(_ transfer: SpinTransfer, angle: Double, frequency: Double) {
    self.transfer = transfer
    energy = PhysicalConstants.reducedPlanck * frequency
    let (half, full) = (sin(angle / 2) * sin(angle / 2), sin(angle) / 2)
    let matrix = [[full, -half], [1 - half, -full]]
    weights = (0..<2).map { s1 in (0..<2).map { s2 in matrix[s2][s1] * matrix[s2][s1] } }
    products = (0..<2).map { s1 in (0..<2).map { s2 in matrix[s1][s2] * matrix[s2][s1] } }
  }

  private var thermal: Double { PhysicalConstants.boltzmann * transfer.bias.temperature }

  /// |C₂|²/W⊥.
  private var strength: Double {
    transfer.noiseCoefficient.squaredMagnitude / transfer.bias.transverseNoise
  }

  /// Levels of the pairs of leads, for the spins s₁, s₂ (0 is up).
  private func levels(_ s1: Int, _ s2: Int) -> [(Double, Double)] {
    let biases = [transfer.bias.left, transfer.bias.right]
    return (0..<2).flatMap { d1 in
      (0..<2).compactMap { d2 in
        if transfer.bias.leads == .same, d1 != d2 { return nil }
        return (s1 == 0 ? biases[d1] : 0, s2 == 0 ? biases[d2] : 0)
      }
    }
  }

  private func sum(
    _ weights: [[Double]], _ integrand: (Double, Double, Double) -> Double
  ) -> Double {
    var sum = 0.0
    let step = thermal / 10
    for s1 in 0..<2 {
      for s2 in 0..<2 {
        for (first, second) in levels(s1, s2) {
          let ends = [first, second - energy]
          let count = Int((abs(ends[0] - ends[1]) + 80 * thermal) / step)
          let low = min(ends[0], ends[1]) - 40 * thermal
          for n in 0...count {
            let e = low + Double(n) * step
            sum +=
              step * weights[s1][s2]
              * integrand(
                e, tanh((e - first) / (2 * thermal)), tanh((e + energy - second) / (2 * thermal)))
          }
        }
      }
    }
    return strength * sum
  }

  /// - Parameter amplitude: Of electrons with two energies, relative to the Fermi energy.
  func power(_ amplitude: (Double, Double) -> Double) -> Double {
    sum(weights) { e, a, b in (1 - a * b) / 2 * amplitude(e, e + energy) }
  }

  var anisotropy: Double { -sum(products) { _, a, b in (1 - a * b) / 2 } }

  var dissipation: Double { sum(weights) { _, a, b in (b - a) / 2 } }
}
