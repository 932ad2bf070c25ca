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
  /// The standard error of one of the formulas, written behind them; nil if no target wants it.
  var error: (index: Int, layout: QuantityLayout)?

  /// What a file has of them, in its order.
  var layouts: [QuantityLayout] { items.map(\.layout) + (error.map { [$0.layout] } ?? []) }

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
      // A standard error follows from a sample alone, not from what a file has.
    } + (error.map { [FormulaInputs(name: $0.layout.name, quantities: [$0.layout.name])] } ?? [])
  }

  /// Bytes that the formulas take at a point, one after the other.
  var workingMemory: Int { items.map(\.expression.workingMemory).max() ?? 0 }

  /// The numbers of each quantity at a point, in row-major order.
  func values(_ model: M, _ outcome: M.Outcome) -> [[Double]] {
    let results = values(model, given: { _ in nil }) { $0.numbers(of: outcome) }
    guard let error else { return results }
    return results + [estimates(of: error.index, model, outcome).map(\.standardError)]
  }

  /// The same from what a file has of the point, by name: the bits are those of a computation,
  /// since the file holds the model's numbers as they are. `inputs` says what it has to have.
  func values(_ model: M, stored: (String) -> [Double]?) -> [[Double]] {
    let results = values(model, given: stored) { stored($0.name) ?? [] }
    guard let error else { return results }
    return results + [stored(error.layout.name) ?? results[error.index].map { _ in .nan }]
  }

  /// - Parameter chosen: which formulas are needed, with all that they use; nil for all.
  func values(
    _ model: M, only chosen: [Int]? = nil, given: (String) -> [Double]?,
    _ numbers: (Quantity<M.Outcome>) -> [Double]
  ) -> [[Double]] {
    var results = [[Double]](repeating: [], count: items.count)
    for index in chosen ?? Array(items.indices) {
      let item = items[index]
      if let known = given(item.layout.name) {
        results[index] = known
        continue
      }
      let inputs = item.sources.map { source -> [Double] in
        switch source {
        case .quantity(let quantity): numbers(quantity)
        case .parameter(let read): [read(model)]
        case .earlier(let index): results[index]
        }
      }
      results[index] = item.expression.values(of: inputs)
    }
    return results
  }
}

/// Which of a model's quantities a formula uses by itself, not through other formulas.
struct FormulaInputs: Sendable, Equatable {
  let name: String
  let quantities: [String]
}

extension Quantity {
  /// The numbers of a point.
  func numbers(of outcome: Outcome) -> [Double] {
    var values: [Double] = []
    append(outcome, &values)
    return values
  }
}
