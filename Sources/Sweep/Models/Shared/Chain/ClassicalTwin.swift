import Base
import Numerics
import Points
import QuantumChains
import Teams
import Units

/// What localized spins of a chain are.
enum LocalSpins: String, Sendable, CaseIterable {
  /// Quantum spins.
  case quantum
  /// Vectors in the mean field of the electrons: the classical twin.
  case classical
}

/// Which quantities of the classical twin a job asks for.
struct TwinRequest: Sendable {
  var localSpins = LocalSpins.quantum
  /// Whether the job names quantities of the twin.
  fileprivate(set) var isNamed = false
  /// Whether it names the difference between both.
  fileprivate(set) var namesExcess = false

  /// Tells which quantities will be written.
  mutating func select(quantities: Set<String>?) {
    isNamed = !(quantities ?? []).isDisjoint(with: ["classical_spin", "total_spin"])
    namesExcess = quantities?.contains(Self.excess) ?? false
  }

  /// Whether spins of the twin are kept.
  var keepsTwin: Bool { localSpins == .classical || isNamed }
  /// Whether the twin is computed.
  var needsTwin: Bool { keepsTwin || namesExcess }

  fileprivate static let excess = "quantum_excess"
}

/// A model of a chain with a classical twin.
///
/// With `local_spins = "classical"` those series that a classical chain has are those of the twin,
/// and all others do not exist.
protocol TwinnedModel: TimeSeriesModel where Outcome: TwinnedOutcome {
  var twin: TwinRequest { get set }
  /// The classical chain at its start.
  func classicalChain() throws(EvaluationError) -> ClassicalChain
  /// The unit of energy of the classical chain in eV.
  var classicalUnit: Double { get }
  /// Number of localized spins.
  var spinCount: Int { get }
  /// A point with quantum spins.
  func evaluateQuantum(_ context: PointContext) throws(EvaluationError) -> Outcome
  /// A point with classical spins.
  func outcome(
    ofClassical record: TimeRecord, _ context: PointContext
  ) throws(EvaluationError) -> Outcome
  /// Number of sites.
  var siteCount: Int { get }
  /// Orbitals of the twin, both spins counted.
  var orbitalCount: Int { get }
}

/// The outcome of a point that may have a classical twin.
protocol TwinnedOutcome: RecordedOutcome, SendableMetatype {
  /// Nil where it was not asked for.
  var twin: TwinRecord? { get set }
}

/// What a classical twin gives at all saved times.
struct TwinRecord: Sendable {
  /// m of each spin, time after time.
  fileprivate let directions: [Double]
  /// The sum of all spins.
  fileprivate let totalSpin: [Double]
  /// Quantum minus classical of 2S m.
  fileprivate var excess: [Double] = []
}

extension TwinnedModel {
  static var twinParameter: Parameter<Self> {
    .choice(
      "local_spins", \.twin.localSpins,
      "localized spins: quantum, or classical vectors in the mean field of the electrons "
        + "(Ehrenfest dynamics)",
      source: "Landau-Lifshitz equation coupled to the Schrödinger equation")
  }

  static var twinQuantities: [Quantity<Outcome>] {
    [
      .array(
        "classical_spin", unit: .one, [kept, "time", "spin", "component"],
        "direction of a localized spin of the classical twin",
        source: "Landau-Lifshitz equation"
      ) { $0.twin?.directions ?? [] },
      .array(
        "total_spin", unit: .one, [kept, "time", "component"],
        "spin of electrons and localized spins of the classical twin in units of hbar/2",
        source: "conservation of the spin along z, of all components if J = J_z"
      ) { $0.twin?.totalSpin ?? [] },
      .array(
        TwinRequest.excess, unit: .one, [compared, "time", "spin", "component"],
        "localized spin minus that of the classical twin in units of hbar/2: what is quantum",
        source: "Ehrenfest dynamics"
      ) { $0.twin?.excess ?? [] },
    ]
  }

  /// Dimensions, of one value, of what exists with quantum spins, of the twin, and of both.
  private static var kept: String { "twin" }
  private static var compared: String { "twin_compared" }

  var twinDimensions: [OwnDimension] {
    func dimension(_ name: String, isThere: Bool) -> OwnDimension {
      isThere ? .omitted(name) : OwnDimension(name, unit: .one, "", values: [])
    }
    return [
      dimension(TimeSeries<Self>.quantum, isThere: twin.localSpins == .quantum),
      dimension(Self.kept, isThere: twin.keepsTwin),
      dimension(Self.compared, isThere: twin.namesExcess),
    ]
  }

  /// Whether no quantum spins are computed.
  var isClassicalOnly: Bool { twin.localSpins == .classical && !twin.namesExcess }

  /// A point by quantum spins, by classical ones, or by both.
  func evaluateWithTwin(_ context: PointContext) throws(EvaluationError) -> Outcome {
    guard twin.needsTwin else { return try evaluateQuantum(context) }
    var excess: [Double] = []
    var outcome: Outcome?
    if !isClassicalOnly {
      var quantum = self
      quantum.twin.localSpins = .quantum
      outcome = try quantum.evaluateQuantum(context)
    }
    let moments = try classicalMoments(context)
    if let outcome, twin.namesExcess,
      let spins = Self.series.firstIndex(where: { $0.name == "local_spin" })
    {
      let classical = moments.flatMap { $0.localSpins.flatMap(\.components) }
      // Only the leader of a team has measured.
      excess = zip(outcome.record.values[spins], classical).map { $0 - $1 }
    }
    if twin.localSpins == .classical {
      outcome = try self.outcome(ofClassical: record(of: moments), context)
    }
    guard var outcome else { return try evaluateQuantum(context) }
    outcome.twin = TwinRecord(
      directions: moments.flatMap { $0.directions.flatMap(\.components) },
      totalSpin: moments.flatMap { $0.totalSpin.components }, excess: excess)
    return outcome
  }

