import Base
import Numerics

/// The value of a parameter, a number in the parameter's declared unit.
public enum ParameterValue: Sendable, Hashable {
  /// A number in the declared unit.
  case number(Double)
  /// A whole number.
  case integer(Int)
  /// True or false.
  case flag(Bool)
  /// One of several names.
  case choice(String)
  /// A vector in space with components in the declared unit.
  case vector(Vector3)
  /// A list of numbers in the declared unit.
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
  /// The value as one number, true as 1 and false as 0; nil if it is none.
  var number: Double? {
    switch self {
    case .number(let number): number
    case .integer(let integer): Double(integer)
    case .flag(let flag): flag ? 1 : 0
    case .choice, .vector, .numbers: nil
    }
  }

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
