import Sweep

extension Verb {
  static let models = Verb(
    name: "models", summary: "lists the models, or one model's parameters and quantities",
    operands: ["[MODEL]"], options: [jsonOption],
    examples: [
      ("spinsweep models macrospin", "names, units, defaults and sources"),
      ("spinsweep models macrospin --json", "for programs"),
    ]
  ) { arguments throws(CommandError) in
    guard let name = arguments.operands.first else {
      Output.print(arguments.has("--json") ? ModelPage.listJSON.text + "\n" : ModelPage.list)
      return .done
    }
    guard let model = ModelList.named(name) else {
      throw .input(ModelList.unknown(name))
    }
    Output.print(
      arguments.has("--json") ? ModelPage.json(model).text + "\n" : ModelPage.page(model))
    return .done
  }
}
