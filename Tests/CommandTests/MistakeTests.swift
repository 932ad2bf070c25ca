import Foundation
import TestSupport
import Testing

extension CommandTests {
  /// Mistakes in the command line and in what it names, with the one sentence each earns.
  @Suite("Mistakes on the command line")
  struct Mistakes {
    static let table: [([String], String)] = [
      (["rum"], "unknown verb 'rum' (`spinsweep --help` lists them); did you mean 'run'?"),
      (["run"], "'spinsweep run' needs a JOB: spinsweep run JOB [OPTION …]"),
      (
        ["run", "a.toml", "b.toml"],
        "'b.toml' is one operand too many: spinsweep run JOB [OPTION …]"
      ),
      (
        ["run", "job.toml", "--resum"],
        "unknown option '--resum' of 'spinsweep run'; did you mean '--resume'?"
      ),
      (["run", "job.toml", "--output"], "option '--output' needs a value: --output FILE"),
      (["run", "job.toml", "--resume=3"], "option '--resume' takes no value, but was given '3'"),
      (["run", "job.toml", "--resume", "--resume"], "option '--resume' is given twice"),
      (
        ["run", "job.toml", "--resume", "--overwrite"],
        "--resume and --overwrite exclude each other"
      ),
      (["run", "job.toml", "--retry-failed"], "--retry-failed goes with --resume or --extend"),
      (
        ["run", "job.toml", "--resume", "--extend"], "--resume and --extend exclude each other"
      ),
      (["derive", "nowhere.h5", "a=1"], "nowhere.h5 does not exist"),
      (
        ["derive", "nowhere.h5"],
        "'spinsweep derive' needs a NAME=EXPRESSION: spinsweep derive FILE NAME=EXPRESSION "
          + "[OPTION …]"
      ),
      (
        ["run", "job.toml", "--progress", "bars"],
        "--progress must be auto, bar, lines, none, not 'bars'; did you mean 'bar'?"
      ),
      (
        ["run", "job.toml", "--points-per-message", "0"],
        "--points-per-message must be a whole number, at least 1, not '0'"
      ),
      (
        ["run", "job.toml", "--time-limit", "soon"],
        "--time-limit must be a time such as \"90 s\", \"30 min\", \"2 h\" or 1:30:00, not 'soon'"
      ),
      (
        ["run", "nowhere.toml"],
        "cannot read the job file 'nowhere.toml': No such file or directory"
      ),
      (
        ["run", "job.toml", "-o", String(repeating: "y", count: 252) + ".h5"],
        "the name of the file has 255 bytes; at most 215 leave room for the names of the files "
          + "beside it ('yyyyyyyyyyyyyyyyyyyy…')"
      ),
      (
        ["slurm", "job.toml", "-o", String(repeating: "y", count: 256)],
        "cannot write '\(String(repeating: "y", count: 256))': File name too long"
      ),
      (["run", "."], "cannot read the job file '.': Is a directory"),
      (["run", "latin.toml"], "the job file 'latin.toml' is not UTF-8 text"),
      (
        ["run", "job.toml", "-o", "nowhere/a.h5"],
        "the folder of nowhere/a.h5 does not exist"
      ),
      (
        ["run", "job.toml", "--set", "temprature=4K"],
        "--set temprature=4K: unknown parameter 'temprature' of model 'quantum-temperature'; "
          + "did you mean 'temperature'?"
      ),
      (["check", "job.toml", "--resume"], "unknown option '--resume' of 'spinsweep check'"),
      (["run", "job.toml", "-o", ""], "the name of the file for results is empty"),
      (
        ["run", "job.toml", "-o", "./job.toml", "--overwrite"],
        "'./job.toml' is the job file; results need a file of their own"
      ),
      (["verify", "job.toml"], "job.toml is not a SpinSweep file: it is not an HDF5 file"),
      (["show", "nowhere.h5"], "nowhere.h5 does not exist"),
      (
        ["run", "job.toml", "--part", "5/4"],
        "--part must be K/N with 1 <= K <= N, such as 2/8, not '5/4'"
      ),
      (
        ["run", "job.toml", "--part", "1/481"],
        "--part 1/481: the grid of 480 points cannot be split into 481 parts"
      ),
      (
        ["run", "job.toml", "--part", "1/4", "--verify"],
        "--verify: a part cannot be verified alone; `spinsweep merge` the parts and verify the file"
      ),
      (
        ["run", "job.toml", "--ranks-per-point", "0"],
        "--ranks-per-point must be a whole number, at least 1, not '0'"
      ),
      (
        ["run", "job.toml", "--point-timeout", "soon"],
        "--point-timeout must be a time such as \"90 s\", \"30 min\", \"2 h\" or 1:30:00, "
          + "not 'soon'"
      ),
      (
        ["merge", "-o", "a.h5"], "'spinsweep merge' needs a FILE: spinsweep merge FILE … [OPTION …]"
      ),
      (["merge", "nowhere.h5"], "'spinsweep merge' needs a file to write to: -o FILE"),
      (["merge", "nowhere.h5", "-o", "a.h5"], "nowhere.h5 does not exist"),
      (["merge", "nowhere.h5", "-o", "nowhere/a.h5"], "the folder of nowhere/a.h5 does not exist"),
      (["merge", "nowhere.h5", "-o", "."], "'.' is a folder, not a file for results"),
      (
        ["plot", "nowhere.h5", "q", "-o", "nowhere/a.svg"],
        "the folder of nowhere/a.svg does not exist"
      ),
      (["bits", "nowhere.h5", "-o", "nowhere/a"], "the folder of nowhere/a does not exist"),
      (["bits", "nowhere.h5", "-o", "."], "'.' is a folder, not a file for bits"),
      (["show", "."], ". is not a SpinSweep file: it is a folder"),
      (
        ["help", "rum"],
        "unknown verb 'rum' (`spinsweep --help` lists them); did you mean 'run'?"
      ),
      (
        ["show", "job.toml"],
        "job.toml is not a SpinSweep file: it is not an HDF5 file"
      ),
      (
        ["show", "job.toml", "--csv"],
        "--csv needs a quantity: spinsweep show FILE QUANTITY --csv"
      ),
      (["show", "a.h5", "q", "--csv", "--json"], "--csv and --json exclude each other"),
      (["show", "a.h5", "q", "--names"], "--names is about the whole file; leave out 'q'"),
      (["show", "a.h5", "q", "--axes"], "--axes is about the whole file; leave out 'q'"),
      (["man", "run"], "'run' is one operand too many: spinsweep man"),
      (["run", "job.toml", "-o", "."], "'.' is a folder, not a file for results"),
      (
        ["run", "job.toml", "-o", "/dev/null"],
        "'/dev/null' is no ordinary file and cannot hold results"
      ),
      (
        ["merge", "job.toml", "-o", "job.toml"],
        "'job.toml' cannot be a part and the output of a merge at once"
      ),
      (["status", "nowhere.h5"], "nowhere.h5 does not exist"),
      (["verify", "nowhere.h5"], "nowhere.h5 does not exist"),
      (
        ["models", "macrospn"],
        "unknown model 'macrospn' (`spinsweep models` lists them); did you mean 'macrospin'?"
      ),
      (
        ["slurm", "job.toml", "--ranks", "many"],
        "--ranks must be a whole number from 1 on, not 'many'"
      ),
      (
        ["slurm", "job.toml", "--time", "soon"],
        "--time must be a time as Slurm reads it (minutes: 90, or 1:30:00, 1-12) or with a unit "
          + "(\"8 h\"), not 'soon'"
      ),
      (
        ["slurm", "job.toml", "--time", "2"],
        "--time must be at least 5 min, not 2 min: Slurm asks the program to stop 2 to 3 min "
          + "before the limit"
      ),
      (
        ["slurm", "job.toml", "--sbatch=--time=2"],
        "the limit is set by --time, not by --sbatch --time=2"
      ),
      (
        ["slurm", "job.toml", "--launcher", "mpiexec"],
        "--launcher must be mpirun or srun, not 'mpiexec'"
      ),
      (
        ["slurm", "job.toml", "--launcher", "srun", "--parts", "4"],
        "--parts goes with --launcher mpirun"
      ),
      (["slurm", "job.toml", "--parts", "500"], "a grid of 480 points has no 500 parts"),
      (
        ["slurm", "job.toml", "--sbatch", "exclusive"],
        "--sbatch must be an option as sbatch takes it, such as --constraint=avx2, not 'exclusive'"
      ),
      (
        ["bits", "a.h5", "-o", "b", "--format", "text", "--bit-order", "msb"],
        "--bit-order is for packed bits: leave out --format text"
      ),
      (["slurm", "job.toml", "-o", "job.toml"], "cannot write 'job.toml': File exists"),
    ]

