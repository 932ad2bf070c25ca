import Foundation

/// Path of an executable target of this package. Test bundle and executables lie in one folder.
public func builtExecutable(_ name: String) -> String {
  let bundle = ProcessInfo.processInfo.arguments.first { $0.contains(".xctest") }
  let program = bundle ?? ProcessInfo.processInfo.arguments[0]
  var folder = URL(fileURLWithPath: program).standardizedFileURL
  while folder.path != "/" {
    folder.deleteLastPathComponent()
    let candidate = folder.appendingPathComponent(name)
    var isFolder: ObjCBool = false
    if FileManager.default.fileExists(atPath: candidate.path, isDirectory: &isFolder),
      !isFolder.boolValue
    {
      return candidate.path
    }
  }
  return name
}

/// A program under `mpirun` with the given number of ranks.
///
/// The settings let it run as root, on fewer cores than ranks, without binding ranks to the same
/// core and without a rank that waits taking the core from one that works.
public func mpirun(
  ranks: Int, _ arguments: [String], environment: [String: String] = [:],
  in folder: TemporaryFolder? = nil, timeLimit: Int = 60
) -> Command {
  let inherited = ProcessInfo.processInfo.environment.keys
    .filter { name in
      ["OMPI_COMM_", "PMIX_", "ORTE_", "PMI_", "SLURM_STEP_"].contains { name.hasPrefix($0) }
    }
  let settings = [
    "OMPI_ALLOW_RUN_AS_ROOT": "1", "OMPI_ALLOW_RUN_AS_ROOT_CONFIRM": "1",
    "OMPI_MCA_rmaps_base_oversubscribe": "1", "OMPI_MCA_hwloc_base_binding_policy": "none",
    "OMPI_MCA_mpi_yield_when_idle": "1",
    // The same for Open MPI 5 and 6, whose mpirun is PRRTE's.
    "PRTE_MCA_rmaps_default_mapping_policy": ":oversubscribe",
    "PRTE_MCA_hwloc_default_binding_policy": "none",
  ]
  return Command(
    ["mpirun", "-n", String(ranks)] + arguments,
    environment: Dictionary(uniqueKeysWithValues: inherited.map { ($0, "") })
      .merging(settings) { _, new in new }
      .merging(environment) { _, new in new },
    in: folder, timeLimit: timeLimit)
}

/// The interpreter that `SPINSWEEP_TEST_PYTHON` names; `python3` if it is not set.
public var pythonInterpreter: String {
  ProcessInfo.processInfo.environment["SPINSWEEP_TEST_PYTHON"] ?? "python3"
}

/// A Python program given as text, run by `pythonInterpreter`; `arguments` are its `sys.argv[1:]`.
public func python(_ program: String, _ arguments: [String] = []) -> Command {
  Command([pythonInterpreter, "-c", program] + arguments)
}

/// Whether the Python of the tests has these modules.
public func pythonHas(_ modules: String...) -> Bool {
  let program = modules.map { "import \($0)" }.joined(separator: "\n")
  return (try? python(program).run().exitCode) == 0
}
