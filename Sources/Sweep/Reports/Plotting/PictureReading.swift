import Base
import Jobs
import ResultsStorage
import Units

extension Picture {
  /// Reads what the request asks for.
  ///
  /// - Throws: `InputError` if there is no readable result file, for names and values that it does
  ///   not have, and where there is nothing to draw.
  package init(_ request: PlotRequest) throws(InputError) {
    let file = try ResultsFile(request.path)
    let quantity = try file.quantity(named: request.quantity)
    if let refined = try RefinedPicture(request, quantity, of: file) {
      guard request.contours.isEmpty, !request.hasBars, request.companion == nil else {
        throw InputError(
          "the map of a refined sweep has the border of its job, and no --contour, --bars or --with"
        )
      }
      self = try refined.picture(range: try Self.range(request, quantity))
      try checkRange(request)
      return
    }
    if request.showsCells {
      throw InputError("--cells is for the map of a refined sweep", at: .option("--cells"))
    }
    var dimensions = file.dimensions(of: quantity)
    try dimensions.select(request.selections, of: quantity.name)
    for (name, option) in [(request.x, "--x"), (request.y, "--y")] {
      guard let name else { continue }
      try PlotDimension.addCoordinate(name, option, to: &dimensions, of: file)
    }
    let arrangement = try PlotArrangement(
      dimensions, of: quantity.name, x: request.x, y: request.y, lines: request.lines)
    let reading = PictureReading(
      dimensions: dimensions, arrangement: arrangement,
      values: try QuantityArray(quantity, of: file))

    let x = try reading.sorted(arrangement.x, forMap: arrangement.y != nil)
    let rowPlace = arrangement.y ?? arrangement.curves
    let rows = try rowPlace.map { place throws(InputError) in
      try reading.sorted(place, forMap: arrangement.y != nil)
    }
    var band = Self.band(of: quantity, in: file.layout, isMap: arrangement.y != nil)
    let ends = try band.map { band throws(InputError) in
      (try QuantityArray(band.low, of: file), try QuantityArray(band.high, of: file))
    }
    // What was computed without statistics has errors of zero, and no bands.
    if let ends, band?.isAround == true, ends.0.isZero { band = nil }
    let contours = try ContourFields(request, quantity, dimensions, file)
    guard contours.isEmpty || arrangement.y != nil else {
      throw InputError("--contour needs a map, over two axes; this picture has one (--x and --y)")
    }

    let companion = try Self.companion(request, quantity, arrangement, file)
    let doubt = try Doubt(quantity, in: file)
    var panels: [Panel] = []
    for fixed in reading.panels() {
      var panel = Panel(title: reading.describe(fixed.choices), rows: [])
      let places = reading.places(fixed.index, x: x, rows: rows)
      panel.rows = places.map { $0.map { reading.values[$0] } }
      if let companion { panel.companion = places.flatMap { $0.map { companion[$0] } } }
      if let doubt { panel.doubtful = places.map { $0.map(doubt.contains) } }
      if let band, let ends {
        let center = band.isAround ? panel.rows : nil
        panel.low = places.enumerated().map { row, places in
          places.enumerated().map { column, place in
            center.map { $0[row][column] - ends.0[place] } ?? ends.0[place]
          }
        }
        panel.high = places.enumerated().map { row, places in
          places.enumerated().map { column, place in
            center.map { $0[row][column] + ends.1[place] } ?? ends.1[place]
          }
        }
      }
      if let rows {
        panel.contours = contours.lines(
          places, x: reading.column(arrangement.x, x), y: reading.column(rowPlace, rows))
      }
      panels.append(panel)
    }
    guard panels.contains(where: { $0.rows.contains { $0.contains(where: \.isFinite) } }) else {
      throw InputError("'\(quantity.name)' has no finished value here, nothing to draw")
    }
    let isDoubtful = panels.contains { $0.doubtful.contains { $0.contains(true) } }
    if !isDoubtful { for index in panels.indices { panels[index].doubtful = [] } }
    self.init(
      title: reading.describe(reading.common()), x: reading.column(arrangement.x, x),
      y: arrangement.y.map { reading.column($0, rows ?? []) },
      quantity: PlottedQuantity(
        name: quantity.name, label: quantity.comment.isEmpty ? nil : quantity.longName,
        unit: quantity.unit, isLogarithmic: request.isLogarithmic,
        range: try Self.range(request, quantity), band: band?.meaning),
      curves: arrangement.curves.map { reading.column($0, rows ?? []) }, panels: panels,
      hasBars: request.hasBars, companion: request.companion,
      doubt: isDoubtful ? doubt?.meaning : nil)
    try checkRange(request)
  }

  /// Ends of a scale that leave nothing to see are a mistake, most likely in the unit.
  private func checkRange(_ request: PlotRequest) throws(InputError) {
    guard let text = request.range, let range = quantity.range else { return }
    let values = panels.flatMap { $0.rows.joined() }.filter(\.isFinite)
    guard let low = values.min(), let high = values.max(), !range.overlaps(low...high) else {
      return
    }
    throw InputError(
      "no value is there; they are from \(Format.significant(low, 3)) to "
        + "\(Format.significant(high, 3)) \(quantity.unit)", at: .option("--range \(text)"))
  }

