import Base
import Glibc
import Jobs
import Models
import ResultsStorage

/// Disk and memory that a sweep needs, against what there is.
enum Resources {
  /// - Throws: `InputError` if the result file does not fit on the disk.
  static func checkDisk(
    _ plan: any SweepPlan, _ path: String, ranks: Int
  ) throws(InputError) {
    let folder = Folder(of: path)
    // A folder that is not there is reported by whoever creates the file.
    guard let free = folder.availableBytes else { return }
    let file = plan.layout(Provenance(ranks: 1)).fileSize
    let states = restartBytes(plan, ranks: ranks)
    guard file + states <= free else {
      throw InputError(
        "the result file needs \(Format.bytes(file)) (\(plan.pointCount) points of "
          + "\(plan.valuesPerPoint) numbers)"
          + (states > 0 ? ", and the states of points in work \(Format.bytes(states))" : "")
          + ", but '\(folder.path)' has \(Format.bytes(free)) free"
      )
    }
  }

  /// The most that the states of points in work take on the disk: the one before is kept until a new
  /// one is written.
  static func restartBytes(_ plan: any SweepPlan, ranks: Int) -> Int {
    2 * (plan.restartStateBytes ?? 0) * min(max(1, ranks / plan.ranksPerPoint), plan.pointCount)
  }

  /// - Throws: `InputError` if the ranks of this machine need more memory than it has.
  static func checkMemory(_ plan: any SweepPlan, ranks: Int) throws(InputError) {
    let local = getenv("OMPI_COMM_WORLD_LOCAL_SIZE").flatMap { Int(String(cString: $0)) } ?? ranks
    let need = plan.memoryPerRank(ranks: ranks)
    guard need * local <= memory else {
      throw InputError(
        "\(local) ranks on this machine need \(Format.bytes(need)) each, but it has "
          + "\(Format.bytes(memory)) of memory; use fewer ranks on a machine")
    }
  }

  /// Memory of this machine in bytes.
  private static var memory: Int { sysconf(Int32(_SC_PHYS_PAGES)) * sysconf(Int32(_SC_PAGESIZE)) }
}

extension Resources {
  /// The most memory that this process has had, in bytes.
  static var peakMemory: Int {
    var usage = rusage()
    getrusage(RUSAGE_SELF.rawValue, &usage)
    return usage.ru_maxrss * 1024
  }
}
