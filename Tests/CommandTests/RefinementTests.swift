import Foundation
import TestSupport
import Testing

extension CommandTests {
  /// `[refine]`: files that grow where a border is.
  @Suite("Refined sweeps")
  struct Refined {
    /// A ridge of width 0.02 on a curved border, as a formula.
    static let job = """
      model = "quantum-temperature"
      [parameters]
      temperature = "4 K"
      [[axis]]
      parameter = "current"
      from = "0 mA"
      to = "1 mA"
      points = 17
      [[axis]]
      parameter = "phase_sin2"
      from = 0
      to = 1
      points = 17
      [[quantity]]
      name = "ridge"
      expression = "exp(-((phase_sin2 - 0.5 - 0.2*sin(3*current/(1 mA)))/0.02)^2)"
      [refine]
      quantity = "ridge"
      level = 0.5
      axes = ["current", "phase_sin2"]
      depth = 5
      most_points = 20000
      [output]
      quantities = ["quantum_temperature"]

      """

    private func place(_ job: String = job) throws -> Workplace {
      let place = try Workplace()
      try place.folder.write(job, to: "job.toml")
      return place
    }

    private func run(_ place: Workplace, ranks: Int? = nil, _ arguments: [String]) throws {
      // Many rounds on more ranks than cores take their time.
      let result = try place.command(
        ranks: ranks, ["run", "job.toml"] + arguments, timeLimit: 600
      ).run()
      #expect(result.exitCode == 0, "\(result.errors)")
    }

    @Test("The same bits on 1, 2, 3 and 5 ranks, and by xarray a border to 1e-6")
    func ranks() throws {
      let place = try place()
      try run(place, ["-o", "a.h5"])
      let digest = try place.digest("a.h5")
      for ranks in [2, 3, 5] {
        try run(place, ranks: ranks, ["-o", "\(ranks).h5"])
        #expect(try place.digest("\(ranks).h5") == digest)
      }
      let words = try place.python("refined", "a.h5").split(separator: " ").compactMap {
        Double($0)
      }
      try #require(words.count == 3)
      // Points, error of vertices, error between them.
      #expect(words[0] <= 10_485 && words[1] <= 1e-6 && words[2] <= 1e-6, "\(words)")
    }

    @Test("Killed at every step of a round, and after each round: the same bits")
    func kills() throws {
      let place = try place()
      try run(place, ["-o", "whole.h5"])
      let digest = try place.digest("whole.h5")
      var kills = 0
      for step in ["created", "carrying", "carried", "closed"] {
        let killed = try place.helper(
          "job.toml", "-o", "a.h5", "--kill-at", step, "--keep", "0", "--resume")
        #expect(killed.exitCode != 0)
        kills += 1
        // All verbs read what is left.
        for (verb, code) in [("status", 75), ("show", 0), ("verify", 0)] {
          let read = try place.spinsweep(verb, "a.h5")
          #expect(read.exitCode == Int32(code), "\(verb) after \(step): \(read.errors)")
        }
      }
      var code: Int32 = 1
      while code != 0, kills < 200 {
        // A kill after each round; the run goes on with the next.
        code =
          try place.helper(
            ranks: kills % 3 == 0 ? 2 : nil, "job.toml", "-o", "a.h5", "--kill-at", "published",
            "--keep", "0", "--resume"
          ).exitCode
        kills += 1
      }
      #expect(code == 0 && kills > 10)
      #expect(try place.digest("a.h5") == digest)
      #expect(try place.spinsweep("status", "a.h5").exitCode == 0)
      // A finished file stays as it is.
      try run(place, ["-o", "a.h5", "--resume"])
      #expect(try place.digest("a.h5") == digest)
    }

    @Test("Stopped inside a round, and gone on with")
    func stopped() throws {
      let place = try place()
      try run(place, ["-o", "whole.h5"])
      // Before the first round and later, on ranks of which one knows that it is over.
      let stops: [(ranks: Int?, points: String)] = [
        (2, "50"), (nil, "100"), (3, "100"), (nil, "301"), (2, "500"),
      ]
      for (ranks, points) in stops {
        let stopped = try place.helper(
          ranks: ranks, "job.toml", "-o", "a.h5", "--stop-after", points, "--resume")
        #expect(stopped.exitCode == 75 || stopped.exitCode == 0)
      }
      try run(place, ["-o", "a.h5", "--resume"])
      #expect(try place.digest("a.h5") == place.digest("whole.h5"))
    }

