import Glibc
import IO

/// Disk and memory that a sweep needs, against what there is.
enum Resources {
  /// - Throws: `InputError` if the result file does not fit on the disk.
  static func checkDisk(_ plan: any SweepPlan, _ path: String) throws(InputError) {
    let folder = path.lastIndex(of: "/").map { $0 == path.startIndex ? "/" : String(path[..<$0]) }
    var disk = statvfs()
    // A folder that is not there is reported by whoever creates the file.
    guard statvfs(folder ?? ".", &disk) == 0 else { return }
    let free = Int(disk.f_bavail) * Int(disk.f_frsize)
    let needed = plan.layout(Provenance(ranks: 1)).fileSize
    guard needed <= free else {
      throw InputError(
        "the result file needs \(Format.bytes(needed)) (\(plan.pointCount) points of "
          + "\(plan.valuesPerPoint) numbers), but '\(folder ?? ".")' has \(Format.bytes(free)) free"
      )
    }
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
