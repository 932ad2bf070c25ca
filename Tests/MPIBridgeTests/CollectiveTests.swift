import Testing
import TestSupport

/// Lines that each rank of the helper printed, in the order of ranks.
func lines(_ check: String, ranks: Int, environment: [String: String] = [:]) throws -> [String] {
  let result = try mpirun(
    ranks: ranks, [builtExecutable("MPIBridgeHelper"), check], environment: environment
  ).run()
  #expect(result.exitCode == 0, "\(result.errors)")
  return (0..<ranks).flatMap { rank in result.lines.filter { $0.hasPrefix("\(rank): ") } }
}

@Suite(.serialized) struct CollectiveTests {
  @Test(arguments: 1...4) func valuesReachEveryRank(ranks: Int) throws {
    let printed = try lines("collectives", ranks: ranks)
    let numbers = Array(0..<ranks)
    let sum = numbers.reduce(0, +)
    let gathered: [Float] = numbers.flatMap { [Float($0), 0.5] }
    let expected = numbers.flatMap { rank in
      [
        "\(rank): [1.5, -2.5] \(10 * (ranks - 1)) π ≈ 3.14 70000 true",
        "\(rank): [\(Double(sum)), \(Double(ranks))] \(6 - ranks) \(ranks - 1) \(numbers)",
        rank == 0 ? "0: [\(sum), \(2 * sum)] \(gathered)" : "\(rank): nil nil",
      ]
    }
    #expect(printed == expected)
  }

  @Test(arguments: 1...4) func valuesOfAnyShapeReachEveryRank(ranks: Int) throws {
    let failing = ranks > 1 ? "rank 1" : "nil"
    let expected = (0..<ranks).map {
      "\($0): true true Secret cannot be told to other ranks \(failing) true"
    }
    #expect(try lines("values", ranks: ranks) == expected)
  }

  @Test func groupsAreSplitByColorAndKey() throws {
    #expect(
      try lines("groups", ranks: 4) == [
        "0: 4 1/2 [2, 0] 4", "1: 4 0/1 [1] 4", "2: 4 0/2 [2, 0] 4", "3: 4 none 4",
      ])
  }
}