  private func classicalMoments(
    _ context: PointContext
  ) throws(EvaluationError) -> [ClassicalObservation] {
    let chain = try classicalChain()
    let evolution = try evaluating("the levels of the hopping") {
      try ClassicalEvolution(chain)
    }
    let times = savedTimes.values
    let unit = PhysicalConstants.reducedPlanckElectronvoltFemtosecond / classicalUnit
    var moments = [evolution.observation]
    for (last, next) in zip(times, times.dropFirst()) {
      try evolution.advance(by: (next - last) / unit, poll: context.poll)
      moments.append(evolution.observation)
    }
    return moments
  }

  private func record(
    of moments: [ClassicalObservation]
  ) throws(EvaluationError) -> TimeRecord {
    var record = TimeRecord(of: self)
    for moment in moments {
      var numbers: [Double] = []
      for (series, size) in zip(Self.series, measuredSizes) where size > 0 {
        guard let values = moment.values(of: series.name, unit: classicalUnit),
          values.count == size
        else { throw .failed("a classical chain has no '\(series.name)'") }
        numbers += values
      }
      record.append(numbers)
    }
    return record
  }

  /// What a classical chain cannot have, or would take too much memory.
  ///
  /// - Parameter reason: The parameter to change and what is wrong with it; nil if nothing is.
  static func twinRule(
    _ reason: @escaping @Sendable (Self) -> (parameter: String, has: String)?
  ) -> @Sendable (Self) -> Conflict? {
    { model in
      guard model.twin.needsTwin else { return nil }
      if let (parameter, what) = reason(model) {
        return Conflict(
          parameter,
          "the classical twin ('local_spins' = \"classical\", 'classical_spin', 'total_spin', "
            + "'quantum_excess') \(what)")
      }
      return Conflict(
        "sites",
        "the classical twin is for at most \(mostTwinSites) sites, not \(model.siteCount)",
        where: model.siteCount > mostTwinSites)
    }
  }

  private static var mostTwinSites: Int { 2000 }

  /// Bytes of the twin's propagators, levels and moments.
  var twinBytes: Int {
    guard twin.needsTwin else { return 0 }
    return 16 * siteCount * siteCount * 7 + 64 * orbitalCount * siteCount
      + 8 * savedTimes.values.count * (4 * siteCount + 20 * spinCount)
  }

  /// Seconds that the twin takes on one core.
  var twinSeconds: Double {
    guard twin.needsTwin else { return 0 }
    // Energies of some eV: steps of 0.02 fs with five parts each.
    let steps = 250 * savedTimes.end * max(1, classicalUnit)
    let sites = Double(siteCount)
    return 1e-3 + 2e-8 * sites * sites * sites
      + steps * (1e-6 + 1e-9 * sites * sites * Double(orbitalCount))
  }
}

extension TimeSeries {
  /// The dimension, of one value, of what needs quantum spins.
  static var quantum: String { "quantum_spins" }
}

extension Array {
  /// The series, of which those that a classical chain lacks exist with quantum spins alone.
  func ofQuantumSpins<M>() -> [TimeSeries<M>] where Element == TimeSeries<M> {
    map { series in
      ClassicalObservation.names.contains(series.name)
        ? series : series.existing(with: TimeSeries<M>.quantum)
    }
  }
}

extension ClassicalObservation {
  /// The series that a classical chain has.
  fileprivate static let names: Set = [
    "charge_density", "electron_spin_density", "electron_spin", "electron_spin_total",
    "local_spin", "local_spin_total", "energy",
  ]

  /// The values of a series.
  fileprivate func values(of name: String, unit: Double) -> [Double]? {
    switch name {
    case "charge_density": chargeDensity
    case "electron_spin_density": electronSpinDensity.flatMap(\.components)
    case "electron_spin": averageElectronSpin.components
    case "electron_spin_total": electronSpin.components
    case "local_spin": localSpins.flatMap(\.components)
    case "local_spin_total": localSpins.reduce(.zero, +).components
    case "energy": [energy * unit]
    default: nil
    }
  }

  /// Of one of them.
  private var averageElectronSpin: Vector3 {
    let electrons = chargeDensity.reduce(0, +)
    return electrons > 1e-9 ? electronSpin / electrons : .zero
  }
}

extension ClassicalChain.Spin {
  /// The spins of a layer.
  ///
  /// - Parameters:
  ///   - first: Site of the first one, from 1.
  ///   - directions: Of each.
  ///   - twiceSpin: 2S.
  static func layer(
    from first: Int, along directions: [Vector3], twiceSpin: Int
  ) -> [ClassicalChain.Spin] {
    directions.enumerated().map { index, direction in
      ClassicalChain.Spin(
        site: first - 1 + index, length: Double(twiceSpin), direction: direction,
        isCoupledToNext: index + 1 < directions.count)
    }
  }
}
