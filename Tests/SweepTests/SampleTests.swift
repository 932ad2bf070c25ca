import Jobs
import Models
import Testing

@Suite("Axes that are samples")
struct SampleTests {
  private static func job(_ method: String, _ points: Int, _ laws: String) -> String {
    """
    model = "quantum-temperature"
    [[axis]]
    name = "device"
    sample = "\(method)"
    points = \(points)
    [axis.distribution]
    \(laws)
    """
  }

  private static let laws = """
    radius = { normal = ["20 nm", "0.5 nm"], low = "19 nm", high = "21.5 nm" }
    damping = { log-normal = [0.05, 0.2] }
    interfacial_anisotropy = { uniform = ["0.9 mJ/m^2", "1.1 mJ/m^2"] }
    spin_quantum_number = { choice = [1.5, 2, 2.5] }
    current = { log-uniform = ["0.1 mA", "1 mA"] }
    """

  private static func plan(_ text: String) throws -> Plan {
    try Job(text: text, path: "job.toml").plan()
  }

  private static func columns(_ text: String) throws -> [String: [Double]] {
    let layout = try plan(text).layout(Provenance(ranks: 1))
    return Dictionary(uniqueKeysWithValues: layout.axes[0].auxiliary.map { ($0.name, $0.values) })
  }

  @Test(
    "Each parameter follows its law, whatever the method",
    arguments: ["sobol", "latin-hypercube", "random"])
  func laws(method: String) throws {
    let columns = try Self.columns(Self.job(method, 4096, Self.laws))
    func share(_ name: String, _ condition: (Double) -> Bool) -> Double {
      Double((columns[name] ?? []).count(where: condition)) / 4096
    }
    // Four deviations of a random sample; the other methods are better.
    let room = 4 * (0.25 / 4096).squareRoot()
    #expect(columns["radius"]?.allSatisfy { (19e-9...21.5e-9).contains($0) } == true)
    // Φ(0) − Φ(−2) of Φ(3) − Φ(−2).
    #expect(abs(share("radius") { $0 < 20e-9 } - 0.47725 / 0.97590) < room)
    #expect(abs(share("damping") { $0 < 0.05 } - 0.5) < room)
    // One deviation of the logarithm.
    #expect(abs(share("damping") { $0 < 0.05 * 1.2214027581601699 } - 0.841345) < room)
    #expect(abs(share("interfacial_anisotropy") { $0 < 0.95e-3 } - 0.25) < room)
    #expect(abs(share("current") { $0 < 0.31622776601683794e-3 } - 0.5) < room)
    for value in [1.5, 2, 2.5] {
      #expect(abs(share("spin_quantum_number") { $0 == value } - 1.0 / 3) < room)
    }
  }

  @Test("A longer sample begins with the shorter one", arguments: ["sobol", "random", "saltelli"])
  func extending(method: String) throws {
    let short = try Self.columns(Self.job(method, 70, Self.laws))
    let long = try Self.columns(Self.job(method, 280, Self.laws))
    for (name, values) in short { #expect(long[name].map { Array($0.prefix(70)) } == values) }
  }

  @Test("A parameter's values depend on seed, axis and its own name, not on the others")
  func independence() throws {
    let all = try Self.columns(Self.job("sobol", 16, Self.laws))
    let alone = try Self.columns(
      Self.job("random", 16, "damping = { log-normal = [0.05, 0.2] }"))
    let both = try Self.columns(
      Self.job(
        "random", 16, "radius = { uniform = [1e-8, 2e-8] }\ndamping = { log-normal = [0.05, 0.2] }")
    )
    #expect(alone["damping"] == both["damping"])
    let other = try Self.columns("seed = 2\n" + Self.job("sobol", 16, Self.laws))
    #expect(all["radius"] != other["radius"])
  }

  @Test("Saltelli's points are pairs, and the first of each with one coordinate of the second")
  func saltelli() throws {
    let columns = try Self.columns(
      Self.job(
        "saltelli", 40,
        "radius = { uniform = [1e-8, 2e-8] }\ndamping = { uniform = [0.01, 0.1] }"))
    let names = ["damping", "radius"]
    for pair in stride(from: 0, to: 40, by: 4) {
      let rows = (0..<4).map { row in names.map { columns[$0]?[pair + row] ?? .nan } }
      #expect(rows[0][0] != rows[1][0] && rows[0][1] != rows[1][1])
      #expect(rows[2] == [rows[1][0], rows[0][1]])
      #expect(rows[3] == [rows[0][0], rows[1][1]])
    }
  }

  @Test("The stored job makes the same again")
  func storedJob() throws {
    for method in ["sobol", "latin-hypercube", "random"] {
      let plan = try Self.plan(Self.job(method, 32, Self.laws))
      let again = try Self.plan(plan.jobText)
      #expect(again.jobText == plan.jobText)
      #expect(try again.difference(fromJob: plan.jobText, of: "x.h5") == nil)
    }
  }

  @Test("Components of vectors can be drawn")
  func components() throws {
    let job = """
      model = "macrospin"
      [[axis]]
      name = "device"
      sample = "sobol"
      points = 8
      [axis.distribution]
      external_field.x = { normal = ["30 kA/m", "1 kA/m"] }
      """
    let columns = try Self.columns(job)
    #expect(columns["external_field.x"]?.count == 8)
    #expect(try Self.columns(Self.plan(job).jobText) == columns)
  }

  @Test("Distributions cut far above their mean are as exact as those far below")
  func tails() throws {
    let columns = try Self.columns(
      Self.job(
        "sobol", 256,
        "temperature = { normal = [300, 10], low = 390 }\n"
          + "current = { normal = [\"2 mA\", \"0.1 mA\"], high = \"1.1 mA\" }"))
    let temperatures = try #require(columns["temperature"])
    #expect(temperatures.allSatisfy { $0 >= 390 && $0 < 420 })
    // Beyond nine deviations the excess falls off by e in 10/9.1 K: its mean is 1.085 K.
    #expect(abs(temperatures.reduce(0, +) / 256 - 391.085) < 0.02)
    #expect(columns["current"]?.allSatisfy { $0 <= 1.1e-3 && $0 > 0.8e-3 } == true)
  }
}
