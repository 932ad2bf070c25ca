import Jobs
import Models
import ResultsStorage

/// A result file opened for a report; errors become sentences about the user's input.
package struct ResultsFile: ~Copyable {
  package let reader: ResultsReader

  /// - Parameter statusOnly: for reports that print no results: compares no more than the status of
  ///   the points with their checksums.
  /// - Throws: `InputError` if there is no readable result file at `path`, or if results in it are
  ///   not what was written.
  package init(_ path: String, statusOnly: Bool = false) throws(InputError) {
    reader = try asInput {
      let reader = try ResultsReader(path)
      try reader.checkRecords(statusOnly: statusOnly)
      return reader
    }
  }

  package var layout: StoreLayout { reader.layout }

  /// A root attribute as text; empty if the file has none of this name.
  package func text(_ attribute: String) -> String {
    switch layout.attributes.first(where: { $0.name == attribute })?.value {
    case .text(let text): text
    case .integer(let integer): "\(integer)"
    case .real(let real): "\(real)"
    case nil: ""
    }
  }

  /// Names of what somebody has added to the file: reports only list them.
  package var foreignNames: [String] { reader.foreignNames }

  /// The same in a line, of many the first; nil if there are none.
  package var foreignSummary: String? {
    guard !foreignNames.isEmpty else { return nil }
    return foreignNames.prefix(10).map(\.printable).joined(separator: ", ")
      + (foreignNames.count > 10 ? " and \(foreignNames.count - 10) more" : "")
  }

  /// The quantity of a name.
  ///
  /// - Throws: `InputError` with the names that there are.
  package func quantity(named name: String) throws(InputError) -> QuantityLayout {
    let names = layout.results.map(\.name)
    guard let quantity = layout.results.first(where: { $0.name == name }) else {
      if foreignNames.contains(name) {
        throw InputError(
          "'\(name)' in '\(reader.path)' is not of this job: somebody has added it, and programs "
            + "such as h5py or xarray read it")
      }
      throw InputError(
        "'\(reader.path)' has no quantity '\(name)' (it has \(names.joined(separator: ", ")))"
          + NearestName.suggestion(for: name, among: names))
    }
    return quantity
  }

  /// The axes, then the quantity's own dimensions.
  package func dimensions(of quantity: QuantityLayout) -> [PlotDimension] {
    let own = quantity.dimensions.compactMap { name in
      layout.dimensions.first { $0.name == name }
    }
    return (layout.axes + own).map { PlotDimension($0) }
  }

  /// The values of a quantity; NaN where the point is not done, also if a run that was killed has
  /// left something there.
  package func values(_ quantity: String) throws(InputError) -> [Double] {
    var values = try asInput { try reader.read(quantity) }
    let status = try status()
    let size = values.count / max(status.count, 1)
    for point in status.indices where status[point] != PointStatus.done.rawValue {
      for index in point * size..<(point + 1) * size { values[index] = .nan }
    }
    return values
  }

  /// Extents of a quantity: those of the grid, then its own.
  package func shape(of quantity: String) throws(InputError) -> [Int] {
    try asInput { try reader.shape(of: quantity) }
  }

  /// The values of a quantity at one point.
  package func values(_ quantity: String, at point: Int) throws(InputError) -> [Double] {
    try asInput { try reader.read(quantity, atPoint: point) }
  }

  package func status() throws(InputError) -> [UInt8] {
    try asInput { try reader.status() }
  }

  package func statusCounts() throws(InputError) -> [PointStatus: Int] {
    try asInput { try reader.statusCounts() }
  }

  /// Mean time in seconds of the points that have one; nil if none has.
  package func meanSeconds() throws(InputError) -> Double? {
    try asInput { try reader.meanSeconds() }
  }

  /// The failed points and why they failed.
  package func failures() throws(InputError) -> [(point: Int, message: String)] {
    try asInput {
      let failures = try reader.failures()
      // Their messages are results too.
      try reader.checkRecords(of: failures.map(\.point))
      return failures
    }
  }

  /// The computed points that are doubtful, and why; only models that make remarks, or
  /// whose trajectories have a target, have them.
  package func remarks() throws(InputError) -> [(point: Int, message: String)] {
    guard ModelList.named(text("model"))?.declaration.canHaveRemarks == true else { return [] }
    return try asInput { try reader.remarks() }
  }

  /// Where a point is, to follow a noun: ` at current = 0.001 A`; nothing in a file of one point
  /// without axes.
  package func place(of point: Int) -> String {
    let coordinates = describe(point)
    return coordinates.isEmpty ? "" : " at \(coordinates)"
  }

  /// The coordinates of a point in words.
  package func describe(_ point: Int) -> String {
    var rest = point
    var parts: [String] = []
    for axis in layout.axes.reversed() {
      let (quotient, index) = rest.quotientAndRemainder(dividingBy: axis.values.count)
      rest = quotient
      let columns =
        axis.auxiliary.isEmpty
        ? [(axis.name, axis.text(at: index))]
        : axis.auxiliary.map { ($0.name, $0.text(at: index)) }
      parts = columns.map { "\($0.0) = \($0.1)" } + parts
    }
    return parts.joined(separator: ", ")
  }
}

/// The values of a quantity, addressed by one index for each of its dimensions.
struct QuantityArray {
  let dimensions: [String]
  private let strides: [Int]
  private let values: [Double]

  init(_ quantity: QuantityLayout, of file: borrowing ResultsFile) throws(InputError) {
    let layout = file.layout
    dimensions = layout.axes.map(\.name) + quantity.dimensions
    var strides: [Int] = []
    var stride = 1
    for extent in (layout.gridShape + layout.ownShape(of: quantity)).reversed() {
      strides.insert(stride, at: 0)
      stride *= extent
    }
    self.strides = strides
    values = try file.values(quantity.name)
  }

  /// Whether there is nothing but zeros and what is missing.
  var isZero: Bool { values.allSatisfy { $0 == 0 || $0.isNaN } }

  subscript(index: [Int]) -> Double {
    values[zip(index, strides).reduce(0) { $0 + $1.0 * $1.1 }]
  }
}
