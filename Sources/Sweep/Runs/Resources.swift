import Base
import Glibc
import Jobs
import Models
import ResultsStorage

/// Disk and memory that a sweep needs, against what there is.
enum Resources {
  /// - Throws: `InputError` if the result file does not fit on the disk.
  static func checkDisk(_ plan: Plan, _ path: String, ranks: Int) throws(InputError) {
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
          + ", but '\(folder.path)' has \(Format.bytes(free)) free")
    }
  }

  /// The most that the states of points in work take on the disk: the one before is kept until a
  /// new one is written.
  static func restartBytes(_ plan: Plan, ranks: Int) -> Int {
    let teams = max(1, ranks / plan.ranksPerPoint)
    return 2 * (plan.restartStateBytes ?? 0) * min(teams, plan.pointCount)
  }

  /// - Throws: `InputError` if the ranks of a machine need more memory than it has.
  static func checkMemory(
    _ plan: Plan, ranks: Int, on machine: Machine
  ) throws(InputError) {
    let need = plan.memoryPerRank(ranks: ranks)
    let (all, overflow) = need.multipliedReportingOverflow(by: machine.ranks)
    guard !overflow, all <= machine.memory else {
      let memory = Format.bytes(machine.memory)
      guard machine.ranks > 1 else {
        throw InputError(
          "a rank needs \(Format.bytes(need)) of memory, but the machine has \(memory)")
      }
      throw InputError(
        "a rank needs \(Format.bytes(need)), but a machine with "
          + "\(Format.count(machine.ranks, "rank")) has \(memory) of memory; "
          + "use fewer ranks on a machine")
    }
  }

  /// The most memory that this process has had, in bytes.
  static var peakMemory: Int {
    var usage = rusage()
    getrusage(RUSAGE_SELF.rawValue, &usage)
    return usage.ru_maxrss * 1024
  }
}
