import Jobs
import ResultsStorage

extension PlotDimension {
  /// Makes a quantity a coordinate of the one dimension that it changes along: the energy barrier
  /// of the axis of voltages, for a picture over the barrier.
  ///
  /// - Throws: `InputError` if it is a function of several dimensions, of none, or missing
  ///   somewhere.
  static func addCoordinate(
    _ name: String, _ option: String, to dimensions: inout [PlotDimension],
    of file: borrowing ResultsFile
  ) throws(InputError) {
    let isKnown = dimensions.contains { $0.coordinates.contains { $0.name == name } }
    guard !isKnown, let layout = file.layout.results.first(where: { $0.name == name }) else {
      return
    }
    let array = try QuantityArray(layout, of: file)
    // Its dimensions by their numbers in the picture.
    var numbers: [Int] = []
    for dimension in array.dimensions {
      guard let number = dimensions.firstIndex(where: { $0.name == dimension }) else {
        throw InputError(
          "'\(name)' has the dimension '\(dimension)', which the picture does not have",
          at: .option("\(option) \(name)"))
      }
      numbers.append(number)
    }
    let first = numbers.map { dimensions[$0].indices[0] }
    let places = numbers.reduce([[Int]]([[]])) { places, number in
      places.flatMap { place in dimensions[number].indices.map { place + [$0] } }
    }
    guard places.allSatisfy({ array[$0].isFinite }) else {
      throw InputError(
        "'\(name)' has missing values, so that nothing can be drawn over it",
        at: .option("\(option) \(name)"))
    }
    // A dimension that it changes along anywhere.
    let varying = numbers.indices.filter { number in
      places.contains { place in
        var other = place
        other[number] = first[number]
        return array[place] != array[other]
      }
    }
    guard varying.count == 1, let place = varying.first else {
      let names = varying.map { array.dimensions[$0] }.joined(separator: " and ")
      throw InputError(
        varying.isEmpty
          ? "'\(name)' has a single value here"
          : "'\(name)' depends on \(names); choose one of their values with --at",
        at: .option("\(option) \(name)"))
    }
    let number = numbers[place]
    let extent = dimensions[number].coordinates[0].values.count
    let values = (0..<extent).map { index in
      var other = first
      other[place] = index
      return array[other]
    }
    dimensions[number].coordinates.append(
      PlotCoordinate(name: name, unit: layout.unit, values: values))
  }
}
