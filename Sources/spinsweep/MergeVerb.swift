import Base
import MPIBridge
import Runs
import SourceRevision

struct MergeVerb: Verb {
  let name = "merge"
  let summary = "puts sweeps of one model, or the parts of one (run --part), together into one file"
  let files = Operand(repeated: "FILE", .file(ending: "h5"))
  let output = Shared.output("FILE", "the merged file (required)")
    .required("a file to write to: -o FILE")
  let partial = Flag(
    "--partial",
    "merge what there is of a single job; missing points are pending, `run --resume` computes them")
  let overwrite = Shared.overwrite
  let examples: KeyValuePairs = [
    "spinsweep merge map.part-*.h5 -o map.h5": "after the jobs of an array have finished",
    "spinsweep merge cold.h5 warm.h5 -o both.h5": "the union of their grids",
  ]

  func run(_ arguments: Arguments<Self>) throws -> ExitCode {
    var request = SweepMerge.Request(files: arguments[\.files], output: arguments[\.output])
    request.overwrites = arguments[\.overwrite]
    request.allowsMissing = arguments[\.partial]
    request.command = CommandLine.arguments
    request.sourceRevision = SourceRevision.text
    return try SingleRank.carryOut { try carryOut(request, on: $0) }
  }

  private func carryOut(
    _ request: SweepMerge.Request, on alone: borrowing Communicator
  ) throws -> ExitCode {
    let merge = try SweepMerge(request)
    try merge.write(on: alone)
    let written = merge.pointCount - merge.missing
    try Output.print(
      "\(request.output): \(Format.count(written, "point")) of "
        + "\(Format.count(request.files.count, merge.isOfParts ? "part" : "file"))\n")
    if merge.missing > 0 {
      Output.printError(
        "spinsweep: \(Format.count(merge.missing, "point")) are pending; continue with --resume\n")
      return .stopped
    }
    if merge.failedCount > 0 {
      Output.printError(
        "spinsweep: \(Format.count(merge.failedCount, "point")) failed; "
          + "`spinsweep status \(request.output)` says why\n")
      return .somePointsFailed
    }
    return .done
  }
}
