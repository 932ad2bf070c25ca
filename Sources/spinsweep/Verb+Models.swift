import Sweep

extension Verb {
  static let models = Verb(
    name: "models", summary: "lists the models, or one model's parameters and quantities",
    operands: ["[MODEL]"], options: [],
    examples: [("spinsweep models macrospin", "names, units, defaults and sources")]
  ) { arguments throws(CommandError) in
    guard let name = arguments.operands.first else {
      Output.print(ModelPage.list)
      return .done
    }
    guard let model = ModelList.named(name) else {
      throw .input(ModelList.unknown(name))
    }
    Output.print(ModelPage.page(model))
    return .done
  }
}
