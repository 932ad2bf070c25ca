import Numerics
import QuantumChains
import TensorNetworks
import Units

/// One declared parameter of `Owner`, a model or a part of one: everything that reads, checks,
/// lists, labels or stores the parameter goes by this declaration. Its default is the value that a
/// new owner has.
public struct Parameter<Owner: Sendable>: Sendable {
  /// The value that an owner has, in the declared unit.
  public typealias Get<Value> = @Sendable (Owner) -> Value
  /// Gives an owner a value in the declared unit that has been checked.
  public typealias Set<Value> = @Sendable (inout Owner, Value) -> Void

  /// What kind of value the parameter has and how the owner keeps it.
  package enum Kind: Sendable {
    case number(AllowedRange, Get<Double>, Set<Double>)
    case integer(ClosedRange<Int>, Get<Int>, Set<Int>)
    case flag(Get<Bool>, Set<Bool>)
    case choice([String], Get<String>, Set<String>)
    case vector(VectorRule, Get<Vector3>, Set<Vector3>)
    case numbers(AllowedRange, Get<[Double]>, Set<[Double]>)
    /// One of several names, or a unit vector.
    case direction([String], Get<ParameterValue>, Set<ParameterValue>)
    /// A list of lists of numbers, each with these names.
    case rows([String], AllowedRange, Get<[[Double]]>, Set<[[Double]]>)
    case texts(TextRule, Get<[String]>, Set<[String]>)
  }

  /// What a vector parameter must fulfill.
  public enum VectorRule: Sendable {
    /// Nothing.
    case any
    /// To have length 1; it is given that length if it is within 1e-3 of it.
    case unit
  }

  /// In job files.
  public let name: String
  /// What a bare number in a job file is measured in, and what the owner keeps.
  public let unit: Unit
  /// One line for listings and labels.
  public let meaning: String
  /// Paper and equation or section.
  public let source: String
  package let kind: Kind
  /// Whether the value follows from other parameters, as long as it is not set; a stored job then
  /// leaves it out, so that it follows there too.
  private(set) var follows: @Sendable (Owner) -> Bool = { _ in false }
  /// Whether the parameter has no value of its own as long as it is not set, so that no number
  /// stands for that: to set 0 and to set nothing are different.
  private(set) var isOptional = false
  /// Whether the parameter only says how much is computed or saved: it is no part of what a point
  /// is, and random numbers do not depend on it.
  package private(set) var isBookkeeping = false
  /// Units of the numbers of a row where they differ; empty where all are in `unit`.
  var rowUnits: [Unit] = []
  /// Whether a list of numbers may have one twice.
  private(set) var mayRepeat = false
  /// The parameters that this one takes the place of; a job gives either this one or those.
  private(set) var replaced: [String] = []
  /// Another unit in which job files may give the number, and what a number in it is in `unit`.
  var equivalent: (unit: Unit, factor: Double)?

  init(
    _ name: String, unit: Unit, meaning: String, source: String, kind: Kind
  ) {
    self.name = name
    self.unit = unit
    self.meaning = meaning
    self.source = source
    self.kind = kind
  }

  /// Where an owner keeps a value.
  public typealias Path<Value> = WritableKeyPath<Owner, Value> & Sendable

  /// A number.
  ///
  /// - Parameters:
  ///   - name: In job files.
  ///   - path: Where the owner keeps it, in `unit`.
  ///   - unit: Of the number: of the SI without a prefix (m, not nm), or what electrons are
  ///     measured in (eV, fs). A job file may give any of the same dimension, and means this one by
  ///     a bare number.
  ///   - range: Values that a job file may give.
  ///   - meaning: One line for listings and labels.
  ///   - source: Paper and equation or section.
  public static func number(
    _ name: String, _ path: Path<Double>, unit: Unit, _ range: AllowedRange, _ meaning: String,
    source: String
  ) -> Self {
    Self(
      name, unit: unit, meaning: meaning, source: source,
      kind: .number(range, { $0[keyPath: path] }, { $0[keyPath: path] = $1 }))
  }

  /// A number that may be left out, and then has no value at all.
  ///
  /// The parameters are those of `number`; `meaning` says what happens without a value.
  public static func number(
    _ name: String, optional path: Path<Double?>, unit: Unit, _ range: AllowedRange,
    _ meaning: String, source: String
  ) -> Self {
    Self(
      name, unit: unit, meaning: meaning, source: source,
      kind: .number(range, { $0[keyPath: path] ?? 0 }, { $0[keyPath: path] = $1 })
    ).optional { $0[keyPath: path] == nil }
  }

