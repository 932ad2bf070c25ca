import Base
import Glibc
import Jobs
import MPIBridge
import Models
import Numerics
import ResultsStorage

/// Looks at the libraries, the machine and the file system that sweeps would run with, and tries
/// what they rely on: `spinsweep doctor`.
package struct Doctor {
  /// Where results would be written.
  package let folder: String
  /// Commit that was built.
  package let sourceRevision: String
  /// Names of signals that the process was started to ignore.
  private let ignoredSignals = StopSignal.ignored

  /// To be made before signals are handled.
  package init(folder: String, sourceRevision: String) {
    self.folder = folder
    self.sourceRevision = sourceRevision
  }

  /// Whether the folder is on a network file system on which ranks of several machines have to lock
  /// what they write (NFS).
  package var locksFiles: Bool { FileSystemKind(of: folder)?.locksFiles ?? false }

  /// The report of this rank, and on rank 0 also what is not fine on others. Collective.
  ///
  /// - Parameter settings: What was decided about MPI's settings before it started.
  /// - Throws: `MPIError` if ranks cannot talk to each other.
  package func examine(
    _ settings: [RuntimeSetting], on world: borrowing Communicator
  ) throws -> DoctorReport {
    let version = Finding("program", "version", "\(Build.program) (\(sourceRevision))")
    // What may differ from rank to rank.
    let own = [processor() + linearAlgebra(), limits()]
    let together = try messages(settings, on: world) + storage(on: world)
    var others: [Finding] = []
    for rank in 1..<max(world.size, 1) {
      let odd = own.joined().filter { $0.verdict != .fine }
      for finding in try world.broadcast(encoding: Array(odd), from: rank)
      where !own.joined().contains(where: { $0.isLike(finding) }) {
        others.append(finding.of(rank: rank))
      }
    }
    return DoctorReport(
      findings: [version] + own[0] + together + own[1] + others + [pictures()])
  }
}

// The machine.
extension Doctor {
  private func processor() -> [Finding] {
    let cores = ProcessorInformation.availableCores
    return [
      Finding(
        "machine", "processor",
        "\(ProcessorStart.processor), \(Format.count(cores, "core")) for this process"
      ),
      Finding("machine", "memory", Format.bytes(Machine(ranks: 1).memory)),
    ]
  }

  private func linearAlgebra() -> [Finding] {
    let better = LinearAlgebraStart.betterCore
    let chosen = Finding(
      "linear algebra", "library", LinearAlgebraStart.description,
      better == nil ? .fine : .note,
      remedy: better.map {
        "these kernels leave this processor's wide vectors unused: export OPENBLAS_CORETYPE=\($0)"
      })
    let trial: Finding
    do throws(LinearAlgebraError) {
      let error = try LinearAlgebraTrial.largestError()
      trial = Finding(
        "linear algebra", "self-test", "largest error \(Format.significant(error, 2))",
        error < 1e-12 ? .fine : .wrong,
        remedy: error < 1e-12
          ? nil : "the library computes wrong numbers on this processor: use another one")
    } catch {
      trial = Finding(
        "linear algebra", "self-test", "\(error)", .wrong,
        remedy: "use another BLAS and LAPACK library")
    }
    return [chosen, trial]
  }
}

// What ranks do together.
extension Doctor {
  private func messages(
    _ settings: [RuntimeSetting], on world: borrowing Communicator
  ) throws -> [Finding] {
    var findings = [Finding("MPI", "library", MPIEnvironment.libraryName)]
    for setting in settings {
      findings.append(Finding("MPI", "setting", setting.description))
    }
    let launch = Launch.current
    let defect = launch?.defect(of: world)
    let launcher = launch.map { "\($0.processCount) (\($0.variable))" } ?? "started alone"
    findings.append(
      Finding("MPI", "launched", launcher, defect == nil ? .fine : .wrong, remedy: defect))
    let nodes = try world.splitByNode()
    let isFirst = nodes.isRoot ? 1 : 0
    let count = try world.allReduce(isFirst, .sum)
    findings.append(
      Finding(
        "MPI", "ranks",
        "\(Format.count(world.size, "rank")) on \(Format.count(count, "machine"))"))
    // Every rank tells its number to the next, and all add them up.
    let start = Clock.now()
    let all = try world.allGather([world.rank])
    let sum = try world.allReduce(world.rank, .sum)
    let isRight = all == Array(0..<world.size) && sum == world.size * (world.size - 1) / 2
    let seconds = Clock.now() - start
    findings.append(
      Finding(
        "MPI", "messages",
        isRight
          ? "right, \(Format.duration(seconds)) for two collective calls" : "wrong",
        isRight ? .fine : .wrong,
        remedy: isRight ? nil : "the MPI library mixes up messages: use another one"))
    if let finding = Self.binding(
      ranks: nodes.size, cores: ProcessorInformation.availableCores, of: ProcessorInformation.cores,
      load: ProcessorInformation.load ?? 0)
    {
      findings.append(finding)
    }
    return findings
  }

