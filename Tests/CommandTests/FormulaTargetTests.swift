import Foundation
import TestSupport
import Testing

extension CommandTests {
  /// Formulas that are the target of `[target]`: what their error is made of.
  @Suite("Formulas as targets")
  struct FormulaTargets {
    private func place(_ formulas: String, target: String, error: Double = 0.02) throws
      -> Workplace
    {
      let place = try Workplace()
      let ensemble = Trajectories.target.split(separator: "[target]")[0]
      try place.folder.write(
        ensemble + formulas + """

          [target]
          quantity = "\(target)"
          standard_error = \(error)
          most_trajectories = 20000

          """, to: "job.toml")
      return place
    }

    private func run(
      _ place: Workplace, ranks: Int? = nil, _ options: [String], code: Int32 = 0
    ) throws {
      let result = try place.command(ranks: ranks, ["run", "job.toml"] + options).run()
      try #require(result.exitCode == code, "\(result.output)\(result.errors)")
    }

    private static let complement = """
      [[quantity]]
      name = "write_error_rate"
      expression = "1 - switching_probability"
      """

    /// Runs Python with the files `a` and `b`, the result files of the arguments.
    private func python(_ place: Workplace, _ program: String, _ files: String...) throws {
      let check = try TestSupport.python(
        "import sys, h5py, numpy as np\na, b = (h5py.File(x) for x in sys.argv[1:3])\n"
          + program + "\nprint('fine')", files.map { place.folder.path($0) }
      ).run()
      #expect(check.lines == ["fine"], "\(check.errors)")
    }

    @Test("One minus a probability takes the trajectories of the probability, and has its error")
    func complement() throws {
      let place = try place(Self.complement, target: "write_error_rate")
      try run(place, ["-o", "a.h5"])
      try run(place, ["-o", "b.h5", "--set", "target.quantity=switching_probability"])
      try python(
        place,
        """
        assert (a["trajectories_used"][()] == b["trajectories_used"][()]).all()
        mine = a["write_error_rate_standard_error"][()]
        theirs = b["switching_probability_standard_error"][()]
        # But for the rounding of 1 - P.
        assert np.abs(mine / theirs - 1).max() < 1e-13, (mine, theirs)
        assert a["write_error_rate_standard_error"].attrs["units"] in (b"1", "1")
        """, "a.h5", "b.h5")
    }

    @Test(
      "Of several numbers it is the sum of what each one's error changes, and the target is met")
    func several() throws {
      // A formula over another one, of numbers with and without errors, and with a reduction.
      let place = try place(
        """
        [[quantity]]
        name = "variance"
        expression = "switching_probability*(1 - switching_probability)"
        [[quantity]]
        name = "mixture"
        expression = "3*variance + max(mean_magnetization, component)^2 + stability_ratio/1e6"
        """, target: "mixture", error: 0.06)
      try run(place, ["-o", "a.h5"])
      try run(place, ["-o", "b.h5", "--set", "target.standard_error=0.03"])
      try python(
        place,
        """
        for f, limit in ((a, 0.06), (b, 0.03)):
            p, q = f["switching_probability"][()], f["switching_probability_standard_error"][()]
            m, e = f["mean_magnetization"][()], f["mean_magnetization_standard_error"][()]
            def mixture(p, m):
                return 3 * p * (1 - p) + m.max(-1) ** 2
            here = mixture(p, m)
            bound = np.maximum(abs(mixture(p + q, m) - here), abs(mixture(p - q, m) - here))
            for k in range(3):
                d = np.zeros(3); d[k] = 1
                ends = mixture(p, m + d * e), mixture(p, m - d * e)
                bound += np.maximum(abs(ends[0] - here), abs(ends[1] - here))
            found = f["mixture_standard_error"][()]
            assert np.abs(found - bound).max() < 1e-12, (found, bound)
            assert (found <= limit).all() and f["trajectories_used"][()].max() < 20000
        assert (a["trajectories_used"][()] <= b["trajectories_used"][()]).all()
        assert a["trajectories_used"][()].sum() < b["trajectories_used"][()].sum()
        """, "a.h5", "b.h5")
    }

    @Test("The same bits on 1, 2, 3 and 5 ranks; a sharper target goes on; resumed as not stopped")
    func sameBits() throws {
      let place = try place(Self.complement, target: "write_error_rate")
      try run(place, ["-o", "1.h5"])
      let digest = try place.digest("1.h5")
      for (ranks, size) in [(2, 1), (2, 2), (3, 3), (5, 1)] {
        let file = "\(ranks)-\(size).h5"
        try run(place, ranks: ranks, ["-o", file, "--ranks-per-point", "\(size)"])
        #expect(try place.digest(file) == digest)
      }
      try run(place, ["-o", "a.h5", "--stop-after", "3"], code: 75)
      try run(place, ranks: 2, ["-o", "a.h5", "--resume"])
      #expect(try place.digest("a.h5") == digest)
      let sharper = ["--set", "target.standard_error=0.012"]
      let extended = try place.command(["run", "job.toml", "-o", "a.h5", "--extend"] + sharper)
        .run()
      #expect(extended.exitCode == 0)
      #expect(extended.errors.contains("go on with the trajectories that they have"))
      try run(place, ["-o", "fresh.h5"] + sharper)
      #expect(try place.digest("a.h5") == place.digest("fresh.h5"))
      // The job in the file makes the same file again, and a formula can be added to it.
      let job = try TestSupport.python(
        "import sys, h5py; print(h5py.File(sys.argv[1]).attrs['job'].decode())",
        [place.folder.path("1.h5")]
      ).run()
      try place.folder.write(job.output, to: "again.toml")
      let again = try place.spinsweep("run", "again.toml", "-o", "again.h5")
      #expect(again.exitCode == 0, "\(again.errors)")
      #expect(try place.digest("again.h5") == digest)
      let derived = try place.spinsweep("derive", "again.h5", "twice=2*write_error_rate")
      #expect(derived.exitCode == 0, "\(derived.errors)")
      #expect(try place.spinsweep("verify", "again.h5").exitCode == 0)
    }

    @Test("Where the formula has no value so near it has no error, and the point goes on")
    func undefined() throws {
      let place = try place(
        """
        [[quantity]]
        name = "logarithm"
        expression = "log10(switching_probability - 0.99)"
        """, target: "logarithm", error: 0.2)
      let few = ["--set", "target.most_trajectories=400", "--set", "axis.bias_voltage.points=2"]
      try run(place, ["-o", "a.h5"] + few)
      try python(
        place,
        """
        e, n = a["logarithm_standard_error"][()], a["trajectories_used"][()]
        assert np.isnan(e).all() and (n == 400).all(), (e, n)
        """, "a.h5", "a.h5")
    }
  }
}
