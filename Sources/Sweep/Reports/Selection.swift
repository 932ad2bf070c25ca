import Jobs
import Models
import ResultsStorage

/// One `--at AXIS=VALUE[,VALUE…]` of the command line.
private struct AxisSelection {
  let location: SourceLocation
  let axis: String
  let values: Substring

  init(_ option: String) throws(InputError) {
    location = .option("--at \(option)")
    guard let equals = option.firstIndex(of: "=") else {
      throw InputError("expected AXIS=VALUE, such as temperature=4K", at: location)
    }
    axis = String(option[..<equals])
    values = option[option.index(after: equals)...]
  }
}

extension StoreLayout {
  /// The number of the point that `--at AXIS=VALUE` options select.
  ///
  /// - Throws: `InputError` for an unknown axis or value, and for an axis of several values that no
  ///   option settles.
  func point(at options: [String]) throws(InputError) -> Int {
    var wanted: [String: AxisSelection] = [:]
    let names = axes.map(\.name)
    for option in options {
      let selection = try AxisSelection(option)
      guard names.contains(selection.axis) else {
        throw InputError(
          "the file has no axis '\(selection.axis)' (it has "
            + "\(names.isEmpty ? "none" : names.joined(separator: ", ")))"
            + NearestName.suggestion(for: selection.axis, among: names), at: selection.location)
      }
      wanted[selection.axis] = selection
    }
    var point = 0
    for axis in axes {
      point *= axis.values.count
      if let selection = wanted[axis.name] {
        point += try axis.indices(
          of: String(selection.values), named: axis.name, at: selection.location)[0]
      } else if axis.values.count > 1 {
        throw InputError(
          "axis '\(axis.name)' has \(axis.values.count) values; say which: "
            + "--at \(axis.name)=VALUE")
      }
    }
    return point
  }
}

extension [PlotDimension] {
  /// Leaves of each dimension what `--at AXIS=VALUE[,VALUE…]` options select: several values of one
  /// name are alternatives; names of the same dimension restrict each other.
  ///
  /// - Throws: `InputError` for an unknown name or value, or where nothing is left.
  mutating func select(_ options: [String], of quantity: String) throws(InputError) {
    var chosen: [(place: PlotArrangement.Place, indices: Set<Int>)] = []
    for option in options {
      let selection = try AxisSelection(option)
      let place: PlotArrangement.Place
      do throws(InputError) {
        place = try PlotArrangement.place(selection.axis, "--at", among: self, of: quantity)
      } catch {
        throw InputError(error, at: selection.location)
      }
      let coordinate = self[place.dimension].coordinates[place.coordinate]
      var indices: Set<Int> = []
      for text in selection.values.split(separator: ",", omittingEmptySubsequences: false) {
        indices.formUnion(
          try coordinate.indices(
            of: String(text), named: selection.axis, at: selection.location))
      }
      if let known = chosen.firstIndex(where: { $0.place == place }) {
        chosen[known].indices.formUnion(indices)
      } else {
        chosen.append((place, indices))
      }
    }
    for (place, indices) in chosen {
      self[place.dimension].indices.removeAll { !indices.contains($0) }
      guard !self[place.dimension].indices.isEmpty else {
        throw InputError(
          "no point has these values of '\(self[place.dimension].name)' together",
          at: .option("--at \(options.joined(separator: " --at "))"))
      }
    }
  }
}
