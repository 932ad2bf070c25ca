import Macrospins
import QuantumChains
import Teams
import Testing

/// The density against ensembles of trajectories.
@Suite struct FokkerPlanckEnsembleTests {
  private static func hot(bias: Double, kelvin: Double) -> (Magnet, SwitchingProtocol) {
    var magnet = Magnet()
    magnet.radius = 15e-9
    magnet.temperature = kelvin
    magnet.biasVoltage = bias
    magnet.current = 0.3e-3
    var switching = SwitchingProtocol()
    switching.voltagePulse = 0.5e-9
    switching.relaxation = 0.5e-9
    switching.timeStep = 0.25e-12
    return (magnet, switching)
  }

  /// Mean, variance and switching probability (0.1, 0.8, 0.5) agree within 4 standard errors; the step
  /// of the trajectories makes less than one.
  @Test(arguments: [0, 0.6, 2.4], NoiseConvention.allCases)
  func agreement(bias: Double, convention: NoiseConvention) throws {
    var (magnet, switching) = Self.hot(bias: bias, kelvin: 300)
    switching.noiseConvention = convention
    let outcome = try MacrospinDensity(
      magnet: magnet, protocol: switching, evolution: DensityEvolution()
    ).run {}
    let density = outcome.density
    #expect(outcome.resolution < 1e-9)
    let ensemble = try MacrospinEnsemble(
      magnet: magnet, protocol: switching, trajectories: samples(20_000), seed: 3, point: 0
    ).run()
    let n = Double(ensemble.trajectories)
    let p = density.probabilityBelowPlane
    #expect(abs(ensemble.switchingProbability - p) < 4 * (p * (1 - p) / n).squareRoot())
    for component in 0..<3 {
      let variance = density.covariance[component].components[component]
      let difference =
        ensemble.meanMagnetization.components[component] - density.mean.components[component]
      #expect(abs(difference) < 4 * (variance / n).squareRoot())
      let spread = ensemble.magnetizationVariance.components[component]
      // |m| ≤ 1, so the fourth moment is at most the second.
      #expect(abs(spread - variance) < 4 * (variance / n).squareRoot())
    }
  }

  /// The automatic degree gives what a far larger one does, a sharp start included.
  @Test func automaticDegree() throws {
    let (magnet, switching) = Self.hot(bias: 1.2, kelvin: 300)
    let automatic = try MacrospinDensity(
      magnet: magnet, protocol: switching, evolution: DensityEvolution()
    ).run {}
    let fine = try MacrospinDensity(
      magnet: magnet, protocol: switching, evolution: DensityEvolution(degree: 160)
    ).run {}
    #expect(automatic.density.mean.distance(to: fine.density.mean) < 1e-8)
    #expect(
      abs(automatic.density.probabilityBelowPlane - fine.density.probabilityBelowPlane) < 1e-8)
    let plane = (0..<1800).reduce(0.0) {
      $0 + automatic.density.polarDensity(at: (Double($1) + 0.5) / 1800 * .pi) * .pi / 1800
    }
    // The midpoint rule errs by h²/24 times the difference of the slopes at the ends.
    #expect(abs(plane - 1) < 1e-5)
  }

  /// Where nothing fluctuates, or too little, there is no result.
  @Test func whatCannotBeResolved() throws {
    var (magnet, switching) = Self.hot(bias: 1.2, kelvin: 0)
    magnet.current = 0
    let still = MacrospinDensity(
      magnet: magnet, protocol: switching, evolution: DensityEvolution())
    #expect(throws: EvaluationError.failed(EvaluationFailure(DensityError.noNoise))) {
      try still.run {}
    }
    magnet.temperature = 1e-3
    switching.voltagePulse = 1e-9
    let cold = MacrospinDensity(
      magnet: magnet, protocol: switching, evolution: DensityEvolution(largestDegree: 48))
    #expect(throws: EvaluationError.self) { try cold.run {} }
    let coarse = MacrospinDensity(
      magnet: magnet, protocol: switching, evolution: DensityEvolution(degree: 40))
    #expect(throws: EvaluationError.self) { try coarse.run {} }
  }
}
