import Numerics

/// How well a formula is known whose inputs come from a sample.
extension DerivedQuantities {
  /// A formula and those that it uses, in their order.
  func chain(of index: Int) -> [Int] {
    var chain = Set([index])
    for candidate in (0...index).reversed() where chain.contains(candidate) {
      for case .earlier(let other) in items[candidate].sources { chain.insert(other) }
    }
    return chain.sorted()
  }

  /// The model's quantities that a formula depends on, also through others, each once.
  func quantities(of index: Int) -> [Quantity<M.Outcome>] {
    var found: [Quantity<M.Outcome>] = []
    for case .quantity(let quantity) in chain(of: index).flatMap({ items[$0].sources })
    where !found.contains(where: { $0.name == quantity.name }) {
      found.append(quantity)
    }
    return found
  }

  /// The numbers of a formula with their errors.
  ///
  /// Each number that comes from the sample is moved up and down by its own error, the others left
  /// as they are; the larger change of the formula counts, and the changes add up. Of one number
  /// that is its error by the slope, as far as the formula is straight. Of several it is a bound:
  /// the standard deviation of a sum is at most the sum of theirs, however they depend on each
  /// other, and numbers of the same trajectories do. NaN where the formula has no value so near.
  func estimates(of index: Int, _ model: M, _ outcome: M.Outcome) -> [Estimate] {
    let chain = chain(of: index)
    let inputs = quantities(of: index)
    var numbers: [String: [Double]] = [:]
    for quantity in inputs { numbers[quantity.name] = quantity.numbers(of: outcome) }
    func formula() -> [Double] {
      values(model, only: chain, given: { _ in nil }) { numbers[$0.name] ?? [] }[index]
    }
    let found = formula()
    /// How far the formula moves at most with one number.
    func change(_ name: String, _ place: Int, _ value: Double, by error: Double) -> [Double] {
      if error == 0 { return found.map { _ in 0 } }
      let moved = [value + error, value - error].map { end in
        numbers[name]?[place] = end
        return formula()
      }
      numbers[name]?[place] = value
      return found.indices.map { index in
        let (up, down) = (abs(moved[0][index] - found[index]), abs(moved[1][index] - found[index]))
        return up.isNaN || down.isNaN ? .nan : max(up, down)
      }
    }
    var standard = found.map { _ in 0.0 }
    var largest = standard
    for quantity in inputs {
      guard let estimates = quantity.estimates?(outcome) else { continue }
      for (place, estimate) in estimates.enumerated() {
        let own = change(quantity.name, place, estimate.value, by: estimate.standardError)
        let widest = change(quantity.name, place, estimate.value, by: estimate.largestError)
        for number in found.indices {
          standard[number] += own[number]
          largest[number] += widest[number]
        }
      }
    }
    return found.indices.map {
      Estimate(found[$0], standardError: standard[$0], largestError: largest[$0])
    }
  }
}
