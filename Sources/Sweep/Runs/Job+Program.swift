import Base
import Jobs
import Models
import Programs

extension Job {
  /// Whether the job runs a program that nobody has asked yet what it computes.
  var hasUnknownProgram: Bool { program.map { $0.description == nil } ?? false }

  /// Starts the program of the job, if it has one, and asks it to describe itself. Says so on the
  /// screen.
  ///
  /// - Parameter deadline: When to give up; nil for never.
  /// - Throws: `InputError` if it does not describe itself, or differently than the job says, and
  ///   if the program is to stop (`stopReason`).
  mutating func describeProgram(until deadline: Deadline?) throws(InputError) {
    guard var program else { return }
    let launch = ProgramLaunch(program)
    StandardError.write("spinsweep: the job runs a program: \(launch.place)\n")
    let found: ProgramDescription
    do throws(ProgramError) {
      found = try launch.describe(until: deadline)
    } catch {
      if case .interrupted(let signal) = error {
        throw PlanInterruption.error(signal: Int(signal), deadline)
      }
      throw InputError(error, at: program.location)
    }
    if let text = program.description, let known = try? ProgramDescription(text),
      let difference = found.difference(from: known, of: "the job", than: "its process")
    {
      throw InputError(difference, at: program.descriptionLocation ?? program.location)
    }
    program.description = found.text
    self.program = program
  }

  /// Takes what the program has said of itself from a job that a file has.
  mutating func takeDescription(ofJob text: String) {
    program?.description = (try? Job(text: text, path: path))?.program?.description
  }
}

extension ProgramLaunch {
  /// The command and where it runs, as sentences say it.
  var place: String { "`\(words)` in \(folder)" }
}
