/// All models, in the order in which they are listed.
public enum ModelList {
  public static let all: [any Model.Type] = [
    QuantumTemperatureModel.self,
    MacrospinModel.self,
  ]

  public static func named(_ name: String) -> (any Model.Type)? {
    all.first { $0.name == name }
  }
}
