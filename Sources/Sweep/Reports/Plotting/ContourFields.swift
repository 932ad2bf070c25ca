import Glibc
import Jobs
import ResultsStorage

/// The contours that a picture is to have, with the quantities they speak of.
struct ContourFields {
  private let requests: [ContourRequest]
  private let arrays: [String: QuantityArray]
  private let dimensions: [PlotDimension]

  package var isEmpty: Bool { requests.isEmpty }

  /// - Throws: `InputError` for what is neither a level nor a name, and for quantities that do not
  ///   have one value at each place of the map.
  init(
    _ request: PlotRequest, _ quantity: QuantityLayout, _ dimensions: [PlotDimension],
    _ file: borrowing ResultsFile
  ) throws(InputError) {
    var requests: [ContourRequest] = []
    var arrays: [String: QuantityArray] = [:]
    for text in request.contours.flatMap({ $0.split(separator: ",").map(String.init) }) {
      let contour = try ContourRequest(text, of: quantity, among: dimensions, in: file.layout)
      requests.append(contour)
      for case .quantity(let name) in [contour.left, contour.right] where arrays[name] == nil {
        let layout = try file.quantity(named: name)
        guard layout.dimensions == quantity.dimensions else {
          throw InputError(
            "'\(name)' has other dimensions than '\(quantity.name)'",
            at: .option("--contour \(text)"))
        }
        arrays[name] = try QuantityArray(layout, of: file)
      }
    }
    self.requests = requests
    self.arrays = arrays
    self.dimensions = dimensions
  }

  /// The contours of one frame, whose numbers stand at `places`.
  package func lines(
    _ places: [[[Int]]], x: PlotCoordinate, y: PlotCoordinate
  ) -> [Picture.Contour] {
    requests.map { request in
      let left = places.map { $0.map { value(of: request.left, at: $0) } }
      let right = places.map { $0.map { value(of: request.right, at: $0) } }
      // Ratios are nearer to straight lines where everything is positive.
      let arePositive = (left + right).allSatisfy { $0.allSatisfy { $0 > 0 || $0.isNaN } }
      let field = zip(left, right).map { left, right in
        zip(left, right).map { arePositive ? log($0 / $1) : $0 - $1 }
      }
      let lines = ContourLines.zeros(
        of: field, x: x.values, y: y.values, logarithmic: (x.isLogarithmic, y.isLogarithmic))
      return Picture.Contour(label: request.label, lines: lines)
    }
  }

  private func value(of term: ContourRequest.Term, at place: [Int]) -> Double {
    switch term {
    case .level(let level): level
    case .coordinate(let at):
      dimensions[at.dimension].coordinates[at.coordinate].values[place[at.dimension]]
    case .quantity(let name): arrays[name]?[place] ?? .nan
    }
  }
}
