import Jobs
import Models
import ResultsStorage

/// What the program itself does not trust of a quantity: times beyond a limit that the file has for
/// each point, or, in models without such limits, points with a warning.
struct Doubt {
  /// What is doubtful, in words.
  let meaning: String
  /// Extents of the axes; the first indices of a place are those of the point.
  private let shape: [Int]
  /// Which index of a place is that of the time, and the times.
  private let time: (dimension: Int, values: [Double])?
  /// The last time to trust, point by point.
  private let limits: [Double]
  private let points: Set<Int>

  /// - Returns: nil where nothing can be doubtful.
  /// - Throws: `InputError` if the file cannot be read.
  init?(_ quantity: QuantityLayout, in file: borrowing ResultsFile) throws(InputError) {
    guard let model = ModelList.named(file.text("model"))?.declaration else { return nil }
    let layout = file.layout
    shape = layout.gridShape
    if model.trustLimits.isEmpty {
      points = Set(try file.remarks().map(\.point))
      (time, limits, meaning) = (nil, [], "points with a warning")
      if points.isEmpty { return nil }
      return
    }
    let names = model.trustLimits.filter { name in
      layout.quantities.contains { $0.name == name }
    }
    guard let place = quantity.dimensions.firstIndex(of: "time"), !names.isEmpty,
      let times = layout.dimensions.first(where: { $0.name == "time" })?.values
    else { return nil }
    points = []
    time = (layout.axes.count + place, times)
    meaning = "beyond \(names.joined(separator: " or "))"
    var limits: [Double] = []
    for name in names {
      let values = try file.values(name)
      limits = limits.isEmpty ? values : zip(limits, values).map { min($0, $1) }
    }
    self.limits = limits
  }

  /// Whether the number at a place, one index for each dimension, is doubtful.
  func contains(_ place: [Int]) -> Bool {
    let point = zip(place, shape).reduce(0) { $0 * $1.1 + $1.0 }
    guard let time else { return points.contains(point) }
    // Saved times and limits are both multiples of a step, rounded.
    return time.values[place[time.dimension]] > limits[point] * (1 + 1e-9)
  }
}