    @Test("--extend: deeper and more points go on to the bits of a fresh run")
    func extended() throws {
      let place = try place()
      try run(place, ["-o", "fresh.h5"])
      try run(place, ["-o", "a.h5", "--set", "refine.depth=1"])
      try run(place, ["-o", "a.h5", "--extend"])
      #expect(try place.digest("a.h5") == place.digest("fresh.h5"))
      let few = try place.spinsweep(
        "run", "job.toml", "-o", "b.h5", "--set", "refine.most_points=400")
      #expect(few.exitCode == 0)
      #expect(few.errors.contains("'most_points' of [refine] ended it"))
      try run(place, ["-o", "b.h5", "--extend"])
      #expect(try place.digest("b.h5") == place.digest("fresh.h5"))
      for (options, sentence) in [
        (
          ["--set", "refine.depth=4"],
          "'depth' of [refine] is 5 in b.h5 and 4 in the job; --extend takes nothing away"
        ),
        (["--set", "refine.level=0.4"], "[refine] follows ridge = 0.5 in b.h5 and ridge = 0.4"),
        (
          ["--set", "temperature=5K"],
          "; a refined sweep grows by 'depth' and 'most_points' of [refine] alone"
        ),
        (
          ["--set", "axis.current.points=9"],
          "the refined axes have other values in b.h5 than in the job"
        ),
      ] {
        let refused = try place.command(
          ["run", "job.toml", "-o", "b.h5", "--extend"] + options
        ).run()
        #expect(refused.exitCode == 2)
        #expect(refused.errors.contains(sentence), "\(refused.errors)")
      }
      #expect(try place.digest("b.h5") == place.digest("fresh.h5"))
    }

    @Test("A bump that coarse cells miss is found late, and a deeper refinement goes on from there")
    func lateCells() throws {
      let bump = "phase_sin2 - 0.2 - 0.5*exp(-((current/(1 mA) - 0.38)/0.06)^2)"
      let place = try place(
        Self.job.replacing("points = 17", with: "points = 5")
          .replacing("exp(-((phase_sin2 - 0.5 - 0.2*sin(3*current/(1 mA)))/0.02)^2)", with: bump)
          .replacing("level = 0.5", with: "level = 0"))
      try run(place, ["-o", "a.h5", "--set", "refine.depth=1"])
      for depth in 2...5 {
        let option = ["--set", "refine.depth=\(depth)"]
        try run(place, ["-o", "a.h5", "--extend"] + option)
        try run(place, ["-o", "fresh.h5", "--overwrite"] + option)
        #expect(try place.digest("a.h5") == place.digest("fresh.h5"), "depth \(depth)")
      }
    }

    @Test("Failed points are not computed again: others follow from them")
    func retried() throws {
      let place = try place()
      try run(place, ["-o", "a.h5", "--set", "refine.depth=1"])
      let digest = try place.digest("a.h5")
      let result = try place.spinsweep(
        "run", "job.toml", "-o", "a.h5", "--set", "refine.depth=1", "--resume", "--retry-failed")
      #expect(result.exitCode == 2)
      #expect(
        result.errors == "spinsweep: --retry-failed cannot compute failed points of a refined "
          + "sweep again: where its other points are follows from them; --overwrite computes all "
          + "of it anew\n")
      #expect(try place.digest("a.h5") == digest)
    }

    @Test("A formula is added to a refined file; the border stays")
    func derived() throws {
      let place = try place()
      try run(place, ["-o", "a.h5", "--set", "refine.depth=1"])
      let derived = try place.spinsweep("derive", "a.h5", "twice=2*ridge")
      #expect(derived.exitCode == 0, "\(derived.errors)")
      #expect(try place.python("refined", "a.h5").split(separator: " ").count == 3)
      #expect(try place.spinsweep("verify", "a.h5").exitCode == 0)
    }

    @Test("What a refined sweep refuses")
    func refusals() throws {
      let place = try place()
      try run(place, ["-o", "a.h5", "--set", "refine.depth=1"])
      try run(place, ["-o", "b.h5", "--set", "refine.depth=1"])
      for (arguments, sentence) in [
        (
          ["merge", "a.h5", "b.h5", "-o", "c.h5"],
          "'a.h5' is refined ([refine]): where its points are follows from its results, so that "
            + "it cannot be merged"
        ),
        (
          ["run", "job.toml", "--part", "1/2", "-o", "c.h5"],
          "a refined sweep has no parts: where its points are follows from all results"
        ),
        (
          ["plot", "a.h5", "ridge", "--x", "temperature", "-o", "c.svg"],
          "a refined map is drawn over current, phase_sin2, not over 'temperature'"
        ),
        (
          ["plot", "a.h5", "ridge", "--x", "current", "--y", "current", "-o", "c.svg"],
          "--x and --y are the same"
        ),
        (
          ["plot", "a.h5", "ridge", "--at", "current=1mA", "-o", "c.svg"],
          "a refined map is drawn over 'current'; --at is for the third of three axes"
        ),
        (
          ["plot", "a.h5", "ridge", "--contour", "0.2", "-o", "c.svg"],
          "the map of a refined sweep has the border of its job, and no --contour, --bars or --with"
        ),
      ] {
        let result = try place.command(arguments).run()
        #expect(result.exitCode == 2)
        #expect(result.errors.contains(sentence), "\(result.errors)")
        #expect(!FileManager.default.fileExists(atPath: place.folder.path("c.h5")))
      }
      try place.folder.write("model = \"quantum-temperature\"\n", to: "one.toml")
      #expect(try place.spinsweep("run", "one.toml").exitCode == 0)
      let flat = try place.spinsweep(
        "plot", "one.h5", "quantum_temperature", "--cells", "-o", "c.svg")
      #expect(flat.exitCode == 2)
      #expect(flat.errors.contains("--cells is for the map of a refined sweep"))
    }

