import Numerics
public import Teams

/// Energies around a ground state, in units of γ.
public struct GroundLevel: Sendable, Equatable {
  /// ⟨H⟩ of the ground state.
  public let energy: Double
  /// Distance of the next level.
  public let gap: Double
  /// ⟨H²⟩ − ⟨H⟩²: how far what was found is from an eigenstate.
  public let variance: Double

  /// All numbers, to save them.
  public var numbers: [Double] { [energy, gap, variance] }

  /// A level with the given energies.
  public init(energy: Double, gap: Double, variance: Double) {
    (self.energy, self.gap, self.variance) = (energy, gap, variance)
  }

  /// What `numbers` gave; nil if these are no such numbers.
  public init?(_ numbers: ArraySlice<Double>) {
    guard let energy = numbers.first, numbers.count == 3 else { return nil }
    self.init(
      energy: energy, gap: numbers[numbers.startIndex + 1],
      variance: numbers[numbers.startIndex + 2])
  }
}

/// A chain just before its electrons are released.
public struct PreparedPulse: Sendable {
  /// In canonical form.
  public let state: MatrixProductState
  /// Of the whole chain, if it starts in its ground state; else of each layer that does.
  public let levels: [GroundLevel]
}

/// Makes the state in which a chain starts: a determinant of electrons with localized spins, of
/// which layers may be in their ground states, or the ground state of everything.
public final class PulsePreparation {
  private let pulse: PulseChain
  private let rule: TruncationRule
  /// Ground states that are known already: of the first layers that need one.
  private var known: [(level: GroundLevel, state: MatrixProductState)] = []
  /// What was saved of the search that comes next.
  private var pending: (any RestartSource)?

  /// - Parameters:
  ///   - pulse: The chain.
  ///   - rule: Which Schmidt states ground states keep.
  public init(_ pulse: PulseChain, rule: TruncationRule) {
    (self.pulse, self.rule) = (pulse, rule)
  }

  /// Whether there is a ground state to be looked for.
  public var isLong: Bool { pulse.start == .groundState || !pulse.groundLayers.isEmpty }

  /// - Parameter poll: Called within searches with a closure that saves what is known.
  /// - Throws: What `poll` throws; `EvaluationError.failed` if a ground state is not unique or is
  ///   not found.
  public func run(
    poll: (@escaping (any RestartSink) -> Void) throws(EvaluationError) -> Void = { _ in }
  ) throws(EvaluationError) -> PreparedPulse {
    if pulse.start == .groundState {
      let found = try ground(
        of: pulse.staticChain, electrons: pulse.electrons, called: "the chain", poll: poll)
      return PreparedPulse(state: found.state, levels: [found.level])
    }
    var states: [Int: MatrixProductState] = [:]
    var levels: [GroundLevel] = []
    for (index, layer) in pulse.groundLayers.enumerated() {
      if index == known.count {
        let name = pulse.layers.count == 1 ? "the layer" : "layer \(layer + 1)"
        known.append(
          try ground(of: pulse.layerChain(layer), electrons: 0, called: name, poll: poll))
      }
      states[layer] = known[index].state
      levels.append(known[index].level)
    }
    let orbitals = try EvaluationError.decomposing(pulse.initialOrbitals)
    return PreparedPulse(
      state: try pulse.determinant(of: orbitals, layers: states), levels: levels)
  }

  private func ground(
    of chain: Chain, electrons: Int, called name: String,
    poll: (@escaping (any RestartSink) -> Void) throws(EvaluationError) -> Void
  ) throws(EvaluationError) -> (level: GroundLevel, state: MatrixProductState) {
    let search = try GroundStateSearch(
      chain, electrons: electrons, isMirrored: pulse.isMirrored, rule: rule)
    if let pending {
      self.pending = nil
      guard try search.restore(from: pending) else {
        throw .failed("the saved search for a ground state is damaged")
      }
    }
    let found = try search.run(named: name) { (save) throws(EvaluationError) in
      try poll { sink in
        sink.append(self.known.count)
        for (level, state) in self.known {
          sink.append(array: level.numbers)
          state.save(to: sink)
        }
        save(sink)
      }
    }
    return (
      GroundLevel(energy: found.energy, gap: found.gap, variance: found.variance), found.state
    )
  }

  /// Goes on from what was saved; whether it fits.
  public func restore(from source: any RestartSource) -> Bool {
    let layers = pulse.start == .pulse ? pulse.groundLayers : []
    guard let count = source.read(Int.self), (0...layers.count).contains(count) else {
      return false
    }
    var known: [(level: GroundLevel, state: MatrixProductState)] = []
    for layer in layers.prefix(count) {
      var state = MatrixProductState(blankOn: pulse.layerChain(layer).sites.map(\.space))
      guard let numbers = source.readArray(of: Double.self),
        let level = GroundLevel(numbers[...]), state.restore(from: source)
      else { return false }
      known.append((level, state))
    }
    (self.known, pending) = (known, source)
    return true
  }
}

extension PulseChain {
  /// Layers, from 0, that start in a ground state of their own.
  var groundLayers: [Int] {
    start == .pulse ? layers.indices.filter { state(ofLayer: $0) == .ground } : []
  }
}
