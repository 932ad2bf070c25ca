import Numerics

extension Parameter {
  /// The components of a vector parameter as numbers of their own; empty for any other kind.
  package var components: [Parameter] {
    guard case .vector(_, let get, let set) = kind else { return [] }
    return CartesianAxis.allCases.map { axis in
      let path = axis.component
      var component = Parameter(
        axis.name(ofComponentOf: name), unit: unit,
        meaning: axis.meaning(ofComponentOf: meaning), source: source,
        kind: .number(
          .any, { get($0)[keyPath: path] },
          { owner, value in
            var vector = get(owner)
            vector[keyPath: path] = value
            set(&owner, vector)
          }))
      component.equivalent = equivalent
      return component
    }
  }
}

extension CartesianAxis {
  /// What the component along this axis of a vector parameter is called.
  func name(ofComponentOf vector: String) -> String { "\(vector).\(rawValue)" }

  /// What it means.
  func meaning(ofComponentOf meaning: String) -> String { "\(meaning), \(rawValue) component" }
}
