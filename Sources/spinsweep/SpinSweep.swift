import Base
import Glibc
import Jobs
import SourceRevision

/// The program: finds the verb, runs it, turns what it throws into one sentence and an exit code.
@main
enum SpinSweep {
  static func main() {
    StandardStreams.open()
    do {
      try checkEncoding()
      exit(try run(Array(CommandLine.arguments.dropFirst())).rawValue)
    } catch {
      leave("\(error)", error is InputError ? .badInput : .unexpectedFailure)
    }
  }

  /// Swift repairs words that are not UTF-8: files would get names that nobody has typed.
  private static func checkEncoding() throws(InputError) {
    let words = (try? SmallFile.bytes("/proc/self/cmdline"))?.split(separator: 0) ?? []
    for word in words where String(validating: word, as: UTF8.self) == nil {
      throw InputError(
        "'\(String(decoding: word, as: UTF8.self))' is not UTF-8 text, which names of files and "
          + "everything else on the command line must be")
    }
  }

  private static func run(_ words: [String]) throws -> ExitCode {
    switch words.first {
    case "--version": try Output.print("\(Build.program) (\(SourceRevision.text))\n")
    case "help" where words.count == 2: try Output.print(HelpText.page(try Verbs.named(words[1])))
    case nil, "--help", "-h", "help": try Output.print(HelpText.overview)
    case let name?:
      let verb = try Verbs.named(name)
      guard words.contains("--help") || words.contains("-h") else {
        return try verb.run(words.dropFirst())
      }
      try Output.print(HelpText.page(verb))
    }
    return words.isEmpty ? .badInput : .done
  }

  /// Under mpirun only the first process says it and has the exit code: if a silent one ended with
  /// a code before it, mpirun would kill it in the middle of the sentence.
  private static func leave(_ sentence: String, _ code: ExitCode) -> Never {
    Output.printError("spinsweep: \(sentence)\n")
    exit(Output.isFirstProcess ? code.rawValue : ExitCode.done.rawValue)
  }
}
