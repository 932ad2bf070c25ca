import Base
import Numerics
import QuantumChains
import TensorNetworks

/// The value of a parameter, a number in the parameter's declared unit.
public enum ParameterValue: Sendable, Hashable {
  case number(Double)
  case integer(Int)
  case flag(Bool)
  case choice(String)
  case vector(Vector3)
  case numbers([Double])
}

extension ParameterValue: CustomStringConvertible {
  /// As it stands in a job file.
  public var description: String {
    switch self {
    case .number(let number): "\(number)"
    case .integer(let integer): "\(integer)"
    case .flag(let flag): "\(flag)"
    case .choice(let choice): "\"\(choice)\""
    case .vector(let vector): "[\(vector.x), \(vector.y), \(vector.z)]"
    case .numbers(let numbers): "\(numbers)"
    }
  }
}

extension ParameterValue {
  /// The value for other programs.
  package var json: JSONValue {
    switch self {
    case .number(let number): .number(number)
    case .integer(let integer): .integer(integer)
    case .flag(let flag): .flag(flag)
    case .choice(let name): .text(name)
    case .vector(let vector): .list(vector.components.map(JSONValue.number))
    case .numbers(let numbers): .list(numbers.map(JSONValue.number))
    }
  }
}
