import Numerics
import Testing

extension CommandTests {
  @Suite("The numbers of an axis")
  struct AxisNumbers {
    private static let linear: [(Double, Double, Int)] = [
      (0, 2.4, 121), (0.1e-3, 4e-3, 40), (1, 2, 4), (-1, 1, 201), (300, 1, 997), (0, 1, 1025),
      (1, 1 + 1e-12, 1001), (1e-21, 8e-21, 17), (-0.3, 0.3, 7), (2e-9, 40e-9, 20),
      (0.123456789012, 7, 100), (0, 5e-324, 2), (1e300, 1.5e308, 33), (-7.7e-5, 3.3e-5, 112),
    ]
    private static let logarithmic: [(Double, Double, Int)] = [
      (1, 1000, 4), (1e-3, 4e-3, 40), (300, 0.5, 61), (1e-300, 1e300, 301), (1, 2, 100_000),
      (7e-9, 7.000001e-9, 50), (1e-12, 1, 13),
    ]

    private static func numbers(
      _ range: (Double, Double, Int), _ spacing: SpacedNumbers.Spacing
    ) -> [Double] {
      let numbers = SpacedNumbers(from: range.0, to: range.1, count: range.2, spacing)
      return (0..<range.2).map { numbers[$0] }
    }

    @Test("Linear ones are numpy.linspace's or typed decimals, logarithmic ones within an ulp")
    func reference() throws {
      let place = try Workplace()
      func line(_ kind: String, _ range: (Double, Double, Int), _ numbers: [Double]) -> String {
        ([kind, "\(range.0)", "\(range.1)"] + numbers.map { "\($0)" }).joined(separator: " ")
      }
      let lines =
        Self.linear.map { line("linear", $0, Self.numbers($0, .linear)) }
        + Self.logarithmic.map { line("log", $0, Self.numbers($0, .logarithmic)) }
      try place.folder.write(lines.joined(separator: "\n"), to: "axes.txt")
      let typed = try place.python("axes", "axes.txt")
      #expect(Int(typed) ?? 0 > 20)
    }

    @Test("Decimal steps stay decimal, and a sum that should be zero is")
    func decimals() {
      #expect(Self.numbers((0, 0.4, 5), .linear) == [0, 0.1, 0.2, 0.3, 0.4])
      #expect(Self.numbers((0, 2.4, 121), .linear)[3] == 0.06)
      #expect(Self.numbers((1e-3, 1, 4), .logarithmic) == [1e-3, 1e-2, 0.1, 1])
      for count in stride(from: 3, to: 1001, by: 2) {
        #expect(Self.numbers((-0.7, 0.7, count), .linear)[count / 2] == 0)
      }
      // NumPy's own number where no decimal is near: a third is not 0.333333333333.
      #expect(Self.numbers((0, 1, 4), .linear)[1] == 1.0 / 3)
    }

    @Test("A coordinate of a result file is found by the number that numpy makes")
    func selection() throws {
      let place = try Workplace()
      try place.folder.write(
        """
        model = "quantum-temperature"
        [[axis]]
        parameter = "temperature"
        from = 1
        to = 300
        points = 998
        """, to: "job.toml")
      #expect(try place.spinsweep("run", "job.toml", "-o", "a.h5").exitCode == 0)
      let columns = try place.spinsweep("show", "a.h5", "energy_barrier", "--csv").lines.dropFirst()
      let values = columns.compactMap { $0.split(separator: ",").first.flatMap { Double($0) } }
      #expect(values == Self.numbers((1, 300, 998), .linear))
    }
  }
}
