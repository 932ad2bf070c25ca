import Base
import Glibc
import Models
import Points
import QuantumChains
import Scheduler
import Teams
import TensorNetworks

/// Diffusion on a ring, spread over the ranks that share a point, with a state that is saved: what
/// a long calculation on many ranks does, as small as can be.
struct DiffusionModel: Model {
  var sites = 1000
  var steps = 100
  var strength = 0.25
  /// Microseconds that each step waits, so that a point takes long on any machine.
  var pause = 0

  /// Blocks of the sums: the same for any number of ranks.
  private static let blocks = 40

  struct Outcome {
    let total: Double
    let square: Double
    let first: Double
  }

  static let name = "diffusion"
  static let summary = "diffusion on a ring"
  static let references: [Reference] = []
  static let sharesPoints = true
  static let restartVersion: Int? = 1

  static let parameters: [Parameter<Self>] = [
    .integer("sites", \.sites, 40...1_000_000_000, "number of sites", source: "test"),
    .integer("steps", \.steps, 1...1_000_000_000, "number of steps", source: "test"),
    .number("strength", \.strength, unit: .one, .any, "share that moves a step", source: "test"),
    .integer("pause", \.pause, 0...1_000_000_000, "microseconds a step waits", source: "test"),
  ]

  static let quantities: [Quantity<Outcome>] = [
    .number("total", unit: .one, "sum over all sites", source: "test") { $0.total },
    .number("square", unit: .one, "sum of squares", source: "test") { $0.square },
    .number("first", unit: .one, "value at site 0", source: "test") { $0.first },
  ]

  var estimatedSeconds: Double { Double(steps) * (Double(sites) * 1e-9 + Double(pause) * 1e-6) }
  func workingMemory(ranks: Int) -> Int { 16 * sites / ranks }
  var restartStateBytes: Int { 8 * sites + 64 }

  func evaluate(_ context: PointContext) throws(EvaluationError) -> Outcome {
    let team = context.team
    // Blocks of sites, so that no block of the sums is on two ranks.
    let share = team.share(of: Self.blocks)
    let sites = share.lowerBound * sites / Self.blocks..<share.upperBound * sites / Self.blocks
    // With one more site at both ends, which the neighbors own.
    var state = [0.0] + sites.map { sin(Double(7 * $0 + context.point)) } + [0.0]
    var step = 0
    if let restart = context.restart, let saved = restart.read(Int.self),
      let kept = restart.readArray(of: Double.self), kept.count == state.count
    {
      (step, state) = (saved, kept)
      StandardError.write("point \(context.point) rank \(team.rank) goes on at step \(step)\n")
    }
    while step < steps {
      try exchangeEdges(&state, team)
      let before = state
      for site in 1...sites.count {
        state[site] =
          before[site] + strength * (before[site - 1] - 2 * before[site] + before[site + 1])
      }
      step += 1
      if pause > 0 { usleep(UInt32(pause)) }
      context.reached(Double(step) / Double(steps))
      try context.poll { sink in
        sink.append(step)
        sink.append(array: state)
      }
    }
    let partials = share.flatMap { block in
      let start = block * self.sites / Self.blocks - sites.lowerBound + 1
      let end = (block + 1) * self.sites / Self.blocks - sites.lowerBound + 1
      let values = state[start..<end]
      return [values.reduce(0, +), values.reduce(0) { $0 + $1 * $1 }]
    }
    let sums = try team.sum(ofBlocks: partials, width: 2)
    return Outcome(
      total: sums[0], square: sums[1], first: try team.broadcast(state[1], from: 0))
  }

  private func exchangeEdges(
    _ state: inout [Double], _ team: any RankTeam
  ) throws(EvaluationError) {
    let last = state.count - 2
    let previous = (team.rank + team.count - 1) % team.count
    let next = (team.rank + 1) % team.count
    var span = state.mutableSpan
    try team.exchange(
      sending: [
        TeamBlock(partner: previous, range: 1..<2),
        TeamBlock(partner: next, range: last..<last + 1),
      ],
      receiving: [
        TeamBlock(partner: next, range: last + 1..<last + 2),
        TeamBlock(partner: previous, range: 0..<1),
      ], in: &span)
  }
}
