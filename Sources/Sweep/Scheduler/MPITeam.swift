import MPIBridge
import Teams

/// A team whose ranks talk by MPI.
package final class MPITeam: RankTeam {
  private static let tag = 23

  package let communicator: Communicator
  package let rank: Int
  package let count: Int

  package init(_ communicator: consuming Communicator) {
    rank = communicator.rank
    count = communicator.size
    self.communicator = communicator
  }

  package func exchange(
    sending outgoing: [TeamBlock], of source: RawSpan, receiving incoming: [TeamBlock],
    into destination: inout MutableRawSpan, meanwhile work: () -> Void
  ) throws(EvaluationError) {
    do throws(MPIError) {
      try communicator.exchange(
        sending: outgoing.map(Block.init), of: source, receiving: incoming.map(Block.init),
        into: &destination, tag: Self.tag, meanwhile: work)
    } catch {
      throw Self.disconnected(error)
    }
  }

  package func exchange(
    sending outgoing: [TeamBlock], receiving incoming: [TeamBlock],
    in buffer: inout MutableRawSpan
  ) throws(EvaluationError) {
    do throws(MPIError) {
      try communicator.exchange(
        sending: outgoing.map(Block.init), receiving: incoming.map(Block.init), in: &buffer,
        tag: Self.tag)
    } catch {
      throw Self.disconnected(error)
    }
  }

  package func allGather(
    _ blocks: [Range<Int>], in buffer: inout MutableRawSpan
  ) throws(EvaluationError) {
    do throws(MPIError) {
      try communicator.allGather(blocks, in: &buffer, tag: Self.tag)
    } catch {
      throw Self.disconnected(error)
    }
  }

  package func broadcast(_ buffer: inout MutableRawSpan, from root: Int) throws(EvaluationError) {
    do throws(MPIError) { try communicator.broadcast(&buffer, from: root) } catch {
      throw Self.disconnected(error)
    }
  }

  /// The largest of the numbers of all ranks; ranks that wait leave their cores to others.
  package func maximum(_ number: Int) throws(EvaluationError) -> Int {
    do throws(MPIError) { return try communicator.restfulMaximum(number) } catch {
      throw Self.disconnected(error)
    }
  }

  private static func disconnected(_ error: MPIError) -> EvaluationError {
    .disconnected(EvaluationFailure(error))
  }
}

extension Block {
  fileprivate init(_ block: TeamBlock) { self.init(rank: block.partner, bytes: block.range) }
}
