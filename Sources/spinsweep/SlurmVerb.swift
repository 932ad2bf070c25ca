import Base
import Jobs
import Runs

struct SlurmVerb: Verb {
  enum Launcher: String, CaseIterable { case mpirun, srun }

  let name = "slurm"
  let summary = "writes a Slurm script that computes a job, with limits from its plan"
  let job = Shared.job
  let set = Shared.set
  let ranks = Option.count(
    "--ranks", "ranks (default: about an hour's worth)", mustBe: "a whole number from 1 on")
  let time = Option(
    "--time", "TIME", "limit of one stay in the queue (90, 1:30:00 and 90min are 90 minutes)",
    mustBe: "a time as Slurm reads it (minutes: 90, or 1:30:00, 1-12) or with a unit (\"8 h\")"
  ) { text in TimeText.slurmSeconds(text).flatMap { $0 > 0 ? $0 : nil } }
  let partition = Option("--partition", "NAME", "partition of the cluster")
  let account = Option("--account", "NAME", "account that pays")
  let sbatch = Option(
    "--sbatch", "OPTION", "any other option, such as --constraint=avx2 (repeatable)",
    mustBe: "an option as sbatch takes it, such as --constraint=avx2"
  ) { $0.hasPrefix("--") && !$0.contains(where: \.isNewline) ? $0 : nil }.repeated()
  let module = Option("--module", "NAME", "environment module to load (repeatable)").repeated()
  let launcher = Option("--launcher", default: Launcher.mpirun, "what starts the ranks")
  let parts = Option.count(
    "--parts", "split the grid over a job array of N", mustBe: "a whole number from 1 on")
  let output = Shared.output("FILE", "the script (default: standard output)")
  let examples: KeyValuePairs = [
    "spinsweep slurm jobs/fig3_switching.toml | sbatch": "submit at once",
    "spinsweep slurm sweep.toml --ranks 128 --time 8h -o sweep.sbatch": "to a file",
    "spinsweep slurm sweep.toml --parts 16 -o array.sbatch": "as a job array",
  ]

  func run(_ arguments: Arguments<Self>) throws -> ExitCode {
    let script = try BatchScript(
      jobPath: arguments[\.job], settings: arguments[\.set], wishes: try wishes(arguments))
    if let output = arguments[\.output] {
      try OutputFile.write(Array(script.text.utf8), to: output)
    } else {
      try Output.print(script.text)
    }
    for note in script.notes { Output.printError("spinsweep: note: \(note)\n") }
    return .done
  }

  private func wishes(_ arguments: Arguments<Self>) throws(InputError) -> BatchScript.Wishes {
    var wishes = BatchScript.Wishes()
    wishes.ranks = try arguments[\.ranks]
    wishes.minutes = try arguments[\.time].map { Int(($0 / 60).rounded(.up)) }
    wishes.modules = arguments[\.module]
    for (option, value) in [(partition, arguments[\.partition]), (account, arguments[\.account])] {
      if let value { wishes.directives.append("\(option.name)=\(value)") }
    }
    for directive in try arguments[\.sbatch] {
      // The rest of the script follows from the limit, and some cannot work.
      guard directive.prefix(while: { $0 != "=" }) != time.name else {
        throw InputError("the limit is set by \(time.name), not by \(sbatch.name) \(directive)")
      }
      wishes.directives.append(directive)
    }
    if try arguments[\.launcher] == .srun { wishes.kind = .srun }
    if let count = try arguments[\.parts] {
      guard wishes.kind == .sweep else {
        throw InputError("\(parts.name) goes with \(launcher.name) \(Launcher.mpirun)")
      }
      wishes.kind = .array(parts: count)
    }
    return wishes
  }
}
