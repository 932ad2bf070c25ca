import Macrospins

/// The protocol of Fig. 3 of Zheng et al. at 1.2 V, by trajectories and by the density.
enum FokkerPlanckBenchmarks {
  private static func magnet(kelvin: Double) -> Magnet {
    var magnet = Magnet()
    magnet.temperature = kelvin
    magnet.biasVoltage = 1.2
    return magnet
  }

  /// 256 of the 10 000 trajectories that have a statistical error of 0.005.
  static func trajectories() -> Measurement {
    Measurement("Fig. 3 at 300 K, trajectories", per: "trajectory", count: 256) {
      let ensemble = try? MacrospinEnsemble(
        magnet: magnet(kelvin: 300), protocol: SwitchingProtocol(), trajectories: 256, seed: 1,
        point: 0)
      return (try? ensemble?.run {}.switchingProbability) ?? .nan
    }
  }

  /// The switching probability.
  static func density(kelvin: Double, tolerance: Double) -> Measurement {
    Measurement(
      "Fig. 3 at \(Int(kelvin)) K, density, tolerance \(tolerance)", per: "density", count: 1
    ) {
      let law = MacrospinDensity(
        magnet: magnet(kelvin: kelvin), protocol: SwitchingProtocol(),
        evolution: DensityEvolution(tolerance: tolerance))
      return (try? law.run {}.density.probabilityBelowPlane) ?? .nan
    }
  }
}
