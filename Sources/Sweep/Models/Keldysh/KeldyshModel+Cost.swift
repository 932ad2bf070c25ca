import Glibc
import Macrospins
import Numerics

extension KeldyshModel {
  /// Measured on one core. Ensemble: trajectory-steps times the time of one, and saved states times
  /// the time of one. Density: the degree times its square, for the products and for each of them.
  var estimatedSeconds: Double {
    guard let timeGrid, times > 0 else { return 2e-4 }
    switch method {
    case .ensemble:
      return Double(trajectories) * (4.2e-9 * Double(timeGrid.steps) + 2.8e-8 * Double(times))
    case .fokkerPlanck:
      let degree = expectedDegree
      let turn = 1 + law.turning * duration
      // Of all orders there are half as many harmonics as the degree squared, coupled to more.
      let product = 1e-8 * degree * (law.isAxial ? 1 : max(1, degree / 3))
      let looking = 1e-9 * degree * Double(polarBins) + 2e-4
      // All orders instead of three, for the products and for each ring of directions.
      let orders = directionCount == 0 || !law.isAxial ? 1 : max(1, degree / 3)
      let directions =
        5e-9 * degree
        * (degree * (wantsDensity ? Double(grid.polarAngles) : 0) + Double(directionCount))
      return product * orders * degree * turn + (looking + directions) * Double(times)
    }
  }

  /// Directions at which a density is looked at.
  private var directionCount: Int { wantsDensity ? grid.count : 0 }

  /// The degree that resolves the smallest width on the way: of the start or, where the pole
  /// attracts it, of the end.
  private var expectedDegree: Double {
    let law = actingLaw
    let contraction = exp(min(2 * abs(law.axialTorque.imaginary) * duration, 20))
    let broadening = law.smallAngleVariance > 0 ? 1 / law.smallAngleVariance : 1e12
    let end = min(start.concentration * contraction, broadening)
    let inverseVariance = max(min(start.concentration, 1e6), end, 1)
    let degree = (2 * log(1 / min(tolerance, 0.1)) * inverseVariance).squareRoot()
    return min(degree, Double(SpinTorqueDensity.largestDegree(isAxial: law.isAxial)))
  }

  var workingMemory: Int {
    switch method {
    case .ensemble:
      SpinTorqueEnsemble.memory(savedTimes: times, bins: polarBins)
        + times * directionCount * MemoryLayout<Double>.stride
    case .fokkerPlanck:
      SpinTorqueDensity.memory(
        savedTimes: times, bins: polarBins, isAxial: law.isAxial, directions: directionCount)
    }
  }
}
