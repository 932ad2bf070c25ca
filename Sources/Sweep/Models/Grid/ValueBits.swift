import Numerics

/// A parameter's value by its bits, as random numbers see it: −0 is not 0.
enum ValueBits: Hashable, Sendable {
  case number(UInt64)
  case integer(Int)
  case flag(Bool)
  case choice(String)
  case numbers([UInt64])
  case rows([[UInt64]])
  case texts([String])

  init(_ value: ParameterValue) {
    self =
      switch value {
      case .number(let number): .number(number.bitPattern)
      case .integer(let integer): .integer(integer)
      case .flag(let flag): .flag(flag)
      case .choice(let choice): .choice(choice)
      case .vector(let vector): .numbers(vector.components.map(\.bitPattern))
      case .numbers(let numbers): .numbers(numbers.map(\.bitPattern))
      case .rows(let rows): .rows(rows.map { $0.map(\.bitPattern) })
      case .texts(let texts): .texts(texts)
      }
  }
}

extension ParameterValue {
  /// One component of a vector, as a parameter of its own has it; nil for what is no vector.
  func component(_ axis: CartesianAxis) -> ParameterValue? {
    guard case .vector(let vector) = self else { return nil }
    return .number(vector[keyPath: axis.component])
  }
}

/// The values of a parameter along an axis by their bits, and where each stands first.
struct ValueIndex: Sendable {
  private enum Kind: Sendable {
    /// Increasing numbers.
    case sorted([Double])
    case any([ValueBits: Int])
  }

  private let kind: Kind

  init(_ values: GridValues.Column) {
    // The usual axis; a dictionary of a million values takes a hundred times its memory.
    if let numbers = values.numbers, zip(numbers, numbers.dropFirst()).allSatisfy({ $0 < $1 }) {
      kind = .sorted(numbers)
      return
    }
    var places: [ValueBits: Int] = [:]
    for index in 0..<values.count where places[values[index]] == nil {
      places[values[index]] = index
    }
    kind = .any(places)
  }

  /// Where a value stands; nil if it is none of them.
  func index(of value: ValueBits) -> Int? {
    switch kind {
    case .any(let places): return places[value]
    case .sorted(let numbers):
      guard case .number(let bits) = value else { return nil }
      let number = Double(bitPattern: bits)
      let index = numbers.partitioningIndex { $0 >= number }
      return index < numbers.count && numbers[index].bitPattern == bits ? index : nil
    }
  }
}
