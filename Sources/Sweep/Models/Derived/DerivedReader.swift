import Expressions
import Jobs
import ResultsStorage
import Units

/// Compares the formulas of a job with the declarations of its model.
struct DerivedReader<M: PointModel> {
  let declaration: ModelDeclaration<M>
  let job: Job
  /// The model's dimensions, but for those that are empty.
  let dimensions: [OwnDimension]

  /// The derived quantities, in the order of the job.
  ///
  /// - Throws: `InputError` at the first name, unit or formula that does not fit.
  func quantities() throws(InputError) -> DerivedQuantities<M> {
    var derived = DerivedQuantities<M>()
    for request in job.quantities {
      try check(request, after: derived.items.map(\.layout.name))
      derived.items.append(try item(request, after: derived.items))
    }
    return derived
  }

  private func item(
    _ request: Job.QuantityRequest, after earlier: [DerivedQuantities<M>.Item]
  ) throws(InputError) -> DerivedQuantities<M>.Item {
    let unit = try unit(of: request)
    let (expression, sources) = try formula(request, in: unit, after: earlier)
    let layout = QuantityLayout(
      name: request.name, unit: unit.symbol, longName: Notation.label(request.name, unit),
      comment: request.meaning, source: "derived: \(request.expression)",
      dimensions: expression.dimensions, undefinedWhere: "the expression has no value",
      type: .float64)
    return .init(layout: layout, expression: expression, sources: sources)
  }

  private func unit(of request: Job.QuantityRequest) throws(InputError) -> Unit {
    do throws(UnitError) { return try Unit(request.unit) } catch {
      throw InputError(
        "'unit' of quantity '\(request.name)' is '\(request.unit)', which is no known unit",
        at: request.unitLocation, cause: error)
    }
  }

  private func formula(
    _ request: Job.QuantityRequest, in unit: Unit, after earlier: [DerivedQuantities<M>.Item]
  ) throws(InputError) -> (CompiledExpression, [DerivedQuantities<M>.Source]) {
    var named: [String: DerivedQuantities<M>.Source] = [:]
    var variables: [ExpressionScope.Variable] = []
    func add(
      _ name: String, _ unit: Unit, _ dimensions: [String], _ source: DerivedQuantities<M>.Source
    ) {
      // The first of a name counts.
      guard named.updateValue(source, forKey: name) == nil else { return }
      variables.append(.init(name, unit: unit, dimensions: dimensions))
    }
    // A swept parameter is a coordinate, also where a quantity has its name.
    let swept = Set(job.axes.flatMap(\.parameters))
    let parameters = declaration.parameters + declaration.parameters.flatMap(\.components)
    let quantities = declaration.quantities.filter { !swept.contains($0.name) }.map {
      $0.omitting(dimensions)
    }
    let existing = quantities.filter { quantity in
      quantity.dimensions.allSatisfy { name in dimensions.contains { $0.name == name } }
    }
    for (index, item) in earlier.enumerated() {
      add(item.layout.name, item.expression.unit, item.layout.dimensions, .earlier(index))
    }
    for quantity in existing {
      add(quantity.name, quantity.unit, quantity.dimensions, .quantity(quantity))
    }
    var unusable: [String: String] = [:]
    for parameter in parameters {
      if let read = parameter.number {
        if named[parameter.name] == nil {
          add(parameter.name, parameter.unit, [], .parameter(read))
        }
      } else {
        unusable[parameter.name] = "is a parameter without a number of its own"
      }
    }
    for quantity in quantities where named[quantity.name] == nil {
      unusable[quantity.name] = "has a dimension that is empty with these parameters"
    }
    let scope = ExpressionScope(
      variables: variables,
      dimensions: dimensions.filter { !$0.isOmitted }.map {
        .init($0.name, unit: $0.unit, coordinates: $0.values, labels: $0.labels)
      }, unusable: unusable,
      suggestion: { NearestName.suggestion(for: $0, among: $1) })
    do throws(ExpressionError) {
      let compiled = try Expression(request.expression).compiled(in: scope).converted(to: unit)
      return (compiled, compiled.inputs.compactMap { named[$0] })
    } catch {
      throw InputError(
        "'expression' of quantity '\(request.name)': \(error)", at: request.expressionLocation,
        cause: error)
    }
  }

  /// A name that a dataset, an expression and an option can have, and that nothing else has.
  private func check(
    _ request: Job.QuantityRequest, after earlier: [String]
  ) throws(InputError) {
    let name = request.name
    let isPlain =
      name.first.map { $0.isASCII && $0.isLetter } == true
      && name.allSatisfy { $0.isASCII && ($0.isLetter || $0.isNumber || $0 == "_") }
    guard isPlain, name.utf8.count <= 255 else {
      throw InputError(
        "'\(name)' cannot name a quantity: use letters, digits and _", at: request.nameLocation)
    }
    guard !earlier.contains(name) else {
      throw InputError("two quantities are called '\(name)'", at: request.nameLocation)
    }
    let kinds: [(String, [String])] = [
      ("quantity of model '\(declaration.name)'", declaration.quantities.map(\.name)),
      ("parameter of model '\(declaration.name)'", declaration.parameters.map(\.name)),
      ("dimension of model '\(declaration.name)'", declaration.defaults.dimensions.map(\.name)),
      ("word of expressions", ExpressionConstant.all.map(\.name) + ["and", "or", "not"]),
      ("group of the result file", ["run", "sums"]),
      ("part of refined sweeps", RefinedAxis.names),
    ]
    for (kind, names) in kinds where names.contains(name) {
      throw InputError(
        "'\(name)' cannot name a quantity: it is a \(kind)", at: request.nameLocation)
    }
  }
}

extension Parameter {
  /// Reads the value as a number, true as 1 and false as 0, and NaN where it is not set; nil if the
  /// parameter is no number.
  var number: (@Sendable (Owner) -> Double)? {
    let read: @Sendable (Owner) -> Double
    switch kind {
    case .number(_, let get, _): read = get
    case .integer(_, let get, _): read = { Double(get($0)) }
    case .flag(let get, _): read = { get($0) ? 1 : 0 }
    case .choice, .vector, .numbers, .direction, .rows, .texts: return nil
    }
    guard isOptional else { return read }
    return { [self] owner in isUnset(in: owner) ? .nan : read(owner) }
  }
}
