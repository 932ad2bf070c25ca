import Glibc
import Macrospins
import Numerics

extension FokkerPlanckModel {
  /// The cube of the degree times the angle of the precession, stage by stage: the number of
  /// matrix-vector products is the degree times that angle, and each takes the square of the
  /// degree. Measured on one core.
  var estimatedSeconds: Double {
    guard wantsDensity || !isAxial else { return 0.1 }
    let largest = Double(stages.map(expectedDegree).max() ?? 24)
    let looking =
      5e-9 * largest * (largest * Double(grid.polarAngles) + Double(grid.count))
    return stages.reduce(1e-2 + looking * Double(densityTimes)) { sum, stage in
      let field =
        stage.effectiveField.constant.norm + stage.effectiveField.variationBound / 2
      // Longer stages end with one factorization.
      let turn = min(magnet.landauLifshitzRate * field * stage.duration, 2e4)
      let cutOff = Double(expectedDegree(in: stage))
      return sum + 1e-8 * cutOff * cutOff * cutOff * turn
    }
  }

  /// The couplings of the largest degree, which the start needs, and the matrix for the rates.
  var workingMemory: Int {
    // Two matrices between the cells of the finest grid.
    guard wantsDensity || !isAxial else { return 1 << 26 }
    let largest = stages.map(expectedDegree).max() ?? 24
    let last = stages.last.map(expectedDegree) ?? 24
    let start = degree ?? max(largest, expectedFirstDegree)
    return SphericalGenerator.memory(degree: start, order: start, couplings: 15)
      + SphericalGenerator.spectrumMemory(degree: last) + 16 * grid.count * densityTimes
  }

  /// Whether every stage is axial, so that error rates and retention need no harmonics.
  private var isAxial: Bool {
    protocolOfPulses.coarseStages(of: magnet).allSatisfy { $0.isAxial(damping: magnet.damping) }
  }

  private var stages: [MacrospinStage] {
    protocolOfPulses.coarseStages(of: magnet).filter { $0.duration > 0 }
  }

  /// κ in 1/s.
  private func diffusion(in stage: MacrospinStage) -> Double {
    magnet.directionDiffusion(
      strength: stage.noise.thermalStrength + stage.noise.quantumCoefficient)
  }

  private func angularVelocity(in stage: MacrospinStage) -> Double {
    let field = stage.effectiveField
    return magnet.landauLifshitzRate * (field.constant.norm + field.variationBound)
  }

  /// The degree that resolves the variance κ/(γαH) at which noise and damping balance each other,
  /// with an allowance for finer structures on the way there.
  private func expectedDegree(in stage: MacrospinStage) -> Int {
    if let degree { return degree }
    let variance =
      diffusion(in: stage) / max(magnet.damping * angularVelocity(in: stage), 1e-300)
    let decay = 2 * log(1 / min(tolerance, 0.1))
    let wanted = 1.4 * (decay / max(variance, 1e-300)).squareRoot()
    return wanted < Double(Self.largestDegree) ? max(24, Int(wanted)) : Self.largestDegree
  }

  /// The degree with which a start in a point is resolved in time.
  private var expectedFirstDegree: Int {
    guard let stage = stages.first(where: { !$0.isDeterministic }) else { return 24 }
    let decay = log(100 / min(tolerance, 1))
    let wanted =
      1.2 * (decay * angularVelocity(in: stage) / max(diffusion(in: stage), 1e-300)).squareRoot()
    return wanted < Double(Self.largestDegree) ? max(24, Int(wanted)) : Self.largestDegree
  }
}
