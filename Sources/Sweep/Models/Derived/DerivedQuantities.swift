import Expressions
import ResultsStorage

/// Quantities that a job computes from the model's by formulas.
struct DerivedQuantities<M: PointModel>: Sendable {
  /// One quantity.
  struct Item: Sendable {
    let layout: QuantityLayout
    let expression: CompiledExpression
    /// Where each input of the expression comes from.
    let sources: [Source]
  }

  /// What gives an input of an expression.
  enum Source: Sendable {
    case quantity(Quantity<M.Outcome>)
    case parameter(@Sendable (M) -> Double)
    /// A derived quantity before this one.
    case earlier(Int)
  }

  var items: [Item] = []

  /// Quantities of the model that are needed, written or not.
  var needed: [Quantity<M.Outcome>] {
    items.flatMap(\.sources).compactMap {
      if case .quantity(let quantity) = $0 { quantity } else { nil }
    }
  }

  /// What each uses of the model's quantities by itself, in order.
  var inputs: [FormulaInputs] {
    items.map { item in
      FormulaInputs(
        name: item.layout.name,
        quantities: item.sources.compactMap {
          if case .quantity(let quantity) = $0 { quantity.name } else { nil }
        })
    }
  }

  /// Bytes that the formulas take at a point, one after the other.
  var workingMemory: Int { items.map(\.expression.workingMemory).max() ?? 0 }

  /// The numbers of each quantity at a point, in row-major order.
  func values(_ model: M, _ outcome: M.Outcome) -> [[Double]] {
    values(model, given: { _ in nil }) { quantity in
      var values: [Double] = []
      quantity.append(outcome, &values)
      return values
    }
  }

  /// The same from what a file has of the point, by name: the bits are those of a computation,
  /// since the file holds the model's numbers as they are. `inputs` says what it has to have.
  func values(_ model: M, stored: (String) -> [Double]?) -> [[Double]] {
    values(model, given: stored) { stored($0.name) ?? [] }
  }

  private func values(
    _ model: M, given: (String) -> [Double]?, _ numbers: (Quantity<M.Outcome>) -> [Double]
  ) -> [[Double]] {
    var results: [[Double]] = []
    results.reserveCapacity(items.count)
    for item in items {
      if let known = given(item.layout.name) {
        results.append(known)
        continue
      }
      let inputs = item.sources.map { source -> [Double] in
        switch source {
        case .quantity(let quantity): numbers(quantity)
        case .parameter(let read): [read(model)]
        case .earlier(let index): results[index]
        }
      }
      results.append(item.expression.values(of: inputs))
    }
    return results
  }
}

/// Which of a model's quantities a formula uses by itself, not through other formulas.
struct FormulaInputs: Sendable, Equatable {
  let name: String
  let quantities: [String]
}
