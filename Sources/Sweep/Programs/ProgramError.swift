import Base
import Glibc

/// What a program that should have computed a point did instead.
package enum ProgramError: Error, Equatable, CustomStringConvertible {
  /// It could not be started.
  case start(String, SystemError)
  /// Its description of itself is not one, for this reason.
  case description(String)
  /// It has described itself differently before.
  case changed(String)
  /// It ended; how, and what it said last on standard error.
  case ended(ProgramEnd, lastWords: String)
  /// It closed its standard output and still runs.
  case closed
  /// It did not answer within so many seconds of its start.
  case silent(Double)
  /// It wrote a line that is no answer.
  case chatter(String)
  /// It wrote more than any answer has.
  case tooMuch(Int)
  /// Its answer is not right, for this reason.
  case answer(String)
  /// A call to the operating system failed.
  case system(SystemError)
  /// The signal of this number asked to stop while it was waited for; 0 for a time limit.
  case interrupted(Int32)

  package var description: String {
    switch self {
    case .start(let command, let error):
      "the program '\(command)' cannot be started: \(error.reason)"
    case .description(let reason): "the program does not describe itself rightly: \(reason)"
    case .changed(let difference): difference
    case .ended(let end, let lastWords):
      "the program \(end) before it answered" + (lastWords.isEmpty ? "" : " (\(lastWords))")
    case .closed: "the program closed its standard output before it answered"
    case .silent(let seconds):
      "the program did not describe itself within \(Format.duration(seconds)) ('start_timeout')"
    case .chatter(let line):
      "the program wrote what is no answer on standard output: '\(line)'"
    case .tooMuch(let bytes):
      "the program wrote a line of more than \(bytes) bytes"
    case .answer(let reason): "the program's answer \(reason)"
    case .system(let error): "the program cannot be talked to: \(error)"
    case .interrupted: "the program was not waited for"
    }
  }
}

/// How a process ended.
package enum ProgramEnd: Sendable, Equatable, CustomStringConvertible {
  case code(Int32)
  case signal(Int32)

  init(status: Int32) {
    let signal = status & 0x7F
    self = signal == 0 ? .code((status >> 8) & 0xFF) : .signal(signal)
  }

  package var description: String {
    switch self {
    case .code(let code): "ended with code \(code)"
    case .signal(let number): "was ended by a signal (\(unsafe String(cString: strsignal(number))))"
    }
  }
}
