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
    reader = try Self.open(path, statusOnly)
  }

  package var layout: StoreLayout { reader.layout }

  private static func open(_ path: String, _ statusOnly: Bool) throws(InputError) -> ResultsReader {
    do throws(StoreError) {
      let reader = try ResultsReader(path)
      try reader.checkRecords(statusOnly: statusOnly)
      return reader
    } catch {
      throw InputError("\(error)")
    }
  }

  package var axisNames: [String] { layout.axes.map(\.name) }

  /// A root attribute as text; empty if the file has none of this name.
  package func text(_ attribute: String) -> String {
    switch layout.attributes.first(where: { $0.name == attribute })?.value {
    case .text(let text): text
    case .integer(let integer): "\(integer)"
    case .real(let real): "\(real)"
    case nil: ""
    }
  }

  /// The quantity of a name.
  ///
  /// - Throws: `InputError` with the names that there are.
  package func quantity(named name: String) throws(InputError) -> QuantityLayout {
    let names = layout.quantities.map(\.name)
    guard let quantity = layout.quantities.first(where: { $0.name == name }) else {
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

  /// The values of a quantity; NaN where the point is not done, also if a run that was killed has left
  /// something there.
  package func values(_ quantity: String) throws(InputError) -> [Double] {
    do throws(StoreError) {
      var values = try reader.read(quantity)
      let status = try reader.status()
      let size = values.count / max(status.count, 1)
      for point in status.indices where status[point] != PointStatus.done.rawValue {
        for index in point * size..<(point + 1) * size { values[index] = .nan }
      }
      return values
    } catch {
      throw InputError("\(error)")
    }
  }

  /// Extents of a quantity: those of the grid, then its own.
  package func shape(of quantity: String) throws(InputError) -> [Int] {
    do throws(StoreError) { return try reader.shape(of: quantity) } catch {
      throw InputError("\(error)")
    }
  }

  /// The values of a quantity at one point.
  package func values(_ quantity: String, at point: Int) throws(InputError) -> [Double] {
    do throws(StoreError) { return try reader.read(quantity, atPoint: point) } catch {
      throw InputError("\(error)")
    }
  }

  package func status() throws(InputError) -> [UInt8] {
    do throws(StoreError) { return try reader.status() } catch { throw InputError("\(error)") }
  }

  package func statusCounts() throws(InputError) -> [PointStatus: Int] {
    do throws(StoreError) { return try reader.statusCounts() } catch {
      throw InputError("\(error)")
    }
  }

  /// Mean time in seconds of the points that have one; nil if none has.
  package func meanSeconds() throws(InputError) -> Double? {
    do throws(StoreError) { return try reader.meanSeconds() } catch {
      throw InputError("\(error)")
    }
  }

  /// The failed points and why they failed.
  package func failures() throws(InputError) -> [(point: Int, message: String)] {
    do throws(StoreError) {
      let failures = try reader.failures()
      // Their messages are results too.
      try reader.checkRecords(of: failures.map(\.point))
      return failures
    } catch {
      throw InputError("\(error)")
    }
  }

  /// The computed points that are doubtful, and why; only models that make remarks have them.
  package func remarks() throws(InputError) -> [(point: Int, message: String)] {
    guard ModelList.named(text("model"))?.type.makesRemarks == true else { return [] }
    do throws(StoreError) { return try reader.remarks() } catch { throw InputError("\(error)") }
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
      parts.insert(
        contentsOf: columns.map { "\($0.0) = \($0.1)" }, at: 0)
    }
    return parts.joined(separator: ", ")
  }
}
