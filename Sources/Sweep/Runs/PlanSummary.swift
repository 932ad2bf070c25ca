import Base
import Glibc
import Jobs
import Models
import Programs
import ResultsStorage

/// What a job would compute and cost, for `check` and `--dry-run`.
package struct PlanSummary {
  /// For people.
  package let text: String
  /// For other programs.
  package let json: JSONValue

  /// - Parameters:
  ///   - request: What to compute, and where.
  ///   - isVerbose: Whether the text tells of the machine as well.
  /// - Throws: `InputError` for whatever would keep the sweep from starting.
  package init(_ request: RunRequest, isVerbose: Bool = false) throws(InputError) {
    let job = try request.job()
    guard request.startsProgram || !job.hasUnknownProgram else {
      (text, json) = Self.unstarted(job, path: try request.path(of: job))
      return
    }
    var plan = try request.outline()
    try plan.inspectPoints()
    let path = try request.path(of: plan)
    let ranks = plan.job.run.ranksPerPoint
    try Resources.checkMemory(plan, ranks: ranks, on: Machine(ranks: ranks))
    try Resources.checkDisk(plan, path, ranks: ranks)
    let quantities = plan.results.map(\.name)
    let exists = access(path, F_OK) == 0
    let size = plan.layout(Provenance(ranks: 1)).fileSize
    let memory = plan.memoryPerRank(ranks: ranks)
    let states = Resources.restartBytes(plan, ranks: ranks)

    var rows = [
      ("title", plan.job.title.isEmpty ? "(none)" : plan.job.title),
      ("model", plan.job.model),
      ("seed", "\(plan.job.seed)"),
    ]
    if let program = plan.job.program { rows.append(("runs", ProgramLaunch(program).place)) }
    rows += plan.grid.axes.map { ("axis", $0.summary) }
    if let request = plan.job.refine, let planned = plan.refinement {
      rows.append(
        (
          "refined",
          "\(planned.words), over \(request.axes.joined(separator: ", ")), up to "
            + "\(Format.count(request.depth, "level")) and \(request.mostPoints) points"
        ))
    }
    if let part = plan.part {
      rows.append(("part", "\(part) of \(Format.count(plan.grid.pointCount, "point"))"))
    }
    rows += [
      ("points", "\(plan.pointCount)"),
      ("quantities", quantities.joined(separator: ", ")),
      ("file", path + (exists ? " (exists: --resume, --extend or --overwrite)" : "")),
      ("file size", Format.bytes(size)),
    ]
    if request.existing == .extend,
      let extending = try Preparation.existing(plan, path, request).extending
    {
      rows.append(("extends", extending.note(plan, continues: false)))
    }
    if ranks > 1 { rows.append(("ranks a point", "\(ranks)")) }
    rows.append(("memory", "\(Format.bytes(memory)) a rank"))
    if states > 0 {
      rows.append(
        ("saved states", "up to \(Format.bytes(states)) a point in work, beside the file"))
    }
    let time = Format.duration(plan.estimatedSeconds)
    rows.append(
      (
        "time",
        plan.job.target == nil
          ? "about \(time) on one core" : "at most about \(time) on one core, as [target] has it"
      ))
    if let limit = plan.job.run.pointTimeout {
      rows.append(("point timeout", Format.duration(limit)))
    }
    let stated = plan.expectations.count
    if stated + plan.omittedExpectations > 0 {
      let omitted = plan.omittedExpectations
      rows.append(
        ("expectations", "\(stated)" + (omitted == 0 ? "" : " (\(omitted) not on this grid)")))
    }
    if isVerbose {
      rows.append(("processor", ProcessorStart.processor))
      rows.append(("linear algebra", LinearAlgebraStart.description))
    }
    rows += plan.warnings.map { ("warning", $0) }
    text = TextTable.pairs(rows)
    json = [
      "title": .text(plan.job.title), "model": .text(plan.job.model),
      "seed": .integer(Int(plan.job.seed)), "axes": .list(plan.grid.axes.map(\.json)),
      "part": plan.part.map { .text("\($0)") } ?? .null,
      "points": .integer(plan.pointCount),
      "grid_points": .integer(plan.grid.pointCount),
      "quantities": .list(quantities.map(JSONValue.text)),
      "file": .text(path), "file_exists": .flag(exists), "file_bytes": .integer(size),
      "ranks_per_point": .integer(ranks), "memory_bytes_per_rank": .integer(memory),
      "saved_state_bytes_per_point": .integer(states),
      "time_is_a_bound": .flag(plan.job.target != nil),
      "seconds_on_one_core": .number(plan.estimatedSeconds),
      "point_timeout_seconds": plan.job.run.pointTimeout.map { .number($0) } ?? .null,
      "expectations": .integer(stated), "warnings": .list(plan.warnings.map(JSONValue.text)),
      "runs": plan.job.program.map { .list($0.command.map(JSONValue.text)) } ?? .null,
    ]
  }

  /// Of a job whose program nobody has asked: what would be run, without running it.
  private static func unstarted(
    _ job: Job, path: String
  ) -> (text: String, json: JSONValue) {
    guard let program = job.program else { return ("", .null) }
    let text = TextTable.pairs([
      ("title", job.title.isEmpty ? "(none)" : job.title), ("model", job.model),
      ("seed", "\(job.seed)"), ("runs", ProgramLaunch(program).place), ("file", path),
      (
        "note",
        "nothing was started, so parameters and values are not checked; `check --start` starts "
          + "the program"
      ),
    ])
    let json: JSONValue = [
      "title": .text(job.title), "model": .text(job.model), "seed": .integer(Int(job.seed)),
      "runs": .list(program.command.map(JSONValue.text)), "folder": .text(program.folder),
      "file": .text(path),
      "started": .flag(false),
    ]
    return (text, json)
  }
}
