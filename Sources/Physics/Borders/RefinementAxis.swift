import Glibc

/// An axis along which cells are halved: its coarse values, and what lies between them.
package struct RefinementAxis: Sendable, Equatable {
  /// Places between two coarse values that halving can reach: 2^16.
  static let halvings = 16
  /// The most coarse values.
  package static let mostValues = 16_384
  /// Distance of two coarse values, in places.
  static let unit = Int32(1) << halvings

  /// Increasing or decreasing, at least two.
  package let values: [Double]
  /// Whether cells are halved in the logarithm; all values are positive then.
  package let isLogarithmic: Bool

  /// - Parameters:
  ///   - values: Increasing or decreasing, at least two, positive on a logarithmic axis.
  ///   - isLogarithmic: Whether cells are halved in the logarithm.
  package init(_ values: [Double], isLogarithmic: Bool) {
    self.values = values
    self.isLogarithmic = isLogarithmic
  }

  /// The value at a place: coarse values stand at multiples of `unit`, and halfway between two
  /// places is their mean, geometric on a logarithmic axis. So a value does not depend on how often
  /// cells may be halved.
  func value(at place: Int32) -> Double {
    let index = Int(place / Self.unit)
    var rest = place % Self.unit
    if rest == 0 { return values[index] }
    var (low, high) = (values[index], values[index + 1])
    var half = Self.unit / 2
    while true {
      let middle = isLogarithmic ? low.squareRoot() * high.squareRoot() : low + (high - low) / 2
      if rest == half { return middle }
      if rest > half {
        low = middle
        rest -= half
      } else {
        high = middle
      }
      half /= 2
    }
  }

  /// The axis of cells that have all been halved once.
  package var halved: RefinementAxis {
    let places = (0..<2 * values.count - 1).map { Int32($0) * (Self.unit / 2) }
    return RefinementAxis(places.map { value(at: $0) }, isLogarithmic: isLogarithmic)
  }

  /// Where a value lies between the ends of the axis, 0 to 1, in the logarithm on a logarithmic
  /// axis.
  func part(of value: Double) -> Double {
    let (first, last) = ends
    return ((isLogarithmic ? log(value) : value) - first) / (last - first)
  }

  /// The value at a part of the axis.
  package func value(atPart part: Double) -> Double {
    let (first, last) = ends
    let number = first + part * (last - first)
    return isLogarithmic ? exp(number) : number
  }

  private var ends: (Double, Double) {
    let (first, last) = (values[0], values[values.count - 1])
    return isLogarithmic ? (log(first), log(last)) : (first, last)
  }
}

/// Points of a refined sweep, in the order in which they were asked for.
package struct RefinedPoints: Sendable, Equatable, Codable {
  /// One column an axis, in the axis's unit.
  package var columns: [[Double]]
  /// How often the cells had been halved whose point it is.
  package var levels: [Int]

  package init(columns: [[Double]], levels: [Int]) {
    self.columns = columns
    self.levels = levels
  }

  /// Number of points.
  package var count: Int { levels.count }

  /// The points of a coarse grid in row-major order.
  package init(coarse axes: [RefinementAxis]) {
    let count = axes.reduce(1) { $0 * $1.values.count }
    var stride = count
    columns = axes.map { axis in
      stride /= axis.values.count
      return (0..<count).map { axis.values[$0 / stride % axis.values.count] }
    }
    levels = [Int](repeating: 0, count: count)
  }

  mutating func append(_ point: SIMD3<Double>, level: Int) {
    for axis in columns.indices { columns[axis].append(point[axis]) }
    levels.append(level)
  }
}
