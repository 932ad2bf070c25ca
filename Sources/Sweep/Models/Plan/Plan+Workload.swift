import Base
import Points
import ResultsStorage
import Teams

extension Plan {
  /// What is to be computed, for those who need not know of what model it is.
  ///
  /// - Parameter earlier: gives what another file has of a point, by its number in the grid, so
  ///   that trajectories are added to it; nil if there is no such file.
  package func workload(from earlier: ((Int) -> EarlierRecord?)? = nil) -> Workload {
    Workload(
      program: points.makeProgram(earlier), pointCount: pointCount,
      costliestFirst: { [self] in
        let modelAt = points.models()
        return BlockOrder(hasUniformCost: model.hasUniformCost, pointCount: pointCount) {
          modelAt(numberInGrid($0))
        }
      },
      ranksPerPoint: ranksPerPoint,
      pointTimeout: job.run.pointTimeout,
      writesEachRecord: job.output.write == .independent, flushInterval: job.output.flushInterval,
      restartIdentity: model.restartVersion.map(identity))
  }

  /// Stands for everything that the state inside a point depends on: model, version of its state,
  /// seed, parameters, axes, and quantities, since only what they need is followed.
  private func identity(version: Int) -> UInt64 {
    var checksum = Checksum()
    checksum.add(
      "\(model.name) \(version) \(job.random.rawValue) \(job.seed) \(part.map { "\($0)" } ?? "")")
    for name in quantities.map(\.name) + formulaInputs.flatMap(\.quantities) { checksum.add(name) }
    for parameter in parameters { checksum.add("\(parameter.name) = \(parameter.value)") }
    for track in grid.axes.flatMap(\.tracks) {
      checksum.add(track.parameter)
      for index in 0..<track.values.count { checksum.add("\(track.values[index])") }
    }
    return checksum.value
  }
}

extension BlockOrder {
  /// The order by the costs that models expect; nil if all points cost the same and their number is
  /// the order.
  init?(hasUniformCost: Bool, pointCount: Int, _ modelAt: (Int) -> any PointModel) {
    guard !hasUniformCost else { return nil }
    self.init(pointCount: pointCount) { modelAt($0).estimatedSeconds }
  }
}

extension ModelGrid {
  /// The program of the grid's points. One for each rank: it keeps the model of the last point.
  ///
  /// - Parameters:
  ///   - quantities: those of the model that are written.
  ///   - derived: those that formulas give, which are written behind them.
  ///   - sums: what is kept so that trajectories can be added, written at the end.
  ///   - part: the points of the grid that the program's points are; nil if they are all.
  ///   - identity: what random numbers depend on.
  ///   - rule: when there are enough trajectories; nil if their number is given.
  ///   - earlier: gives what another file has of a point, by its number in the grid.
  func program(
    of quantities: [Quantity<M.Outcome>], _ derived: DerivedQuantities<M>,
    _ sums: [Quantity<M.Outcome>], part: PartPoints?, _ identity: PointIdentity<M>,
    until rule: StoppingRule<M>?, from earlier: ((Int) -> EarlierRecord?)?
  ) -> PointProgram {
    var cursor = GridCursor(self)
    let ensemble = declaration.ensemble
    let remark = declaration.remark
    let written = derived.layouts.count
    let firstSum = quantities.count + written
    var outcomes: [M.Outcome] = []
    // Of ensembles only: what is doubtful about their numbers of trajectories.
    var verdicts: [String?] = []
    // Of each outcome; formulas need the model, which moves on.
    var formulas: [[[Double]]] = []
    return PointProgram(
      compute: { context throws(EvaluationError) in
        cursor.move(to: part.map { $0[context.point] } ?? context.point)
        let outcome: M.Outcome
        if let ensemble, rule != nil || earlier != nil {
          let number = part.map { $0[context.point] } ?? context.point
          let (found, verdict) = try ensemble.evaluate(
            cursor.model, context, until: rule, from: earlier?(number))
          outcome = found
          verdicts.append(verdict)
        } else {
          outcome = try cursor.model.evaluate(context)
        }
        outcomes.append(outcome)
        if !derived.items.isEmpty { formulas.append(derived.values(cursor.model, outcome)) }
      },
      append: { kept, batch in
        var defect: String?
        // Quantity by quantity: to fetch its closure for every point would take longer than a quick
        // point itself.
        for (index, quantity) in quantities.enumerated() {
          let start = batch.columns[index].count
          for outcome in outcomes[kept] { quantity.append(outcome, &batch.columns[index]) }
          let size = batch.quantitySizes[index] * kept.count
          defect = defect ?? quantity.defect(in: batch.columns[index][start...], of: size)
        }
        for index in 0..<written {
          for values in formulas[kept] {
            batch.columns[quantities.count + index] += values[index]
          }
        }
        for (index, sum) in sums.enumerated() {
          for outcome in outcomes[kept] { sum.append(outcome, &batch.columns[firstSum + index]) }
        }
        return defect
      },
      randomKey: { identity.key(of: cursor.model, repetitions: cursor.repetitions) },
      remark: remark != nil || rule != nil || earlier != nil
        ? { index in
          if !verdicts.isEmpty, let verdict = verdicts[index] { return verdict }
          return remark?(outcomes[index])
        } : nil,
      forget: {
        verdicts.removeAll(keepingCapacity: true)
        outcomes.removeAll(keepingCapacity: true)
        formulas.removeAll(keepingCapacity: true)
      },
      conclude: { [base] in base.conclude() })
  }
}

extension Quantity {
  /// Why values are no result: nil if there are as many as there should be, and all are numbers or
  /// declared to be undefined somewhere.
  fileprivate func defect(in values: ArraySlice<Double>, of size: Int) -> String? {
    guard values.count == size else {
      return "'\(name)' came out with \(values.count) numbers instead of \(size)"
    }
    guard undefinedWhere == nil else { return nil }
    for value in values where !value.isFinite {
      return "'\(name)' came out as \(Format.plain(value))"
    }
    return nil
  }
}
