import IO

/// A result file opened for a report; errors become sentences about the user's input.
struct ResultsFile: ~Copyable {
  let reader: ResultsReader
  let layout: StoreLayout

  init(_ path: String) throws(InputError) {
    let reader = try Self.open(path)
    layout = try Self.layout(reader)
    self.reader = reader
  }

  private static func open(_ path: String) throws(InputError) -> ResultsReader {
    do throws(StoreError) { return try ResultsReader(path) } catch { throw InputError("\(error)") }
  }

  private static func layout(
    _ reader: borrowing ResultsReader
  ) throws(InputError) -> StoreLayout {
    do throws(StoreError) { return try reader.layout() } catch { throw InputError("\(error)") }
  }

  var axisNames: [String] { layout.axes.map(\.name) }

  func text(_ attribute: String) throws(InputError) -> String {
    do throws(StoreError) { return try reader.text(ofAttribute: attribute) } catch {
      throw InputError("\(error)")
    }
  }

  func values(_ quantity: String) throws(InputError) -> [Double] {
    do throws(StoreError) { return try reader.values(of: quantity) } catch {
      throw InputError("\(error)")
    }
  }

  func status() throws(InputError) -> [UInt8] {
    do throws(StoreError) { return try reader.status() } catch { throw InputError("\(error)") }
  }

  func seconds() throws(InputError) -> [Double] {
    do throws(StoreError) { return try reader.seconds() } catch { throw InputError("\(error)") }
  }

  /// Messages of failed points, by point.
  func messages() throws(InputError) -> [(point: Int, text: String)] {
    do throws(StoreError) { return try reader.messages() } catch { throw InputError("\(error)") }
  }

  /// The coordinates of a point in words.
  func describe(_ point: Int) -> String {
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

/// Coordinates as text with their unit, or by label.
protocol LabelledCoordinate {
  var unit: String { get }
  var values: [Double] { get }
  var labels: [String]? { get }
}

extension DimensionLayout: LabelledCoordinate {}
extension AuxiliaryCoordinate: LabelledCoordinate {}

extension LabelledCoordinate {
  /// The value at an index without its unit.
  func bareText(at index: Int) -> String {
    let value = values[index]
    if let labels, let number = Int(exactly: value), labels.indices.contains(number) {
      return labels[number]
    }
    return "\(value)"
  }

  func text(at index: Int) -> String {
    bareText(at: index) + (unit == "1" ? "" : " \(unit)")
  }
}
