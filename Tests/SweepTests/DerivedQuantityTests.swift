import Jobs
import Models
import Testing

@Suite("Quantities by formulas")
struct DerivedQuantityTests {
  private static let job = """
    model = "quantum-temperature"
    [[axis]]
    parameter = "current"
    values = ["1 mA", "2 mA"]
    [[quantity]]
    name = "ratio"
    expression = "quantum_temperature/(4 K)"
    meaning = "T_Q over the temperature of helium"
    [[quantity]]
    name = "ratio_squared"
    expression = "ratio^2"
    [[quantity]]
    name = "density"
    unit = "MA/cm^2"
    expression = "current/(pi*radius^2)"
    [output]
    quantities = ["energy_barrier"]
    """

  private static func plan(_ text: String, set overrides: [String] = []) throws -> Plan {
    try Job(text: text, path: "job.toml", overrides: overrides.map { try Override($0) }).plan()
  }

  @Test("They are written behind the chosen ones, with unit, meaning and formula")
  func layout() throws {
    let layout = try Self.plan(Self.job).layout(Provenance(ranks: 1))
    #expect(
      layout.quantities.map(\.name) == ["energy_barrier", "ratio", "ratio_squared", "density"])
    #expect(layout.quantities.map(\.unit) == ["J", "1", "1", "MA/cm^2"])
    #expect(layout.quantities[1].comment == "T_Q over the temperature of helium")
    #expect(layout.quantities[2].comment == "ratio^2")
    #expect(layout.quantities[3].source == "derived: current/(pi*radius^2)")
  }

  @Test("The stored job makes the same again, and another formula is another job")
  func storedJob() throws {
    let plan = try Self.plan(Self.job)
    let again = try Self.plan(plan.jobText)
    #expect(again.jobText == plan.jobText)
    #expect(try again.difference(fromJob: plan.jobText, of: "x.h5") == nil)
    let other = try Self.plan(Self.job.replacing("4 K", with: "5 K"))
    #expect(
      try other.difference(fromJob: plan.jobText, of: "x.h5")
        == "quantity 'ratio' is quantum_temperature/(4 K) in 1 in x.h5 and "
        + "quantum_temperature/(5 K) in 1 in the job")
  }

  @Test("A list of quantities may name them, and nothing else of that kind")
  func listed() throws {
    let plan = try Self.plan(Self.job.replacing("[\"energy_barrier\"]", with: "[\"density\"]"))
    #expect(plan.quantities.map(\.name) == ["ratio", "ratio_squared", "density"])
  }
}
