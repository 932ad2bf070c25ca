import Macrospins
import Numerics
import Teams
import TestSupport
import Testing

/// Sums over trajectories are exact, and the errors of what follows from them are right.
@Suite struct TrajectorySumsTests {
  private static func ensemble(
    _ trajectories: Int, savedTimes: Int = 3, seed: UInt64 = 3, start: InitialState = .direction
  ) throws -> MacrospinEnsemble {
    var magnet = Magnet()
    magnet.temperature = 300
    magnet.biasVoltage = 1.1
    var switching = SwitchingProtocol()
    switching.initialState = start
    // Half of the trajectories have switched by the end.
    switching.voltagePulse = 0.145e-9
    switching.currentPulse = 0.05e-9
    switching.relaxation = 0
    return try MacrospinEnsemble(
      magnet: magnet, protocol: switching, trajectories: trajectories, savedTimes: savedTimes,
      seed: seed, point: 1)
  }

  /// Whatever the portions and their order, the sums are those of a single run.
  @Test(arguments: [InitialState.direction, .boltzmann])
  func portions(start: InitialState) throws {
    let ensemble = try Self.ensemble(700, start: start)
    let whole = try ensemble.run()
    let run = try ensemble.begin {}
    for portions in [[0..<1, 1..<700], [300..<700, 0..<256, 256..<300], [13..<13, 0..<700]] {
      var sums = ensemble.noTrajectories
      for portion in portions {
        try run.add(portion, to: &sums, team: LoneRank()) {}
      }
      #expect(ensemble.outcome(of: sums) == whole)
    }
  }

  /// Ranks that share an ensemble have its bits, and poll as often as one another.
  @Test(arguments: [2, 3, 5, 8])
  func shared(ranks: Int) throws {
    let ensemble = try Self.ensemble(700)
    let whole = try ensemble.run().sums
    let shared = try ThreadTeam.run(ranks: ranks) { team in
      var sums = ensemble.noTrajectories
      let run = try ensemble.begin(isShared: true) {}
      try run.add(0..<5, to: &sums, team: team) {}
      try run.add(5..<700, to: &sums, team: team) {}
      return sums
    }
    for sums in shared { #expect(sums == whole) }
  }

  /// What a file keeps of sums gives the sums again, to the bit.
  @Test func kept() throws {
    let ensemble = try Self.ensemble(300)
    let sums = try ensemble.run().sums
    let limbs = sums.limbs(ofTimes: 0..<sums.times)
    #expect(limbs.count == 4 * 3 * TrajectorySums.limbCount)
    let outcome = ensemble.outcome(of: sums)
    let again = ensemble.noTrajectories.restored(
      count: 300, limbs: [(0, limbs)], counts: [outcome.switched], bits: outcome.switchedBits)
    #expect(again.map(ensemble.outcome(of:)) == outcome)
    let halves = ensemble.noTrajectories.restored(
      count: 300,
      limbs: [(0, sums.limbs(ofTimes: 0..<3)), (3, sums.limbs(ofTimes: 3..<4))],
      counts: [outcome.switched], bits: outcome.switchedBits)
    #expect(halves.map(ensemble.outcome(of:)) == outcome)
    // Numbers that are no sums are not taken for some.
    for wrong in [limbs + [1], [Double.nan] + limbs.dropFirst(), [0.5] + limbs.dropFirst()] {
      #expect(
        ensemble.noTrajectories.restored(count: 300, limbs: [(0, wrong)], counts: [1]) == nil)
    }
  }

