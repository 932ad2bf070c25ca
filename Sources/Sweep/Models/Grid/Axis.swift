import Jobs
import Numerics
import QuantumChains
import ResultsStorage
import TensorNetworks
import Units

/// One axis of a grid: the parameters that move along it, with checked values.
struct Axis<M: Model>: Sendable {
  /// One parameter's values along the axis.
  struct Track: Sendable {
    package let parameter: Parameter<M>
    package let values: [ParameterValue]
    /// Gives a model the value at an index; specialised so that a million points cost little.
    package let set: @Sendable (inout M, Int) -> Void

    init(parameter: Parameter<M>, values: [ParameterValue]) {
      self.parameter = parameter
      self.values = values
      if case .number(_, _, let write) = parameter.kind {
        let numbers = values.map { if case .number(let number) = $0 { number } else { Double.nan } }
        set = { write(&$0, numbers[$1]) }
      } else {
        set = { parameter.set(values[$1], in: &$0) }
      }
    }
  }

  package let name: String
  let tracks: [Track]
  package let count: Int
  package let location: SourceLocation
  package let isCoupled: Bool

  /// Sets the axis' parameters to those at `index`.
  package func apply(_ index: Int, to model: inout M) {
    for track in tracks { track.set(&model, index) }
  }
}

extension Axis {
  /// How the axis stands in a result file. One number a point is the coordinate itself; several
  /// parameters, or a vector, hang on an index as auxiliary coordinates.
  package var layout: DimensionLayout {
    if !isCoupled, let track = tracks.first, let column = track.columns.first,
      track.columns.count == 1
    {
      return DimensionLayout(
        name: name, unit: column.unit, longName: column.longName, values: column.values,
        labels: column.labels, auxiliary: [])
    }
    return DimensionLayout(
      name: name, unit: "1",
      longName: "index of \(tracks.map(\.parameter.name).joined(separator: ", "))",
      values: (0..<count).map(Double.init), labels: nil, auxiliary: tracks.flatMap(\.columns))
  }
}

extension Axis.Track {
  /// The values as columns of numbers: one, or three for a vector.
  package var columns: [AuxiliaryCoordinate] {
    switch parameter.kind {
    case .vector:
      let vectors = values.map { value -> Vector3? in
        guard case .vector(let vector) = value else { return nil }
        return vector
      }
      return zip(parameter.components, CartesianAxis.allCases).map { component, axis in
        column(component.name, component.meaning) {
          vectors[$0].map { $0[keyPath: axis.component] } ?? .nan
        }
      }
    case .choice(let names, _, _):
      // Labels number the names along the axis, so that 0, 1, 2 … reads as their list.
      let used = names.filter { values.contains(.choice($0)) }
      return [
        column(parameter.name, parameter.meaning, labels: used) { index in
          Double(used.firstIndex { values[index] == .choice($0) } ?? 0)
        }
      ]
    case .flag:
      return [
        column(parameter.name, parameter.meaning, labels: ["false", "true"]) {
          values[$0] == .flag(true) ? 1 : 0
        }
      ]
    // Lists are not swept.
    case .numbers: return []
    case .number, .integer:
      return [
        column(parameter.name, parameter.meaning) {
          switch values[$0] {
          case .number(let number): number
          case .integer(let integer): Double(integer)
          default: .nan
          }
        }
      ]
    }
  }

  private func column(
    _ name: String, _ meaning: String, labels: [String]? = nil, _ value: (Int) -> Double
  ) -> AuxiliaryCoordinate {
    AuxiliaryCoordinate(
      name: name, unit: parameter.unit.symbol, longName: meaning,
      values: values.indices.map(value), labels: labels)
  }
}
