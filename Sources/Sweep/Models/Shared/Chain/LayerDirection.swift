import Numerics
import QuantumChains

/// Where the localized spins of a layer point at the start.
enum LayerDirection: NamedDirection, Equatable {
  /// All along +z.
  case up
  /// All along −z.
  case down
  /// Up, down, up, … from the left.
  case neel
  /// All along a unit vector.
  case along(Vector3)

  static let names = ["up", "down", "neel"]

  init?(_ value: ParameterValue) {
    switch value {
    case .choice("up"), .vector(Vector3(0, 0, 1)): self = .up
    case .choice("down"), .vector(Vector3(0, 0, -1)): self = .down
    case .choice("neel"): self = .neel
    case .vector(let vector): self = .along(vector)
    default: return nil
    }
  }

  var value: ParameterValue {
    switch self {
    case .up: .choice("up")
    case .down: .choice("down")
    case .neel: .choice("neel")
    case .along(let vector): .vector(vector)
    }
  }

  /// The direction of each of some spins.
  func vectors(_ spins: Int) -> [Vector3] {
    let (up, down) = (Vector3(0, 0, 1), Vector3(0, 0, -1))
    return (0..<spins).map { spin in
      switch self {
      case .up: up
      case .down: down
      case .neel: spin.isMultiple(of: 2) ? up : down
      case .along(let vector): vector
      }
    }
  }

  /// A product of coherent states of the spins.
  func state(of layer: SpinLayer) -> LayerState {
    LayerState(coherent: layer, along: vectors(layer.spins))
  }
}
