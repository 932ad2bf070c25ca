import Base
import Jobs
import Models

/// A Slurm script for one job: one of the scripts of the folder `slurm`, which are compiled into
/// the program, with the lines that fit the job.
package struct BatchScript: Sendable {
  /// Which of the scripts.
  package enum Kind: Sendable, Equatable {
    /// One job; `mpirun` starts the ranks.
    case sweep
    /// One job; `srun` starts the ranks.
    case srun
    /// The grid in parts, each an element of a job array.
    case array(parts: Int)

    fileprivate var parts: Int {
      if case .array(let parts) = self { parts } else { 1 }
    }
  }

  /// What the user wants of the script.
  package struct Wishes: Sendable {
    package var kind = Kind.sweep
    package var ranks: Int?
    package var minutes: Int?
    /// Further options of sbatch, such as `--partition=long`.
    package var directives: [String] = []
    /// Environment modules to load.
    package var modules: [String] = []

    package init() {}
  }

  package let text: String
  /// What the user should know of the script before it is submitted, a sentence each.
  package let notes: [String]

  /// Makes a script for a job.
  ///
  /// - Parameters:
  ///   - jobPath: path of the job file, as the script is to name it.
  ///   - settings: `--set` options, as typed.
  /// - Throws: `InputError` if there is no such job or it is not right.
  package init(jobPath: String, settings: [String], wishes: Wishes) throws(InputError) {
    var overrides: [Override] = []
    for setting in settings { overrides.append(try Override(setting)) }
    let plan = try Job(file: jobPath, overrides: overrides).plan()
    let parts = wishes.kind.parts
    guard parts <= plan.pointCount else {
      throw InputError(
        "a grid of \(Format.count(plan.pointCount, "point")) has no \(parts) parts")
    }
    let request = try ClusterRequest(
      seconds: plan.estimatedSeconds / Double(parts),
      mostUsefulTeams: (plan.pointCount + parts - 1) / parts,
      ranksPerTeam: plan.job.run.ranksPerPoint, memory: plan.memoryPerRank(ranks:),
      ranks: wishes.ranks, minutes: wishes.minutes)
    var lines = Self.template(wishes.kind)
    lines.describe(
      "For \(jobPath): \(Format.count(plan.pointCount, "point")), about "
        + "\(Format.duration(plan.estimatedSeconds)) on one core.")
    lines.setDirective("--ntasks=\(request.ranks)")
    lines.setDirective("--mem-per-cpu=\(request.megabytes)M")
    lines.setDirective("--time=\(request.timeLimit)")
    if case .array(let parts) = wishes.kind { lines.setDirective("--array=1-\(parts)") }
    for directive in wishes.directives { lines.setDirective(directive) }
    lines.settle(
      job: jobPath, result: plan.job.output.file, settings: settings, modules: wishes.modules)
    text = lines.text
    notes = Self.advice(on: plan, request)
  }

  private static func advice(on plan: Plan, _ request: ClusterRequest) -> [String] {
    // A point of mean length; some take longer.
    let teamSize = Double(plan.job.run.ranksPerPoint)
    let point = plan.estimatedSeconds / Double(plan.pointCount) / teamSize
    guard plan.restartStateBytes == nil, point > 60 * Double(request.minutes) else { return [] }
    return [
      "a point takes about \(Format.duration(point)), longer than the limit of "
        + "\(Format.duration(60 * Double(request.minutes))), and the model '\(plan.job.model)' "
        + "saves no states inside points; ask for more --time"
    ]
  }

  private static func template(_ kind: Kind) -> ScriptLines {
    switch kind {
    case .sweep: ScriptLines(PackageResources.sweep_sbatch)
    case .srun: ScriptLines(PackageResources.srun_sbatch)
    case .array: ScriptLines(PackageResources.array_sbatch)
    }
  }
}
