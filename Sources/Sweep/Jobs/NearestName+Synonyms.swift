extension NearestName {
  /// Words for keys, parameters and quantities in papers and in other programs, in lower case and
  /// with underscores.
  package static let synonyms: [String: Set<String>] = [
    // Keys of axes and of jobs.
    "spacing": ["scale", "scaling", "distribution", "sampling"],
    "points": ["num", "number", "count", "n", "size", "steps", "npoints", "n_points"],
    "from": ["start", "begin", "min", "minimum", "lower", "low"],
    "to": ["stop", "end", "max", "maximum", "upper", "high", "until"],
    "values": ["list", "array", "grid"],
    "parameter": ["variable", "quantity", "key"],
    "file": ["path", "filename", "output", "output_file"],
    "seed": ["random_seed", "rng_seed"],
    "title": ["description", "comment"],
    // Devices.
    "damping": ["alpha", "gilbert_damping", "gilbert", "damping_constant"],
    "saturation_magnetization": ["ms", "m_s", "msat", "magnetization"],
    "temperature": ["t", "temp", "t_bath", "bath_temperature"],
    "bias_voltage": ["v", "v_b", "vb", "voltage", "bias"],
    "current": ["i", "i_c", "charge_current"],
    "external_field": ["h", "h_ext", "hext", "field", "applied_field", "b", "b_ext"],
    "thickness": ["t_f", "tf", "free_layer_thickness"],
    "interfacial_anisotropy": ["k_i", "ki", "k_s", "ks", "anisotropy"],
    "vcma_coefficient": ["xi", "vcma"],
    "oxide_thickness": ["t_ox", "tox", "barrier_thickness"],
    "demagnetization_axial": ["n_z", "nz"],
    "demagnetization_transverse": ["n_xy", "nxy", "n_x", "nx"],
    "spin_quantum_number": ["l", "s", "spin"],
    "polarization": ["p", "spin_polarization"],
    "initial_polar_angle": ["theta", "theta0", "theta_0"],
    "initial_azimuth": ["phi", "phi0", "phi_0"],
    "time_step": ["dt", "timestep", "step", "step_size"],
    "trajectories": [
      "samples", "realizations", "runs", "shots", "ntraj", "n_traj", "ensemble",
    ],
    "tolerance": ["tol", "rtol", "atol", "eps", "epsilon"],
    // Chains.
    "sites": ["length", "l_x", "lx", "n_sites", "nsites"],
    "hopping": ["gamma", "t_hop"],
    "exchange": ["j", "j_xy", "jxy", "lambda"],
    "exchange_z": ["j_z", "jz"],
    "sd_exchange": ["j_sd", "jsd"],
    "local_spin": ["spin", "s"],
    "electrons": ["n_e", "ne", "n_electrons", "electron_number"],
    "max_bond": ["chi", "chi_max", "bond_dimension", "maxdim", "max_dim", "m"],
    "truncation": ["cutoff", "svd_cutoff", "svd_min", "trunc"],
    "end_time": ["t_end", "tmax", "t_max", "duration", "time"],
    "times": ["n_times", "saves", "outputs"],
    // Quantities.
    "switching_probability": ["p", "p_sw", "psw", "probability"],
    "quantum_temperature": ["t_q", "tq"],
    "logarithmic_negativity": ["negativity", "e_n"],
    "quantum_fisher_information": ["qfi", "fisher_information"],
    "local_spin_total": ["total_spin", "magnetization"],
  ]
}
