import Macrospins
import Units

extension Magnet {
  /// The device's parameters as job files name them, shared by every model of a macrospin.
  package static let parameters: [Parameter<Magnet>] = [
    .number(
      "saturation_magnetization", \.saturationMagnetization, unit: .amperePerMeter, .positive,
      "saturation magnetization M_s", source: "Zheng et al., Sec. V"),
    .number(
      "radius", \.radius, unit: .meter, .positive, "radius of the disc",
      source: "Zheng et al., Sec. V"),
    .number(
      "thickness", \.thickness, unit: .meter, .positive, "thickness t_f of the free layer",
      source: "Zheng et al., Sec. V"),
    .number(
      "demagnetization_axial", \.demagnetizationAxial, unit: .one, .closed(0, 1),
      "demagnetizing factor N_z along the axis", source: "Zheng et al., Eq. (42)"
    ).following { $0.demagnetization != nil },
    .number(
      "demagnetization_transverse", \.demagnetizationTransverse, unit: .one, .closed(0, 1),
      "demagnetizing factor N_xy across the axis", source: "Zheng et al., Eq. (42)"
    ).following { $0.demagnetization != nil },
    .choice(
      "demagnetization", optional: \.demagnetization,
      "shape that both demagnetizing factors follow from, by radius and thickness",
      source: "Joseph, J. Appl. Phys. 37, 4639 (1966)"
    ).replacing("demagnetization_axial", "demagnetization_transverse"),
    .number(
      "interfacial_anisotropy", \.interfacialAnisotropy, unit: .joulePerSquareMeter, .any,
      "interfacial anisotropy K_i at zero bias", source: "Zheng et al., Eq. (42)"),
    .number(
      "vcma_coefficient", \.vcmaCoefficient, unit: .joulePerVoltMeter, .any,
      "voltage-controlled anisotropy coefficient xi", source: "Zheng et al., Eq. (42)"),
    .number(
      "oxide_thickness", \.oxideThickness, unit: .meter, .positive, "thickness t_ox of the oxide",
      source: "Zheng et al., Eq. (42)"),
    .number(
      "damping", \.damping, unit: .one, .closed(0, 1), "Gilbert damping alpha",
      source: "Zheng et al., Eq. (25)"),
    .number(
      "spin_quantum_number", \.spinQuantumNumber, unit: .one, .positiveHalfInteger,
      "spin quantum number L of one local moment", source: "Zheng et al., Eq. (4)"),
    .number(
      "phase_sin2", \.phaseSin2, unit: .one, .closed(0, 1),
      "sin^2 of the difference of the two scattering phases", source: "Zheng et al., Eq. (13)"),
    .number(
      "phase_sincos", \.phaseSinCos, unit: .one, .closed(-0.5, 0.5),
      "sin times cos of the difference of the two scattering phases",
      source: "Zheng et al., Eq. (13)"),
    .number(
      "transmission", \.transmission, unit: .one, .open(above: 0, upTo: 1),
      "transmission chi: share of the arriving electrons that is counted in the current",
      source: "Zheng et al., Eq. (36)"),
    .vector(
      "polarization", \.polarization, unit: .one,
      "direction p of the electrons' magnetic moments", source: "Zheng et al., Eq. (25)",
      rule: .unit),
    .number(
      "bias_voltage", \.biasVoltage, unit: .volt, .any, "bias voltage V_b",
      source: "Zheng et al., Eq. (42)"),
    .number(
      "current", \.current, unit: .ampere, .any,
      "current I; a negative one brings electrons whose moments are opposite to the polarization",
      source: "Zheng et al., Eq. (36)"
    ).following { $0.givenCurrentDensity != nil },
    .number(
      "current_density", optional: \.givenCurrentDensity, unit: .amperePerSquareMeter, .any,
      "current density I/A, in place of the current", source: "definition"
    ).replacing("current"),
    .number(
      "temperature", \.temperature, unit: .kelvin, .nonNegative, "temperature T of the bath",
      source: "Zheng et al., Eq. (32)"),
  ]
}
