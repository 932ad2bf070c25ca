import Units

extension TDMRGModel {
  static let parameters: [Parameter<Self>] =
    [
      .integer(
        "sites", \.sites, 2...10_000, "length N of the chain; sites are numbered from 1",
        source: "Petrović et al., Fig. 2; Suresh et al., Fig. 6")
    ]
    + ChainCouplings.parameters(source: "Petrović et al., Eq. (1)").map {
      $0.held(at: \.couplings)
    }
    + chainParameters + layerParameters + [twinParameter] + startParameters + electronParameters
    + numerics
    + SavedTimes.parameters(source: "Petrović et al., Fig. 4").map { $0.held(at: \.savedTimes) }
    + [
      .numbers(
        "wave_numbers", \.waveNumbers, unit: .one, .closed(-1000, 1000),
        "wave numbers of the quantum Fisher information, times the lattice constant",
        source: "Suresh et al., Fig. 7"
      ).bookkeeping()
    ]

  private static let chainParameters: [Parameter<Self>] = [
    .profile(
      "site_potential", \.sitePotential, unit: .electronvolt, .any,
      "energy of an electron on each site of the chain; empty: 0 on all",
      source: "tight-binding model"),
    .profile(
      "bond_hopping", \.bondHopping, unit: .electronvolt, .any,
      "hopping on each bond of the chain in place of 'hopping'; empty: the same on all",
      source: "tight-binding model"),
    .number(
      "hubbard_u", \.hubbardRepulsion, unit: .electronvolt, .any,
      "Hubbard's repulsion U of two electrons on a site, after the release",
      source: "Hubbard model; outlook of Petrović et al."),
  ]

  private static let layerParameters: [Parameter<Self>] = [
    .integer(
      "layers", \.layers, 1...2,
      "layers of localized spins",
      source: "Petrović et al., Fig. 2; Suresh et al., Fig. 1"),
    .integer(
      "layer_spins", \.layerSpins, 1...1000, "number N_FM of localized spins of each layer",
      source: "Petrović et al., Fig. 2"),
    .integer(
      "second_layer_spins", \.secondLayerSpins, 1...1000,
      "number of localized spins of the second layer, if there are two: 'layer_spins' unless set",
      source: "layers of unequal length"
    ).following(where: { $0.givenSecondLayerSpins == nil }),
    .number(
      "local_spin", \.localSpin, unit: .one, .positiveHalfInteger,
      "quantum number S of every localized spin", source: "Mondal et al., Appendix"),
    .integer(
      "layer_start", \.layerStart, 1...10_000,
      "site of the first spin of the layer; of the first of two layers: 51 unless set",
      source: "Petrović et al., Fig. 2; open in Suresh et al."
    ).following(where: { $0.givenLayerStart == nil }),
    .integer(
      "second_layer_start", \.secondLayerStart, 1...10_000,
      "site of the first spin of the second layer, if there are two",
      source: "choice; open in Suresh et al."),
    .direction(
      "layer_direction", \.layerDirection,
      "where the spins of the (first) layer point at the start, a product of spin coherent "
        + "states: down, or of two layers up, unless set",
      source: "Petrović et al., Fig. 1; Suresh et al., Fig. 1"
    ).following(where: { $0.givenLayerDirection == nil }),
    .direction(
      "second_layer_direction", \.secondLayerDirection,
      "where the spins of the second layer point at the start, if there are two",
      source: "Suresh et al., Fig. 1"),
  ]

  private static let startParameters: [Parameter<Self>] = [
    .choice(
      "start", \.start,
      "state at the start: electrons in the orbitals of the well and layers by 'layer_state', or "
        + "the ground state of the whole chain with well and fields",
      source: "outlook of Petrović et al."),
    .choice(
      "layer_state", \.layerState,
      "state of the (first) layer at the start: a product along 'layer_direction', or its ground "
        + "state by itself",
      source: "outlook of Petrović et al."),
    .choice(
      "second_layer_state", \.secondLayerState,
      "state of the second layer at the start, if there are two",
      source: "outlook of Petrović et al."),
    .number(
      "layer_field", \.layerField, unit: .electronvolt, .any,
      "field on the localized spins along the direction of their layer before the release, where "
        + "ground states are taken (Pauli matrices)",
      source: "Petrović et al., Eq. (6)"),
  ]

  private static let electronParameters: [Parameter<Self>] = [
    .integer(
      "electrons", \.electrons, 0...1000, "number N_e of electrons in the pulse",
      source: "Petrović et al., Fig. 2"),
    .choice(
      "electron_axis", \.electronAxis,
      "spin of the electrons: all along +z, +x, or 'electron_polar_angle' and "
        + "'electron_azimuth', or half of them up and half down",
      source: "Petrović et al., Eq. (5); Suresh et al., Eq. (21)"),
    .number(
      "electron_polar_angle", \.electronPolarAngle, unit: .radian, .closed(-1000, 1000),
      "polar angle of the electrons' spins from +z, with 'electron_axis' = \"angles\"",
      source: "Petrović et al., Fig. 1"),
    .number(
      "electron_azimuth", \.electronAzimuth, unit: .radian, .closed(-1000, 1000),
      "azimuth of the electrons' spins from +x, with 'electron_axis' = \"angles\"",
      source: "Petrović et al., Fig. 1"),
    .integer(
      "confined_sites", \.confinedSites, 1...10_000,
      "sites N_conf of the well from which the electrons are released, from the left end",
      source: "Petrović et al., Eq. (4)"),
    .number(
      "confinement", \.confinement, unit: .electronvolt, .nonNegative,
      "depth V of the well before the release", source: "Petrović et al., Eq. (4)"),
    .number(
      "electron_field", \.electronField, unit: .electronvolt, .nonNegative,
      "Zeeman energy that polarizes the electrons in the well and deepens it; none if unpolarized",
      source: "Petrović et al., Eq. (5)"),
  ]

  private static let numerics: [Parameter<Self>] = [
    .number(
      "time_step", \.timeStep, unit: .one, .positive,
      "longest time step in units of hbar/hopping; saved times are multiples of the one that is "
        + "used",
      source: "Petrović et al., Sec. II"),
    .integer(
      "order", \.order, 2...4, "order of the Trotter scheme: 2, or 4 (optimized, eleven layers)",
      source: "Petrović et al., Eq. (8); Barthel and Zhang, Ann. Phys. 418, 168165 (2020)"),
    .integer(
      "max_bond", \.maximumBond, 1...100_000, "largest number of states of a bond",
      source: "Petrović et al., Sec. II"),
    .integer(
      "min_bond", \.minimumBond, 1...100_000,
      "number of states up to which a bond keeps all, whatever 'truncation' says",
      source: "Petrović et al., Sec. II"),
    .number(
      "truncation", \.truncation, unit: .one, .closed(0, 0.1),
      "largest weight that one truncation may drop, as long as 'max_bond' allows",
      source: "Petrović et al., Sec. II"),
    .number(
      "discarded_weight_budget", \.discardedWeightBudget, unit: .one, .positive,
      "dropped weight, summed over all truncations, up to which results are trusted",
      source: "numerics; errors of a spin are some 0.3 to 0.5 times that sum"
    ).bookkeeping(),
  ]
}