    @Test("Each is one sentence with exit code 2, and nothing is written", arguments: table)
    func mistake(arguments: [String], sentence: String) throws {
      let place = try Workplace()
      try place.folder.write(TestJob.map, to: "job.toml")
      try Data([0x61, 0xE9]).write(to: place.folder.url.appendingPathComponent("latin.toml"))
      let result = try place.command(arguments).run()
      #expect(result.exitCode == 2)
      #expect(result.errors == "spinsweep: \(sentence)\n")
      #expect(result.output.isEmpty)
      #expect(try place.folder.names() == ["job.toml", "latin.toml"])
    }

    @Test("Words that are not UTF-8 are refused, and so are links to such names")
    func encoding() throws {
      let place = try Workplace()
      try place.folder.write(TestJob.map, to: "job.toml")
      let word = try Command(
        ["bash", "-c", #""$0" run job.toml -o $'r\xe9s.h5'"#, Workplace.program], in: place.folder
      ).run()
      #expect(word.exitCode == 2)
      #expect(
        word.errors == "spinsweep: 'r\u{FFFD}s.h5' is not UTF-8 text, which names of files and "
          + "everything else on the command line must be\n")
      let link = try Command(
        ["bash", "-c", #"ln -s $'r\xe9s.h5' a.h5; "$0" run job.toml -o a.h5"#, Workplace.program],
        in: place.folder
      ).run()
      #expect(link.exitCode == 2)
      #expect(
        link.errors == "spinsweep: 'a.h5' is a symbolic link to a name that is not UTF-8\n")
      #expect(try place.folder.names().sorted() == ["a.h5", "job.toml"])
    }

