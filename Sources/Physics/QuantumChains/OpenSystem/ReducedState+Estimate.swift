import Numerics
public import Teams

extension ReducedState {
  /// Numbers of a state that is known as a sum over groups of a sample, with their standard errors by
  /// the jackknife; zero for one group, which then is exact.
  ///
  /// - Parameters:
  ///   - groups: The parts of the state.
  ///   - evaluate: The numbers of a state whose trace is 1.
  /// - Throws: What `evaluate` throws.
  public static func estimate(
    _ groups: [ReducedState], _ evaluate: (ReducedState) throws(EvaluationError) -> [Double]
  ) throws(EvaluationError) -> (values: [Double], errors: [Double]) {
    guard var whole = groups.first else { return ([], []) }
    for group in groups.dropFirst() { try whole.include(group, 1) }
    let values = try evaluate(whole.normalised())
    guard groups.count > 1 else {
      return (values, [Double](repeating: 0, count: values.count))
    }
    var partial: [[Double]] = []
    for group in groups {
      var rest = whole
      try rest.include(group, -1)
      partial.append(try evaluate(rest.normalised()))
    }
    return (values, Jackknife.standardErrors(partial))
  }

  private mutating func include(
    _ other: ReducedState, _ factor: Double
  ) throws(EvaluationError) {
    do throws(EntanglementError) {
      try add(other, scaledBy: factor)
    } catch {
      throw .failed(EvaluationFailure(error))
    }
  }

  /// The state with trace 1.
  private func normalised() throws(EvaluationError) -> ReducedState {
    var result = self
    try result.include(self, 1 / layers.trace - 1)
    return result
  }
}

extension ValveObservables {
  /// What is known of a state of which only this much is kept.
  ///
  /// - Throws: `EntanglementError`.
  public init(_ state: ReducedState) throws(EntanglementError) {
    self.init(state.pair)
    let configurations = state.layers.probabilities
    probabilities = configurations.values
    chargeDensity = state.chargeDensity
    energy = state.energy
    let patterns = [0, 1].map { pair.pattern(ofLayer: $0).values }
    let none = patterns.map { [Double](repeating: 0, count: $0.count) }
    let spins = [0, 1].flatMap { layer in
      (0..<pair.chain.layers[layer].spins).map { spin in
        let single = patterns[layer].map { $0[spin] }
        return configurations.mean(
          of: DiagonalObservable(
            a: layer == 0 ? single : none[0], b: layer == 1 ? single : none[1]))
      }
    }
    moments = ChainMoments(
      electronSpin: Vector3(0, 0, state.electronSpin),
      localSpins: spins.map { Vector3(0, 0, $0) }, norm: state.layers.trace)
    let flips = [0, 1].map { pair.flips(ofLayer: $0, startsDown: $0 == 1) }
    func states(_ layer: Int, _ flipped: Int) -> [Int] {
      flips[layer].indices.filter { flips[layer][$0] == flipped }
    }
    guard let groundA = states(0, 0).first, let groundB = states(1, 0).first else { return }
    wStateFidelity = state.layers.expectation(
      of: WState.vector(
        excitedA: states(0, 1), groundA: groundA, excitedB: states(1, 1), groundB: groundB))
  }
}
