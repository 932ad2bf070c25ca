/// The values of one parameter along an axis, at least one. Numbers are kept as such: of ten
/// million values each takes eight bytes, and everybody who has the axis shares them.
enum AxisValues: Sendable, Equatable {
  /// In the unit of the axis.
  case numbers([Double])
  case integers([Int])
  /// Flags, choices and vectors.
  case others([ParameterValue])

  init(_ values: [ParameterValue]) {
    let numbers = values.compactMap { if case .number(let number) = $0 { number } else { nil } }
    let integers = values.compactMap { if case .integer(let integer) = $0 { integer } else { nil } }
    self =
      numbers.count == values.count
      ? .numbers(numbers) : integers.count == values.count ? .integers(integers) : .others(values)
  }

  /// Number of values.
  var count: Int {
    switch self {
    case .numbers(let numbers): numbers.count
    case .integers(let integers): integers.count
    case .others(let values): values.count
    }
  }

  /// The value at an index, from 0.
  subscript(index: Int) -> ParameterValue {
    switch self {
    case .numbers(let numbers): .number(numbers[index])
    case .integers(let integers): .integer(integers[index])
    case .others(let values): values[index]
    }
  }

  /// The first value; nil if there is none.
  var first: ParameterValue? { count == 0 ? nil : self[0] }
  /// The last value; nil if there is none.
  var last: ParameterValue? { count == 0 ? nil : self[count - 1] }

  /// Bytes of memory that the values take, with the coordinates that a file is given of them.
  var byteCount: Int {
    switch self {
    // Those of the file are the same array.
    case .numbers: 8 * count
    case .integers: 16 * count
    case .others: (MemoryLayout<ParameterValue>.stride + 24) * count
    }
  }
}
