import Numerics
import Teams
import TensorNetworks
import TestSupport
import Testing

@Suite("Pulses on several ranks and across interruptions")
struct PulseTeamTests {
  private static func run(
    _ team: any RankTeam, restart: (any RestartSource)? = nil,
    poll: ((any RestartSink) -> Void) throws(EvaluationError) -> Void = { _ in }
  ) throws(EvaluationError) -> [PulseObservation] {
    var chain = PulseChain()
    chain.sites = 24
    chain.layers = [11...13]
    chain.electrons = 3
    chain.confinedSites = 5
    let evolution = try PulseEvolution(
      chain, scheme: .second, rule: TruncationRule(maximumBond: 40, discardedWeight: 1e-8),
      team: team)
    let schedule = PulseRun.Schedule(end: 8, count: 5, step: 0.1)
    return try PulseRun(evolution, schedule: schedule, restart: restart).run(poll: poll)
  }

  @Test("Every number of ranks gives the same bits", arguments: [2, 3, 5])
  func ranks(count: Int) throws {
    let alone = try Self.run(LoneRank())
    let together = try ThreadTeam.run(ranks: count) { team in
      try Self.run(team).map { Numbers($0) }
    }
    #expect(together[0] == alone.map { Numbers($0) })
  }

  @Test("A run goes on where it was stopped, to the same bits", arguments: [1, 2], [7, 160, 1500])
  func interruption(ranks: Int, polls: Int) throws {
    let alone = try Self.run(LoneRank()).map { Numbers($0) }
    // On a team, a layer is one poll.
    let limit = ranks == 1 ? polls : polls / 20 + 1
    let results = try ThreadTeam.run(ranks: ranks) { team in
      let saved = MemoryState()
      var count = 0
      #expect(throws: EvaluationError.stopped) {
        try Self.run(team) { (save) throws(EvaluationError) in
          count += 1
          if count == limit {
            save(saved)
            throw .stopped
          }
        }
      }
      return try Self.run(team, restart: saved).map { Numbers($0) }
    }
    #expect(results[0] == alone)
  }

  @Test("A state of something else is not taken up")
  func damaged() throws {
    let alone = try Self.run(LoneRank()).map { Numbers($0) }
    let saved = MemoryState()
    saved.append(3)
    saved.append(array: [1.0, 2, 3])
    #expect(try Self.run(LoneRank(), restart: saved).map { Numbers($0) } == alone)
  }

  /// What must have the same bits.
  private struct Numbers: Equatable, Sendable {
    let spins: [Vector3]
    let charges: [Double]
    let entropies: [Double]
    let rest: [Double]
    let dimensions: [Int]

    init(_ observation: PulseObservation) {
      spins = observation.localSpins + observation.electronSpinDensity
      charges = observation.chargeDensity
      entropies = observation.bondEntropies
      rest = [
        observation.energy, observation.edgeMutualInformation,
        observation.losses.discardedWeight, observation.losses.largestDiscardedWeight,
      ]
      dimensions = observation.bondDimensions
    }
  }
}
