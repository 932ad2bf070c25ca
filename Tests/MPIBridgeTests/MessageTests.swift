import TestSupport
import Testing

@Suite(.serialized) struct MessageTests {
  @Test(arguments: 1...4) func valuesTravelWhole(ranks: Int) throws {
    let expected = (0..<ranks).map { "\($0): true from \(($0 + ranks - 1) % ranks) empty true" }
    #expect(try lines("messages", ranks: ranks) == expected)
  }

  @Test(arguments: 2...4) func droppedRequestsAreHarmless(ranks: Int) throws {
    let expected = (0..<ranks).map { rank in
      "\(rank): early true got \((rank + ranks - 1) % ranks) sum \(rank == ranks - 1 ? 3 : 0)"
    }
    #expect(try lines("requests", ranks: ranks) == expected)
  }

  @Test(arguments: 1...4) func inboxesKeepTheOrderOfEachSender(ranks: Int) throws {
    let expected = (0..<ranks).map {
      "\($0): in order true empty true "
        + "a message of 1 bytes where 32 were expected (from rank \($0), tag 7)"
    }
    #expect(try lines("inboxes", ranks: ranks) == expected)
  }

  @Test func waitingEndsAtMessageDeadlineOrWishAndIsIdle() throws {
    #expect(
      try lines("waiting", ranks: 3) == ["0: true 10 true true sum 3 idle true"])
  }

  @Test func errorsNameTheCallAndTheReason() throws {
    #expect(
      try lines("errors", ranks: 1) == [
        "0: MPI_Send | MPI_ERR_RANK: invalid rank",
        "0: MPI_Recv failed: a message of 1 bytes where 4 were expected (from rank 0, tag 4)",
        "0: MPI_Send failed: 1099511627776 exceeds MPI's int",
        "0: MPI_Init_thread failed: MPI runs already",
      ])
  }

  @Test func abortEndsAllRanksWithItsCode() throws {
    let result = try mpirun(ranks: 3, [builtExecutable("MPIBridgeHelper"), "abort"]).run()
    #expect(result.exitCode == 7)
    #expect(!result.output.contains("not aborted"))
  }
}
