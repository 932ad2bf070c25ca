import Glibc
import IO
import MPIBridge

/// `IOHelper VERB PATH LAYOUT [option]…`: what tests of files need from another process.
do {
  let environment = try MPIEnvironment()
  let world = try environment.world()
  let arguments = Array(CommandLine.arguments.dropFirst())
  let code = perform(
    arguments.first ?? "", path: arguments.dropFirst().first ?? "",
    layoutName: arguments.dropFirst(2).first ?? "", options: Set(arguments.dropFirst(3)), world)
  flushOutput()
  try environment.finalize()
  exit(code)
} catch {
  print("error: \(error)")
  flushOutput()
}
