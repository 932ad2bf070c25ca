import Glibc

/// The environment that a program of a rank is started with.
///
/// What tells a process that it is a rank is taken out: a program that uses MPI itself, such as a
/// Python module that imports mpi4py, would else take itself for the rank that started it, and wait
/// for the others or disturb them. It is a process of its own.
enum ChildEnvironment {
  /// Beginnings of names: of Open MPI and PMIx, of MPICH, Intel MPI and PMI, of Slurm's steps.
  static let prefixes = [
    "OMPI_", "OPAL_", "ORTE_", "PRTE_", "PMIX_", "PMI_", "PMI2_", "MPI_LOCAL", "MPIR_",
    "MPICH_", "MPIEXEC_", "HYDRA_", "HYDI_", "I_MPI_", "MV2_COMM_WORLD_", "PALS_", "ALPS_",
    "SLURM_PMI", "SLURM_STEP", "SLURM_SRUN_", "SLURM_LAUNCH_",
  ]
  /// Whole names.
  static let names = [
    "SLURM_PROCID", "SLURM_LOCALID", "SLURM_GTIDS", "SLURM_MPI_TYPE", "SLURM_TASK_PID",
    "PMIX", "PMI",
  ]

  /// Whether a variable is left out.
  static func isOfRank(_ name: Substring) -> Bool {
    prefixes.contains { name.hasPrefix($0) } || names.contains { name == $0 }
  }

  /// Texts of the form NAME=VALUE.
  ///
  /// - Parameter additions: What is set besides.
  static func variables(_ additions: [(name: String, value: String)]) -> [String] {
    var variables: [String] = []
    var entry = unsafe environ
    while let text = unsafe entry.pointee {
      let variable = unsafe String(cString: text)
      let name = variable.prefix { $0 != "=" }
      if !isOfRank(name), !additions.contains(where: { $0.name == name }) {
        variables.append(variable)
      }
      unsafe entry += 1
    }
    return variables + additions.map { "\($0.name)=\($0.value)" }
  }
}
