import QuantumChains
import Teams
import TensorNetworks
import Units

extension SpinChainModel {
  static let quantities: [Quantity<Outcome>] = [
    .array(
      "electron_spin", unit: .one, ["time", "component"],
      "spin of the electron in units of hbar/2", source: "Mondal et al., Eq. (6)"
    ) { $0.electronSpin },
    .array(
      "local_spin", unit: .one, ["time", "spin", "component"],
      "localized spins <2S> in units of hbar/2", source: "Mondal et al., Eq. (6)"
    ) { $0.localSpin },
    .array(
      "purity", unit: .one, ["time"],
      "purity of the localized spins together, which is that of the electron",
      source: "Mondal et al., Eq. (7)"
    ) { $0.purity },
    .array(
      "entropy", unit: .one, ["time"],
      "von Neumann entropy of the localized spins together, in nats",
      source: "Suresh et al., Eq. (6)"
    ) { $0.entropy },
    .array(
      "orbital_purity", unit: .one, ["time"],
      "purity of the electron's position alone; below 1 it is correlated with spins",
      source: "Mondal et al., Eq. (7) for the orbital"
    ) { $0.orbitalPurity },
    .array(
      "configuration_probability", unit: .one, ["time", "configuration"],
      "probability of a configuration of electron spin and localized spins",
      source: "Mondal et al., Eq. (8)"
    ) { $0.configurations },
    .array(
      "charge_density", unit: .one, ["time", "site"],
      "probability of finding the electron on a site", source: "Mondal et al., Fig. 1"
    ) { $0.chargeDensity },
    .array(
      "energy", unit: .electronvolt, ["time"], "expectation value of the Hamiltonian",
      source: "Mondal et al., Eq. (3)"
    ) { $0.energy },
    .array(
      "norm_error", unit: .one, ["time"], "norm of the state minus one", source: "numerics"
    ) { $0.normError },
    .number(
      "reflection_time", unit: .femtosecond,
      "time from which on the localized spins can feel what the ends of the chain reflect",
      source: "group velocity of the packet's front", undefinedWhere: "it is infinite"
    ) { $0.reflectionTime.isFinite ? $0.reflectionTime : .nan },
  ]
}

extension SpinChainModel.Outcome {
  /// All that grows with time.
  private static let arrays: [WritableKeyPath<Self, [Double]> & Sendable] = [
    \.electronSpin, \.localSpin, \.entropy, \.purity, \.orbitalPurity, \.configurations,
    \.chargeDensity, \.energy, \.normError,
  ]

  func save(to sink: any RestartSink) {
    for array in Self.arrays { sink.append(array: self[keyPath: array]) }
  }

  /// Nil if the state is not one of `keptTimes` saved times.
  init?(_ source: any RestartSource, keptTimes: Int) {
    self.init()
    for array in Self.arrays {
      guard let values = source.readArray(of: Double.self) else { return nil }
      self[keyPath: array] = values
    }
    guard normError.count == keptTimes else { return nil }
  }
}
