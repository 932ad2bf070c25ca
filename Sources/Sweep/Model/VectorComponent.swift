import Physics

/// One of the components of a vector parameter, which axes and `--set` address as `name.x`.
enum VectorComponent: String, CaseIterable, Sendable {
  case x, y, z

  var path: WritableKeyPath<Vector3, Double> & Sendable {
    switch self {
    case .x: \.x
    case .y: \.y
    case .z: \.z
    }
  }
}

extension Parameter {
  /// The components of a vector parameter as numbers of their own; empty for any other kind.
  var components: [Parameter] {
    guard case .vector(_, let get, let set) = kind else { return [] }
    return VectorComponent.allCases.map { component in
      let path = component.path
      return Parameter(
        "\(name).\(component.rawValue)", unit: unit,
        meaning: "\(meaning), \(component.rawValue) component", source: source,
        kind: .number(
          .any, { get($0)[keyPath: path] },
          { owner, value in
            var vector = get(owner)
            vector[keyPath: path] = value
            set(&owner, vector)
          }))
    }
  }
}

extension Vector3 {
  /// x, y, z.
  var components: [Double] { [x, y, z] }
}
