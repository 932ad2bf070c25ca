import Base

/// How a program is started.
package struct ProgramLaunch: Sendable, Equatable {
  /// The program and its arguments.
  package let command: [String]
  /// Where it runs; empty for the folder of this process.
  package let folder: String
  /// Longest time in seconds from its start to its description.
  package let startTimeout: Double

  /// The parameters are the stored properties.
  package init(command: [String], folder: String, startTimeout: Double) {
    self.command = command
    self.folder = folder
    self.startTimeout = startTimeout
  }

  /// The command as a shell would have it.
  package var words: String { command.map(\.shellWord).joined(separator: " ") }

  /// Starts the program, asks it to describe itself, and ends it.
  ///
  /// - Parameter deadline: When to give up; nil for never.
  /// - Throws: `ProgramError` if it cannot be started or does not describe itself rightly, and
  ///   `.interrupted` if something asks to stop meanwhile.
  package func describe(until deadline: Deadline? = nil) throws(ProgramError)
    -> ProgramDescription
  {
    let conversation = try ProgramConversation(self, rank: 0)
    defer { conversation.finish() }
    return try conversation.describe { () throws(ProgramError) in
      if let number = StopSignal.received { throw .interrupted(number) }
      if let deadline, deadline.hasPassed { throw .interrupted(0) }
    }
  }
}