  /// Mean, variance and their errors against sums in floating point, to rounding.
  @Test func againstPlainSums() throws {
    let count = 400
    let single = try (0..<count).map { number in
      var sums = try Self.ensemble(1).noTrajectories
      try Self.ensemble(1).begin {}.add(number..<number + 1, to: &sums, team: LoneRank()) {}
      return try Self.ensemble(1).outcome(of: sums).meanMagnetization
    }
    let outcome = try Self.ensemble(count).run()
    for component in 0..<3 {
      let values = single.map { $0.components[component] }
      let mean = values.reduce(0, +) / Double(count)
      func moment(_ power: Int) -> Double {
        values.reduce(0) { sum, value in
          sum + (0..<power).reduce(1) { product, _ in product * (value - mean) }
        } / Double(count)
      }
      let estimate = outcome.meanEstimates[component]
      #expect(abs(estimate.value - mean) < 1e-14)
      // A spread of 0.01 and more, of numbers with 16 digits.
      let error = (moment(2) / Double(count - 1)).squareRoot()
      #expect(abs(estimate.standardError / error - 1) < 1e-10)
      let variance = outcome.varianceEstimates[component]
      #expect(abs(variance.value / moment(2) - 1) < 1e-10)
      let errorOfVariance = ((moment(4) - moment(2) * moment(2)) / Double(count)).squareRoot()
      #expect(abs(variance.standardError / errorOfVariance - 1) < 1e-8)
    }
  }

  /// Standard errors are what repetitions scatter by. Of 300 repetitions the scatter is known to
  /// 1/√600, 4 %, for normal numbers; a kurtosis of 10 makes that 9 %. Four times that is allowed.
  @Test func againstRepetitions() throws {
    let repetitions = 300
    let outcomes = try (0..<repetitions).map { try Self.ensemble(200, seed: UInt64($0)).run() }
    func compare(_ name: String, _ estimates: (EnsembleOutcome) -> Estimate) {
      let all = outcomes.map(estimates)
      let mean = all.reduce(0) { $0 + $1.value } / Double(repetitions)
      let scatter =
        (all.reduce(0) { $0 + ($1.value - mean) * ($1.value - mean) } / Double(repetitions - 1))
        .squareRoot()
      let claimed =
        (all.reduce(0) { $0 + $1.standardError * $1.standardError } / Double(repetitions))
        .squareRoot()
      #expect(abs(scatter / claimed - 1) < 0.36, "\(name): \(scatter) and \(claimed)")
      // What a stopping rule looks at is larger, but not out of proportion.
      let largest = all.reduce(0) { $0 + $1.largestError } / Double(repetitions)
      #expect(largest > claimed && largest < 1.8 * claimed, "\(name): \(largest)")
    }
    compare("switching probability") { $0.switchingEstimate }
    for component in 0..<3 {
      compare("mean \(component)") { $0.meanEstimates[component] }
      compare("variance \(component)") { $0.varianceEstimates[component] }
      compare("deviation \(component)") { $0.savedDeviationEstimates[3 + component] }
    }
  }

  /// Without a spread nothing has an error, and of one trajectory none is known.
  @Test func withoutSpread() throws {
    let alike = try Self.ensemble(50).run().savedDeviationEstimates[0]
    #expect(alike.value == 0 && alike.standardError == 0)
    let one = try Self.ensemble(1).run()
    #expect(one.meanEstimates[0].standardError.isNaN)
    #expect(one.varianceEstimates[0].standardError.isNaN)
  }

  /// The error of a share is that of the Wilson interval, never zero; the larger one is that of the
  /// probability nearest to one half that the sample allows.
  @Test func shares() {
    let none = Estimate.share(0, of: 100)
    // Half of z²/(n + z²) for z = 1.
    #expect(abs(none.standardError - 0.5 / 101) < 1e-15)
    let high = WilsonInterval(successes: 0, trials: 100, z: WilsonInterval.z99).high
    #expect(abs(none.largestError - (high * (1 - high) / 100).squareRoot()) < 1e-15)
    let half = Estimate.share(500, of: 1000, scale: 2)
    #expect(half.value == 1)
    #expect(abs(half.standardError / (2 * (0.25 / 1000).squareRoot()) - 1) < 1e-3)
    #expect(half.largestError >= half.standardError)
  }
}