    @Test("No control character of a job reaches the terminal")
    func controlCharacters() throws {
      let place = try Workplace()
      let title = #"title = "red \u001b[31m \u0085 \u0007 two\nlines""#
      try place.folder.write(title + "\nmodel = \"quantum-temperature\"\n", to: "job.toml")
      #expect(try place.spinsweep("run", "job.toml", "-o", "a.h5").exitCode == 0)
      for words in [["check", "job.toml"], ["status", "a.h5"], ["show", "a.h5"]] {
        let result = try place.command(words).run()
        #expect(result.output.contains(#"red \u001b[31m \u0085 \u0007 two\nlines"#), "\(words)")
        let controls = result.output.unicodeScalars.filter { $0.value < 0x20 || $0.value == 0x85 }
        #expect(controls.allSatisfy { $0 == "\n" })
      }
      let mistake = try place.spinsweep("run", "job.toml", "--set", "a\u{1b}[31m=3")
      #expect(mistake.errors.contains(#"unknown parameter 'a\u001b[31m'"#), "\(mistake.errors)")
    }

    @Test("A file that may not be read is no stranger for that")
    func unreadable() throws {
      let place = try Workplace()
      try place.folder.write(TestJob.map, to: "job.toml")
      #expect(try place.spinsweep("run", "job.toml", "-o", "a.h5").exitCode == 0)
      // The system lets root read everything: as somebody else, where the tests are root's.
      let words = [Workplace.program, "show", "a.h5"]
      let somebody = ["setpriv", "--reuid", "65534", "--clear-groups", "--inh-caps=-all"]
      let folder = place.folder.url.path
      for (path, mode) in [(folder, 0o755), (folder + "/a.h5", 0o000)] {
        try FileManager.default.setAttributes([.posixPermissions: mode], ofItemAtPath: path)
      }
      let result = try Command((geteuid() == 0 ? somebody : []) + words, in: place.folder).run()
      #expect(result.exitCode == 2)
      #expect(result.errors == "spinsweep: a.h5 cannot be read: Permission denied\n")
    }

    @Test(
      "Three ranks say it once",
      arguments: [
        ["run", "job.toml", "--set", "temprature=4K"], ["run", "nowhere.toml"], ["rum"],
        ["run", "job.toml", "--set", "axis.current.points=1000000000"],
      ])
    func once(arguments: [String]) throws {
      let place = try Workplace()
      try place.folder.write(TestJob.map, to: "job.toml")
      let result = try place.command(ranks: 3, arguments).run()
      #expect(result.exitCode == 2)
      #expect(result.errors.split(separator: "\n").count { $0.hasPrefix("spinsweep: ") } == 1)
      #expect(try place.folder.names() == ["job.toml"])
    }

    @Test("A grid that does not fit the disk is refused with both sizes")
    func diskTooSmall() throws {
      let place = try Workplace()
      try place.folder.write(
        """
        model = "quantum-temperature"
        [[axis]]
        parameter = "current"
        from = 0
        to = 1
        points = 60000
        [[axis]]
        parameter = "temperature"
        from = 0
        to = 300
        points = 60000
        """, to: "job.toml")
      let result = try place.spinsweep("run", "job.toml")
      #expect(result.exitCode == 2)
      #expect(result.errors.contains("spinsweep: the result file needs "))
      #expect(result.errors.contains(" (3600000000 points of 13 numbers), but '.' has "))
      #expect(try place.folder.names() == ["job.toml"])
    }

    @Test("Every verb has help that names its options")
    func help() throws {
      let place = try Workplace()
      for verb in [
        "run", "check", "status", "show", "plot", "verify", "merge", "derive", "bits", "cite",
        "models",
        "slurm",
        "completion", "man",
      ] {
        let result = try place.spinsweep(verb, "--help")
        #expect(result.exitCode == 0)
        #expect(result.output.contains("Usage: spinsweep \(verb)"))
      }
      let overview = try place.spinsweep("--help")
      #expect(overview.exitCode == 0)
      let version = try place.spinsweep("--version")
      #expect(version.output.hasPrefix("SpinSweep "))
    }

    @Test("--dry-run prints the plan and writes nothing")
    func dryRun() throws {
      let place = try Workplace()
      try place.folder.write(TestJob.map, to: "job.toml")
      let result = try place.spinsweep("run", "job.toml", "--dry-run")
      #expect(result.exitCode == 0)
      #expect(result.output.contains("points      480"))
      #expect(try place.folder.names() == ["job.toml"])
    }
  }
}
