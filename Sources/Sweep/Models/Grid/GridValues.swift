import Numerics

/// What every parameter is over a grid, by its bits: the same at all points, or moving along an
/// axis. Vectors stand there by their components.
struct GridValues: Sendable {
  /// What gives a parameter its value.
  enum Source: Sendable {
    case fixed(ValueBits)
    /// Follows from other parameters, wherever they are.
    case follows
    case unset
    case swept(axis: Int, Column)
  }

  /// A parameter's values along an axis.
  struct Column: Sendable {
    fileprivate let values: AxisValues
    /// Which component they are, of vectors.
    fileprivate let component: CartesianAxis?

    var count: Int { values.count }

    /// The values where they are plain numbers.
    var numbers: [Double]? {
      if component == nil, case .numbers(let numbers) = values { numbers } else { nil }
    }

    subscript(index: Int) -> ValueBits {
      let value = values[index]
      return ValueBits(component.flatMap(value.component) ?? value)
    }
  }

  let sources: [String: Source]
  /// In the order of the model, for messages.
  let names: [String]
  /// Names of the parameters of each axis.
  let parameters: [[String]]
  /// Numbers of values of the axes.
  let counts: [Int]

  init(_ parameters: [Plan.FixedParameter], _ axes: [Axis]) {
    var sources: [String: Source] = [:]
    var names: [String] = []
    for parameter in parameters {
      for (name, value) in parameter.scalars {
        names.append(name)
        sources[name] =
          parameter.isUnset ? .unset : parameter.follows ? .follows : .fixed(ValueBits(value))
      }
    }
    var ofAxes: [[String]] = []
    for (index, axis) in axes.enumerated() {
      var columns: [(String, Column)] = []
      for track in axis.tracks {
        let isVector = parameters.contains { $0.name == track.parameter && $0.hasComponents }
        guard isVector else {
          columns.append((track.parameter, Column(values: track.values, component: nil)))
          continue
        }
        columns += CartesianAxis.allCases.map {
          ($0.name(ofComponentOf: track.parameter), Column(values: track.values, component: $0))
        }
      }
      for (name, column) in columns { sources[name] = .swept(axis: index, column) }
      ofAxes.append(columns.map(\.0))
    }
    self.sources = sources
    self.names = names
    self.parameters = ofAxes
    counts = axes.map(\.count)
  }

  /// How far apart in number two points are that are neighbors along each axis.
  var strides: [Int] {
    var strides = counts
    var stride = 1
    for axis in counts.indices.reversed() {
      strides[axis] = stride
      stride *= counts[axis]
    }
    return strides
  }
}

extension Plan.FixedParameter {
  /// The parameter, or each component of it.
  var scalars: [(name: String, value: ParameterValue)] {
    guard hasComponents else { return [(name, value)] }
    return CartesianAxis.allCases.map {
      ($0.name(ofComponentOf: name), value.component($0) ?? value)
    }
  }
}
