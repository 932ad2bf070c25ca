import Jobs
import ResultsStorage

/// What `--at AXIS=VALUE[,VALUE…]` leaves of each dimension.
enum PlotSelection {
  /// Several values of one name are alternatives; names of the same dimension restrict each other.
  ///
  /// - Throws: `InputError` for an unknown name or value, or where nothing is left.
  package static func apply(
    _ options: [String], to dimensions: inout [PlotDimension], of quantity: String
  ) throws(InputError) {
    var chosen: [(place: PlotArrangement.Place, indices: Set<Int>)] = []
    for option in options {
      let location = SourceLocation.option("--at \(option)")
      guard let equals = option.firstIndex(of: "=") else {
        throw InputError("expected AXIS=VALUE, such as temperature=4K", at: location)
      }
      let name = String(option[..<equals])
      let place: PlotArrangement.Place
      do throws(InputError) {
        place = try PlotArrangement.place(name, "--at", among: dimensions, of: quantity)
      } catch {
        throw InputError(error.message, at: location)
      }
      let coordinate = dimensions[place.dimension].coordinates[place.coordinate]
      var indices: Set<Int> = []
      for text in option[option.index(after: equals)...].split(
        separator: ",", omittingEmptySubsequences: false)
      {
        indices.formUnion(try coordinate.indices(of: String(text), named: name, at: location))
      }
      if let known = chosen.firstIndex(where: { $0.place == place }) {
        chosen[known].indices.formUnion(indices)
      } else {
        chosen.append((place, indices))
      }
    }
    for (place, indices) in chosen {
      dimensions[place.dimension].indices.removeAll { !indices.contains($0) }
      guard !dimensions[place.dimension].indices.isEmpty else {
        throw InputError(
          "no point has these values of '\(dimensions[place.dimension].name)' together",
          at: .option("--at \(options.joined(separator: " --at "))"))
      }
    }
  }
}
