import Base
import Jobs
import MPIBridge
import Models
import ResultsStorage

/// The extension of a file during a run, on the ranks of that run: what is to be done before the
/// points are computed, and after that.
struct RunningExtension {
  let extending: SweepExtension
  let request: RunRequest
  /// Keeps other runs away from the old file while another is computed in its place.
  private var hold: Hold?

  private final class Hold {
    let replacement: StoreReplacement
    init(_ replacement: consuming StoreReplacement) { self.replacement = replacement }
  }

  init(_ extending: SweepExtension, _ request: RunRequest) {
    self.extending = extending
    self.request = request
  }

  /// Carries over what can be. On one rank; errors are printed.
  ///
  /// - Returns: `.done`, or how the program ends.
  mutating func begin(
    _ preparation: Preparation, until deadline: Deadline?, on alone: borrowing Communicator
  ) -> ExitCode {
    do {
      if extending.carriesOver {
        try extending.carryOver(
          preparation.plan, preparation.provenance, request, until: deadline, on: alone)
      } else {
        hold = Hold(try StoreReplacement(of: extending.path))
      }
    } catch {
      StandardError.write("spinsweep: \(error)\n")
      return ExitCode(of: error)
    }
    let note = extending.note(preparation.plan, continues: preparation.continues)
    StandardError.write("spinsweep: note: \(note)\n")
    return .done
  }

  /// Puts a file in which all was computed again in the place of the old one. Errors are printed.
  ///
  /// - Returns: whether it is there now, or always was.
  func conclude() -> Bool {
    guard let hold else { return true }
    do {
      let lost = try extending.publish(hold.replacement, request)
      if lost == 0 { return true }
      StandardError.write(
        "spinsweep: \(Format.count(lost, "point")) that '\(extending.path)' has failed; it stays "
          + "as it is, and '\(hold.replacement.newPath)' has the new ones\n")
    } catch {
      StandardError.write("spinsweep: \(error)\n")
    }
    return false
  }
}
