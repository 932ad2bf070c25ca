import QuantumChains
import Units

/// Baths of the localized spins, and how the open system is computed.
struct BathSetup: Sendable {
  var kind = Kind.none
  var bath = OhmicBath()
  /// The terms of the power series.
  var series = JumpSeries()
  var jumpHamiltonian = JumpHamiltonian.layer
  var method = Method.trajectories
  var trajectories = 200

  enum Kind: String, CaseIterable, Sendable {
    case none, ohmic
    case powerSeries = "power-series"
  }

  /// The bath that jump operators are made with.
  var physics: OhmicBath {
    var bath = bath
    if kind == .powerSeries { bath.series = series }
    return bath
  }

  enum Method: String, CaseIterable, Sendable {
    case trajectories
    case densityMatrix = "density-matrix"
  }

  static let parameters: [Parameter<BathSetup>] = [
    .choice(
      "bath", \.kind,
      "baths of bosons, one for each component of each localized spin: ohmic ones, or the same "
        + "with jump operators from a power series in commutators",
      source: "Suresh et al., Eqs. (14)-(18)"),
    .integer(
      "bath_series_first", \.series.first, 0...1,
      "first n of the power series: 1 as printed, which leaves out the largest term",
      source: "Suresh et al., Eq. (18)"),
    .integer(
      "bath_series_last", \.series.last, 1...40, "last n of the power series",
      source: "Suresh et al., Eq. (18)"),
    .number(
      "bath_temperature", \.bath.temperature, unit: .kelvin, .nonNegative,
      "temperature T_bb of the baths", source: "Suresh et al., Fig. 3(d)"),
    .number(
      "bath_coupling", \.bath.coupling, unit: .one, .nonNegative, "coupling g of a spin to a bath",
      source: "Suresh et al., Eq. (16)"),
    .number(
      "bath_strength", \.bath.strength, unit: .electronvolt, .nonNegative,
      "reorganization energy Gamma", source: "Suresh et al., Eq. (20); its value is open there"),
    .number(
      "bath_cutoff", \.bath.cutoff, unit: .electronvolt, .positive,
      "frequency omega_m beyond which a bath has no modes",
      source: "Suresh et al., Eq. (20); its value is open there"),
    .choice(
      "bath_spectrum", \.bath.spectrum,
      "spectral density with 1 + n, so that the Gibbs state is in equilibrium, or with n as "
        + "printed",
      source: "Suresh et al., Eq. (20)"),
    .choice(
      "bath_components", \.bath.components,
      "components of each localized spin that have a bath of their own",
      source: "choice; ambiguous in Suresh et al., Eq. (16)"),
    .choice(
      "jump_hamiltonian", \.jumpHamiltonian,
      "whose eigenstates jump operators are made of: each layer alone, or electron and layers",
      source: "Suresh et al., Eq. (18); open there"),
    .choice(
      "bath_method", \.method,
      "average of quantum trajectories, or the whole density matrix of a small system",
      source: "Suresh et al., Sec. III B"),
    .integer(
      "trajectories", \.trajectories, 2...1_000_000, "number of quantum trajectories",
      source: "Suresh et al., Sec. III B"
    ).bookkeeping(),
  ]
}
