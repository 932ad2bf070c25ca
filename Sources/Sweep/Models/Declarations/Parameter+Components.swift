import Numerics
import QuantumChains
import TensorNetworks

extension Parameter {
  /// The components of a vector parameter as numbers of their own; empty for any other kind.
  package var components: [Parameter] {
    guard case .vector(_, let get, let set) = kind else { return [] }
    return CartesianAxis.allCases.map { axis in
      let path = axis.component
      return Parameter(
        "\(name).\(axis.rawValue)", unit: unit,
        meaning: "\(meaning), \(axis.rawValue) component", source: source,
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
  package var components: [Double] { [x, y, z] }
}
