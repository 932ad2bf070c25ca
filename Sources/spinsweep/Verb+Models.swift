import Models
import Reports

extension Verb {
  static let models = Verb(
    name: "models", summary: "lists the models, or one model's parameters and quantities",
    operands: ["[MODEL]"],
    options: [jsonOption],
    examples: [
      ("spinsweep models macrospin", "names, defaults, units, ranges, meaning and sources"),
      ("spinsweep models macrospin --json", "the same for other programs"),
    ]
  ) { arguments throws(CommandError) in
    let isJSON = arguments.has("--json")
    guard let name = arguments.operands.first else {
      Output.print(isJSON ? ModelPage.listJSON.description : ModelPage.list)
      return .done
    }
    guard let model = ModelList.named(name) else {
      throw .input(ModelList.unknown(name))
    }
    Output.print(isJSON ? ModelPage.json(model).description : ModelPage.page(model))
    return .done
  }
}
