import Foundation
import TestSupport
import Testing

extension CommandTests {
  @Suite("Completion and manual page")
  struct Shells {
    private static func isInstalled(_ program: String) -> Bool {
      (try? Command(["sh", "-c", "command -v \(program)"]).run().exitCode) == 0
    }

    @Test(
      "bash completes verbs, options, their words, models, files and quantities",
      arguments: [
        (["pl"], "plot"), (["run", "--resu"], "--resume"),
        (["run", "job.toml", "--progress", ""], "auto bar lines none"),
        (["models", "macro"], "macrospin"), (["run", "jo"], "job.toml"),
        (["show", "jo"], "job.h5"),
        (["show", "job.h5", "quantum_t"], "quantum_temperature"),
        (["plot", "--x", "current", "job.h5", "quantum_t"], "quantum_temperature"),
        (["bits", "a.h5", "--debias", "v"], "von-neumann"), (["completion", "z"], "zsh"),
        (["plot", "job.h5", "--x", "cu"], "current"),
        (["show", "job.h5", "--at", "rad"], "radius="),
        (["show", "job.h5", "--at", "radius", "=", ""], ""),
        (["show", "job.h5", "--at", "radius", "=", "1nm", "quantum_t"], "quantum_temperature"),
        (["--v"], "--version"), (["run", "job.toml", "--time-limit", ""], ""),
      ])
    func bash(words: [String], expected: String) throws {
      let place = try Workplace()
      try place.folder.write(
        TestJob.map.replacing("points = 40", with: "points = 2"), to: "job.toml")
      #expect(try place.spinsweep("run", "job.toml").exitCode == 0)
      let program = """
        PATH=$(dirname "$1"):$PATH
        shift
        source <(spinsweep completion bash)
        COMP_WORDS=(spinsweep "$@")
        COMP_CWORD=$#
        _spinsweep
        echo "${COMPREPLY[*]}"
        """
      let result = try Command(
        ["bash", "-c", program, "bash", Workplace.program] + words, in: place.folder
      ).run()
      #expect(result.errors.isEmpty)
      #expect(result.output == expected + "\n")
    }

    @Test("bash reads its completion without complaint")
    func bashSyntax() throws { try syntax(shell: "bash") }

    @Test(
      "zsh reads its completion without complaint",
      .enabled(if: isInstalled("zsh"), "zsh is not installed"))
    func zshSyntax() throws { try syntax(shell: "zsh") }

    @Test(
      "fish reads its completion without complaint",
      .enabled(if: isInstalled("fish"), "fish is not installed"))
    func fishSyntax() throws { try syntax(shell: "fish") }

    private func syntax(shell: String) throws {
      let place = try Workplace()
      let script = try place.spinsweep("completion", shell)
      #expect(script.exitCode == 0)
      for verb in ["run", "plot", "models", "completion"] { #expect(script.output.contains(verb)) }
      try place.folder.write(script.output, to: "completion")
      let result = try Command([shell, "-n", "completion"], in: place.folder).run()
      #expect(result.exitCode == 0)
      #expect(result.errors.isEmpty)
    }

    @Test("There is no completion for other shells")
    func unknown() throws {
      let result = try Workplace().spinsweep("completion", "bsh")
      #expect(result.exitCode == 2)
      #expect(
        result.errors
          == "spinsweep: there is completion for bash, zsh, fish, not for 'bsh'; did you "
          + "mean 'bash'?\n"
      )
    }

    @Test("The manual page names every verb, option and exit code")
    func manual() throws {
      let place = try Workplace()
      let page = try place.spinsweep("man")
      #expect(page.exitCode == 0)
      let overview = try place.spinsweep("--help").lines.filter { $0.hasPrefix("  ") }
      let verbs = overview.compactMap { $0.split(separator: " ").first }.prefix {
        $0 != "spinsweep"
      }
      #expect(verbs.count >= 10)
      for verb in verbs {
        #expect(page.output.contains("\n.SS \(verb) ") || page.output.contains("\n.SS \(verb)\n"))
      }
      for text in [#"\fB\-\-resume\fR"#, #"\fB\-o\fR, \fB\-\-output\fR"#, "\n.B 75\n"] {
        #expect(page.output.contains(text))
      }
    }

    @Test(
      "roff finds nothing wrong with the manual page",
      .enabled(if: isInstalled("groff"), "groff is not installed"))
    func roff() throws {
      let place = try Workplace()
      try place.folder.write(try place.spinsweep("man").output, to: "spinsweep.1")
      let result = try Command(
        ["groff", "-man", "-ww", "-z", "-K", "utf8", "spinsweep.1"], in: place.folder
      ).run()
      #expect(result.exitCode == 0)
      #expect(result.errors.isEmpty, "\(result.errors)")
    }
  }
}