    /// Over three axes and a fourth that is not refined.
    static let surface = """
      model = "quantum-temperature"
      [parameters]
      polarization_cosine = -1
      [[axis]]
      parameter = "spin_quantum_number"
      values = [0.5, 2]
      [[axis]]
      parameter = "current"
      from = "0.2 mA"
      to = "2 mA"
      points = 4
      spacing = "log"
      [[axis]]
      parameter = "temperature"
      from = "0.03 K"
      to = "100 K"
      points = 8
      spacing = "log"
      [[axis]]
      parameter = "radius"
      from = "5 nm"
      to = "40 nm"
      points = 4
      spacing = "log"
      [refine]
      quantity = "quantum_temperature"
      equals = "temperature"
      axes = ["current", "radius", "temperature"]
      depth = 1
      [output]
      quantities = ["quantum_temperature"]

      """

    @Test("T_Q = T as a surface, for each value of an axis that is not refined")
    func surfaces() throws {
      let place = try place(Self.surface)
      try run(place, ranks: 2, ["-o", "a.h5"])
      // Relative error of T_Q = T at the vertices, for each spin; and how many triangles. In the
      // logarithms the surface is a plane, and so is what is compared, but for rounding.
      let words = try place.python("surface", "a.h5").split(separator: " ").compactMap {
        Double($0)
      }
      try #require(words.count == 3)
      #expect(words[0] < 1e-12 && words[1] < 1e-12 && words[2] > 100, "\(words)")
      let drawn = try place.spinsweep(
        "plot", "a.h5", "quantum_temperature", "--x", "current", "--y", "temperature", "--at",
        "radius=10nm", "--log", "--cells", "-o", "a.svg")
      #expect(drawn.exitCode == 0, "\(drawn.errors)")
      let beyond = try place.spinsweep(
        "plot", "a.h5", "quantum_temperature", "--at", "radius=80nm", "-o", "b.svg")
      #expect(beyond.exitCode == 2)
      let many = try place.spinsweep(
        "plot", "a.h5", "quantum_temperature", "--at", "radius=6nm,7nm,8nm,9nm,10nm,11nm,12nm",
        "-o", "b.svg")
      #expect(many.exitCode == 2)
      #expect(
        many.errors.contains(
          "14 frames are more than 12; choose values: --at spin_quantum_number=VALUE"))
      #expect(beyond.errors.contains("'radius' goes from 5e-09 to 4e-08 m; '80nm' is none of it"))
    }

    /// Quick ensembles.
    static let noisy = """
      model = "macrospin"
      [parameters]
      trajectories = 60
      voltage_pulse = "0.5 ns"
      current_pulse = "0.5 ns"
      relaxation = "0.3 ns"
      temperature = "77 K"
      [[axis]]
      parameter = "bias_voltage"
      from = "0 V"
      to = "2.4 V"
      points = 5
      [[axis]]
      parameter = "external_field.x"
      from = "-30 kA/m"
      to = "30 kA/m"
      points = 5
      [refine]
      quantity = "switching_probability"
      level = 0.5
      axes = ["bias_voltage", "external_field.x"]
      depth = 1
      [output]
      quantities = [
        "switching_probability", "switching_probability_low", "switching_probability_high",
        "mean_magnetization",
      ]

      """

    @Test("A quantity that scatters: a border with its error, the same bits on any ranks")
    func noise() throws {
      let place = try place(Self.noisy)
      try run(place, ["-o", "a.h5"])
      try run(place, ranks: 3, ["-o", "b.h5"])
      #expect(try place.digest("a.h5") == place.digest("b.h5"))
      let errors = try place.python("border_error", "a.h5")
      #expect(errors == "1 V A/m")
      let drawn = try place.spinsweep("plot", "a.h5", "switching_probability", "-o", "a.svg")
      #expect(drawn.exitCode == 0, "\(drawn.errors)")
      let vector = try place.spinsweep("plot", "a.h5", "mean_magnetization", "-o", "a.svg")
      #expect(vector.exitCode == 2)
      #expect(
        vector.errors.contains(
          "' has more than one number a point; a map of a refined sweep needs one"
        ))
    }
  }
}
