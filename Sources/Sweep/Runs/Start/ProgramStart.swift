import Glibc

/// What the program does before anything else: it becomes the one that is fastest on this machine.
package enum ProgramStart {
  /// Chooses the program for this processor, then the kernels of its linear algebra. Returns in the
  /// program that it is going to be. Before MPI starts.
  package static func choose() {
    ProcessorStart.chooseProgram()
    LinearAlgebraStart.chooseKernels()
  }

  /// Becomes a program, with the arguments of this one. Returns, with the variables as they were,
  /// only if the system does not let it.
  ///
  /// - Parameters:
  ///   - path: Of the program.
  ///   - variables: Variables of the environment to set, or (nil) to remove.
  static func become(_ path: String, with variables: [String: String?] = [:]) {
    let before = Dictionary(uniqueKeysWithValues: variables.keys.map { ($0, value(of: $0)) })
    set(variables)
    var words: [UnsafeMutablePointer<CChar>?] = CommandLine.arguments.map { unsafe strdup($0) }
    unsafe words.append(nil)
    unsafe execv(path, words)
    unsafe words.forEach { unsafe free($0) }
    set(before)
  }

  /// A variable of the environment.
  static func value(of variable: String) -> String? {
    unsafe getenv(variable).map { unsafe String(cString: $0) }
  }

  private static func set(_ variables: [String: String?]) {
    for (name, value) in variables {
      if let value { unsafe setenv(name, value, 1) } else { unsafe unsetenv(name) }
    }
  }
}
