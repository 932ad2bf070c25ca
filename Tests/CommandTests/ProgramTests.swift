import Foundation
import TestSupport
import Testing

extension CommandTests {
  /// Jobs whose points a program of the user's own computes.
  @Suite("Programs of one's own")
  struct Programs {
    private static let source = URL(fileURLWithPath: #filePath).deletingLastPathComponent()
      .appendingPathComponent("Reference/programs")

    /// A folder with a program of `Reference/programs` and a job that runs it.
    private func place(_ program: String, _ job: String) throws -> Workplace {
      let place = try Workplace()
      let text = try String(
        contentsOf: Self.source.appendingPathComponent(program), encoding: .utf8)
      try place.folder.write(text, to: program)
      try place.folder.write(job, to: "job.toml")
      return place
    }

    private static func job(_ words: String, _ rest: String = "") -> String {
      "model = \"program\"\n[program]\ncommand = [\(words)]\nstart_timeout = \"20 s\"\n\(rest)"
    }

    private static let squares = job(
      "\"python3\", \"square.py\"",
      """
      [[axis]]
      parameter = "side"
      from = "1 mm"
      to = "1 m"
      points = 40
      [[axis]]
      name = "repeat"
      repeat = 2
      [[quantity]]
      name = "twice"
      unit = "cm^2"
      expression = "2*area"
      [[expect]]
      quantity = "twice"
      at = { side = "1 m", repeat = 1 }
      value = 20000
      source = "by hand"

      """)

    /// Processes that run a program in a folder.
    private func processes(in folder: TemporaryFolder) -> [String] {
      let names = (try? FileManager.default.contentsOfDirectory(atPath: "/proc")) ?? []
      return names.filter { name in
        guard Int32(name) != nil,
          let link = try? FileManager.default.destinationOfSymbolicLink(atPath: "/proc/\(name)/cwd")
        else { return false }
        return link
          == URL(fileURLWithPath: folder.path(".")).standardizedFileURL
          .resolvingSymlinksInPath().path
      }
    }

    @Test(
      "Any number of ranks, and a run that is resumed, extended or verified, give the same bits")
    func ranks() throws {
      let place = try place("square.py", Self.squares)
      let alone = try place.spinsweep("run", "job.toml", "-o", "1.h5", "--verify")
      #expect(alone.exitCode == 0, "\(alone.errors)")
      #expect(alone.errors.contains("the job runs a program: `python3 square.py` in "))
      let digest = try place.digest("1.h5")
      for ranks in [2, 4] {
        let result = try place.spinsweep(ranks: ranks, "run", "job.toml", "-o", "\(ranks).h5")
        #expect(result.exitCode == 0, "\(result.errors)")
        #expect(try place.digest("\(ranks).h5") == digest)
      }
      let begun = try place.spinsweep(
        "run", "job.toml", "-o", "part.h5", "--stop-after", "7", "--points-per-message", "1")
      #expect(begun.exitCode == 75)
      let resumed = try place.spinsweep(ranks: 2, "run", "job.toml", "-o", "part.h5", "--resume")
      #expect(resumed.exitCode == 0, "\(resumed.errors)")
      #expect(try place.digest("part.h5") == digest)
      let few = ["--set", "axis.repeat.repeat=1", "-o", "grown.h5"]
      _ = try place.command(["run", "job.toml"] + few).run()
      let grown = try place.spinsweep("run", "job.toml", "-o", "grown.h5", "--extend")
      #expect(grown.exitCode == 0, "\(grown.errors)")
      #expect(try place.digest("grown.h5") == digest)
    }

    @Test("Whoever looks at a file starts no program, and neither does `check` without --start")
    func looking() throws {
      let place = try place("square.py", Self.squares)
      let check = try place.spinsweep("check", "job.toml")
      #expect(check.exitCode == 0)
      #expect(check.output.contains("runs   `python3 square.py` in "))
      #expect(check.output.contains("nothing was started"))
      let started = try place.spinsweep("check", "job.toml", "--start")
      #expect(started.output.contains("quantities    area, noise, twice"), "\(started.errors)")
      #expect(try place.spinsweep("run", "job.toml", "-o", "a.h5").exitCode == 0)
      // Without the program.
      try FileManager.default.removeItem(atPath: place.folder.path("square.py"))
      for arguments in [
        ["show", "a.h5"], ["show", "a.h5", "area"], ["status", "a.h5"], ["verify", "a.h5"],
        ["run", "job.toml", "-o", "a.h5", "--status"],
        ["derive", "a.h5", "half=area/2", "--unit", "m^2"],
        ["plot", "a.h5", "area", "-o", "a.svg"], ["cite", "a.h5"], ["models", "program"],
      ] {
        let result = try place.command(arguments).run()
        #expect(result.exitCode == 0, "\(arguments): \(result.errors)")
      }
      let again = try place.spinsweep("run", "job.toml", "-o", "a.h5", "--resume")
      #expect(again.exitCode == 2)
      #expect(again.errors.contains("job.toml:3: the program ended with code 2 before it answered"))
    }

    @Test("A program that describes itself differently, or another one, does not go on with a file")
    func changes() throws {
      let place = try place("square.py", Self.squares)
      #expect(try place.spinsweep("run", "job.toml", "-o", "a.h5").exitCode == 0)
      let text = try place.folder.text("square.py")
      try place.folder.write(
        text.replacing("{\"name\": \"noise\"}", with: "{\"name\": \"grain\"}"), to: "square.py")
      let renamed = try place.spinsweep("run", "job.toml", "-o", "a.h5", "--resume")
      #expect(renamed.exitCode == 2)
      #expect(
        renamed.errors.contains(
          "cannot resume 'a.h5': the program has the quantity 'grain' in the job and not in a.h5"))
      try place.folder.write(text, to: "other.py")
      let other = try place.spinsweep(
        "run", "job.toml", "-o", "a.h5", "--resume", "--set",
        "program.command=[\"python3\", \"other.py\"]")
      #expect(other.exitCode == 2)
      #expect(
        other.errors.contains(
          "the program is `python3 square.py` in a.h5 and `python3 other.py` in the job"))
    }

