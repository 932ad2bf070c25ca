import Foundation
import TestSupport
import Testing

extension CommandTests {
  @Suite("Sensitivity to the parameters of a sample")
  struct Sensitivity {
    /// Ishigami's function of three parameters that may have either sign.
    private static let job = """
      model = "quantum-temperature"
      [[axis]]
      name = "device"
      sample = "saltelli"
      points = 20480
      [axis.distribution]
      bias_voltage = { uniform = [-1, 1] }
      interfacial_anisotropy = { uniform = [-1, 1] }
      vcma_coefficient = { uniform = [-1, 1] }
      [[axis]]
      parameter = "temperature"
      values = ["1 K", "4 K"]
      [[quantity]]
      name = "ishigami"
      expression = '''sin(pi*bias_voltage/(1 V)) + 7*sin(pi*interfacial_anisotropy/(1 J/m^2))^2
        + 0.1*(pi*vcma_coefficient/(1 [J/(V m)]))^4*sin(pi*bias_voltage/(1 V))'''
      [output]
      quantities = ["ishigami"]
      """

    private func place() throws -> Workplace {
      let place = try Workplace()
      try place.folder.write(Self.job, to: "job.toml")
      let made = try place.spinsweep(ranks: 2, "run", "job.toml", "-o", "a.h5")
      try #require(made.exitCode == 0, "\(made.errors)")
      return place
    }

    @Test("Table, JSON and picture of a function whose indices are known")
    func ishigami() throws {
      let place = try place()
      let at = ["--at", "temperature=4K"]
      let table = try place.command(["sensitivity", "a.h5", "ishigami"] + at).run()
      #expect(table.exitCode == 0, "\(table.errors)")
      #expect(table.lines.first?.hasSuffix("4096 pairs of points") == true, "\(table.output)")
      #expect(table.lines.contains { $0.hasPrefix("bias_voltage ") })

      struct Report: Decodable {
        struct Estimate: Decodable { let value, low, high: Double }
        struct Parameter: Decodable {
          let name: String
          let firstOrder, total: Estimate
        }
        let parameters: [Parameter]
      }
      let json = try place.command(["sensitivity", "a.h5", "ishigami", "--json"] + at).run()
      let decoder = JSONDecoder()
      decoder.keyDecodingStrategy = .convertFromSnakeCase
      let report = try decoder.decode(Report.self, from: Data(json.output.utf8))
      let expected = [
        ("bias_voltage", 0.3139, 0.5576), ("interfacial_anisotropy", 0.4424, 0.4424),
        ("vcma_coefficient", 0, 0.2437),
      ]
      for (parameter, (name, first, total)) in zip(report.parameters, expected) {
        #expect(parameter.name == name)
        #expect(abs(parameter.firstOrder.value - first) < 0.02)
        #expect(abs(parameter.total.value - total) < 0.02)
        #expect(parameter.total.low < total && total < parameter.total.high)
      }
      let drawn = try place.command(["sensitivity", "a.h5", "ishigami", "-o", "a.svg"] + at).run()
      #expect(drawn.exitCode == 0, "\(drawn.errors)")
      #expect(try place.folder.names().contains("a.svg"))
    }

    @Test("What is not possible is told in a sentence")
    func mistakes() throws {
      let place = try place()
      try place.folder.write("model = \"quantum-temperature\"\n", to: "plain.toml")
      _ = try place.spinsweep("run", "plain.toml", "-o", "p.h5")
      _ = try place.spinsweep("run", "job.toml", "--part", "1/2", "-o", "part.h5")
      let second = Self.job.replacing("points = 20480", with: "points = 5")
        .replacing(
          "[[axis]]\nparameter = \"temperature\"\nvalues = [\"1 K\", \"4 K\"]\n",
          with: "[[axis]]\nname = \"other\"\nsample = \"saltelli\"\npoints = 3\n"
            + "[axis.distribution]\ndamping = { uniform = [0.01, 0.1] }\n")
      try place.folder.write(second, to: "two.toml")
      let two = try place.spinsweep("run", "two.toml", "-o", "two.h5")
      #expect(two.exitCode == 0, "\(two.errors)")
      for (words, sentence) in [
        (
          ["part.h5", "ishigami"], "'part.h5' is a part of a sweep; merge the parts first"
        ),
        (
          ["two.h5", "ishigami"],
          "'two.h5' has several samples: choose one with --axis device or other"
        ),
        (
          ["p.h5", "energy_barrier"],
          "'p.h5' has no axis with sample = \"saltelli\", which sensitivities need"
        ),
        (
          ["a.h5", "ishigami"],
          "'ishigami' has 2 values along 'temperature'; choose one: --at temperature=VALUE"
        ),
        (
          ["a.h5", "ishigami", "--axis", "devic"],
          "'a.h5' has no axis 'devic' with sample = \"saltelli\"; did you mean 'device'?"
        ),
        (
          ["a.h5", "ishigam"],
          "'a.h5' has no quantity 'ishigam' (it has ishigami); did you mean 'ishigami'?"
        ),
      ] {
        let result = try place.command(["sensitivity"] + words).run()
        #expect(result.exitCode == 2)
        #expect(result.errors == "spinsweep: \(sentence)\n")
      }
    }

