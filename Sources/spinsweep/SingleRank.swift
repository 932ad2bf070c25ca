import Base
import MPIBridge

/// What one rank does where `mpirun` may have started several: the others have nothing to do.
enum SingleRank {
  /// Starts MPI, lets one rank do something, and ends MPI.
  ///
  /// - Parameter body: What the rank does, as the only one of its group; gives the exit code.
  /// - Throws: `MPIError`, and what `body` throws.
  static func carryOut(
    _ body: (_ alone: borrowing Communicator) throws -> ExitCode
  ) throws -> ExitCode {
    let environment = try MPIEnvironment()
    let isRoot = try environment.world().isRoot
    let code = isRoot ? try body(try environment.alone()) : .done
    try environment.finalize()
    return code
  }
}
