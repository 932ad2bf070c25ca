import Macrospins
import Numerics
import Units

extension KeldyshModel {
  /// The distribution is nil where no times are saved.
  struct Outcome {
    let transfer: SpinTransfer
    let law: SpinTorqueLaw
    let stationary: StationaryLaw?
    let record: SpinTorqueRecord?
    /// NaN for an ensemble.
    let resolution: Double
    /// At each saved time the density at each direction, in 1/sr; NaN for an ensemble.
    let densities: [Double]
    let azimuthalNoise: Double
    let spectrum: NoiseSpectrum
    /// In rad/s.
    let angularFrequencies: [Double]
  }

  static let quantities: [Quantity<Outcome>] =
    results + results.compactMap { $0.standardError(undefinedWhere: noError) }

  private static let noError =
    "there is only one trajectory, or none (method = \"fokker-planck\")"

  private static let results: [Quantity<Outcome>] = [
    .array(
      "transmission_up", unit: .one, ["part"],
      "amplitude t_up of an electron parallel to the magnetization",
      source: "Tassi et al., Eq. (A4)"
    ) { $0.transfer.barrier.transmissionUp.parts },
    .array(
      "transmission_down", unit: .one, ["part"],
      "amplitude t_down of an electron antiparallel to the magnetization",
      source: "Tassi et al., Eq. (A4)"
    ) { $0.transfer.barrier.transmissionDown.parts },
    .number(
      "spin_bias", unit: .joule, "spin bias of both leads together",
      source: "Tassi et al., Sec. III"
    ) { $0.transfer.bias.total },
    .array(
      "torque_coefficient", unit: .perSecond, ["part"],
      "C_1: rate of precession and of damping about the polarization axis",
      source: "Tassi et al., Eq. (14a)"
    ) { $0.transfer.torqueCoefficient.parts },
    .array(
      "noise_coefficient", unit: .one, ["part"],
      // Roots of units are no units to UDUNITS.
      "C_2 times the root of 1 s: amplitude of the noise, at the temperature of the electrons",
      source: "Tassi et al., Eqs. (14b), (D40)"
    ) { $0.transfer.noiseCoefficient.parts },
    .number(
      "longitudinal_noise_ratio", unit: .one,
      "power of the noise along the polarization axis over that perpendicular to it",
      source: "Tassi et al., Eq. (D38)"
    ) { $0.law.longitudinalRatio },
    .number(
      "equilibrium_damping", unit: .one,
      "Gilbert damping that the electrons cause; it acts if electron_damping is set",
      source: "Tassi et al., Eqs. (D5), (D24)-(D28); fluctuation-dissipation theorem"
    ) { $0.transfer.equilibriumDamping },
    .number(
      "stationary_variance", unit: .one,
      "variance |C_2|^2/(2 |Im C_1|) of m_x and of m_y after long times, for small angles",
      source: "Tassi et al., below Eq. (20)",
      undefinedWhere: "there is no damping (Im C_1 = 0), or a field is tilted from the axis"
    ) { $0.law.smallAngleVariance },
    .number(
      "stationary_mean", unit: .one, "mean of m_z after long times",
      source: "Tassi et al., Eq. (E3), solved on the sphere",
      undefinedWhere: "there is no noise, or a field is tilted from the axis"
    ) { $0.stationary?.mean ?? .nan },
    .number(
      "stationary_transverse_variance", unit: .one,
      "variance of m_x and of m_y after long times, for any angles",
      source: "Tassi et al., Eq. (E3), solved on the sphere",
      undefinedWhere: "there is no noise, or a field is tilted from the axis"
    ) { $0.stationary?.transverseVariance ?? .nan },
    .number(
      "azimuthal_noise", unit: .perSecond,
      "strength of the white noise in d phi/dt, at the polar angle noise_angle",
      source: "Tassi et al., Eq. (20)",
      undefinedWhere: "noise_angle is that of a pole, where there is no azimuth"
    ) { $0.azimuthalNoise },
    .array(
      "noise_spectrum", unit: .perSecond, ["frequency"],
      "D^K/2J: power of the noise perpendicular to m, mean of both directions, at noise_angle",
      source: "Tassi et al., Eq. (D36)"
    ) { outcome in outcome.angularFrequencies.map { outcome.spectrum.power(at: $0) } },
    .array(
      "noise_anisotropy", unit: .perSecond, ["frequency"],
      "D_+/J: half of what the powers along the two directions differ by, with its sign, at "
        + "noise_angle",
      source: "Tassi et al., Eqs. (D34), (D35)"
    ) { outcome in outcome.angularFrequencies.map { outcome.spectrum.anisotropy(at: $0) } },
    .array(
      "dissipation_spectrum", unit: .perSecond, ["frequency"],
      "(D^R - D^A)/2J: what the electrons take from a rotation, at noise_angle",
      source: "Tassi et al., Eqs. (D24), (D25)"
    ) { outcome in outcome.angularFrequencies.map { outcome.spectrum.dissipation(at: $0) } },
    .sampled(
      "moment_mean", unit: .one, ["time", "component"], "mean of m = J/|J|",
      source: "Tassi et al., Figs. 3, 5"
    ) { $0.record?.meanEstimates ?? [] },
    .sampled(
      "moment_std", unit: .one, ["time", "component"], "standard deviation of m = J/|J|",
      source: "Tassi et al., Fig. 5"
    ) { $0.record?.deviationEstimates ?? [] },
    .sampled(
      "polar_density", unit: .perRadian, ["time", "angle"],
      "density of the polar angle from the polarization axis", source: "Tassi et al., Fig. 4"
    ) { $0.record?.polarDensityEstimates ?? [] },
    .array(
      "density", unit: .one, ["time", "polar_angle", "azimuth"],
      "probability density P of the direction of m, per solid angle",
      source: "Tassi et al., Eq. (E3)",
      undefinedWhere: "no density is expanded (method = \"ensemble\"), or it is still a point"
    ) { $0.densities },
    .number(
      "resolution", unit: .one,
      "bound of the error of means and probabilities: what the expansion leaves out",
      source: "numerics", undefinedWhere: "no density is expanded (method = \"ensemble\")"
    ) { $0.resolution },
    .number(
      "trajectories_used", unit: .one,
      "number of trajectories of the point; 0 where a density is expanded", source: "numerics"
    ) { Double($0.record?.sums?.count ?? 0) },
  ]

  var dimensions: [OwnDimension] {
    [
      .component, .part,
      OwnDimension(
        "time", unit: .second, "time since the current was switched on",
        values: savedTimes),
      OwnDimension(
        "angle", unit: .radian, "polar angle from the polarization axis (center of the bin)",
        values: times > 0 ? SpinTorqueEnsemble.binAngles(polarBins) : []),
      OwnDimension(
        "frequency", unit: .hertz, "frequency of the noise; the electrons gain h times it",
        values: savedFrequencies),
    ] + grid.dimensions
  }
}

extension Complex {
  /// Real part, imaginary part.
  fileprivate var parts: [Double] { [real, imaginary] }
}
