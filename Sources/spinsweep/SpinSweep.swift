import Base
import Glibc
import Jobs
import Scheduler
import SourceRevision

/// The program: finds the verb, runs it, turns what it throws into one sentence and an exit code.
@main
enum SpinSweep {
  static func main() {
    let words = Array(CommandLine.arguments.dropFirst())
    do throws(CommandError) {
      exit(try run(words).rawValue)
    } catch {
      switch error {
      case .input(let sentence): leave(sentence, .badInput)
      case .failure(let sentence): leave(sentence, .unexpectedFailure)
      }
    }
  }

  private static func run(_ words: [String]) throws(CommandError) -> ExitCode {
    guard let first = words.first else {
      Output.print(HelpText.overview)
      return .badInput
    }
    switch first {
    case "--help", "-h", "help":
      guard words.count == 2, first == "help" else {
        Output.print(HelpText.overview)
        return .done
      }
      Output.print(HelpText.page(try verb(named: words[1])))
      return .done
    case "--version":
      Output.print("\(Build.program) (\(SourceRevision.text))\n")
      return .done
    default: break
    }
    let verb = try verb(named: first)
    if words.contains("--help") || words.contains("-h") {
      Output.print(HelpText.page(verb))
      return .done
    }
    return try verb.action(Arguments(Array(words.dropFirst()), of: verb))
  }

  private static func verb(named name: String) throws(CommandError) -> Verb {
    guard let verb = Verb.all.first(where: { $0.name == name }) else {
      throw .input(
        "unknown verb '\(name)' (`spinsweep --help` lists them)"
          + NearestName.suggestion(for: name, among: Verb.all.map(\.name)))
    }
    return verb
  }

  /// Under mpirun only the first process says it and has the exit code: if a silent one ended with a
  /// code before it, mpirun would kill it in the middle of the sentence.
  private static func leave(_ sentence: String, _ code: ExitCode) -> Never {
    Output.printError("spinsweep: \(sentence)\n")
    exit(Output.isFirstProcess ? code.rawValue : ExitCode.done.rawValue)
  }
}
