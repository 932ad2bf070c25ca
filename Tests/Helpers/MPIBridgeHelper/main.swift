import MPIBridge

/// Runs the check that the first argument names; every rank prints `rank: result`.
do {
  let environment = try MPIEnvironment()
  let world = try environment.world()
  let lines = try check(CommandLine.arguments.dropFirst().first ?? "", world, environment)
  for line in lines { print("\(world.rank): \(line)") }
  flushOutput()
  try environment.finalize()
} catch {
  print("error: \(error)")
  flushOutput()
}
