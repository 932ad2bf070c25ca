import Foundation
import TestSupport
import Testing

/// What the tests need of a make-believe cluster: hosts in namespaces of this machine, on request
/// under Slurm (see `Cluster/make-believe-cluster`).
private enum Cluster {
  /// Runs a script of the folder `Cluster` on the cluster's head.
  static func run(
    _ script: String, _ arguments: [String], withSlurm: Bool, in folder: TemporaryFolder,
    timeLimit: Int
  ) throws -> CommandResult {
    let options = withSlurm ? ["--slurm"] : []
    return try Command(
      [path("make-believe-cluster"), "--cpus", "2"] + options
        + ["bash", path(script)] + arguments,
      environment: ["SPINSWEEP": Workplace.program], in: folder, timeLimit: timeLimit
    ).run()
  }

  /// Why there can be no hosts here, or none under Slurm; nil if there can.
  static let obstacle = findObstacle(withSlurm: false)
  static let slurmObstacle = findObstacle(withSlurm: true)

  private static func findObstacle(withSlurm: Bool) -> String? {
    let options = withSlurm ? ["--slurm"] : []
    guard
      let result = try? Command([path("make-believe-cluster")] + options + ["true"]).run()
    else { return "it cannot be started" }
    return result.exitCode == 77 ? result.errors : nil
  }

  private static func path(_ name: String) -> String {
    Bundle.module.url(forResource: name, withExtension: nil, subdirectory: "Cluster")?.path ?? name
  }

  /// The folder `slurm` of this package.
  static var scripts: String {
    JobFolder.url.deletingLastPathComponent().appendingPathComponent("slurm").path
  }
}

/// Beside the other tests of the program, since these mostly wait for Slurm.
@Suite("On a cluster", .serialized)
struct ClusterTests {
  @Test(
    "What sweep.sbatch, srun.sbatch and array.sbatch compute has the bits of an undisturbed run",
    .enabled(
      if: Cluster.slurmObstacle == nil, "no Slurm: \(Cluster.slurmObstacle ?? "")"))
  func sweep() throws {
    let place = try Workplace()
    try place.folder.write(try job(ofSeconds: 16, place), to: "job.toml")
    try place.folder.write(TestJob.map, to: "map.toml")
    try place.folder.write(Self.largeJob, to: "large.toml")
    let result = try Cluster.run(
      "sweep-steps", [Cluster.scripts, "job.toml", "map.toml", "large.toml"], withSlurm: true,
      in: place.folder,
      timeLimit: 600)
    try #require(result.exitCode == 0, "\(result.output)\(result.errors)")

    let job = try place.folder.text("sweep.job")
    #expect(job.contains("JobState=COMPLETED"), "\(job)")
    let restarts = try #require(job.firstMatch(of: /Restarts=(\d+)/)).output.1
    let log = try place.folder.text("sweep.log")
    #expect(Int(restarts) ?? 0 >= 1, "\(log)")
    #expect(log.contains("stopped by signal SIGUSR1; continue with --resume"), "\(log)")
    #expect(log.contains(/stay \d of job \d+ ended with 75/), "\(log)")
    #expect(log.contains(/stay \d of job \d+ ended with 0/), "\(log)")
    #expect(try place.digest("swept.h5") == place.digest("whole.h5"))

    #expect(try place.folder.text("srun.job").contains("ExitCode=0:0"))
    let other = try place.spinsweep("run", "map.toml", "-o", "alone.h5")
    #expect(other.exitCode == 0, "\(other.errors)")
    #expect(try place.digest("srun.h5") == place.digest("alone.h5"))
    #expect(try place.folder.text("srun.log").contains("3 ranks"))
    // Memory is that of a host, for the ranks of that host: two of four.
    #expect(
      try place.folder.text("hosts.log").contains(
        /^ *ranks +4 ranks on 2 machines$/.anchorsMatchLineEndings()))
    let refusal = try place.folder.text("memory.log")
    #expect(
      refusal.contains(/a rank needs \S+ \wB, but a machine with 2 ranks has \S+ GB of memory/),
      "\(refusal)")
    #expect(refusal.contains("code 2\n"))
    #expect(try !place.folder.names().contains("memory.h5"))
    for part in 1...3 {
      #expect(try place.folder.names().contains("map.part-\(part)-of-3.h5"))
    }
    #expect(try place.digest("map.h5") == place.digest("alone.h5"))
  }

  @Test(
    "A host that loses its network ends the run; what was finished is kept, and the script goes on",
    .enabled(
      if: Cluster.obstacle == nil, "no hosts: \(Cluster.obstacle ?? "")"))
  func lostHost() throws {
    let place = try Workplace()
    try place.folder.write(try job(ofSeconds: 6, place), to: "job.toml")
    let result = try Cluster.run(
      "lost-host-steps", ["job.toml", Cluster.scripts], withSlurm: false, in: place.folder,
      timeLimit: 200)
    #expect(result.exitCode == 0, "\(result.errors)")
    #expect(result.errors.contains("lost communication with a remote daemon"))
    // 205 is the code of Open MPI 4 for that; that of 5 is 0, and the script looks at the file. No
    // process is left.
    #expect(
      result.lines == [
        "stay 1 of job 4711 ended with 205", "the launcher ended, but points are left",
        "scontrol requeue 4711", "code 205", "0",
      ]
        || result.lines == [
          "stay 1 of job 4711 ended with 0", "the launcher ended, but points are left",
          "scontrol requeue 4711", "code 75", "0",
        ], "\(result.output)")
    let whole = try place.spinsweep(ranks: 2, "run", "job.toml", "-o", "whole.h5")
    #expect(whole.exitCode == 0, "\(whole.errors)")
    let done = Int(try place.python("partial", "lost.h5", "whole.h5")) ?? -1
    #expect(done >= 0 && done < 100)
    let resumed = try place.spinsweep(ranks: 2, "run", "job.toml", "-o", "lost.h5", "--resume")
    #expect(resumed.exitCode == 0, "\(resumed.errors)")
    #expect(try place.digest("lost.h5") == place.digest("whole.h5"))
  }

  /// A job that no machine has the memory for.
  private static let largeJob = """
    model = "spin-valve"
    [parameters]
    layer_spins = 13
    """

  /// A job that takes so many seconds of one core, whatever processor and load: by the time that
  /// the processor takes for a shorter one.
  private func job(ofSeconds wanted: Double, _ place: Workplace) throws -> String {
    func job(_ trajectories: Int) -> String {
      TestJob.ensembles.replacing(
        "trajectories = 100", with: "trajectories = \(trajectories)"
      ).replacing("50 ms", with: "1 s")
    }
    try place.folder.write(job(300), to: "short.toml")
    let result = try Command(
      [
        "bash", "-c",
        #"TIMEFORMAT=%U; time "$0" run short.toml --progress none >&2"#, Workplace.program,
      ], in: place.folder
    ).run()
    let seconds = try #require(
      result.errors.split(separator: "\n").last.flatMap { Double($0) }, "\(result.errors)")
    return job(Int(300 * wanted / max(seconds, 0.01)))
  }
}