  /// A whole number that may be left out, and then has no value at all.
  ///
  /// The parameters are those of `integer`; `meaning` says what happens without a value.
  public static func integer(
    _ name: String, optional path: Path<Int?>, _ range: ClosedRange<Int>, _ meaning: String,
    source: String
  ) -> Self {
    Self(
      name, unit: .one, meaning: meaning, source: source,
      kind: .integer(range, { $0[keyPath: path] ?? 0 }, { $0[keyPath: path] = $1 })
    ).optional { $0[keyPath: path] == nil }
  }

  func optional(where isUnset: @escaping @Sendable (Owner) -> Bool) -> Self {
    var parameter = following(where: isUnset)
    parameter.isOptional = true
    return parameter
  }

  /// Whether `owner` has no value of this parameter.
  package func isUnset(in owner: Owner) -> Bool { isOptional && follows(owner) }

  /// A whole number; the parameters of this and the following are those of `number`.
  public static func integer(
    _ name: String, _ path: Path<Int>, _ range: ClosedRange<Int>, _ meaning: String,
    source: String
  ) -> Self {
    Self(
      name, unit: .one, meaning: meaning, source: source,
      kind: .integer(range, { $0[keyPath: path] }, { $0[keyPath: path] = $1 }))
  }

  /// True or false.
  public static func flag(
    _ name: String, _ path: Path<Bool>, _ meaning: String, source: String
  ) -> Self {
    Self(
      name, unit: .one, meaning: meaning, source: source,
      kind: .flag({ $0[keyPath: path] }, { $0[keyPath: path] = $1 }))
  }

  /// One of the cases of an enumeration, by its raw name.
  public static func choice<Choice: RawRepresentable<String> & CaseIterable & Sendable>(
    _ name: String, _ path: Path<Choice>, _ meaning: String, source: String
  ) -> Self {
    Self(
      name, unit: .one, meaning: meaning, source: source,
      kind: .choice(
        Choice.allCases.map(\.rawValue), { $0[keyPath: path].rawValue },
        { owner, name in if let value = Choice(rawValue: name) { owner[keyPath: path] = value } }))
  }

  /// One of the cases of an enumeration, or none of them where a job does not give one.
  ///
  /// The parameters are those of `number`; `meaning` says what happens without a value.
  public static func choice<Choice: RawRepresentable<String> & CaseIterable & Sendable>(
    _ name: String, optional path: Path<Choice?>, _ meaning: String, source: String
  ) -> Self {
    Self(
      name, unit: .one, meaning: meaning, source: source,
      kind: .choice(
        Choice.allCases.map(\.rawValue), { $0[keyPath: path]?.rawValue ?? "" },
        { owner, name in if let value = Choice(rawValue: name) { owner[keyPath: path] = value } })
    ).optional { $0[keyPath: path] == nil }
  }

  /// A vector in space, whose components `name.x`, `name.y`, `name.z` in `unit` can be set and
  /// swept one by one.
  public static func vector(
    _ name: String, _ path: Path<Vector3>, unit: Unit, _ meaning: String, source: String,
    rule: VectorRule = .any
  ) -> Self {
    Self(
      name, unit: unit, meaning: meaning, source: source,
      kind: .vector(rule, { $0[keyPath: path] }, { $0[keyPath: path] = $1 }))
  }

  /// A list of different numbers in `unit`, at least one; it cannot be swept.
  public static func numbers(
    _ name: String, _ path: Path<[Double]>, unit: Unit, _ range: AllowedRange, _ meaning: String,
    source: String
  ) -> Self {
    Self(
      name, unit: unit, meaning: meaning, source: source,
      kind: .numbers(range, { $0[keyPath: path] }, { $0[keyPath: path] = $1 }))
  }

  /// A list of numbers in `unit` that may be equal, one for each site or bond; it cannot be swept,
  /// and a stored job leaves it out while it is empty.
  public static func profile(
    _ name: String, _ path: Path<[Double]>, unit: Unit, _ range: AllowedRange, _ meaning: String,
    source: String
  ) -> Self {
    var parameter = numbers(name, path, unit: unit, range, meaning, source: source)
      .following { $0[keyPath: path].isEmpty }
    parameter.mayRepeat = true
    return parameter
  }

