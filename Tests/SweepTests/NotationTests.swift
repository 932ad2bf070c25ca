import Models
import Testing
import Units

@Suite("Labels")
struct NotationTests {
  private static func names(of declaration: some ModelDeclaring) -> [String] {
    let model = declaration.whole
    return model.parameters.map { $0.name } + model.quantities.map { $0.name }
      + model.defaults.dimensions.map { $0.name }
  }

  @Test("Every symbol belongs to a name of some model")
  func names() {
    let declared = Set(
      ModelList.all.flatMap { Self.names(of: $0.declaration) } + ["time", "angle"])
    for name in Notation.symbols.keys { #expect(declared.contains(name), "\(name)") }
  }

  @Test("A label is the name in words with its symbol; the unit tells homonyms apart")
  func labels() throws {
    #expect(Notation.label("quantum_temperature", try Unit("K")) == "quantum temperature T_Q")
    #expect(Notation.label("exchange", try Unit("eV")) == "exchange J")
    #expect(Notation.label("exchange", try Unit("J m")) == "exchange λ")
    #expect(Notation.label("external_field.x", try Unit("A/m")) == "external field H_ext,x")
    #expect(Notation.label("min_bond", .one) == "min bond")
  }
}
