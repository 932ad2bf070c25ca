import Teams
import TestSupport
import Testing

@Suite("Ranks that compute one point together")
struct RankTeamTests {
  @Test("Halo exchange gives every rank its neighbors' edges", arguments: 1...4)
  func halos(ranks: Int) throws {
    // A ring of 24 numbers; each rank keeps its share with one more number on both sides.
    let seen = try ThreadTeam.run(ranks: ranks) { team in
      let share = team.share(of: 24)
      var local = [-1.0] + share.map(Double.init) + [-1.0]
      let (previous, next) = ((team.rank + ranks - 1) % ranks, (team.rank + 1) % ranks)
      let last = local.count - 1
      var span = local.mutableSpan
      // The messages to both sides of a pair of two ranks are matched in the order listed.
      try team.exchange(
        sending: [
          TeamBlock(partner: previous, range: 1..<2),
          TeamBlock(partner: next, range: last - 1..<last),
        ],
        receiving: [
          TeamBlock(partner: next, range: last..<last + 1),
          TeamBlock(partner: previous, range: 0..<1),
        ], in: &span)
      return local[0] == Double((share.lowerBound + 23) % 24)
        && local[last] == Double(share.upperBound % 24)
    }
    #expect(seen == Array(repeating: true, count: ranks))
  }

  @Test("A sum over blocks has the same bits for every number of ranks")
  func sums() throws {
    let blocks = 64
    let numbers = (0..<blocks * 10).map { (index: Int) -> Double in
      let scale: Double = index % 3 == 0 ? -1e8 : 1
      return scale / Double(3 * index + 1)
    }
    @Sendable func total(_ team: any RankTeam) throws -> [Double] {
      try team.sum(
        ofBlocks: team.share(of: blocks).flatMap { block -> [Double] in
          let part = numbers[block * 10..<block * 10 + 10]
          return [part.reduce(0, +), part.reduce(0) { $0 + $1 * $1 }]
        }, width: 2)
    }
    let alone = try total(LoneRank())
    #expect(alone.count == 2)
    for ranks in 1...5 {
      let sums = try ThreadTeam.run(ranks: ranks) { try total($0) }
      #expect(sums.allSatisfy { $0 == alone })
    }
  }

  @Test("Broadcast, gathering of arrays of any length, and work while messages are on their way")
  func collectives() throws {
    for ranks in 1...3 {
      let results = try ThreadTeam.run(ranks: ranks) { team in
        let told = try team.broadcast(team.rank * 10 + 7, from: ranks - 1)
        let all = try team.allGather((0..<team.rank).map { Float($0) + 0.5 })
        let source = [Double(team.rank), 2]
        var destination = [0.0, 0, 0]
        var span = destination.mutableSpan
        var worked = false
        try team.exchange(
          sending: [TeamBlock(partner: (team.rank + 1) % ranks, range: 0..<1)], of: source.span,
          receiving: [TeamBlock(partner: (team.rank + ranks - 1) % ranks, range: 2..<3)],
          into: &span, meanwhile: { worked = true })
        return
          "\(told) \(all) \(destination[2] == Double((team.rank + ranks - 1) % ranks)) \(worked)"
      }
      let lengths = (0..<ranks).map { rank in (0..<rank).map { Float($0) + 0.5 } }
      #expect(
        results == Array(repeating: "\((ranks - 1) * 10 + 7) \(lengths) true true", count: ranks))
    }
  }

  @Test("A reason to fail that one rank has is thrown on all")
  func agreement() throws {
    let errors = try ThreadTeam.run(ranks: 3) { team -> EvaluationError? in
      do throws(EvaluationError) {
        try team.agree(on: team.rank == 1 ? "the norm is off" : nil)
        return nil
      } catch {
        return error
      }
    }
    #expect(errors == Array(repeating: .failed("the norm is off"), count: 3))
    try LoneRank().agree(on: nil)
  }

  @Test("What was appended to a state is read back, and nothing beyond it")
  func restartState() {
    let store = MemoryState()
    store.append(7)
    store.append(array: [1.5, -2.5])
    store.append([Float(3)].span)
    #expect(store.read(Int.self) == 7)
    #expect(store.readArray(of: Double.self) == [1.5, -2.5])
    var floats: [Float] = [0]
    var span = floats.mutableSpan
    let isRead = store.read(into: &span)
    #expect(isRead)
    #expect(floats == [3])
    #expect(store.read(UInt8.self) == nil)
    // A length that cannot be.
    store.append(1 << 60)
    #expect(store.readArray(of: Double.self) == nil)
  }
}
