import Jobs
import Numerics

/// What a point is, as far as its random numbers go: the seed, the model, and the values of all
/// parameters that enter its physics, fixed or swept. Neither the number of the point in its grid
/// nor what is only counted or saved (`Parameter.isBookkeeping`) is part of it, so that one device
/// has the same random numbers in every job.
///
/// A parameter at its default is left out: a later version may have more parameters. So is one
/// that stands in place of others, whose values follow from it: 2 mA are 2 mA, given as a density
/// or not.
struct PointIdentity<M: PointModel>: Sendable {
  private let start: RandomHash
  private let parameters: [(parameter: Parameter<M>, usual: ParameterValue, isUnset: Bool)]

  /// - Parameters:
  ///   - declaration: What is declared of the model.
  ///   - seed: The seed of the job.
  ///   - randomness: Whether points differ at all.
  init(
    _ declaration: ModelDeclaration<M>, seed: UInt64, _ randomness: Job.Randomness
  ) {
    var start = RandomHash(seed: seed)
    start.add(randomness.rawValue)
    let defaults = declaration.defaults
    switch randomness {
    case .point:
      start.add(declaration.name)
      parameters = declaration.parameters.filter {
        !$0.isBookkeeping && $0.replaced.isEmpty
      }.sorted { $0.name < $1.name }
        .map { ($0, $0.value(in: defaults), $0.isUnset(in: defaults)) }
    case .common: parameters = []
    }
    self.start = start
  }

  /// The key of a point's random numbers.
  ///
  /// - Parameters:
  ///   - model: The model at the point.
  ///   - repetitions: The point's place on each axis that only repeats.
  func key(of model: M, repetitions: [Int]) -> RandomKey {
    RandomKey(hash(of: model, repetitions: repetitions))
  }

  private func hash(of model: M, repetitions: [Int]) -> RandomHash {
    var hash = start
    for (parameter, usual, wasUnset) in parameters {
      let isUnset = parameter.isUnset(in: model)
      let value = parameter.value(in: model)
      if isUnset ? wasUnset : !wasUnset && value == usual { continue }
      hash.add(parameter.name)
      if !isUnset { value.add(to: &hash) }
    }
    // The first repetition is the point itself.
    for (axis, repetition) in repetitions.enumerated() where repetition > 0 {
      hash.add("repetition \(axis)")
      hash.add(UInt64(repetition))
    }
    return hash
  }
}

extension ParameterValue {
  /// Takes in the value by its bits, and how much there is of it.
  fileprivate func add(to hash: inout RandomHash) {
    func add(_ numbers: [Double]) {
      hash.add(UInt64(numbers.count))
      for number in numbers { hash.add(number) }
    }
    switch self {
    case .number(let number): hash.add(number)
    case .integer(let integer): hash.add(UInt64(bitPattern: Int64(integer)))
    case .flag(let flag): hash.add(UInt64(flag ? 1 : 0))
    case .choice(let choice): hash.add(choice)
    case .vector(let vector): for component in vector.components { hash.add(component) }
    case .numbers(let numbers): add(numbers)
    case .rows(let rows):
      hash.add(UInt64(rows.count))
      for row in rows { add(row) }
    case .texts(let texts):
      hash.add(UInt64(texts.count))
      for text in texts { hash.add(text) }
    }
  }
}
