import Jobs
import Numerics
import ResultsStorage

/// Paths of a vector on a sphere or within: what a picture in space shows, in stored numbers.
package struct SpherePicture: Sendable, Equatable {
  /// The coordinates that were chosen.
  package var title: String
  /// What the vector is.
  package var label: String
  package var unit: String
  /// What the paths are over.
  package var pathName: String
  /// What distinguishes the paths, with one value a path; nil for a single one.
  package var curves: PlotCoordinate?
  /// The vectors along each path; what is missing is NaN.
  package var paths: [[Vector3]]
  /// Which of them are not to be trusted; empty if all are.
  package var doubtful: [[Bool]] = []
  /// What is drawn gray since it is not to be trusted; nil if everything is.
  package var doubt: String?

  package init(
    title: String = "", label: String, unit: String = "1", pathName: String = "time",
    curves: PlotCoordinate? = nil, paths: [[Vector3]], doubtful: [[Bool]] = [],
    doubt: String? = nil
  ) {
    self.title = title
    self.label = label
    self.unit = unit
    self.pathName = pathName
    self.curves = curves
    self.paths = paths
    self.doubtful = doubtful
    self.doubt = doubt
  }

  /// The radius of the sphere in the unit of the vector: 1, or more where a vector is longer.
  var radius: Double {
    let longest = paths.joined().map(\.norm).filter(\.isFinite).max() ?? 1
    return longest > 1 + 1e-9 ? longest : 1
  }
}

extension SpherePicture {
  /// Reads what the request asks for.
  ///
  /// - Throws: `InputError` if there is no readable result file, for names and values that it does
  ///   not have, for what is no vector, and where there is nothing to draw.
  package init(_ request: PlotRequest) throws(InputError) {
    guard request.x == nil, request.y == nil, request.contours.isEmpty,
      request.companion == nil, !request.hasBars, !request.isLogarithmic,
      request.range == nil
    else {
      throw InputError(
        "--sphere draws over the components of a vector: only --lines and --at go with it")
    }
    let file = try ResultsFile(request.path)
    let quantity = try file.quantity(named: request.quantity)
    var dimensions = file.dimensions(of: quantity)
    try dimensions.select(request.selections, of: quantity.name)
    guard let component = dimensions.firstIndex(where: { $0.name == "component" }),
      dimensions[component].indices.count == 3
    else {
      throw InputError(
        "'\(quantity.name)' is no vector here: --sphere needs all of its components",
        at: .option("--sphere"))
    }
    var free = dimensions.indices.filter {
      $0 != component && dimensions[$0].indices.count > 1
    }
    var curves = try request.lines.map { name throws(InputError) in
      try PlotArrangement.place(name, "--lines", among: dimensions, of: quantity.name)
    }
    if let curves { free.removeAll { $0 == curves.dimension } }
    guard let path = free.max(by: { dimensions[$0].indices.count < dimensions[$1].indices.count })
    else {
      throw InputError("'\(quantity.name)' is a single vector here, no path")
    }
    free.removeAll { $0 == path }
    if curves == nil, let other = free.first {
      curves = PlotArrangement.Place(dimension: other, coordinate: 0)
      free.removeFirst()
    }
    let count = curves.map { dimensions[$0.dimension].indices.count } ?? 1
    guard free.isEmpty, count <= PlotArrangement.mostCurves else {
      let names = (free + (curves.map { [$0.dimension] } ?? [])).map { dimensions[$0].name }
      throw InputError(
        "a sphere has room for \(PlotArrangement.mostCurves) paths; choose values of "
          + "\(names.joined(separator: " and ")) with --at")
    }
    try self.init(file, quantity, dimensions, component: component, path: path, curves: curves)
  }

  private init(
    _ file: borrowing ResultsFile, _ quantity: QuantityLayout, _ dimensions: [PlotDimension],
    component: Int, path: Int, curves: PlotArrangement.Place?
  ) throws(InputError) {
    let values = try QuantityArray(quantity, of: file)
    let doubt = try Doubt(quantity, in: file)
    var paths: [[Vector3]] = []
    var doubtful: [[Bool]] = []
    for curve in curves.map({ dimensions[$0.dimension].indices }) ?? [0] {
      var index = dimensions.map { $0.indices[0] }
      if let curves { index[curves.dimension] = curve }
      var (vectors, doubts) = ([Vector3](), [Bool]())
      for place in dimensions[path].indices {
        index[path] = place
        let numbers = dimensions[component].indices.map { part in
          index[component] = part
          return values[index]
        }
        vectors.append(Vector3(numbers[0], numbers[1], numbers[2]))
        doubts.append(doubt?.contains(index) ?? false)
      }
      paths.append(vectors)
      doubtful.append(doubts)
    }
    guard paths.contains(where: { $0.contains { $0.norm.isFinite } }) else {
      throw InputError("'\(quantity.name)' has no finished value here, nothing to draw")
    }
    let isDoubtful = doubtful.contains { $0.contains(true) }
    let common = dimensions.indices.filter { dimensions[$0].indices.count == 1 }
      .map { dimensions[$0].description(at: dimensions[$0].indices[0]) }
    self.init(
      title: common.joined(separator: ", "),
      label: quantity.comment.isEmpty ? GnuplotText.words(quantity.name) : quantity.longName,
      unit: quantity.unit, pathName: GnuplotText.words(dimensions[path].name),
      curves: curves.map { place in
        let coordinate = dimensions[place.dimension].coordinates[place.coordinate]
        let indices = dimensions[place.dimension].indices
        return PlotCoordinate(
          name: coordinate.name, unit: coordinate.unit,
          values: indices.map { coordinate.values[$0] }, labels: coordinate.labels,
          heading: coordinate.heading)
      },
      paths: paths, doubtful: isDoubtful ? doubtful : [],
      doubt: isDoubtful ? doubt?.meaning : nil)
  }
}
