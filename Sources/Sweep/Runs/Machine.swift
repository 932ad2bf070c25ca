import Glibc
import MPIBridge

/// A machine that computes, and how many ranks share it.
struct Machine {
  /// Ranks of the program that run there.
  let ranks: Int
  /// Its memory in bytes.
  let memory: Int

  /// This machine, with so many ranks.
  init(ranks: Int) {
    self.ranks = ranks
    memory = sysconf(Int32(_SC_PHYS_PAGES)) * sysconf(Int32(_SC_PAGESIZE))
  }

  /// Of all machines of the run the one with the least memory a rank; the same on all ranks.
  /// Collective.
  ///
  /// MPI itself tells which ranks are together: launchers have a variable each for it, or none.
  ///
  /// - Throws: `MPIError`.
  init(tightestOf world: borrowing Communicator) throws(MPIError) {
    let mine = Machine(ranks: try world.splitByNode().size)
    let all = try world.allGather([mine.ranks, mine.memory])
    let machines = stride(from: 0, to: all.count, by: 2).map {
      Machine(ranks: all[$0], memory: all[$0 + 1])
    }
    self = machines.min { $0.memory / $0.ranks < $1.memory / $1.ranks } ?? mine
  }

  private init(ranks: Int, memory: Int) {
    self.ranks = ranks
    self.memory = memory
  }
}
