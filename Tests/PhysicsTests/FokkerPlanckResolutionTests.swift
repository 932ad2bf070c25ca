import Macrospins
import Numerics
import Teams
import Testing

/// What a density says of its own error, against runs that are far tighter.
@Suite struct FokkerPlanckResolutionTests {
  /// Small hot magnets, whose densities need few harmonics: half switched, and hardly or nearly all
  /// of it.
  struct Device: Sendable, CustomTestStringConvertible {
    var radius = 5e-9
    var bias = 0.0
    var current = 30e-6
    var polarization = Vector3(-1, 0, 0)
    var currentPulse = 115e-12

    var testDescription: String { "\(radius) m, \(bias) V, \(current) A, \(currentPulse) s" }

    func density(_ evolution: DensityEvolution) throws -> DensityEvolution.Outcome {
      var magnet = Magnet()
      magnet.radius = radius
      magnet.temperature = 300
      magnet.biasVoltage = bias
      magnet.current = current
      magnet.polarization = polarization
      var switching = SwitchingProtocol()
      switching.voltagePulse = 0.1e-9
      switching.currentPulse = currentPulse
      switching.relaxation = 0.1e-9
      return try MacrospinDensity(magnet: magnet, protocol: switching, evolution: evolution).run {}
    }
  }

  static let devices = [
    Device(), Device(bias: 1.2), Device(radius: 8e-9, current: 100e-6),
    Device(radius: 8e-9, current: 100e-6, polarization: Vector3(-0.6, 0, -0.8)),
    Device(radius: 8e-9, current: 400e-6, polarization: Vector3(0, 0, -1), currentPulse: 1e-9),
    Device(radius: 8e-9, current: 400e-6, polarization: Vector3(0, 0, 1), currentPulse: 1e-9),
  ]

  @Test("The resolution bounds the error of probability and mean", arguments: devices)
  func bound(device: Device) throws {
    let exact = try device.density(DensityEvolution(tolerance: 1e-12)).density
    let automatic = [1e-2, 1e-3, 1e-4, 1e-6, 1e-8, 1e-10].map { DensityEvolution(tolerance: $0) }
    let fixed = [24, 32, 48, 64].map { DensityEvolution(degree: $0, tolerance: 1e-2) }
    var results = 0
    for evolution in automatic + fixed {
      let outcome: DensityEvolution.Outcome
      do {
        outcome = try device.density(evolution)
      } catch is EvaluationError where evolution.fixedDegree != nil {
        // A degree that is too low has no result.
        continue
      }
      results += 1
      let (density, bound) = (outcome.density, outcome.resolution)
      #expect(bound <= evolution.tolerance)
      #expect((0...1).contains(density.probabilityBelowPlane))
      #expect(abs(density.probabilityBelowPlane - exact.probabilityBelowPlane) <= bound)
      #expect(density.mean.distance(to: exact.mean) <= bound)
    }
    #expect(results >= automatic.count)
  }

  @Test("A bound for more digits than rounding leaves is not promised")
  func rounding() throws {
    let outcome = try Device().density(DensityEvolution(tolerance: 1e-12))
    #expect(outcome.resolution >= 1e-13)
  }

  @Test("A probability stays a probability where the expansion is coarse")
  func range() {
    // All of it below the plane, cut off at a low degree: the expansion overshoots.
    for degree in 4...40 {
      for direction in [-1.0, 1.0] {
        let density = SphericalDensity(
          concentration: 200, about: Vector3(0, 0, direction), degree: degree)
        #expect((0...1).contains(density.probabilityBelowPlane))
      }
    }
  }
}
