import Glibc
import IO

/// What a job would compute and cost, for `check` and `--dry-run`.
public struct PlanSummary {
  public let text: String

  /// - Throws: `InputError` for whatever would keep the sweep from starting.
  public init(_ request: RunRequest) throws(InputError) {
    let job = try JobFile.read(request.jobPath, overrides: request.overrides)
    let plan = try job.plan()
    let path = try OutputPath.resolved(
      request.output ?? plan.outputFile, job: request.jobPath)
    try Resources.checkDisk(plan, path)
    try Resources.checkMemory(plan, ranks: 1)
    let size = plan.layout(Provenance(ranks: 1)).fileSize
    var rows = [
      ("title", job.title.isEmpty ? "(none)" : job.title),
      ("model", job.model),
      ("seed", "\(job.seed)"),
    ]
    rows += plan.axisDescriptions.map { ("axis", $0) }
    rows += [
      ("points", "\(plan.pointCount)"),
      ("quantities", plan.quantityNames.joined(separator: ", ")),
      ("file", path + (access(path, F_OK) == 0 ? " (exists: --resume or --overwrite)" : "")),
      ("file size", Format.bytes(size)),
      ("memory", "\(Format.bytes(plan.memoryPerRank(ranks: 1))) a rank"),
      ("time", "about \(Format.duration(plan.estimatedSeconds)) on one core"),
    ]
    if !job.expectations.isEmpty {
      let omitted = plan.omittedExpectations
      rows.append(
        (
          "expectations",
          "\(plan.expectations.count)" + (omitted == 0 ? "" : " (\(omitted) not on this grid)")
        ))
    }
    text = TextTable.pairs(rows)
  }
}