    /// What the program does at a point, and the sentence that the file has of it.
    static let deeds = [
      "error": "no solution here",
      "code": "the program ended with code 3 before it answered",
      "exception": "the program ended with code 1 before it answered (ValueError: boom)",
      "signal": "the program was ended by a signal (Killed) before it answered",
      "nan": "'number' came out as nan", "infinite": "'profile' came out as -inf",
      "chatter": "the program wrote what is no answer on standard output: 'hello'",
      "half line": "the program ended with code 0 before it answered (in the middle of a line)",
      "missing": "the program's answer has no 'profile'",
      "unknown quantity":
        "the program's answer has 'volume', which is no quantity of its description",
      "shape": "the program's answer has 2 numbers for 'profile' instead of 3",
      "huge": "the program's answer has 1000000000000000 numbers for 'profile' instead of 3",
      "negative": "the program's answer has -3 numbers for 'profile' instead of 3",
      "text": "the program's answer has something for 'number' that is no number",
      "endless": "the program wrote a line of more than 1048768 bytes",
      "more": "the program wrote what is no answer on standard output: 'extra'",
      "closed": "the program closed its standard output before it answered",
      "hang": "took longer than 2 s, the longest that a point may",
      "short array": "the program ended with code 0 before it answered",
      "empty": "the program wrote what is no answer on standard output: '{}'",
      "progress": "the program's answer has a 'progress' that is no number from 0 to 1",
      "state": "the program's answer has a 'state', and its description no 'restart'",
      "unknown member": "the program's answer has the unknown member 'quality'",
      "binary": "the program wrote what is no answer on standard output: '",
      "deaf": "took longer than 2 s, the longest that a point may",
      "children": "took longer than 2 s, the longest that a point may",
      "orphans": "the program ended with code 3 before it answered",
      "twice":
        "what is no answer on standard output: '{\"quantities\": {\"number\": 4, \"number\": 5",
    ]

