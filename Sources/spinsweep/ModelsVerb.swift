import Base
import Jobs
import Models
import Reports

struct ModelsVerb: Verb {
  let name = "models"
  let summary = "lists the models, or one model's parameters and quantities"
  let model = Operand(optional: "MODEL", .words(ModelList.all.map(\.name)))
  let json = Shared.json
  let examples: KeyValuePairs = [
    "spinsweep models macrospin": "names, defaults, units, ranges, meaning and sources",
    "spinsweep models macrospin --json": "the same for other programs",
  ]

  func run(_ arguments: Arguments<Self>) throws -> ExitCode {
    guard let name = arguments[\.model] else {
      try Output.print(arguments[\.json] ? ModelPage.listJSON.description : ModelPage.list)
      return .done
    }
    guard let model = ModelList.named(name) else { throw InputError(ModelList.unknown(name)) }
    try Output.print(arguments[\.json] ? ModelPage.json(model).description : ModelPage.page(model))
    return .done
  }
}
