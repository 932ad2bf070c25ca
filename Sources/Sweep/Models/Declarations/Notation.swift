import Units

/// Labels of axes and pictures: the name in words and the symbol that the papers use.
///
/// Symbols are here, and not with each declaration, so that a name has one symbol in all models;
/// where two papers use one word for different things, the unit tells them apart.
package enum Notation {
  /// The name in words, and its symbol if there is one: `quantum temperature T_Q`.
  ///
  /// - Parameters:
  ///   - name: Of a parameter, a quantity or a dimension.
  ///   - unit: Its unit.
  package static func label(_ name: String, _ unit: Unit) -> String {
    let words = String(name.map { $0 == "_" ? " " : $0 })
    if let symbol = symbol(of: name, unit) { return "\(words) \(symbol)" }
    // A component of a vector: `external_field.x`.
    let parts = name.split(separator: ".")
    guard parts.count == 2, let symbol = symbols[String(parts[0])] else { return words }
    return "\(words.prefix { $0 != "." }) \(symbol),\(parts[1])"
  }

  /// The symbol of a name that is measured in `unit`; nil if the papers have none.
  package static func symbol(of name: String, _ unit: Unit) -> String? {
    symbols[name] ?? symbolsByUnit[name]?[unit.symbol]
  }

  private static let symbolsByUnit = [
    "exchange": ["eV": "J", "J m": "λ", "1": "λ"]
  ]

  /// Greek letters as they are; `_` begins an index.
  package static let symbols = [
    // Macrospins: Zheng et al.
    "saturation_magnetization": "M_s", "radius": "r", "thickness": "t_f",
    "demagnetization_axial": "N_z", "demagnetization_transverse": "N_xy",
    "interfacial_anisotropy": "K_i", "vcma_coefficient": "ξ", "oxide_thickness": "t_ox",
    "damping": "α", "spin_quantum_number": "L", "polarization": "p",
    "polarization_cosine": "m·p", "bias_voltage": "V_b", "current": "I", "temperature": "T",
    "current_density": "I/A", "energy_barrier": "E_b", "anisotropy_field": "H_k",
    "local_moments": "N_L", "thermal_field_strength": "D_T", "quantum_field_strength": "D_Q",
    "quantum_temperature": "T_Q", "effective_temperature": "T*",
    "quantum_fraction": "D_Q/(D_Q + D_T)", "thermal_stability": "E_b/(k_B T*)",
    "switching_probability": "P", "attempt_time": "τ_0", "dwell_time": "t",
    "external_field": "H_ext", "initial_polar_angle": "θ_0", "initial_azimuth": "φ_0",
    "time_step": "Δt", "mean_magnetization": "⟨m⟩", "magnetization_mean": "⟨m⟩",
    "crossover_temperature": "T_x", "stability_ratio": "|a|/(γαH)",
    "moment_uncertainty": "ΔL", "moment_uncertainty_product": "ΔL_x ΔL_y",
    "moment_uncertainty_bound": "|⟨L_z⟩|/2", "electron_uncertainty": "Δs",
    "electron_uncertainty_product": "Δs_x Δs_y", "electron_uncertainty_bound": "|⟨s_z⟩|/2",
    "husimi_function": "Q", "p_function": "P", "energy_landscape": "E", "density": "P",
    "polar_angle": "θ", "azimuth": "φ", "saddle_growth_rate": "λ",
    "fluctuation_gain": "σ/σ_0", "fluctuation_growth_rate": "d ln σ/dt",
    "binomial_probability": "P(k)", "trials": "N_t",
    "chi_squared": "χ²", "time": "t", "angle": "θ",
    // Scattering and noise: Zheng et al., Tassi et al.
    "wave_number": "k", "magnetic_number": "m", "phase_difference": "η_- − η_+",
    "phase_sin2": "sin²(η_- − η_+)", "phase_sincos": "sin(η_- − η_+) cos(η_- − η_+)",
    "potential": "λ_0", "coherent_polar_angle": "Θ",
    "coherent_azimuth": "Φ", "electron_temperature": "T", "field": "B",
    "transport_field": "B", "noise_angle": "θ", "azimuthal_noise": "⟨Ĩ Ĩ⟩",
    "noise_spectrum": "D^K/2J",
    "magnon_change": "⟨ΔN⟩", "moment": "⟨L⟩",
    "torque_coefficient": "C_1", "noise_coefficient": "C_2", "fermi_wave_number": "k_F",
    "duration": "t_n",
    // Chains: Mondal et al., Petrović et al., Suresh et al.
    "hopping": "γ", "site_potential": "ε_i", "bond_hopping": "g_i", "hubbard_u": "U",
    "exchange_z": "J_z", "sd_exchange": "J_sd", "packet_center": "x_0",
    "packet_wave_number": "k_x", "packet_width": "δk_x", "electrons": "N_e",
    "local_spin": "S", "sd_scale": "κ", "spacer_sites": "N_NM", "gibbs_bias": "h",
    "confined_sites": "N_conf", "confinement": "V", "bath_temperature": "T_bb",
    "bath_coupling": "g", "bath_strength": "Γ", "bath_cutoff": "ω_m",
    "logarithmic_negativity": "E_N", "mutual_information": "I", "local_spin_total": "Σ⟨S⟩",
    "max_bond": "χ",
  ]
}
