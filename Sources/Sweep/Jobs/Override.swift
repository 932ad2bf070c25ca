/// A `--set NAME=VALUE` of the command line.
package struct Override: Sendable, Equatable {
  package let name: String
  package let node: TOMLNode

  /// - Throws: `InputError` unless `text` has the form NAME=VALUE.
  package init(_ text: String) throws(InputError) {
    let location = SourceLocation.option("--set \(text)")
    guard let equals = text.firstIndex(of: "="), equals != text.startIndex else {
      throw InputError(
        "expected NAME=VALUE, such as temperature=4K or axis.current.points=8", at: location)
    }
    name = String(text[..<equals])
    let value = String(text[text.index(after: equals)...])
    guard !value.isEmpty else {
      throw InputError("there is no value after '='", at: location)
    }
    node = Override.node(value, at: location)
  }

  /// The value as TOML if it is that, else as a bare text, so that `4K` needs no quotes in a shell.
  private static func node(_ text: String, at location: SourceLocation) -> TOMLNode {
    if let table = try? TOMLDocument.parse("value = \(text)", locate: { _ in location }),
      let node = table["value"], table.entries.count == 1
    {
      return node
    }
    if text.hasPrefix("["), text.hasSuffix("]") {
      return TOMLNode(
        value: .array(items(text).map { node(trim($0), at: location) }), location: location)
    }
    return TOMLNode(value: .string(text), location: location)
  }

  /// What stands between the commas of a list, those of lists inside it left alone.
  private static func items(_ list: String) -> [Substring] {
    var depth = 0
    return list.dropFirst().dropLast().split { character in
      if character == "[" { depth += 1 }
      if character == "]" { depth -= 1 }
      return character == "," && depth == 0
    }
  }

  private static func trim(_ text: Substring) -> String {
    var text = text
    while text.first == " " { text.removeFirst() }
    while text.last == " " { text.removeLast() }
    return String(text)
  }
}

extension TOMLTable {
  private static let topLevelKeys = ["title", "model", "seed", "random"]
  private static let axisForms = ["from", "to", "points", "spacing"]

  /// This job table with an override put in its place.
  ///
  /// - Throws: `InputError` if the name is that of an axis or output key that does not exist.
  package mutating func apply(_ override: Override) throws(InputError) {
    let parts = override.name.split(separator: ".", maxSplits: 1).map(String.init)
    let first = parts.first ?? ""
    let rest = parts.count > 1 ? parts[1] : nil
    if Self.topLevelKeys.contains(override.name) {
      set(override.name, to: override.node)
    } else if ["output", "run", "refine", "target", "program"].contains(first), let rest {
      setInside(first, key: rest, to: override.node)
    } else if first == "axis", let rest {
      try setAxis(rest, override)
    } else if first == "parameters", let rest {
      setInside("parameters", key: rest, to: override.node)
    } else {
      setInside("parameters", key: override.name, to: override.node)
    }
  }

  private mutating func setInside(_ table: String, key: String, to node: TOMLNode) {
    var inner = TOMLTable()
    if case .table(let existing)? = self[table]?.value { inner = existing }
    inner.set(key, to: node)
    set(table, to: TOMLNode(value: .table(inner), location: node.location))
  }

  private mutating func setAxis(_ path: String, _ override: Override) throws(InputError) {
    let location = override.node.location
    guard let dot = path.lastIndex(of: ".") else {
      throw InputError(
        "expected axis.NAME.KEY=VALUE, such as axis.current.points=8", at: location)
    }
    let name = String(path[..<dot])
    let key = String(path[path.index(after: dot)...])
    addAxis(name, for: key, at: location)
    guard case .array(var axes)? = self["axis"]?.value else {
      throw InputError("this job has no axis '\(name)'", at: location)
    }
    let names = axes.map(Self.axisName)
    guard let index = names.firstIndex(of: name), case .table(var axis) = axes[index].value else {
      let known = names.compactMap { $0 }
      throw InputError(
        "this job has no axis '\(name)' (it has \(known.joined(separator: ", ")))"
          + NearestName.suggestion(for: name, among: known), at: location)
    }
    // Values given one by one take the place of a range, and the other way round.
    if key == "values" { Self.axisForms.forEach { axis.remove($0) } }
    if key == "from" || key == "to" { axis.remove("values") }
    axis.set(key, to: override.node)
    axes[index].value = .table(axis)
    set("axis", to: TOMLNode(value: .array(axes), location: axes[index].location))
  }

  /// Adds an axis that the job does not have, if the option begins to describe one. It takes the
  /// place of what the job file sets.
  private mutating func addAxis(_ name: String, for key: String, at location: SourceLocation) {
    var axes: [TOMLNode] = []
    if case .array(let existing)? = self["axis"]?.value { axes = existing }
    guard Self.keysOfNewAxes.contains(key), !axes.contains(where: { Self.axisName($0) == name })
    else { return }
    let nameNode = TOMLNode(value: .string(name), location: location)
    let nameKey = ["repeat", "parameters"].contains(key) ? "name" : "parameter"
    let table = TOMLTable(entries: [.init(key: nameKey, location: location, node: nameNode)])
    axes.append(TOMLNode(value: .table(table), location: location))
    set("axis", to: TOMLNode(value: .array(axes), location: location))
    guard case .table(var parameters)? = self["parameters"]?.value,
      parameters[name]?.location.isOption == false
    else { return }
    parameters.remove(name)
    set("parameters", to: TOMLNode(value: .table(parameters), location: location))
  }

  /// Keys that a new axis can begin with; the others say more about it.
  private static let keysOfNewAxes = ["values", "from", "to", "repeat", "parameters"]

  private static func axisName(_ node: TOMLNode) -> String? {
    guard case .table(let table) = node.value else { return nil }
    for key in ["name", "parameter"] {
      if case .string(let name)? = table[key]?.value { return name }
    }
    return table["repeat"] == nil ? nil : "repeat"
  }
}
