import Macrospins
import Units

extension ScatteringSetup {
  /// The parameters of a scattering event as job files name them, shared by the models of one and
  /// of many electrons.
  static let parameters: [Parameter<ScatteringSetup>] = [
    .number(
      "spin_quantum_number", \.spinQuantumNumber, unit: .one, .positiveHalfInteger,
      "spin quantum number L of the local moment", source: "Zheng et al., Eq. (4)"),
    .number(
      "magnetic_number", \.magneticNumber, unit: .one, .any,
      "m of the moment's state |L, m>: -L, -L + 1, ..., L; it is L unless set",
      source: "Zheng et al., Eq. (9)"
    ).following(where: \.magneticNumberFollows),
    .number(
      "wave_number", \.waveNumber, unit: .one, .positive,
      "wave number k of the electron (hbar = m_e = 1)", source: "Zheng et al., Eq. (7)"),
    .number(
      "exchange", \.exchange, unit: .one, .any,
      "strength lambda of the exchange, negative if ferromagnetic (hbar = m_e = 1)",
      source: "Zheng et al., Eq. (4)"),
    .number(
      "potential", \.potential, unit: .one, .any,
      "strength lambda_0 of a barrier without spin at the same place (hbar = m_e = 1)",
      source: "Tassi et al., Eq. (1)"),
    .number(
      "electron_polar_angle", \.electronPolarAngle, unit: .radian, .any,
      "polar angle of the electron's spin from +z", source: "Zheng et al., Eq. (11)"),
    .number(
      "electron_azimuth", \.electronAzimuth, unit: .radian, .any,
      "azimuth of the electron's spin from +x", source: "Zheng et al., Eq. (11)"),
    .number(
      "electron_polarization", \.electronPolarization, unit: .one, .closed(0, 1),
      "length |s| of the electron's Bloch vector; 0: unpolarized", source: "Zheng et al., Eq. (16)"
    ),
    .flag(
      "coherent_state", \.coherentState,
      "whether the moment is in a coherent state instead of |L, m>",
      source: "Zheng et al., Eq. (15)"),
    .number(
      "coherent_polar_angle", \.coherentPolarAngle, unit: .radian, .any,
      "polar angle Theta of the coherent state from +z", source: "Zheng et al., Eq. (15)"),
    .number(
      "coherent_azimuth", \.coherentAzimuth, unit: .radian, .any,
      "azimuth Phi of the coherent state from +x", source: "Zheng et al., Eq. (15)"),
  ]

  /// What does not go together.
  ///
  /// - Parameters:
  ///   - largestSpin: The largest L that can be computed in reasonable time and memory.
  ///   - advice: Completes the sentence about a larger one.
  func conflict(largestSpin: Double, advice: String = "") -> Conflict? {
    guard spinQuantumNumber <= largestSpin else {
      return Conflict(
        "spin_quantum_number",
        "'spin_quantum_number' must be at most \(Int(largestSpin)) here" + advice)
    }
    let magnons = spinQuantumNumber - magneticNumber
    guard !coherentState, Int(exactly: magnons) == nil || abs(magneticNumber) > spinQuantumNumber
    else { return angleConflict }
    return Conflict(
      "magnetic_number",
      "'magnetic_number' must be one of -L, -L + 1, ..., L with L = 'spin_quantum_number' = "
        + "\(spinQuantumNumber), not \(magneticNumber)")
  }

  /// The reduction of larger angles to one turn would lose digits.
  private var angleConflict: Conflict? {
    let angles = [
      ("electron_polar_angle", electronPolarAngle), ("electron_azimuth", electronAzimuth),
      ("coherent_polar_angle", coherentPolarAngle), ("coherent_azimuth", coherentAzimuth),
    ]
    guard let (name, angle) = angles.first(where: { abs($0.1) > 1000 }) else { return nil }
    return Conflict(name, "'\(name)' must be within 1000 rad, not \(angle)")
  }
}
