import ResultsStorage

/// Where the points of one grid stand in another one of the same model, whatever the order of axes
/// and values is in each: where all parameters that one of them sweeps have the same bits. What is
/// the same at all points of both is for others to compare.
package struct PointMap: Sendable {
  /// A value of the one grid that the other has nowhere.
  enum Gap: Sendable, Equatable {
    /// Of a parameter that is the same at all points of the one grid.
    case parameter(String)
    case value(axis: Int, index: Int)
    /// The one repeats its points along an axis more.
    case repetitions
  }

  /// What one axis contributes to the number of a point in the other grid; −1 where the value is
  /// not in it.
  private struct Table: Sendable {
    let stride: Int
    let contributions: [Int]
  }

  /// What several axes contribute together, where the other grid moves their parameters at once.
  private struct Combination: Sendable {
    let strides: [Int]
    /// For each of the axes, which of the values in question it has at an index; −1 for none.
    let groups: [[Int]]
    let contributions: [[Int]: Int]
  }

  private var tables: [Table] = []
  private var combinations: [Combination] = []
  private var offset = 0
  /// The first value of the one grid that is not in the other, as far as one axis tells.
  private(set) var gap: Gap?
  /// Whether axes have to be looked at together.
  var hasCombinations: Bool { !combinations.isEmpty }
  private let isEmpty: Bool

  /// - Parameters:
  ///   - one: the plan whose points are to be found.
  ///   - other: the plan in which.
  package init(from one: Plan, to other: Plan) {
    self.init(
      GridValues(one.parameters, one.grid.axes), GridValues(other.parameters, other.grid.axes))
  }

  init(_ one: GridValues, _ other: GridValues) {
    var builder = Builder(one, other)
    builder.build()
    tables = builder.tables
    combinations = builder.combinations
    offset = builder.offset
    gap = builder.gap
    isEmpty = builder.isEmpty
  }

  /// The number in the other grid of a point of the one; nil if it is not in it.
  package func number(of point: Int) -> Int? {
    if isEmpty { return nil }
    var number = offset
    for table in tables {
      let index = point / table.stride % table.contributions.count
      let contribution = table.contributions[index]
      if contribution < 0 { return nil }
      number += contribution
    }
    for combination in combinations {
      var key: [Int] = []
      for (stride, groups) in zip(combination.strides, combination.groups) {
        key.append(groups[point / stride % groups.count])
      }
      guard let contribution = combination.contributions[key] else { return nil }
      number += contribution
    }
    return number
  }
}

extension PointMap {
  /// Goes through the axes of the other grid once.
  private struct Builder {
    let one: GridValues
    let other: GridValues
    let strides: [Int]
    let strideOfOther: [Int]
    var tables: [Table] = []
    var combinations: [Combination] = []
    var offset = 0
    var gap: Gap?
    var isEmpty = false

    init(_ one: GridValues, _ other: GridValues) {
      self.one = one
      self.other = other
      strides = one.strides
      strideOfOther = other.strides
    }

    mutating func build() {
      matchRepetitions()
      for axis in other.counts.indices where !other.parameters[axis].isEmpty { match(axis) }
      // What the other grid has at one value only.
      for axis in one.counts.indices {
        for name in one.parameters[axis] {
          guard case .swept(_, let column)? = one.sources[name] else { continue }
          switch other.sources[name] {
          case .fixed(let value)?:
            add(axis, (0..<column.count).map { column[$0] == value ? 0 : -1 })
          case .follows?, .unset?, nil: add(axis, [Int](repeating: -1, count: column.count))
          case .swept?: continue
          }
        }
      }
    }

    /// Repetitions are told apart by their places, in the order of their axes. Where there is an
    /// axis less, each point is the first repetition, whose random numbers are its own.
    private mutating func matchRepetitions() {
      let mine = one.counts.indices.filter { one.parameters[$0].isEmpty }
      let theirs = other.counts.indices.filter { other.parameters[$0].isEmpty }
      guard mine.count <= theirs.count else {
        fail(.repetitions)
        return
      }
      for (axis, target) in zip(mine, theirs) {
        let most = other.counts[target]
        add(axis, (0..<one.counts[axis]).map { $0 < most ? $0 * strideOfOther[target] : -1 })
      }
    }

    private mutating func add(_ axis: Int, _ contributions: [Int]) {
      if let index = contributions.firstIndex(of: -1) {
        gap = gap ?? .value(axis: axis, index: index)
      }
      tables.append(Table(stride: strides[axis], contributions: contributions))
    }

    private mutating func fail(_ reason: Gap) {
      gap = gap ?? reason
      isEmpty = true
    }

    /// Where the values of one axis of the other grid come from.
    private mutating func match(_ target: Int) {
      var fixed: [(name: String, value: ValueBits)] = []
      var moving: [Int: [String]] = [:]
      for name in other.parameters[target] {
        switch one.sources[name] {
        case .fixed(let value)?: fixed.append((name, value))
        case .swept(let axis, _)?: moving[axis, default: []].append(name)
        case .follows?, .unset?, nil: return fail(.parameter(name))
        }
      }
      let axes = moving.keys.sorted()
      if fixed.isEmpty, axes.count == 1, let axis = axes.first, let names = moving[axis],
        names.count == 1, let mine = column(names[0], one), let theirs = column(names[0], other)
      {
        let index = ValueIndex(theirs)
        let stride = strideOfOther[target]
        return add(
          axis, (0..<mine.count).map { index.index(of: mine[$0]).map { $0 * stride } ?? -1 })
      }
      matchTuples(target, fixed, axes.map { ($0, moving[$0] ?? []) })
    }

    private func column(_ name: String, _ values: GridValues) -> GridValues.Column? {
      if case .swept(_, let column)? = values.sources[name] { column } else { nil }
    }

    /// The same where an axis of the other grid moves several parameters.
    private mutating func matchTuples(
      _ target: Int, _ fixed: [(name: String, value: ValueBits)],
      _ moving: [(axis: Int, names: [String])]
    ) {
      for (name, value) in fixed {
        guard let theirs = column(name, other) else { continue }
        guard (0..<theirs.count).contains(where: { theirs[$0] == value }) else {
          return fail(.parameter(name))
        }
      }
      // The different values that each axis of the one grid gives to its parameters.
      var numbers: [[[ValueBits]: Int]] = []
      var groups: [[Int]] = []
      for (axis, names) in moving {
        let columns = names.compactMap { column($0, one) }
        var known: [[ValueBits]: Int] = [:]
        groups.append(
          (0..<one.counts[axis]).map { index in
            let tuple = columns.map { $0[index] }
            let number = known[tuple] ?? known.count
            known[tuple] = number
            return number
          })
        numbers.append(known)
      }
      var contributions: [[Int]: Int] = [:]
      let columns = moving.map { $0.names.compactMap { column($0, other) } }
      for index in 0..<other.counts[target] {
        guard fixed.allSatisfy({ column($0.name, other)?[index] == $0.value }) else { continue }
        let key = zip(columns, numbers).map { columns, known in
          known[columns.map { $0[index] }] ?? -1
        }
        if key.contains(-1) || contributions[key] != nil { continue }
        contributions[key] = index * strideOfOther[target]
      }
      switch moving.count {
      case 0:
        guard let only = contributions[[]] else { return fail(.parameter(fixed[0].name)) }
        offset += only
      case 1: add(moving[0].axis, groups[0].map { contributions[[$0]] ?? -1 })
      default:
        combinations.append(
          Combination(
            strides: moving.map { strides[$0.axis] }, groups: groups, contributions: contributions))
      }
    }
  }
}
