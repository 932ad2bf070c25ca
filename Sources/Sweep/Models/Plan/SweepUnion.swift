import Jobs

/// The sweep of all points that several sweeps of one model have: the union of the values along
/// each axis.
package struct SweepUnion {
  /// A sweep, and what sentences call it.
  package struct Member: Sendable {
    package let plan: Plan
    package let name: String

    package init(_ plan: Plan, name: String) {
      self.plan = plan
      self.name = name
    }
  }

  /// An axis of the union: that of the member that moves the most parameters along it.
  private struct Group {
    var member: Int
    var axis: Int
    var parameters: Set<String>
  }

  private let members: [Member]
  private var groups: [Group] = []

  /// - Throws: `InputError` with the first difference between two members that keeps them from
  ///   being one sweep.
  package init(of members: [Member]) throws(InputError) {
    self.members = members
    for index in members.indices {
      try compareNoise(of: index)
      for axis in members[index].plan.grid.axes.indices { try add(axis, of: index) }
    }
    try checkAxes()
    for index in members.indices.dropFirst() { try compareParameters(of: index) }
    for index in members.indices.dropFirst() { try compareQuantities(of: index) }
  }

  /// The job of the union as TOML: that of the first member with longer axes.
  ///
  /// - Parameter file: the result file of the union.
  package func jobText(file: String) throws(InputError) -> String {
    guard let first = members.first else { return "" }
    var job = first.plan.job
    job.output.file = file
    var axes: [Job.AxisRequest] = []
    for group in groups { axes.append(try request(group)) }
    // A place on fewer axes is none any more.
    if axes.map(\.name) != job.axes.map(\.name) { job.expectations = [] }
    job.axes = axes
    let swept = Set(axes.flatMap(\.parameters))
    let names = first.plan.results.map(\.name).filter { !swept.contains($0) }
    return first.plan.text(of: job, quantities: names)
  }

  /// Where the points of each member stand in the union.
  ///
  /// - Parameter union: the plan of `jobText`.
  /// - Throws: `InputError` if a point is not in it, or is another there.
  package func maps(to union: Plan) throws(InputError) -> [PointMap] {
    var maps: [PointMap] = []
    for (index, member) in members.enumerated() {
      let map = PointMap(from: member.plan, to: union)
      if let point = union.otherPoint(than: member.plan, map, ignoringBookkeeping: false) {
        throw conflict(
          0, index, "the parameters at \(member.plan.grid.describe(point)) are not the same")
      }
      maps.append(map)
    }
    return maps
  }

  private func conflict(_ one: Int, _ other: Int, _ reason: String) -> InputError {
    InputError(
      "'\(members[one].name)' and '\(members[other].name)' are not of one job: \(reason)")
  }

  private func compareNoise(of index: Int) throws(InputError) {
    let (first, other) = (members[0], members[index])
    if let difference = first.plan.differenceInNoise(
      from: other.plan, of: other.name, than: first.name)
      ?? first.plan.differenceInFormulas(from: other.plan, of: other.name, than: first.name)
      ?? first.plan.differenceInTarget(from: other.plan, of: other.name, than: first.name)
    {
      throw conflict(0, index, difference)
    }
    let repeating = { (plan: Plan) in plan.grid.axes.filter(\.tracks.isEmpty).map(\.name) }
    guard repeating(first.plan) == repeating(other.plan) else {
      throw conflict(0, index, "one repeats its points and the other does not")
    }
  }
}

extension SweepUnion {
  /// Finds the axis of the union that an axis of a member belongs to.
  private mutating func add(_ axis: Int, of index: Int) throws(InputError) {
    let own = members[index].plan.grid.axes[axis]
    // Repetitions have no parameter; their axes are known by their names.
    let parameters = Set(
      own.tracks.isEmpty ? ["\(own.name) (repeat)"] : own.tracks.map(\.parameter))
    let new = Group(member: index, axis: axis, parameters: parameters)
    let meeting = groups.indices.filter { !groups[$0].parameters.isDisjoint(with: parameters) }
    guard let place = meeting.first else {
      if let group = groups.first(where: { Self.isOneVector($0.parameters, parameters) }) {
        throw overlap(group, new)
      }
      groups.append(new)
      return
    }
    if meeting.count == 1, groups[place].parameters.isSuperset(of: parameters) { return }
    for other in meeting where !groups[other].parameters.isSubset(of: parameters) {
      throw overlap(groups[other], new)
    }
    groups[place] = new
    for other in meeting.dropFirst().reversed() { groups.remove(at: other) }
  }

  /// Whether one has a vector of which the other has a component.
  private static func isOneVector(_ one: Set<String>, _ other: Set<String>) -> Bool {
    func vectors(_ names: Set<String>) -> Set<Substring> {
      Set(names.compactMap { name in name.lastIndex(of: ".").map { name[..<$0] } })
    }
    return !vectors(one).isDisjoint(with: other.map { $0[...] })
      || !vectors(other).isDisjoint(with: one.map { $0[...] })
  }

  private func overlap(_ one: Group, _ other: Group) -> InputError {
    let names = [one, other].map { members[$0.member].plan.grid.axes[$0.axis].name }
    return conflict(
      one.member, other.member,
      "axis '\(names[0])' of the one and axis '\(names[1])' of the other move the same parameters "
        + "in other company")
  }

  /// No member may move apart what another moves together.
  private func checkAxes() throws(InputError) {
    for (index, member) in members.enumerated() {
      for group in groups {
        let axes = member.plan.grid.axes.indices.filter { axis in
          member.plan.grid.axes[axis].tracks.contains { group.parameters.contains($0.parameter) }
        }
        guard axes.count > 1 else { continue }
        throw overlap(
          group, Group(member: index, axis: axes[0], parameters: []))
      }
    }
  }

