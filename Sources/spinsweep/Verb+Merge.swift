import Base
import Jobs
import MPIBridge
import Models
import Runs
import Scheduler
import SourceRevision

extension Verb {
  static let merge = Verb(
    name: "merge", summary: "puts the parts of a sweep (run --part) together into one file",
    operands: ["PART …"],
    options: [
      Option(name: "--output", value: "FILE", meaning: "the merged file (required)"),
      Option(
        name: "--partial", value: nil,
        meaning: "merge what there is; missing points are pending, `run --resume` computes them"),
      Option(name: "--overwrite", value: nil, meaning: "replace a file"),
    ],
    examples: [
      ("spinsweep merge map.part-*.h5 -o map.h5", "after the jobs of an array have finished")
    ]
  ) { arguments throws(CommandError) in
    guard let output = arguments.value("--output") else {
      throw .input("'spinsweep merge' needs a file to write to: -o FILE")
    }
    var request = PartMerge.Request(parts: arguments.operands, output: output)
    request.overwrites = arguments.has("--overwrite")
    request.allowsMissing = arguments.has("--partial")
    request.command = CommandLine.arguments
    request.sourceRevision = SourceRevision.text
    let result: Result<ExitCode, CommandError>
    do throws(MPIError) {
      let environment = try MPIEnvironment()
      // One rank does it; others that mpirun may have started have nothing to do.
      let isRoot = try environment.world().isRoot
      result = isRoot ? carryOut(request, on: try environment.alone()) : .success(.done)
      try environment.finalize()
    } catch {
      throw .failure("\(error)")
    }
    return try result.get()
  }

  private static func carryOut(
    _ request: PartMerge.Request, on alone: borrowing Communicator
  ) -> Result<ExitCode, CommandError> {
    let merge: PartMerge
    do throws(InputError) {
      merge = try PartMerge(request)
    } catch {
      return .failure(.input("\(error)"))
    }
    do throws(PartMerge.Failure) {
      try merge.write(on: alone)
    } catch {
      switch error {
      case .input(let error): return .failure(.input("\(error)"))
      case .store(let error): return .failure(.failure("\(error)"))
      }
    }
    let written = merge.pointCount - merge.missing
    Output.print(
      "\(request.output): \(Format.count(written, "point")) of "
        + "\(Format.count(request.parts.count, "part"))\n")
    if merge.missing > 0 {
      Output.printError(
        "spinsweep: \(Format.count(merge.missing, "point")) are pending; continue with --resume\n")
      return .success(.stopped)
    }
    if merge.failedCount > 0 {
      Output.printError(
        "spinsweep: \(Format.count(merge.failedCount, "point")) failed; "
          + "`spinsweep status \(request.output)` says why\n")
      return .success(.somePointsFailed)
    }
    return .success(.done)
  }
}
