import Glibc
import Jobs
import Numerics

/// The values of one parameter of a sample.
struct SampledValues<M: PointModel> {
  private let parameter: Parameter<M>
  private let distribution: Job.Distribution
  private let law: Law

  private enum Law {
    /// Mean and deviation of the number or of its logarithm, and its ends in deviations from the
    /// mean.
    case normal(mean: Double, deviation: Double, ends: (Double, Double), isOfLogarithm: Bool)
    case uniform(from: Double, to: Double, isOfLogarithm: Bool)
    case choice([ParameterValue])
  }

  /// - Throws: `InputError` for numbers that the law does not allow.
  init(_ distribution: Job.Distribution, of parameter: Parameter<M>) throws(InputError) {
    self.distribution = distribution
    self.parameter = parameter
    if distribution.law == .choice {
      var values: [ParameterValue] = []
      for node in distribution.numbers { values.append(try parameter.read(node)) }
      law = .choice(values)
      return
    }
    switch parameter.kind {
    case .number: break
    case .integer:
      throw InputError(
        "'\(parameter.name)' is a whole number: draw it by 'choice'", at: distribution.location)
    case .flag, .choice, .vector, .numbers, .direction, .rows, .texts:
      throw InputError(
        "'\(parameter.name)' is no number: draw it by 'choice'", at: distribution.location)
    }
    law = try Self.law(distribution, parameter)
  }

  private static func law(
    _ distribution: Job.Distribution, _ parameter: Parameter<M>
  ) throws(InputError) -> Law {
    let (one, two) = (distribution.numbers[0], distribution.numbers[1])
    let first = try parameter.readNumber(one)
    let isOfLogarithm = distribution.law == .logNormal || distribution.law == .logUniform
    let second: Double
    if distribution.law == .logNormal {
      guard let number = two.plainNumber else {
        throw InputError(
          "the second number of 'log-normal' is a standard deviation of the logarithm, a pure "
            + "number, not \(two.written)", at: two.location)
      }
      second = number
    } else {
      second = try parameter.readNumber(two)
    }
    guard !isOfLogarithm || first > 0 else {
      throw InputError(
        "'\(distribution.law.rawValue)' of '\(parameter.name)' needs numbers above 0, not \(first)",
        at: one.location)
    }
    switch distribution.law {
    case .uniform, .logUniform:
      guard first < second else {
        throw InputError(
          "'\(distribution.law.rawValue)' of '\(parameter.name)' needs two different ends, the "
            + "lower one first",
          at: two.location)
      }
      return .uniform(
        from: isOfLogarithm ? log(first) : first, to: isOfLogarithm ? log(second) : second,
        isOfLogarithm: isOfLogarithm)
    default:
      guard second > 0 else {
        throw InputError(
          "the standard deviation of '\(parameter.name)' must be above 0, not \(second)",
          at: two.location)
      }
      let mean = isOfLogarithm ? log(first) : first
      func deviations(_ node: TOMLNode?, _ otherwise: Double) throws(InputError) -> Double {
        guard let node else { return otherwise }
        let end = try parameter.readNumber(node)
        guard !isOfLogarithm || end > 0 else { return -.infinity }
        return ((isOfLogarithm ? log(end) : end) - mean) / second
      }
      let ends = (
        try deviations(distribution.low, -.infinity), try deviations(distribution.high, .infinity)
      )
      guard ends.0 < ends.1 else {
        throw InputError(
          "'low' and 'high' of '\(parameter.name)' leave nothing of its distribution",
          at: distribution.location)
      }
      return .normal(mean: mean, deviation: second, ends: ends, isOfLogarithm: isOfLogarithm)
    }
  }

  /// The values at coordinates of the unit cube.
  ///
  /// - Throws: `InputError` for a value that the parameter cannot have.
  func values(
    _ count: Int, _ interruption: PlanInterruption, at coordinate: (Int) -> Double
  ) throws(InputError) -> AxisValues {
    if case .choice(let choices) = law {
      return AxisValues(
        (0..<count).map { choices[Int(coordinate($0) * Double(choices.count))] })
    }
    var values = SpacedValues(parameter, count: count)
    for index in 0..<count {
      try interruption.check(at: index)
      let number = number(coordinate(index))
      do throws(InputError) {
        try values.append(number, at: distribution.location)
      } catch {
        throw InputError(
          "point \(index) of the sample: \(error.message); bound its distribution",
          at: distribution.location, cause: error)
      }
    }
    return values.values
  }

  /// A number of the normal law between two ends. Far above the mean it is the mirror image of one
  /// far below, where probabilities keep their digits.
  private static func normal(_ coordinate: Double, from low: Double, to high: Double) -> Double {
    if low > 0 { return -normal(1 - coordinate, from: -high, to: -low) }
    let (below, above) = (NormalLaw.probability(below: low), NormalLaw.probability(below: high))
    let number = NormalLaw.quantile(below + coordinate * (above - below))
    return min(max(number, low), high)
  }

  private func number(_ coordinate: Double) -> Double {
    switch law {
    case .normal(let mean, let deviation, let ends, let isOfLogarithm):
      let number = mean + deviation * Self.normal(coordinate, from: ends.0, to: ends.1)
      return isOfLogarithm ? exp(number) : number
    case .uniform(let from, let to, let isOfLogarithm):
      let number = from + coordinate * (to - from)
      return isOfLogarithm ? exp(number) : number
    case .choice: return .nan
    }
  }
}