  /// What is not good about the cores of ranks; nil if nothing is.
  ///
  /// - Parameters:
  ///   - ranks: Those of this machine.
  ///   - cores: How many the process may use.
  ///   - all: How many the machine has.
  ///   - load: How many processes of anybody have wanted one lately.
  package static func binding(
    ranks: Int, cores: Int, of all: Int, load: Double
  ) -> Finding? {
    // Other processes of a core take it for milliseconds, and each message waits for that.
    if cores < all, load > 1.25 * Double(all) {
      return Finding(
        "MPI", "binding",
        "\(cores) of \(Format.count(all, "core")), for which \(Int(load)) processes wait", .note,
        remedy: "others compute here, and ranks must wait for whoever is on their core: "
          + "mpirun --bind-to none, or I_MPI_PIN=0 with Intel MPI")
    }
    guard ranks > cores else { return nil }
    return Finding(
      "MPI", "binding",
      "\(Format.count(ranks, "rank")) of a machine share \(Format.count(cores, "core"))",
      .note, remedy: "start at most one rank a core, or bind them: mpirun --bind-to core")
  }

  private func storage(on world: borrowing Communicator) throws -> [Finding] {
    var findings = [Finding("storage", "library", StorageTrial.libraryVersion)]
    let place = Folder(of: "\(folder)/results.h5")
    findings.append(
      Finding("storage", "file system", FileSystemKind(of: folder)?.name ?? "unknown"))
    if let free = place.availableBytes {
      findings.append(
        Finding(
          "storage", "free", Format.bytes(free), free > 100 << 20 ? .fine : .note,
          remedy: free > 100 << 20 ? nil : "results need room: choose another folder"))
    }
    let trial = try StorageTrial(folder: folder, on: world)
    switch trial.writing {
    case .collective:
      findings.append(
        Finding("storage", "writing", "together; failed writes are reported"))
    case .independent:
      findings.append(
        Finding(
          "storage", "writing", "each rank on its own: failed collective writes are not reported",
          .note, remedy: "nothing is lost; many ranks write faster with an MPI that has ROMIO"))
    case .refused(let reason):
      findings.append(
        Finding(
          "storage", "writing", reason, .wrong, remedy: "choose another folder or MPI library"))
    }
    if case .refused = trial.writing { return findings }
    findings.append(
      Finding(
        "storage", "lock", trial.hasLock ? "works" : "none", trial.hasLock ? .fine : .note,
        remedy: trial.hasLock
          ? nil
          : "two runs of one file cannot keep out of each other's way: on Lustre the mount option "
            + "flock is missing"))
    return findings
  }
}

// What the system allows.
extension Doctor {
  private func limits() -> [Finding] {
    var findings: [Finding] = []
    for (name, resource) in [
      ("file size", RLIMIT_FSIZE), ("memory", RLIMIT_AS), ("processor time", RLIMIT_CPU),
    ] {
      var limit = rlimit()
      guard getrlimit(__rlimit_resource_t(resource.rawValue), &limit) == 0,
        limit.rlim_cur != rlim_t.max
      else { continue }
      let value =
        resource == RLIMIT_CPU
        ? Format.duration(Double(limit.rlim_cur)) : Format.bytes(Int(clamping: limit.rlim_cur))
      findings.append(
        Finding(
          "limits", name, value, .note, remedy: "a limit of the shell or the batch system (ulimit)")
      )
    }
    let ignored = ignoredSignals
    findings.append(
      Finding(
        "limits", "signals",
        ignored.isEmpty
          ? "TERM, INT and USR1 reach the program" : "ignored: \(ignored.joined(separator: ", "))",
        ignored.isEmpty ? .fine : .note,
        remedy: ignored.isEmpty
          ? nil : "a batch system that stops runs by them cannot: see what starts the program"))
    return findings
  }

  private func pictures() -> Finding {
    let path = ExecutableSearch.path(of: "gnuplot")
    return Finding(
      "pictures", "gnuplot", path ?? "not found", path == nil ? .note : .fine,
      remedy: path == nil
        ? "`spinsweep plot` needs it: apt-get install gnuplot-nox, or a module" : nil)
  }
}