  /// The same parameter of something that holds an `Owner`, such as a model that has a part with
  /// parameters of its own.
  ///
  /// - Parameter path: Where the holder keeps the owner.
  public func held<Holder: Sendable>(
    at path: WritableKeyPath<Holder, Owner> & Sendable
  ) -> Parameter<Holder> {
    func get<Value>(_ get: @escaping Get<Value>) -> Parameter<Holder>.Get<Value> {
      { get($0[keyPath: path]) }
    }
    func set<Value>(_ set: @escaping Set<Value>) -> Parameter<Holder>.Set<Value> {
      { set(&$0[keyPath: path], $1) }
    }
    let held: Parameter<Holder>.Kind =
      switch kind {
      case .number(let range, let read, let write): .number(range, get(read), set(write))
      case .integer(let range, let read, let write): .integer(range, get(read), set(write))
      case .flag(let read, let write): .flag(get(read), set(write))
      case .choice(let names, let read, let write): .choice(names, get(read), set(write))
      case .vector(.any, let read, let write): .vector(.any, get(read), set(write))
      case .vector(.unit, let read, let write): .vector(.unit, get(read), set(write))
      case .numbers(let range, let read, let write): .numbers(range, get(read), set(write))
      case .direction(let names, let read, let write): .direction(names, get(read), set(write))
      case .rows(let names, let range, let read, let write):
        .rows(names, range, get(read), set(write))
      case .texts(let rule, let read, let write): .texts(rule, get(read), set(write))
      }
    var parameter = Parameter<Holder>(
      name, unit: unit, meaning: meaning, source: source, kind: held)
    let follows = follows
    parameter.follows = { follows($0[keyPath: path]) }
    parameter.isOptional = isOptional
    parameter.replaced = replaced
    parameter.isBookkeeping = isBookkeeping
    parameter.mayRepeat = mayRepeat
    parameter.rowUnits = rowUnits
    parameter.equivalent = equivalent
    return parameter
  }

  /// The same parameter, whose value follows from others where `condition` holds: the job that a
  /// result file keeps then leaves it out.
  public func following(where condition: @escaping @Sendable (Owner) -> Bool) -> Self {
    var parameter = self
    parameter.follows = condition
    return parameter
  }

  /// The same parameter, which only says how much is computed or saved.
  public func bookkeeping() -> Self {
    var parameter = self
    parameter.isBookkeeping = true
    return parameter
  }

  /// The same parameter, which a job gives in place of others.
  public func replacing(_ names: String...) -> Self {
    var parameter = self
    parameter.replaced = names
    return parameter
  }

  /// The same parameter, a magnetic field in A/m or T that a job may also give as the other one of
  /// the two: as H or B of a field in vacuum, B = μ₀ H.
  public func inVacuum() -> Self {
    var parameter = self
    let permeability = PhysicalConstants.vacuumPermeability
    parameter.equivalent =
      unit == .tesla ? (.amperePerMeter, permeability) : (.tesla, 1 / permeability)
    return parameter
  }

  /// The value that `owner` has, in the declared unit.
  public func value(in owner: Owner) -> ParameterValue {
    switch kind {
    case .number(_, let get, _): .number(get(owner))
    case .integer(_, let get, _): .integer(get(owner))
    case .flag(let get, _): .flag(get(owner))
    case .choice(_, let get, _): .choice(get(owner))
    case .vector(_, let get, _): .vector(get(owner))
    case .numbers(_, let get, _): .numbers(get(owner))
    case .direction(_, let get, _): get(owner)
    case .rows(_, _, let get, _): .rows(get(owner))
    case .texts(_, let get, _): .texts(get(owner))
    }
  }

  /// Gives `owner` a value of this parameter's kind.
  package func set(_ value: ParameterValue, in owner: inout Owner) {
    switch (kind, value) {
    case (.number(_, _, let set), .number(let number)): set(&owner, number)
    case (.integer(_, _, let set), .integer(let integer)): set(&owner, integer)
    case (.flag(_, let set), .flag(let flag)): set(&owner, flag)
    case (.choice(_, _, let set), .choice(let choice)): set(&owner, choice)
    case (.vector(_, _, let set), .vector(let vector)): set(&owner, vector)
    case (.numbers(_, _, let set), .numbers(let numbers)): set(&owner, numbers)
    case (.direction(_, _, let set), .choice), (.direction(_, _, let set), .vector):
      set(&owner, value)
    case (.rows(_, _, _, let set), .rows(let rows)): set(&owner, rows)
    case (.texts(_, _, let set), .texts(let texts)): set(&owner, texts)
    default: break
    }
  }

  /// What values are allowed, for listings.
  public var allowed: String {
    switch kind {
    case .number(let range, _, _): range.description
    case .integer(let range, _, _):
      range.upperBound == Int.max
        ? "a whole number, at least \(range.lowerBound)"
        : "a whole number from \(range.lowerBound) to \(range.upperBound)"
    case .flag: "true or false"
    case .choice(let names, _, _): names.map { "\"\($0)\"" }.joined(separator: " or ")
    case .vector(.unit, _, _): "unit vector"
    case .vector(.any, _, _): "vector"
    case .numbers(let range, _, _): "a list of numbers, each \(range)"
    case .direction(let names, _, _):
      (names.map { "\"\($0)\"" } + ["a unit vector"]).joined(separator: " or ")
    case .rows(let names, _, _, _): "a list of [\(names.joined(separator: ", "))]"
    case .texts(let rule, _, _): "a list of texts, each \(rule.form)"
    }
  }
}
