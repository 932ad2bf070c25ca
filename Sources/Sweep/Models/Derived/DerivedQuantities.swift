import Expressions
import ResultsStorage

/// Quantities that a job computes from the model's by formulas.
struct DerivedQuantities<M: Model>: Sendable {
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

  /// The numbers of each quantity at a point, in row-major order.
  func values(_ model: M, _ outcome: M.Outcome) -> [[Double]] {
    var results: [[Double]] = []
    results.reserveCapacity(items.count)
    for item in items {
      let numbers = item.sources.map { source -> [Double] in
        switch source {
        case .quantity(let quantity):
          var values: [Double] = []
          quantity.append(outcome, &values)
          return values
        case .parameter(let read): return [read(model)]
        case .earlier(let index): return results[index]
        }
      }
      results.append(item.expression.values(of: numbers))
    }
    return results
  }
}
