/// All models, in the order in which they are listed.
public enum ModelList {
  public static let all: [any Model.Type] = [
    QuantumTemperatureModel.self,
    MacrospinModel.self,
  ]

  public static func named(_ name: String) -> (any Model.Type)? {
    all.first { $0.name == name }
  }

  /// The sentence for a name that no model has.
  public static func unknown(_ name: String) -> String {
    "unknown model '\(name)' (`spinsweep models` lists them)"
      + NearestName.suggestion(for: name, among: all.map { $0.name })
  }
}