    @Test("Whatever a program does wrong is a failed point with its sentence, and no more")
    func misbehavior() throws {
      let fine = ["fine", "array", "remark", "messages", "leaves"]
      let all = (fine + Self.deeds.keys.sorted()).map { "\"\($0)\"" }.joined(separator: ", ")
      let place = try place(
        "misbehave.py",
        Self.job(
          "\"python3\", \"misbehave.py\"",
          "[[axis]]\nparameter = \"deed\"\nvalues = [\(all)]\n[run]\npoint_timeout = \"2 s\"\n"))
      let result = try place.spinsweep(ranks: 2, "run", "job.toml", "-o", "a.h5")
      #expect(result.exitCode == 4)
      #expect(result.errors.contains("] message 17\n"))
      #expect(result.errors.contains("(more messages of the program are left out)"))
      let status = try place.python("messages", "a.h5")
      for (deed, sentence) in Self.deeds {
        let line = status.split(separator: "\n").first { $0.hasPrefix("\(deed): 2: ") }
        #expect(line?.contains(sentence) == true, "\(deed): \(line ?? "")")
      }
      for deed in fine { #expect(status.contains("\(deed): 1: ")) }
      #expect(status.contains("remark: 1: take it with a grain of salt"))
      #expect(processes(in: place.folder).isEmpty)
    }

    @Test(
      "A program that does not describe itself rightly ends with 2, and nothing is written",
      arguments: [
        ("code", "the program ended with code 5 before it answered"),
        ("chatter", "the program wrote what is no answer on standard output: 'Welcome"),
        ("unit", "quantity 'number' has the unit 'furlongs', which is not known"),
        ("none", "it has no quantities"), ("twice", "'deed' is there twice"),
        ("dimension", "quantity 'profile' has the unknown dimension 'time'"),
        ("default", "the default of parameter 'deed': 'deed' must be \"fine\" or"),
        ("member", "the description has the unknown member 'quantites'"),
        ("list", "the description is no object of JSON"),
        ("size", "'place' of 'dimensions' has the size 33554432"),
        ("square", "quantity 'profile' has a dimension twice"),
        ("silent", "the program did not describe itself within 1 s ('start_timeout')"),
      ])
    func description(wrong: String, sentence: String) throws {
      let job = Self.job("\"python3\", \"misbehave.py\", \"\(wrong)\"")
      let limit = wrong == "silent" ? "1 s" : "20 s"
      let place = try place("misbehave.py", job.replacing("20 s", with: limit))
      let result = try place.spinsweep("run", "job.toml", "-o", "a.h5")
      #expect(result.exitCode == 2)
      #expect(result.errors.contains("spinsweep: job.toml:3: "), "\(result.errors)")
      #expect(result.errors.contains(sentence), "\(result.errors)")
      #expect(try place.folder.names().filter { $0.hasPrefix("a.h5") }.isEmpty)
      #expect(processes(in: place.folder).isEmpty)
    }

    @Test("A program that is another one when it is started again computes nothing")
    func changesMeanwhile() throws {
      let place = try place("misbehave.py", Self.job("\"python3\", \"misbehave.py\", \"changes\""))
      let result = try place.spinsweep("run", "job.toml", "-o", "a.h5")
      #expect(result.exitCode == 4)
      #expect(try place.python("messages", "a.h5").contains("the program says that it is version"))
    }

    @Test("A run that is stopped inside a point goes on inside it")
    func saving() throws {
      let place = try place(
        "saving.py",
        Self.job("\"python3\", \"saving.py\"", "[output]\nflush_interval = 0.1\n"))
      let running = place.command(["run", "job.toml", "-o", place.folder.path("a.h5")])
      #expect(try place.interrupt(running, writing: "a.h5").exitCode == 75)
      let resumed = try place.spinsweep("run", "job.toml", "-o", "a.h5", "--resume")
      #expect(resumed.exitCode == 0, "\(resumed.errors)")
      let begun = try place.folder.text("begun").split(separator: "\n").compactMap { Int($0) }
      #expect(begun.count == 2 && begun[0] == 0 && begun[1] > 0)
      let shown = try place.spinsweep("show", "a.h5", "sum", "--csv").output
      // 300·301·601/6.
      #expect(shown.contains("9045050"), "\(shown)")
      #expect(processes(in: place.folder).isEmpty)
    }

    @Test("Ranks that are killed leave no process behind, whatever the program does")
    func killing() throws {
      let place = try place(
        "misbehave.py",
        Self.job(
          "\"python3\", \"misbehave.py\"",
          "[[axis]]\nparameter = \"deed\"\nvalues = [\"children\", \"deaf\"]\n"))
      let running = try place.command(ranks: 2, ["run", "job.toml", "-o", "a.h5"]).start()
      #expect(place.appears("a.h5"))
      let giveUp = Date(timeIntervalSinceNow: 60)
      // mpirun and two ranks, a program of each, one of which has a child.
      while processes(in: place.folder).count < 6, Date() < giveUp { usleep(10_000) }
      #expect(processes(in: place.folder).count >= 6)
      for rank in processes(in: place.folder).compactMap(Int32.init)
      where place.isProgram(rank) { kill(rank, SIGKILL) }
      _ = try running.waitUntilExit()
      while !processes(in: place.folder).isEmpty, Date() < giveUp { usleep(10_000) }
      #expect(processes(in: place.folder).isEmpty)
    }

    @Test("The package for Python declares functions, runs them and opens what came out")
    func package() throws {
      let place = try Workplace()
      for name in ["package.py", "magnet.py", "declared.py", "results.py", "unguarded.py"] {
        let text = try String(
          contentsOf: Self.source.appendingPathComponent(name), encoding: .utf8)
        try place.folder.write(text, to: name)
      }
      let packages = Self.source.deletingLastPathComponent().deletingLastPathComponent()
        .deletingLastPathComponent().deletingLastPathComponent().appendingPathComponent("python")
      let result = try Command(
        [pythonInterpreter, place.folder.path("package.py")],
        environment: [
          "PYTHONPATH": packages.path, "SPINSWEEP": Workplace.program,
          "OMPI_ALLOW_RUN_AS_ROOT": "1", "OMPI_ALLOW_RUN_AS_ROOT_CONFIRM": "1",
        ], in: place.folder, timeLimit: 300
      ).run()
      #expect(result.exitCode == 0, "\(result.errors)")
      #expect(result.output.contains("all is well"), "\(result.output)\(result.errors)")
    }

    @Test("A program sees nothing of MPI", arguments: [1, 2, 4])
    func environment(ranks: Int) throws {
      let place = try place(
        "rank.py",
        Self.job(
          "\"python3\", \"rank.py\"",
          "[[axis]]\nparameter = \"number\"\nfrom = 0\nto = 7\npoints = 8\n"))
      let result = try place.spinsweep(ranks: ranks, "run", "job.toml", "-o", "a.h5")
      #expect(result.exitCode == 0, "\(result.errors)")
      for (quantity, value) in [("variables", "0.0"), ("files", "3.0"), ("leads", "1.0")] {
        let shown = try place.spinsweep("show", "a.h5", quantity, "--csv").output
        let values = shown.split(separator: "\n").dropFirst().compactMap {
          $0.split(separator: ",").last.flatMap { Double($0) }
        }
        #expect(values.count == 8 && values.allSatisfy { $0 == Double(value) }, "\(shown)")
      }
    }
  }
}

extension Workplace {
  /// Whether a process is the program that is tested.
  fileprivate func isProgram(_ process: Int32) -> Bool {
    let bytes = FileManager.default.contents(atPath: "/proc/\(process)/cmdline") ?? Data()
    return String(decoding: bytes, as: UTF8.self).split(separator: "\0").first.map(String.init)
      == Self.program
  }
}
