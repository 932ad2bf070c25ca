import Base
import Glibc

/// Text for the user; only the first of several processes started together prints.
enum Output {
  /// - Throws: `WriteError` if some of it could not be written, which ends the program with 1.
  static func print(_ text: String) throws(WriteError) {
    if isFirstProcess { try StandardOutput.write(text) }
  }

  static func printError(_ text: String) {
    if isFirstProcess { StandardError.write(text) }
  }

  /// By the launcher's environment, since most verbs, and mistakes in the command line, do without
  /// MPI.
  static let isFirstProcess: Bool = {
    for name in ["OMPI_COMM_WORLD_RANK", "PMIX_RANK", "PMI_RANK", "SLURM_PROCID"] {
      if let value = getenv(name) { return atoi(value) == 0 }
    }
    return true
  }()
}
