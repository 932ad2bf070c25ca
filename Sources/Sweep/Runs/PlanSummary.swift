import Base
import Glibc
public import Jobs
import Models
import Reports
import ResultsStorage

/// What a job would compute and cost, for `check` and `--dry-run`.
public struct PlanSummary {
  public let text: String
  public let json: JSONValue

  /// - Throws: `InputError` for whatever would keep the sweep from starting.
  public init(_ request: RunRequest) throws(InputError) {
    var plan = try request.outline()
    try plan.inspectPoints()
    let path = try OutputPath.resolved(request.output ?? plan.partFile, job: request.jobPath)
    let ranks = plan.ranksPerPoint
    try Resources.checkMemory(plan, ranks: ranks)
    try Resources.checkDisk(plan, path, ranks: ranks)
    let exists = access(path, F_OK) == 0
    let size = plan.layout(Provenance(ranks: 1)).fileSize
    let memory = plan.memoryPerRank(ranks: ranks)
    let states = Resources.restartBytes(plan, ranks: ranks)

    var rows = [
      ("title", plan.title.isEmpty ? "(none)" : plan.title),
      ("model", plan.modelName),
      ("seed", "\(plan.seed)"),
    ]
    rows += plan.axisDescriptions.map { ("axis", $0) }
    if let part = plan.part {
      rows.append(("part", "\(part) of \(Format.count(plan.gridPointCount, "point"))"))
    }
    rows += [
      ("points", "\(plan.pointCount)"),
      ("quantities", plan.quantityNames.joined(separator: ", ")),
      ("file", path + (exists ? " (exists: --resume or --overwrite)" : "")),
      ("file size", Format.bytes(size)),
    ]
    if ranks > 1 { rows.append(("ranks a point", "\(ranks)")) }
    rows.append(("memory", "\(Format.bytes(memory)) a rank"))
    if states > 0 {
      rows.append(
        ("saved states", "up to \(Format.bytes(states)) a point in work, beside the file"))
    }
    rows.append(("time", "about \(Format.duration(plan.estimatedSeconds)) on one core"))
    if let limit = plan.pointTimeout {
      rows.append(("point timeout", Format.duration(limit)))
    }
    let stated = plan.expectations.count
    if stated + plan.omittedExpectations > 0 {
      let omitted = plan.omittedExpectations
      rows.append(
        ("expectations", "\(stated)" + (omitted == 0 ? "" : " (\(omitted) not on this grid)")))
    }
    rows += plan.warnings.map { ("warning", $0) }
    text = TextTable.pairs(rows)
    json = .object([
      ("title", .text(plan.title)), ("model", .text(plan.modelName)),
      ("seed", .integer(Int(plan.seed))), ("axes", .list(plan.axisSummaries)),
      ("part", plan.part.map { .text("\($0)") } ?? .null),
      ("points", .integer(plan.pointCount)),
      ("grid_points", .integer(plan.gridPointCount)),
      ("quantities", .list(plan.quantityNames.map { .text($0) })),
      ("file", .text(path)), ("file_exists", .flag(exists)), ("file_bytes", .integer(size)),
      ("ranks_per_point", .integer(ranks)), ("memory_bytes_per_rank", .integer(memory)),
      ("saved_state_bytes_per_point", .integer(states)),
      ("seconds_on_one_core", .number(plan.estimatedSeconds)),
      ("point_timeout_seconds", plan.pointTimeout.map { .number($0) } ?? .null),
      ("expectations", .integer(stated)), ("warnings", .list(plan.warnings.map { .text($0) })),
    ])
  }
}
