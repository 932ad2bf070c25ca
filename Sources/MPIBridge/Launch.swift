import Glibc

/// What launchers tell the processes that they start together, in their environment.
public struct Launch: Sendable, Equatable {
  /// The variable that says how many processes were started.
  public let variable: String
  /// How many.
  public let processCount: Int

  /// The variables of Open MPI's `mpirun`, of Hydra (MPICH, Intel MPI) and Slurm's PMI, and of a
  /// step of Slurm (`srun`).
  ///
  /// `SLURM_NTASKS` is none of them: a batch script, which is one process, has it, too.
  private static let variables = ["OMPI_COMM_WORLD_SIZE", "PMI_SIZE", "SLURM_STEP_NUM_TASKS"]

  /// The launch of this process; nil if it was started alone. A launcher may have been started by
  /// another one; the first in the order of the list is the nearest.
  public static var current: Launch? {
    for variable in variables {
      guard let text = unsafe getenv(variable),
        let count = unsafe Int(String(cString: text))
      else { continue }
      return Launch(variable: variable, processCount: count)
    }
    return nil
  }

  /// Why a group of all ranks cannot be what the launcher started; nil if it can.
  ///
  /// A launcher that does not know this MPI library starts processes each of which takes itself for
  /// the only one. They would all do the same, and write the same file.
  public func defect(of world: borrowing Communicator) -> String? {
    guard world.size == 1, processCount > 1 else { return nil }
    let library = MPIEnvironment.libraryName
    return "\(processCount) processes were started together (\(variable)), but to \(library) "
      + "each is alone: start them with the mpirun of that library, or tell srun which protocol it "
      + "speaks (`srun --mpi=list`); where separate runs are meant, unset \(variable)"
  }
}
