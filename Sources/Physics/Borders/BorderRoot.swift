/// Where a function crosses zero on a side of a cell, from its values at a few places of the line.
struct BorderRoot: Sendable {
  /// A place on the line, as a part of its axis, and the value there.
  typealias Sample = (place: Double, value: Double)

  /// Evaluations after which a root is taken as it is: of a step or of noise no polynomial tells
  /// more.
  static let mostEvaluations = 8

  /// Ends between which the sign changes.
  private(set) var low: Sample
  private(set) var high: Sample
  /// Other values, the nearest of which say how the function is bent.
  private var others: [Sample]
  private(set) var estimate = 0.0
  /// How far two estimates are apart of which the second knows a value more.
  private(set) var error = Double.infinity
  private(set) var evaluations = 0
  /// Distance of the ends when it was begun.
  private var width: Double
  /// Whether a value on the way does not exist.
  private(set) var isBroken = false

  /// - Parameters:
  ///   - low, high: places with values of different sign.
  ///   - others: further values on the line.
  init(_ low: Sample, _ high: Sample, others: [Sample]) {
    (self.low, self.high, self.others) = (low, high, others)
    width = high.place - low.place
    update()
  }

  /// Whether more values would not tell more, within a tolerance.
  func isFound(within tolerance: Double) -> Bool {
    if isBroken || high.place - low.place <= tolerance { return true }
    if evaluations >= Self.mostEvaluations { return true }
    // Of a step nothing is learned but its place, a half nearer each time.
    if evaluations >= 3, error > 0.02 * width { return true }
    // Two estimates far from every value may agree by chance.
    let nearest = ([low, high] + others).reduce(Double.infinity) {
      min($0, abs($1.place - estimate))
    }
    return error <= tolerance && nearest <= max(100 * tolerance, 0.002 * width)
  }

  /// The same root on a side of half the length, where it may be found if it was not before.
  func renewed() -> BorderRoot {
    var root = self
    root.evaluations = 0
    root.width = high.place - low.place
    return root
  }

  /// Where the next value would tell the most.
  var nextPlace: Double {
    // What no polynomial follows is at least halved.
    evaluations >= 3 && evaluations % 2 == 1 ? (low.place + high.place) / 2 : estimate
  }

  /// Takes note of a value on the line.
  mutating func add(_ sample: Sample, isEvaluation: Bool) {
    if isEvaluation { evaluations += 1 }
    guard sample.value.isFinite else {
      if isEvaluation { isBroken = true }
      return
    }
    if low.place < sample.place, sample.place < high.place {
      if (sample.value < 0) == (low.value < 0) {
        others.append(low)
        low = sample
      } else {
        others.append(high)
        high = sample
      }
    } else if sample.place != low.place, sample.place != high.place,
      !others.contains(where: { $0.place == sample.place })
    {
      others.append(sample)
    }
    update()
  }

  private mutating func update() {
    let middle = (low.place + high.place) / 2
    others.sort { abs($0.place - middle) < abs($1.place - middle) }
    if others.count > 6 { others.removeLast(others.count - 6) }
    let linear = Self.zero(of: [low, high])
    switch others.count {
    case 0: (estimate, error) = (linear, high.place - low.place)
    case 1:
      estimate = Self.zero(of: [low, high, others[0]])
      error = abs(estimate - linear)
    default:
      let quadratic = Self.zero(of: [low, high, others[0]])
      estimate = Self.zero(of: [low, high, others[0], others[1]])
      error = abs(estimate - quadratic)
    }
  }

  /// The zero, between the first two, of the polynomial through up to four values, the first two of
  /// which have different signs.
  static func zero(of samples: [Sample]) -> Double {
    var coefficients = samples.map(\.value)
    for order in 1..<samples.count {
      for index in (order..<samples.count).reversed() {
        coefficients[index] =
          (coefficients[index] - coefficients[index - 1])
          / (samples[index].place - samples[index - order].place)
      }
    }
    func value(_ place: Double) -> Double {
      var sum = 0.0
      for index in samples.indices.reversed() {
        sum = sum * (place - samples[index].place) + coefficients[index]
      }
      return sum
    }
    var (low, high) = (samples[0], samples[1])
    if low.value == 0 { return low.place }
    if high.value == 0 { return high.place }
    // Regula falsi that halves the value of an end that stays (Illinois).
    for _ in 0..<80 {
      let width = high.place - low.place
      var place = low.place - low.value * width / (high.value - low.value)
      if !(place > min(low.place, high.place) && place < max(low.place, high.place)) {
        place = low.place + width / 2
      }
      if place == low.place || place == high.place || abs(width) < 1e-15 { return place }
      let found = value(place)
      if found == 0 { return place }
      if (found < 0) == (high.value < 0) {
        high = (place, found)
        low.value /= 2
      } else {
        low = high
        high = (place, found)
        // The bracket keeps both signs, whatever the order of its ends.
      }
      if abs(high.place - low.place) < 1e-14 { return place }
    }
    return high.place
  }
}
