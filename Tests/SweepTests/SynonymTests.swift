import Models
import Testing

import Jobs

@Suite("Other words for names")
struct SynonymTests {
  private static func names(of declaration: some ModelDeclaring) -> [String] {
    let model = declaration.whole
    return model.parameters.map { $0.name } + model.quantities.map { $0.name }
  }

  @Test("Every word leads to a name that there is")
  func names() {
    let declared = Set(ModelList.all.flatMap { Self.names(of: $0.declaration) })
    let keys: Set = [
      "spacing", "points", "from", "to", "values", "parameter", "file", "seed", "title",
    ]
    for name in NearestName.synonyms.keys {
      #expect(declared.contains(name) || keys.contains(name), "\(name)")
    }
  }

  @Test("A word that is no name itself is led to the right one of several")
  func nearest() {
    #expect(
      NearestName.nearest(to: "T_Q", among: ["temperature", "quantum_temperature"])
        == "quantum_temperature")
    #expect(NearestName.nearest(to: "scale", among: ["spacing", "values"]) == "spacing")
    #expect(NearestName.nearest(to: "alpha", among: ["current"]) == nil)
  }
}
