import Units

extension SpinValveModel {
  static let parameters: [Parameter<Self>] =
    ChainSetup.parameters.map { $0.held(at: \.setup) } + [
      .integer(
        "layer_spins", \.layerSpins, 1...30, "number of localized spins of each layer",
        source: "Suresh et al., Sec. III"),
      .integer(
        "polarizer_start", \.polarizerStart, 1...1_000_000,
        "site of the first spin of the polarizer FM_p", source: "choice; open in Suresh et al."),
      .integer(
        "spacer_sites", \.spacerSites, -1_000_000...1_000_000,
        "sites N_NM without localized spins between the layers",
        source: "choice; open in Suresh et al."),
      .choice(
        "electron_spin_state", \.electronSpinState,
        "spin of the electron at the start; unpolarized is a mixture of up and down",
        source: "Suresh et al., Eq. (10)"),
      .direction(
        "polarizer_direction", \.polarizerDirection,
        "where the polarizer's spins point at the start: a product of spin coherent states",
        source: "Suresh et al., Eq. (10), for up; else choice"),
      .direction(
        "analyzer_direction", \.analyzerDirection,
        "where the analyzer's spins point at the start: a product of spin coherent states",
        source: "Suresh et al., Eq. (10), for down; else choice"),
      twinParameter,
      .number(
        "temperature", \.temperature, unit: .kelvin, .nonNegative,
        "temperature of the layers' Gibbs state at the start; at 0 K a field however weak selects "
          + "polarizer up, analyzer down",
        source: "Suresh et al., Eqs. (10), (12)"),
      .number(
        "gibbs_bias", \.gibbsBias, unit: .electronvolt, .any,
        "field h that adds -h sigma_z in the polarizer and +h sigma_z in the analyzer to the Gibbs "
          + "state's energy, and to nothing else; without it that state has no magnetization",
        source: "not in Suresh et al., whose Fig. 3(d) needs it"),
      .integer(
        "flip_cutoff", optional: \.flipCutoff, 0...30,
        "most spins of a layer that may differ in number from those flipped at the start; all "
          + "unless set",
        source: "numerics; 'truncated_weight' is its measure"),
      .number(
        "support_cutoff", \.supportCutoff, unit: .one, .closed(0, 1e-2),
        "eigenstates of a layer with less probability are left out of the partial transpose; "
          + "unused for up to 4 spins a layer, where that saves little",
        source: "numerics; the negativity can only become smaller"
      ).bookkeeping(),
      .numbers(
        "wave_numbers", \.waveNumbers, unit: .one, .closed(-1000, 1000),
        "wave numbers of the quantum Fisher information, times the lattice constant",
        source: "Suresh et al., Fig. 7"
      ).bookkeeping(),
      .number(
        "correlator_step", optional: \.correlatorStep, unit: .femtosecond, .positive,
        "step of the grid of times for correlators of two times; unless set, there are none",
        source: "numerics; 0.1 fs or less"
      ).bookkeeping(),
      .numbers(
        "probe_times", \.probeTimes, unit: .femtosecond, .nonNegative,
        "centers of the Gaussian probe pulses of the structure factor; none unless set",
        source: "Suresh et al., Sec. IV"
      ).bookkeeping().following(where: { $0.probeTimes.isEmpty }),
      .number(
        "probe_width", \.probeWidth, unit: .femtosecond, .positive,
        "standard deviation of the probe pulses", source: "choice"
      ).bookkeeping(),
      .numbers(
        "frequencies", \.frequencies, unit: .electronvolt, .any,
        "frequencies of the structure factor: energy that the probe gives to the spins",
        source: "choice"
      ).bookkeeping(),
      .texts(
        "density_matrix_elements", \.densityMatrixElements,
        form: "two product states of all localized spins in u and d, such as \"uudd|dduu\"",
        where: isElement,
        "rows and columns of the layers' density matrix that 'density_matrix_element' has",
        source: "output"
      ).bookkeeping(),
    ] + BathSetup.parameters.map { $0.held(at: \.bath) }
}
