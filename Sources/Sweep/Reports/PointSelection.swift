import IO
import Physics

/// Finds a grid point of a result file by `--at AXIS=VALUE` options.
struct PointSelection {
  /// The point's number.
  let point: Int

  /// - Throws: `InputError` for an unknown axis or value, and for an axis of several values that no
  ///   option settles.
  init(_ options: [String], in layout: StoreLayout) throws(InputError) {
    var wanted: [String: String] = [:]
    for option in options {
      let location = SourceLocation.option("--at \(option)")
      guard let equals = option.firstIndex(of: "=") else {
        throw InputError("expected AXIS=VALUE, such as temperature=4K", at: location)
      }
      let name = String(option[..<equals])
      guard layout.axes.contains(where: { $0.name == name }) else {
        throw InputError(
          "the file has no axis '\(name)' (it has \(Self.names(layout)))"
            + NearestName.suggestion(for: name, among: layout.axes.map(\.name)), at: location)
      }
      wanted[name] = String(option[option.index(after: equals)...])
    }
    var point = 0
    for axis in layout.axes {
      point *= axis.values.count
      if let text = wanted[axis.name] {
        point += try Self.index(of: text, on: axis)
      } else if axis.values.count > 1 {
        throw InputError(
          "axis '\(axis.name)' has \(axis.values.count) values; say which: "
            + "--at \(axis.name)=VALUE")
      }
    }
    self.point = point
  }

  private static func names(_ layout: StoreLayout) -> String {
    layout.axes.isEmpty ? "none" : layout.axes.map(\.name).joined(separator: ", ")
  }

  private static func index(of text: String, on axis: DimensionLayout) throws(InputError) -> Int {
    let location = SourceLocation.option("--at \(axis.name)=\(text)")
    if let label = axis.labels?.firstIndex(of: text),
      let index = axis.values.firstIndex(of: Double(label))
    {
      return index
    }
    guard let value = try? Unit(axis.unit).value(of: text) else {
      throw InputError(
        "'\(axis.name)' must be a number in \(axis.unit), not '\(text)'", at: location)
    }
    let scale = axis.values.reduce(0) { max($0, abs($1)) }
    // Coordinates typed to nine digits mean the grid's value.
    guard let index = axis.values.firstIndex(where: { abs($0 - value) <= 1e-9 * scale }) else {
      let nearest = axis.values.min { abs($0 - value) < abs($1 - value) } ?? .nan
      throw InputError(
        "'\(axis.name)' has no value \(value); the nearest is \(nearest)", at: location)
    }
    return index
  }
}