  private var swept: Set<String> { Set(groups.flatMap(\.parameters)) }

  /// What no member sweeps has to be the same in all of them.
  private func compareParameters(of index: Int) throws(InputError) {
    let (first, other) = (members[0], members[index])
    for (mine, theirs) in zip(first.plan.parameters, other.plan.parameters)
    where !swept.contains(mine.name) {
      let isAlike = mine.isUnset == theirs.isUnset && mine.follows == theirs.follows
      for ((name, one), (_, two)) in zip(mine.scalars, theirs.scalars)
      where !swept.contains(name) {
        if isAlike, mine.follows || ValueBits(one) == ValueBits(two) { continue }
        throw conflict(
          0, index,
          "parameter '\(mine.name)' "
            + theirs.contrast(theirs.value, in: other.name, with: mine, mine.value, in: first.name))
      }
    }
  }

  private func compareQuantities(of index: Int) throws(InputError) {
    let names = [members[0], members[index]].map { member in
      Set(member.plan.results.map(\.name)).subtracting(swept)
    }
    guard names[0] != names[1] else { return }
    let differing = names[0].symmetricDifference(names[1]).sorted().joined(separator: ", ")
    throw conflict(0, index, "the quantities are not the same (\(differing))")
  }
}

extension SweepUnion {
  /// The axis of the union as a job asks for it.
  private func request(_ group: Group) throws(InputError) -> Job.AxisRequest {
    let plan = members[group.member].plan
    var request = plan.job.axes[group.axis]
    let axis = plan.grid.axes[group.axis]
    guard !axis.tracks.isEmpty else {
      let counts = members.flatMap { $0.plan.grid.axes }.filter {
        $0.tracks.isEmpty && $0.name == axis.name
      }.map(\.count)
      request.values = .repeats(counts.max() ?? axis.count)
      return request
    }
    var values: [[ParameterValue]] = []
    var seen: Set<[ValueBits]> = []
    var isAscending = axis.tracks.count == 1
    for index in members.indices {
      let own = try self.values(of: axis, in: index)
      isAscending = isAscending && Self.isAscending(own)
      for tuple in own where seen.insert(tuple.map { ValueBits($0) }).inserted {
        values.append(tuple)
      }
    }
    // The same values, as somebody has written them.
    if group.member == 0, values.count == axis.count { return request }
    if isAscending { values.sort { ($0[0].number ?? 0) < ($1[0].number ?? 0) } }
    let nodes = values.map { tuple in
      let items = tuple.map { $0.node(at: axis.location) }
      return request.isCoupled
        ? TOMLNode(value: .array(items), location: axis.location) : items[0]
    }
    request.values = .list(nodes)
    return request
  }

  /// What a member has along an axis of the union: several values, or one where it has no such
  /// axis.
  private func values(of axis: Axis, in index: Int) throws(InputError) -> [[ParameterValue]] {
    let plan = members[index].plan
    let names = axis.tracks.map(\.parameter)
    let own = plan.grid.axes.first { !Set($0.tracks.map(\.parameter)).isDisjoint(with: names) }
    var columns: [[ParameterValue]] = []
    for name in names {
      if let track = own?.tracks.first(where: { $0.parameter == name }) {
        columns.append((0..<track.values.count).map { track.values[$0] })
      } else {
        let value = try fixedValue(of: name, in: index, axis)
        columns.append([ParameterValue](repeating: value, count: own?.count ?? 1))
      }
    }
    return (0..<(own?.count ?? 1)).map { place in columns.map { $0[place] } }
  }

  private func fixedValue(
    of name: String, in index: Int, _ axis: Axis
  ) throws(InputError) -> ParameterValue {
    let member = members[index]
    for parameter in member.plan.parameters {
      guard parameter.name == name || parameter.scalars.contains(where: { $0.name == name }) else {
        continue
      }
      if !parameter.isUnset, !parameter.follows {
        return parameter.scalars.first { $0.name == name }?.value ?? parameter.value
      }
    }
    throw InputError(
      "'\(member.name)' has no value of '\(name)' of its own for the axis '\(axis.name)' of the "
        + "others")
  }

  private static func isAscending(_ values: [[ParameterValue]]) -> Bool {
    let numbers = values.compactMap { tuple -> Double? in
      switch tuple[0] {
      case .number(let number): number
      case .integer(let integer): Double(integer)
      default: nil
      }
    }
    return numbers.count == values.count
      && zip(numbers, numbers.dropFirst()).allSatisfy { $0 < $1 }
  }
}

extension ParameterValue {
  /// As a job file has it, in the declared unit.
  fileprivate func node(at location: SourceLocation) -> TOMLNode {
    func node(_ value: TOMLNode.Value) -> TOMLNode { TOMLNode(value: value, location: location) }
    func list(_ numbers: [Double]) -> TOMLNode { node(.array(numbers.map { node(.float($0)) })) }
    switch self {
    case .number(let number): return node(.float(number))
    case .integer(let integer): return node(.integer(Int64(integer)))
    case .flag(let flag): return node(.boolean(flag))
    case .choice(let choice): return node(.string(choice))
    case .vector(let vector): return list(vector.components)
    case .numbers(let numbers): return list(numbers)
    case .rows(let rows): return node(.array(rows.map(list)))
    case .texts(let texts): return node(.array(texts.map { node(.string($0)) }))
    }
  }
}
