import Base
import Jobs
import Numerics
import ResultsStorage
import Units

/// One axis of a grid: the parameters that move along it, with checked values.
package struct Axis: Sendable {
  /// One parameter's values along the axis, at least one.
  struct Track: Sendable {
    /// Name of the parameter.
    let parameter: String
    /// Unit of the values.
    let unit: Unit
    let values: AxisValues
    let meaning: String
    /// The names among which a choice chooses, in the order of its declaration.
    let choices: [String]

    init<M>(_ parameter: Parameter<M>, _ values: AxisValues) {
      self.parameter = parameter.name
      unit = parameter.unit
      meaning = parameter.meaning
      choices =
        switch parameter.kind {
        case .choice(let names, _, _), .direction(let names, _, _): names
        default: []
        }
      self.values = values
    }
  }

  let name: String
  /// None where the axis repeats one configuration.
  let tracks: [Track]
  /// Number of values.
  let count: Int
  /// Whether several parameters move together.
  let isCoupled: Bool
  /// How often cells were halved whose corners the values are; nil where none are.
  var refinementLevels: [Int]?
  let location: SourceLocation
}

extension Axis {
  /// A value in words, of several parameters if they move together: `current = 0.001 A`.
  func describe(_ index: Int) -> String {
    if tracks.isEmpty { return "\(name) = \(index)" }
    return tracks.map {
      "\($0.parameter) = \($0.values[index])" + ($0.unit == .one ? "" : " \($0.unit)")
    }.joined(separator: ", ")
  }

  /// Name, number and ends, for people.
  package var summary: String {
    let ends = tracks.map { track in
      let unit = track.unit == .one ? "" : " \(track.unit)"
      let first = track.values.first.map { "\($0)" } ?? ""
      let last = track.values.last.map { "\($0)" } ?? ""
      let name = isCoupled ? "\(track.parameter) " : ""
      return name + (first == last ? "\(first)\(unit)" : "\(first) … \(last)\(unit)")
    }
    if tracks.isEmpty { return "\(name): \(Format.count(count, "repetition"))" }
    return "\(name): \(count) × \(ends.joined(separator: ", "))"
  }

  /// The same for other programs.
  package var json: JSONValue {
    let parameters = tracks.map { track -> JSONValue in
      [
        "name": .text(track.parameter), "unit": .text(track.unit.symbol),
        "first": track.values.first?.json ?? .null, "last": track.values.last?.json ?? .null,
      ]
    }
    return ["name": .text(name), "points": .integer(count), "parameters": .list(parameters)]
  }

  /// How the axis stands in a result file. One number a point is the coordinate itself; several
  /// parameters, or a vector, hang on an index as auxiliary coordinates.
  var layout: DimensionLayout {
    var columns = tracks.flatMap(\.columns)
    if let refinementLevels { columns.append(Self.levels(refinementLevels)) }
    if !isCoupled, columns.count == 1 {
      return DimensionLayout(
        name: name, unit: columns[0].unit, longName: columns[0].longName,
        comment: columns[0].comment,
        values: columns[0].values, labels: columns[0].labels)
    }
    return DimensionLayout(
      name: name, unit: "1",
      longName: tracks.isEmpty
        ? "number of the repetition"
        : refinementLevels != nil
          ? "number of the refined point"
          : "index of \(tracks.map(\.parameter).joined(separator: ", "))",
      values: (0..<count).map(Double.init), auxiliary: columns)
  }
}

extension Axis.Track {
  /// The values as columns of numbers: one, or three for a vector.
  fileprivate var columns: [AuxiliaryCoordinate] {
    switch values {
    case .numbers(let numbers): return [column(parameter, meaning, numbers)]
    case .integers(let integers): return [column(parameter, meaning, integers.map(Double.init))]
    case .others(let values): return columns(of: values)
    }
  }

  private func columns(of values: [ParameterValue]) -> [AuxiliaryCoordinate] {
    switch values.first {
    case .vector:
      return CartesianAxis.allCases.map { axis in
        column(
          axis.name(ofComponentOf: parameter), axis.meaning(ofComponentOf: meaning),
          values.map {
            if case .vector(let vector) = $0 { vector[keyPath: axis.component] } else { .nan }
          })
      }
    case .choice:
      // Labels number the names along the axis, so that 0, 1, 2 … reads as their list.
      let used = choices.map(ParameterValue.choice).filter(values.contains)
      return [
        column(
          parameter, meaning, values.map { Double(used.firstIndex(of: $0) ?? 0) },
          labels: choices.filter { used.contains(.choice($0)) })
      ]
    case .flag:
      return [
        column(parameter, meaning, values.map { $0.number ?? .nan }, labels: ["false", "true"])
      ]
    case .number, .integer: return [column(parameter, meaning, values.map { $0.number ?? .nan })]
    // Lists are not swept.
    case .numbers, .rows, .texts, nil: return []
    }
  }

  private func column(
    _ name: String, _ meaning: String, _ values: [Double], labels: [String]? = nil
  ) -> AuxiliaryCoordinate {
    AuxiliaryCoordinate(
      name: name, unit: unit.symbol, longName: Notation.label(name, unit), comment: meaning,
      values: values, labels: labels)
  }
}