  /// The ends of the quantity's scale, if they are given.
  private static func range(
    _ request: PlotRequest, _ quantity: QuantityLayout
  ) throws(InputError) -> ClosedRange<Double>? {
    guard let text = request.range else { return nil }
    let ends = text.split(separator: ",", omittingEmptySubsequences: false).compactMap {
      try? Unit(quantity.unit).value(of: $0.filter { !$0.isWhitespace })
    }
    guard ends.count == 2, ends[0] < ends[1], ends.allSatisfy(\.isFinite),
      !request.isLogarithmic || ends[0] > 0
    else {
      throw InputError(
        "expected two numbers in \(quantity.unit), the lower one first"
          + (request.isLogarithmic ? " and both above zero with --log" : ""),
        at: .option("--range \(text)"))
    }
    return ends[0]...ends[1]
  }

  /// The quantity that is drawn over another one, if one is asked for.
  private static func companion(
    _ request: PlotRequest, _ quantity: QuantityLayout, _ arrangement: PlotArrangement,
    _ file: borrowing ResultsFile
  ) throws(InputError) -> QuantityArray? {
    guard request.hasBars || request.companion != nil else { return nil }
    guard arrangement.y == nil, arrangement.curves == nil else {
      throw InputError(
        "--bars and --with are for a single curve a frame; choose values with --at")
    }
    guard let name = request.companion else { return nil }
    let other = try file.quantity(named: name)
    guard other.dimensions == quantity.dimensions, other.unit == quantity.unit else {
      throw InputError(
        "'\(name)' has other dimensions or another unit than '\(quantity.name)'",
        at: .option("--with \(name)"))
    }
    return try QuantityArray(other, of: file)
  }

  /// The quantities that bound another: `X_low` and `X_high`,
  /// `X_standard_error` or `X_error`, or the standard deviation.
  private static func band(
    of quantity: QuantityLayout, in layout: StoreLayout, isMap: Bool
  ) -> (low: QuantityLayout, high: QuantityLayout, isAround: Bool, meaning: String)? {
    func find(_ name: String) -> QuantityLayout? {
      layout.quantities.first { $0.name == name && $0.dimensions == quantity.dimensions }
    }
    guard !isMap else { return nil }
    if let low = find(quantity.name + "_low"), let high = find(quantity.name + "_high") {
      // "lower end of the 95 % Wilson interval of …" names the interval.
      let words = low.meaning.split(separator: " ")
      let interval = words.firstIndex(of: "interval").map { words[...$0] }
      let meaning = interval.map { $0.drop { $0.first?.isNumber != true }.joined(separator: " ") }
      return (low, high, false, meaning.flatMap { $0.isEmpty ? nil : $0 } ?? "low to high")
    }
    for suffix in ["_standard_error", "_error"] {
      if let error = find(quantity.name + suffix) { return (error, error, true, "standard error") }
    }
    let stem = quantity.name.hasSuffix("_mean") ? quantity.name.dropLast(5) : quantity.name[...]
    return find(stem + "_std").map { ($0, $0, true, "standard deviation") }
  }
}

/// Puts the values of a quantity in the order of a picture.
struct PictureReading {
  let dimensions: [PlotDimension]
  let arrangement: PlotArrangement
  let values: QuantityArray

  /// A frame's choice of the dimensions that have a frame a value.
  typealias Choice = (dimension: Int, index: Int)

  /// The indices along a part, by increasing coordinate.
  func sorted(_ place: PlotArrangement.Place, forMap: Bool) throws(InputError) -> [Int] {
    let coordinate = dimensions[place.dimension].coordinates[place.coordinate]
    let indices = dimensions[place.dimension].indices
    let isCurve = arrangement.curves == place
    guard coordinate.labels == nil, !isCurve else { return indices }
    // Equal coordinates keep their order; Swift's sort is stable.
    let sorted = indices.sorted { coordinate.values[$0] < coordinate.values[$1] }
    let numbers = sorted.map { coordinate.values[$0] }
    if forMap, zip(numbers, numbers.dropFirst()).contains(where: { $0 == $1 }) {
      throw InputError(
        "'\(coordinate.name)' has equal values, so that a map over it is not clear; draw it over "
          + "'\(dimensions[place.dimension].name)' or choose values with --at")
    }
    return sorted
  }

  /// The coordinate of a part with only the values drawn.
  func column(_ place: PlotArrangement.Place?, _ indices: [Int]) -> PlotCoordinate {
    guard let place else { return PlotCoordinate(name: "", unit: "1", values: [0]) }
    return dimensions[place.dimension].column(place.coordinate, at: indices)
  }

  /// The frames: an index that has the first chosen value everywhere but where frames differ.
  func panels() -> [(index: [Int], choices: [Choice])] {
    var panels = [(index: dimensions.map { $0.indices[0] }, choices: [Choice]())]
    for dimension in arrangement.panels {
      panels = panels.flatMap { panel in
        dimensions[dimension].indices.map { index in
          var next = panel
          next.index[dimension] = index
          next.choices.append((dimension, index))
          return next
        }
      }
    }
    return panels
  }

  /// What all frames have in common.
  func common() -> [Choice] {
    dimensions.indices.filter { dimensions[$0].indices.count == 1 }
      .map { ($0, dimensions[$0].indices[0]) }
  }

  func describe(_ choices: [Choice]) -> String {
    choices.map { dimensions[$0.dimension].description(at: $0.index) }.joined(separator: ", ")
  }

  /// For each row and each x, the index of the number there.
  func places(_ fixed: [Int], x: [Int], rows: [Int]?) -> [[[Int]]] {
    let rowDimension = (arrangement.y ?? arrangement.curves)?.dimension
    return (rows ?? [0]).map { row in
      x.map { column in
        var index = fixed
        index[arrangement.x.dimension] = column
        if let rowDimension { index[rowDimension] = row }
        return index
      }
    }
  }
}
