/// A block of a buffer that goes to another rank of a team or comes from one.
public struct TeamBlock: Sendable, Equatable {
  /// The rank at the other end.
  public var partner: Int
  /// The elements of the buffer.
  public var range: Range<Int>

  /// A block of elements, and the rank it goes to or comes from.
  public init(partner: Int, range: Range<Int>) {
    self.partner = partner
    self.range = range
  }
}

/// Several ranks that compute one point together.
///
/// Every rank of the team runs the same calculation on its share of the data; each has the same
/// parameters, and after `sum` or `broadcast` the same numbers. Rank 0 of the team leads: its
/// result is the one that counts.
///
/// All methods are collective: every rank of the team calls the same ones in the same order. So
/// whatever decides about the course of a calculation (a tolerance that is reached, a norm that is
/// off, a number of steps) must be known alike to all, and calls of `poll` stand at steps that are
/// the same on all ranks, never at times that a clock gives. A rank that alone meets a reason to
/// fail tells it by `agree(on:)`; to throw alone would leave the others waiting.
///
/// Results must have the same bits for every size of the team, one rank included. Elementwise work
/// is safe as it is; sums over distributed data go through `sum(ofBlocks:)`, with blocks that do
/// not depend on the size of the team.
///
/// Errors: every method throws `EvaluationError.disconnected` where ranks cannot be reached, on the
/// ranks that notice. It is to be passed on; the program then ends.
public protocol RankTeam: AnyObject {
  /// Number of this rank in the team, from 0.
  var rank: Int { get }
  /// Number of ranks in the team.
  var count: Int { get }

  /// Sends blocks of one buffer and receives blocks into another, all at the same time, while this
  /// rank does other work; comes back when all has arrived and `source` may be changed again.
  ///
  /// Blocks are counted in bytes. Those between two ranks are matched in the order in which they
  /// are listed, and must then have equal lengths. Received blocks must not overlap.
  ///
  /// - Parameter work: Done while the blocks are on their way. It may read `source`.
  func exchange(
    sending outgoing: [TeamBlock], of source: RawSpan, receiving incoming: [TeamBlock],
    into destination: inout MutableRawSpan, meanwhile work: () -> Void
  ) throws(EvaluationError)

  /// The same within one buffer. Received blocks must overlap neither one another nor sent ones.
  func exchange(
    sending outgoing: [TeamBlock], receiving incoming: [TeamBlock],
    in buffer: inout MutableRawSpan
  ) throws(EvaluationError)

  /// Gives every rank the blocks of all: before, a rank has its own block of the buffer, afterward
  /// the buffer is alike on all.
  ///
  /// - Parameter blocks: The bytes that each rank has, in the order of ranks; the same on all.
  func allGather(_ blocks: [Range<Int>], in buffer: inout MutableRawSpan) throws(EvaluationError)

  /// Gives every rank the bytes of `root`.
  func broadcast(_ buffer: inout MutableRawSpan, from root: Int) throws(EvaluationError)
}
