import Macrospins
import QuantumChains
import Teams
import TensorNetworks

extension SpinValveModel {
  /// Everything at each saved time, one array a quantity.
  struct Outcome {
    let reflectionTime: Double
    private(set) var electronSpin: [Double] = []
    private(set) var localSpin: [Double] = []
    private(set) var chargeDensity: [Double] = []
    private(set) var entropyLayers: [Double] = []
    private(set) var entropyPolarizer: [Double] = []
    private(set) var entropyAnalyzer: [Double] = []
    private(set) var mutualInformation: [Double] = []
    private(set) var purity: [Double] = []
    private(set) var negativity: [Double] = []
    private(set) var droppedWeight: [Double] = []
    private(set) var fisherInformation: [Double] = []
    private(set) var exactFisherInformation: [Double] = []
    private(set) var magnons: [Double] = []
    private(set) var wStateFidelity: [Double] = []
    private(set) var truncatedWeight: [Double] = []
    private(set) var energy: [Double] = []
    private(set) var normError: [Double] = []

    /// The standard errors of all of these, as an outcome of their own; none without trajectories.
    private(set) var standardErrors: [Outcome] = []

    init(reflectionTime: Double) { self.reflectionTime = reflectionTime }
  }
}

extension SpinValveModel.Outcome {
  /// Appends what is known of the next time.
  ///
  /// - Parameters:
  ///   - observables: Of the whole mixture.
  ///   - layers: The layers' state; nil if no quantity of it is wanted.
  ///   - model: What is wanted of it.
  ///   - poll: Called between eigenvalue problems.
  mutating func append(
    _ observables: ValveObservables, _ layers: (some BipartiteState)?, _ model: SpinValveModel,
    poll: Poll
  ) throws(EvaluationError) {
    let moments = observables.moments
    electronSpin += moments.electronSpin.components
    localSpin += moments.localSpins.flatMap(\.components)
    normError.append(moments.norm - 1)
    chargeDensity += observables.chargeDensity
    wStateFidelity.append(observables.wStateFidelity)
    truncatedWeight.append(observables.truncatedWeight)
    energy.append(observables.energy)
    magnons += observables.magnonProbabilities(spins: 2 * model.layerSpins)
    for wave in model.waveNumbers {
      fisherInformation.append(observables.fisherInformation(waveNumber: wave))
    }
    guard let layers else { return }
    let summary = try EntanglementSummary(
      of: layers, supportCutoff: model.leastProbability, negativity: model.wanted.negativity,
      poll: poll)
    entropyLayers.append(summary.entropyAB)
    entropyPolarizer.append(summary.entropyA)
    entropyAnalyzer.append(summary.entropyB)
    mutualInformation.append(summary.mutualInformation)
    purity.append(summary.purity)
    negativity.append(summary.logarithmicNegativity ?? .nan)
    droppedWeight.append(summary.droppedWeight)
    guard model.wanted.exactFisherInformation else { return }
    for wave in model.waveNumbers {
      exactFisherInformation.append(
        try EvaluationError.wrapping {
          try FisherInformation.exact(
            observables.spinWave(wave), layers, spins: 2 * model.layerSpins)
        })
    }
  }

  /// Appends what is known of the next time from groups of a sample, with standard errors.
  mutating func append(
    _ groups: [ReducedState], _ model: SpinValveModel,
    poll: Poll
  ) throws(EvaluationError) {
    var sizes: [Int] = []
    let (values, errors) = try ReducedState.estimate(groups) {
      state throws(EvaluationError) in
      var single = Self(reflectionTime: reflectionTime)
      try single.append(
        ValveObservables(state), model.wanted.layers ? state.layers : nil, model, poll: poll)
      sizes = Self.arrays.map { single[keyPath: $0].count }
      return Self.arrays.flatMap { single[keyPath: $0] }
    }
    var deviations = standardErrors.first ?? Self(reflectionTime: reflectionTime)
    var place = 0
    for (array, size) in zip(Self.arrays, sizes) {
      self[keyPath: array] += values[place..<place + size]
      deviations[keyPath: array] += errors[place..<place + size]
      place += size
    }
    standardErrors = [deviations]
  }

  /// All that grows with time.
  private static let arrays: [WritableKeyPath<Self, [Double]> & Sendable] = [
    \.electronSpin, \.localSpin, \.chargeDensity, \.entropyLayers, \.entropyPolarizer,
    \.entropyAnalyzer, \.mutualInformation, \.purity, \.negativity, \.droppedWeight,
    \.fisherInformation, \.exactFisherInformation, \.magnons, \.wStateFidelity, \.truncatedWeight,
    \.energy, \.normError,
  ]

  func save(to sink: any RestartSink) {
    sink.append(standardErrors.count)
    for outcome in [self] + standardErrors {
      for array in Self.arrays { sink.append(array: outcome[keyPath: array]) }
    }
  }

  /// Nil if the state is not one of `keptTimes` saved times.
  init?(_ source: any RestartSource, keptTimes: Int, reflectionTime: Double) {
    self.init(reflectionTime: reflectionTime)
    guard let twins = source.read(Int.self), (0...1).contains(twins), readArrays(source) else {
      return nil
    }
    if twins == 1 {
      var errors = Self(reflectionTime: reflectionTime)
      guard errors.readArrays(source) else { return nil }
      standardErrors = [errors]
    }
    guard normError.count == keptTimes else { return nil }
  }

  private mutating func readArrays(_ source: any RestartSource) -> Bool {
    for array in Self.arrays {
      guard let values = source.readArray(of: Double.self) else { return false }
      self[keyPath: array] = values
    }
    return true
  }
}
