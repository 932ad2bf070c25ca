import Units

extension SpinChainModel {
  static let parameters: [Parameter<Self>] =
    ChainSetup.parameters.map { $0.held(at: \.setup) } + [
      .integer(
        "layer_spins", \.layerSpins, 1...60, "number N of localized spins",
        source: "Mondal et al., Fig. 1"),
      .number(
        "local_spin", \.localSpin, unit: .one, .positiveHalfInteger,
        "quantum number S of a localized spin; above 1/2 for a single one only",
        source: "Mondal et al., Appendix"),
      .number(
        "sd_scale", \.sdScale, unit: .one, .any,
        "factor kappa of the sd exchange sigma . kappa S; 2 gives Pauli matrices for S = 1/2",
        source: "Mondal et al., Eq. (3)"),
      .integer(
        "layer_start", \.layerStart, 1...1_000_000, "site of the first localized spin",
        source: "choice; Mondal et al. have them in the middle"),
      .choice(
        "packet", \.packet,
        "start of the electron: a Gaussian packet, or the lowest orbital of a well on the left",
        source: "Mondal et al., Eq. (4); Suresh et al., Eq. (21)"),
      .integer(
        "confined_sites", \.confinedSites, 1...1_000_000, "sites of the well, from the left end",
        source: "Suresh et al., Eq. (21)"),
      .number(
        "confinement", \.confinement, unit: .electronvolt, .positive, "depth of the well",
        source: "Suresh et al., Eq. (21)"),
      .number(
        "electron_polar_angle", \.electronPolarAngle, unit: .radian, .closed(-1000, 1000),
        "polar angle of the electron's spin from +z", source: "Mondal et al., Eq. (4)"),
      .number(
        "electron_azimuth", \.electronAzimuth, unit: .radian, .closed(-1000, 1000),
        "azimuth of the electron's spin from +x", source: "Mondal et al., Eq. (4)"),
      twinParameter,
      .direction(
        "layer_direction", \.layerDirection,
        "where the localized spins point at the start: a product of spin coherent states",
        source: "Mondal et al., Eq. (5), for up; else choice"),
      .integer(
        "successive_electrons", \.successiveElectrons, 1...1000,
        "electrons that pass one after the other, each for 'end_time' and then discarded; "
          + "quantities over time have a dimension 'electron' if there are several",
        source: "choice; Mondal et al. have one"),
      .rows(
        "electron_directions", \.electronDirections, of: ["polar angle", "azimuth"], unit: .radian,
        .closed(-1000, 1000),
        "polar angle and azimuth of each electron's spin; unless set, all have "
          + "'electron_polar_angle' and 'electron_azimuth'",
        source: "choice"),
      .integer(
        "levels", \.levels, 1...1000, "lowest levels of each sector of S_z in the spectrum",
        source: "Mondal et al., Fig. 2"
      ).bookkeeping(),
      .number(
        "degeneracy_width", \.degeneracyWidth, unit: .electronvolt, .nonNegative,
        "levels that are no farther above the lowest count as degenerate with it",
        source: "choice: what Fig. 2 of Mondal et al. can resolve"
      ).bookkeeping(),
    ]
}