    @Test("Statistics over a sample are NumPy's, at each place of the other axes")
    func statistics() throws {
      let place = try place()
      let table = try place.spinsweep("show", "a.h5", "ishigami", "--statistics", "--csv")
      #expect(table.exitCode == 0, "\(table.errors)")
      let names = "values,mean,standard_deviation,quantile_5,median,quantile_95"
      #expect(table.lines.first == "temperature [K],\(names)")
      #expect(table.lines.count == 3)
      let python = try TestSupport.python(
        """
        import sys, h5py, numpy as np
        x = h5py.File(sys.argv[1])['ishigami'][:, 1]
        print(4.0, len(x), x.mean(), x.std(ddof=1), *np.quantile(x, [0.05, 0.5, 0.95]))
        """, [place.folder.path("a.h5")]
      ).run()
      let expected = python.output.split(separator: " ").compactMap {
        Double($0.filter { !$0.isWhitespace })
      }
      let found = (table.lines.last ?? "").split(separator: ",").compactMap { Double($0) }
      #expect(found.count == 7 && expected.count == 7)
      for (one, two) in zip(found, expected) { #expect(abs(one - two) < 1e-11 * (1 + abs(two))) }
      let text = try place.spinsweep("show", "a.h5", "ishigami", "--statistics")
      #expect(text.lines.first == "ishigami over device")
      let json = try place.spinsweep("show", "a.h5", "ishigami", "--statistics", "--json")
      #expect(json.output.contains("\"median\""))

      try place.folder.write("model = \"quantum-temperature\"\n", to: "plain.toml")
      _ = try place.spinsweep("run", "plain.toml", "-o", "p.h5")
      let none = try place.spinsweep("show", "p.h5", "energy_barrier", "--statistics")
      #expect(none.exitCode == 2)
      #expect(
        none.errors
          == "spinsweep: 'p.h5' has neither a sample nor repetitions to make statistics of\n")
    }

    @Test("A quantity that is the same everywhere has no sensitivities")
    func constant() throws {
      let place = try Workplace()
      try place.folder.write(
        Self.job.replacing("points = 20480", with: "points = 10")
          .replacing("values = [\"1 K\", \"4 K\"]", with: "values = [\"1 K\"]")
          .replacing(
            "[output]", with: "[[quantity]]\nname = \"one\"\nexpression = \"1\"\n[output]"),
        to: "job.toml")
      let made = try place.spinsweep("run", "job.toml", "-o", "a.h5")
      try #require(made.exitCode == 0, "\(made.errors)")
      let result = try place.spinsweep("sensitivity", "a.h5", "one")
      #expect(result.exitCode == 2)
      #expect(
        result.errors
          == "spinsweep: 'one' has 2 pairs of points with values, which are all the same\n")
      let single = try place.spinsweep("sensitivity", "a.h5", "ishigami", "--at", "device=1")
      #expect(single.exitCode == 2)
      #expect(
        single.errors
          == "spinsweep: --at device=…: 'device' is the sample itself, of which all points are "
          + "needed; leave it out\n")
      // A job that says more than the file has.
      let edited = try TestSupport.python(
        """
        import sys, h5py
        f = h5py.File(sys.argv[1], 'a')
        job = f.attrs['job']
        job = job.decode() if isinstance(job, bytes) else job
        f.attrs['job'] = job.replace('points = 10', 'points = 1000')
        """, [place.folder.path("a.h5")]
      ).run()
      try #require(edited.exitCode == 0, "\(edited.errors)")
      let odd = try place.spinsweep("sensitivity", "a.h5", "ishigami")
      #expect(odd.exitCode == 2)
      #expect(
        odd.errors
          == "spinsweep: 'a.h5' is damaged: its axis 'device' is not that of its job\n")
    }
  }
}
