import Base
import Glibc
import Jobs
import MPIBridge
import Runs
import SourceRevision

struct DoctorVerb: Verb {
  let name = "doctor"
  let summary = "tests the MPI library, the disk and the machine that sweeps would run with"
  let folder = Option(
    "--folder", "FOLDER", "where results would be written (default: here)",
    completion: .file(ending: nil))
  let json = Shared.json
  let examples: KeyValuePairs = [
    "mpirun -n 2 spinsweep doctor": "as sweeps are started",
    "srun spinsweep doctor --folder $SCRATCH": "on the nodes and the disk of a cluster",
  ]

  func run(_ arguments: Arguments<Self>) throws -> ExitCode {
    let folder = arguments[\.folder] ?? "."
    guard Folder(of: "\(folder)/a").exists else {
      throw InputError("there is no folder '\(folder)'")
    }
    let doctor = Doctor(folder: folder, sourceRevision: SourceRevision.text)
    ProgramStart.choose()
    StopSignal.install()
    let environment = try MPIEnvironment(locksFiles: doctor.locksFiles)
    let world = try environment.world()
    let report = try doctor.examine(environment.settings, on: world)
    if world.isRoot {
      try Output.print(arguments[\.json] ? report.json.description : report.text)
    }
    // All ranks end alike, or mpirun would speak of a failure.
    let isFine = try world.broadcast(report.isFine ? UInt8(1) : 0) == 1
    try environment.finalize()
    return isFine ? .done : .unexpectedFailure
  }
}
