import Base
import Jobs
import Reports
import Runs

extension Verb {
  static let slurm = Verb(
    name: "slurm", summary: "writes a Slurm script that computes a job, with limits from its plan",
    operands: ["JOB"],
    options: [
      setOption,
      Option(name: "--ranks", value: "N", meaning: "ranks (default: about an hour's worth)"),
      Option(name: "--time", value: "TIME", meaning: "limit of one stay in the queue"),
      Option(name: "--partition", value: "NAME", meaning: "partition of the cluster"),
      Option(name: "--account", value: "NAME", meaning: "account that pays"),
      Option(
        name: "--sbatch", value: "OPTION",
        meaning: "any other option, such as --constraint=avx2 (repeatable)", isRepeatable: true),
      Option(
        name: "--module", value: "NAME", meaning: "environment module to load (repeatable)",
        isRepeatable: true),
      Option(name: "--launcher", value: "mpirun|srun", meaning: "what starts the ranks"),
      Option(name: "--parts", value: "N", meaning: "split the grid over a job array of N"),
      Option(name: "--output", value: "FILE", meaning: "the script (default: standard output)"),
    ],
    examples: [
      ("spinsweep slurm jobs/fig3_switching.toml | sbatch", "submit at once"),
      ("spinsweep slurm sweep.toml --ranks 128 --time 8h -o sweep.sbatch", "to a file"),
      ("spinsweep slurm sweep.toml --parts 16 -o array.sbatch", "as a job array"),
    ]
  ) { arguments throws(CommandError) in
    let wishes = try wishes(arguments)
    do throws(InputError) {
      let script = try BatchScript(
        jobPath: arguments.operands[0], settings: arguments.values("--set"), wishes: wishes)
      if let output = arguments.value("--output") {
        try NewFile.write(Array(script.text.utf8), to: output)
      } else {
        Output.print(script.text)
      }
    } catch {
      throw .input("\(error)")
    }
    return .done
  }

  private static func wishes(_ arguments: Arguments) throws(CommandError) -> BatchScript.Wishes {
    var wishes = BatchScript.Wishes()
    wishes.ranks = try wholeNumber("--ranks", arguments)
    if let seconds = try time("--time", arguments) {
      wishes.minutes = Int((seconds / 60).rounded(.up))
    }
    wishes.modules = arguments.values("--module")
    for name in ["--partition", "--account"] {
      if let value = arguments.value(name) { wishes.directives.append("\(name)=\(value)") }
    }
    for option in arguments.values("--sbatch") {
      guard option.hasPrefix("--"), !option.contains(where: \.isNewline) else {
        throw .input(
          "--sbatch must be an option as sbatch takes it, such as --constraint=avx2, not '\(option)'"
        )
      }
      wishes.directives.append(option)
    }
    switch arguments.value("--launcher") {
    case nil, "mpirun": break
    case "srun": wishes.kind = .srun
    case let other?:
      throw .input(
        "--launcher must be mpirun or srun, not '\(other)'"
          + NearestName.suggestion(for: other, among: ["mpirun", "srun"]))
    }
    if let parts = try wholeNumber("--parts", arguments) {
      guard wishes.kind == .sweep else { throw .input("--parts goes with --launcher mpirun") }
      wishes.kind = .array(parts: parts)
    }
    return wishes
  }

  private static func wholeNumber(
    _ name: String, _ arguments: Arguments
  ) throws(CommandError) -> Int? {
    guard let text = arguments.value(name) else { return nil }
    guard let number = Int(text), number > 0 else {
      throw .input("\(name) must be a whole number from 1 on, not '\(text)'")
    }
    return number
  }
}
