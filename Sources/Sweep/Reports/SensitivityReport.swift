import Base
import Jobs
import Models
import Numerics
import ResultsStorage

/// Which parameters a quantity depends on, from a file with a Saltelli sample: `spinsweep
/// sensitivity`.
package struct SensitivityReport {
  private let quantity: QuantityLayout
  private let parameters: [String]
  private let indices: SensitivityIndices
  private let pairCount: Int
  /// Number of pairs with a point that has no value.
  private let missing: Int

  /// - Parameters:
  ///   - name: Of the quantity.
  ///   - axisName: Of the sample; nil for the only one.
  ///   - selections: `AXIS=VALUE`: one value of each other axis and dimension.
  /// - Throws: `InputError` if there is no such file, quantity or sample.
  package init(
    path: String, quantity name: String, axis axisName: String?, at selections: [String]
  ) throws(InputError) {
    let file = try ResultsFile(path)
    quantity = try file.quantity(named: name)
    let job = try Job(text: file.text("job"), path: path)
    let sample = try Self.sample(of: job, axisName, path)
    parameters = sample.request.distributions.map(\.parameter)

    var dimensions = file.dimensions(of: quantity)
    try dimensions.select(selections, of: name)
    guard let along = dimensions.firstIndex(where: { $0.name == sample.axis }) else {
      throw InputError("'\(path)' is a part of a sweep; merge the parts first")
    }
    guard dimensions[along].coordinates.first?.values.count == sample.request.points else {
      throw InputError("'\(path)' is damaged: its axis '\(sample.axis)' is not that of its job")
    }
    guard dimensions[along].indices.count == sample.request.points else {
      throw InputError(
        "'\(sample.axis)' is the sample itself, of which all points are needed; leave it out",
        at: .option("--at \(sample.axis)=…"))
    }
    for (number, dimension) in dimensions.enumerated()
    where number != along && dimension.indices.count > 1 {
      throw InputError(
        "'\(name)' has \(dimension.indices.count) values along '\(dimension.name)'; choose one: "
          + "--at \(dimension.name)=VALUE")
    }
    let values = try QuantityArray(quantity, of: file)
    var place = dimensions.map { $0.indices[0] }
    let group = parameters.count + 2
    var columns = [[Double]](repeating: [], count: group)
    var missing = 0
    for pair in 0..<sample.request.points / group {
      let row = (0..<group).map { member -> Double in
        place[along] = pair * group + member
        return values[place]
      }
      guard row.allSatisfy(\.isFinite) else {
        missing += 1
        continue
      }
      for (member, value) in row.enumerated() { columns[member].append(value) }
    }
    self.missing = missing
    pairCount = columns[0].count
    guard let indices = SensitivityIndices(columns[0], columns[1], mixed: Array(columns[2...]))
    else {
      throw InputError(
        "'\(name)' has \(Format.count(pairCount, "pair")) of points with values"
          + (pairCount < 2 ? "; sensitivities need two or more" : ", which are all the same"))
    }
    self.indices = indices
  }

  private static func sample(
    of job: Job, _ name: String?, _ path: String
  ) throws(InputError) -> (axis: String, request: Job.SampleRequest) {
    var found: [(axis: String, request: Job.SampleRequest)] = []
    for axis in job.axes {
      if case .sample(let request) = axis.values, request.method == .saltelli {
        found.append((axis.name, request))
      }
    }
    guard let name else {
      if found.count == 1 { return found[0] }
      throw InputError(
        found.isEmpty
          ? "'\(path)' has no axis with sample = \"saltelli\", which sensitivities need"
          : "'\(path)' has several samples: choose one with --axis "
            + found.map(\.axis).joined(separator: " or "))
    }
    guard let chosen = found.first(where: { $0.axis == name }) else {
      throw InputError(
        "'\(path)' has no axis '\(name)' with sample = \"saltelli\""
          + NearestName.suggestion(for: name, among: found.map(\.axis)))
    }
    return chosen
  }

  /// For people.
  package var text: String {
    func cell(_ estimate: SensitivityIndices.Estimate) -> [String] {
      [
        Format.fixed(estimate.value, decimals: 4),
        "\(Format.fixed(estimate.low, decimals: 4)) … \(Format.fixed(estimate.high, decimals: 4))",
      ]
    }
    let rows = parameters.indices.map { number in
      [parameters[number]] + cell(indices.firstOrder[number]) + cell(indices.total[number])
    }
    let unit = quantity.unit == "1" ? "" : " \(quantity.unit)"
    let deviation = Format.significant(indices.variance.squareRoot(), 4)
    return "\(quantity.name): standard deviation \(deviation)\(unit), "
      + "\(Format.count(pairCount, "pair")) of points"
      + (missing > 0 ? " (\(missing) more without values)" : "") + "\n\n"
      + TextTable.aligned(
        [["parameter", "first order", "95 %", "total", "95 %"]] + rows, rightAligned: [1, 3])
  }

  /// For programs.
  package var json: JSONValue {
    func json(_ estimate: SensitivityIndices.Estimate) -> JSONValue {
      [
        "value": .number(estimate.value), "low": .number(estimate.low),
        "high": .number(estimate.high),
      ]
    }
    return [
      "quantity": .text(quantity.name), "unit": .text(quantity.unit),
      "variance": .number(indices.variance), "pairs": .integer(pairCount),
      "pairs_without_values": .integer(missing),
      "parameters": .list(
        parameters.indices.map { number in
          [
            "name": .text(parameters[number]), "first_order": json(indices.firstOrder[number]),
            "total": json(indices.total[number]),
          ]
        }),
    ]
  }

  /// Both indices of each parameter with their intervals.
  package var picture: Picture {
    let estimates = [indices.firstOrder, indices.total]
    let numbers = parameters.indices.map(Double.init)
    return Picture(
      title: "sensitivity of \(GnuplotText.words(quantity.name))",
      x: PlotCoordinate(
        name: "parameter", unit: "1", values: numbers,
        labels: parameters.map(GnuplotText.words), heading: ""),
      quantity: .init(
        name: "sobol_index", label: "Sobol index", unit: "1", band: "95 % of bootstrap samples"),
      curves: PlotCoordinate(
        name: "index", unit: "1", values: [0, 1], labels: ["first order", "total"]),
      panels: [
        .init(
          rows: estimates.map { $0.map(\.value) }, low: estimates.map { $0.map(\.low) },
          high: estimates.map { $0.map(\.high) })
      ], hasBars: true)
  }
}
