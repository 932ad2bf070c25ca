import Jobs
import ResultsStorage

/// Finds a grid point of a result file by `--at AXIS=VALUE` options.
struct PointSelection {
  /// The point's number.
  package let point: Int

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
        point += try axis.indices(
          of: text, named: axis.name, at: .option("--at \(axis.name)=\(text)"))[0]
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
}
