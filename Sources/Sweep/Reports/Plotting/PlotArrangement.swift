import Jobs
import ResultsStorage

/// Which dimension of a quantity plays which part in a picture.
package struct PlotArrangement: Sendable, Equatable {
  /// A coordinate by the numbers of its dimension and in that dimension.
  package struct Place: Sendable, Equatable {
    package let dimension: Int
    package let coordinate: Int
  }

  package let x: Place
  /// nil: the quantity is drawn upward, as curves.
  package let y: Place?
  /// The dimension whose values are curves in one frame.
  package let curves: Place?
  /// Dimensions whose values have a frame each.
  package let panels: [Int]

  /// A numeric dimension of more values than this is an axis of a map rather than a set of curves.
  static let mostCurves = 8
  /// The most curves in a frame when asked for.
  static let mostCurvesAsked = 60
  static let mostPanels = 12

  /// Gives parts to all dimensions that have several values; what is not asked for is chosen.
  ///
  /// - Throws: `InputError` if there is nothing to draw over, a part is given twice, or the rest
  ///   makes too many frames.
  package init(
    _ dimensions: [PlotDimension], of quantity: String, x: String?, y: String?, lines: String?
  ) throws(InputError) {
    var free = dimensions.indices.filter { dimensions[$0].indices.count > 1 }
    func take(_ name: String?, _ option: String) throws(InputError) -> Place? {
      guard let name else { return nil }
      let place = try Self.place(name, option, among: dimensions, of: quantity)
      guard let position = free.firstIndex(of: place.dimension) else {
        let isTaken = dimensions[place.dimension].indices.count > 1
        throw InputError(
          isTaken
            ? "'\(name)' has another part in the picture already"
            : "'\(name)' has a single value here", at: .option("\(option) \(name)"))
      }
      free.remove(at: position)
      return place
    }
    let isLong = { (index: Int) in
      dimensions[index].indices.count > Self.mostCurves
        && dimensions[index].coordinates.allSatisfy { $0.labels == nil }
    }
    func choose(_ wanted: Int?) -> Place? {
      guard let wanted, let position = free.firstIndex(of: wanted) else { return nil }
      free.remove(at: position)
      return Place(dimension: wanted, coordinate: 0)
    }

    let givenX = try take(x, "--x")
    let givenY = try take(y, "--y")
    let givenLines = try take(lines, "--lines")
    if givenY != nil, let lines {
      throw InputError(
        "a map has no lines; leave out --y or --lines", at: .option("--lines \(lines)"))
    }
    let longest = free.max { dimensions[$0].indices.count < dimensions[$1].indices.count }
    guard let horizontal = givenX ?? choose(free.first(where: isLong) ?? longest) else {
      throw InputError(
        "'\(quantity)' has a single value here, nothing to draw it over; `spinsweep show` prints it"
      )
    }
    self.x = horizontal
    self.y = givenY ?? (givenLines == nil ? choose(free.first(where: isLong)) : nil)
    curves = self.y == nil ? givenLines ?? choose(free.first) : nil
    panels = free
    try checkCounts(dimensions)
  }

  private func checkCounts(_ dimensions: [PlotDimension]) throws(InputError) {
    if let curves, dimensions[curves.dimension].indices.count > Self.mostCurvesAsked {
      let dimension = dimensions[curves.dimension]
      throw InputError(
        "'\(dimension.name)' would make \(dimension.indices.count) curves, more than "
          + "\(Self.mostCurvesAsked); choose some: --at \(dimension.name)=VALUE,VALUE")
    }
    let frames = panels.reduce(1) { $0 * dimensions[$1].indices.count }
    if frames > Self.mostPanels {
      let parts = panels.map { "\(dimensions[$0].name) (\(dimensions[$0].indices.count))" }
      throw InputError(
        "\(parts.joined(separator: " and ")) would make \(frames) frames, more than "
          + "\(Self.mostPanels); choose values: --at \(dimensions[panels[0]].name)=VALUE")
    }
  }

  /// The coordinate of a name.
  package static func place(
    _ name: String, _ option: String, among dimensions: [PlotDimension], of quantity: String
  ) throws(InputError) -> Place {
    for (number, dimension) in dimensions.enumerated() {
      if let found = dimension.coordinates.firstIndex(where: { $0.name == name }) {
        return Place(dimension: number, coordinate: found)
      }
    }
    let names = dimensions.flatMap { $0.coordinates.map(\.name) }
    throw InputError(
      "'\(quantity)' has no axis '\(name)' (it has "
        + "\(names.isEmpty ? "none" : names.joined(separator: ", ")))"
        + NearestName.suggestion(for: name, among: names), at: .option("\(option) \(name)"))
  }
}
