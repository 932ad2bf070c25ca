"""Makes a job of a reference file's inputs, or compares the program's results with its outputs."""

import json
import sys

import numpy as np
import xarray


def toml(value):
    if isinstance(value, str):
        return json.dumps(value)
    if isinstance(value, list):
        return "[" + ", ".join(toml(item) for item in value) + "]"
    return repr(value)


def job(model, inputs, quantities):
    """The job file of a reference's inputs; what is no parameter is left out."""
    inputs = dict(inputs)
    saved = inputs.pop("saved_times", None)
    if saved is not None:
        assert np.allclose(np.diff(saved), saved[1] - saved[0]), saved
        inputs["times"] = len(saved)
    elif "correlator_step" in inputs:
        # Where the reference has its correlators.
        inputs["times"] = len(reference["outputs"]["correlator_times"])
        # Unset, the layers start polarized.
        if inputs["temperature"] == 0:
            del inputs["temperature"]
    if model == "tdmrg":
        for name in ("layer_sites", "well_depth_used", "orbitals", "orbital_energies",
                     "next_orbital_energy", "layer_ground_energy", "ground_energy",
                     "ground_gap", "ground_residual", "overlap_with_pulse_start"):
            inputs.pop(name, None)
        inputs.update(order=4, time_step=0.025, truncation=0)
    for name in [name for name in inputs if name.endswith("_note")]:
        del inputs[name]
    lines = [f'model = "{model}"', "[parameters]"]
    lines += [f"{name} = {toml(value)}" for name, value in inputs.items() if value is not None]
    lines += ["[output]", f"quantities = {toml(quantities)}"]
    return "\n".join(lines) + "\n"


def complex_array(pair):
    return np.array(pair["re"]) + 1j * np.array(pair["im"])


def compare(name, mine, theirs, tolerance):
    mine, theirs = np.asarray(mine), np.asarray(theirs)
    assert mine.shape == theirs.shape, (name, mine.shape, theirs.shape)
    difference = np.abs(mine - theirs).max()
    assert difference < tolerance, (name, difference)
    print(name, difference)


def parts(variable):
    """Complex numbers of a variable whose last dimension is their parts."""
    return variable.values[..., 0] + 1j * variable.values[..., 1]


def spectrum(data, row):
    levels = data.spectrum.values
    assert levels.shape[0] == row["layer_spins"] + 2
    for sector in row["sectors"]:
        d = sector["down_spins"]
        theirs = sector["lowest_energies"]
        compare(f"spectrum {d}", levels[d, :len(theirs)], theirs, 1e-9)
        compare("electron", data.ground_electron_spin_z.values[d],
                sector["ground_electron_spin_z"], 1e-9)
        compare("spins", data.ground_local_spin_z.values[d], sector["ground_local_spin_z"], 1e-9)
        # The mirror image.
        compare("mirror", levels[-1 - d], levels[d], 1e-15)
        compare("mirror spins", data.ground_local_spin_z.values[-1 - d],
                -data.ground_local_spin_z.values[d], 1e-15)
    compare("layer", data.layer_spectrum.values, row["layer_spectrum"], 1e-9)


def succession(data, outputs):
    for name in ("local_spin", "electron_spin", "purity", "entropy"):
        compare(name, data[name].values, outputs[name], 1e-9)
    compare("layer_density_matrix", parts(data.layer_density_matrix),
            [complex_array(matrix) for matrix in outputs["layer_density_matrix"]], 1e-9)
    compare("energy_layer", data.energy_layer.values[:, -1], outputs["energy_layer"], 1e-9)
    compare("transmission", data.transmission.values[:, -1], outputs["transmitted"], 1e-9)
    total = data.transmission + data.reflection
    assert (total <= 1 + 1e-12).all() and (total[:, 0] > 0.9).all()


def valve(data, outputs):
    for name in ("configuration_probability", "ghz_fidelity", "ghz_fidelity_best_phase",
                 "w_state_fidelity", "magnon_probability", "logarithmic_negativity"):
        compare(name, data[name].values, outputs[name], 1e-9)
    compare("trace", 1 + data.norm_error.values, outputs["trace"], 1e-9)
    elements = outputs["density_matrix_elements"]
    mine = parts(data.density_matrix_element)
    for index, name in enumerate(elements):
        compare(name, mine[:, index], complex_array(elements[name]), 1e-9)


def directions(data, outputs):
    compare("local_spin", data.local_spin.values, outputs["local_spin_quantum"], 1e-9)
    compare("electron_spin", data.electron_spin.values, outputs["electron_spin_quantum"],
            1e-9)
    # Something has happened to compare.
    assert np.ptp(data.local_spin.values, axis=0).max() > 0.01


def pulse(data, outputs, moving="local_spin"):
    for name in PULSE:
        compare(name, data[name].values, outputs[name], 1e-8)
    # Something has happened to compare.
    assert np.ptp(data[moving].values, axis=0).max() > 0.01


def ground(data, outputs):
    # In singlets no spin points anywhere.
    pulse(data, outputs, "charge_density")
    theirs = outputs["spin_correlation_zz"]
    compare("spin_correlation", data.spin_correlation.values, theirs, 1e-8)
    compare("spin_correlation_dot", data.spin_correlation_dot.values,
            outputs["spin_correlation_dot"], 1e-8)
    inputs = reference["inputs"]
    if inputs["start"] == "ground-state":
        compare("ground_energy", data.ground_energy.values, inputs["ground_energy"], 1e-9)
        compare("ground_gap", data.ground_gap.values, inputs["ground_gap"], 1e-8)
        compare("ground_energy_deviation", data.ground_energy_deviation.values, 0, 1e-6)
    else:
        levels = np.array(inputs["layer_ground_energy"])
        compare("layer_ground_energy", data.layer_ground_energy.values, levels[:, 0], 1e-9)
        compare("layer_ground_gap", data.layer_ground_gap.values, levels[:, 1], 1e-8)


def layers(data, outputs):
    if reference["inputs"]["start"] == "ground-state":
        ground(data, outputs)
    else:
        pulse(data, outputs)
    for name in LAYERS:
        theirs = outputs["spin_correlation_zz" if name == "spin_correlation" else name]
        compare(name, data[name].values, theirs, 1e-8)
    assert data.mutual_information.values[-1] > 1e-3


def bath(data, outputs):
    # Extrapolated from splittings of second order: known to some 1e-7.
    for name in BATH[:-2]:
        compare(name, data[name].values, outputs[name], 1e-7)
    compare("exact_fisher_information", data.exact_fisher_information.values,
            outputs["quantum_fisher_information_exact"], 1e-7)
    compare("local_spin", data.local_spin.values[..., 2], outputs["local_spin_z"], 1e-7)
    assert data.logarithmic_negativity.values.max() > 0.01


def classical(data, outputs):
    for name in CLASSICAL[2:]:
        compare(name, data[name].values, outputs[name + "_classical"], 1e-7)
    compare("classical_spin", data.classical_spin.values, outputs["classical_spin"], 1e-7)
    compare("quantum_excess", data.quantum_excess.values, outputs["difference"], 1e-7)
    if "electron_spin_density" in data:
        compare("electron_spin_density", data.electron_spin_density.values,
                outputs["electron_spin_density_classical"], 1e-7)
    # The spins of the quantum run move.
    assert np.ptp(data.quantum_excess.values, axis=0).max() > 0.01


def two_times(data, outputs):
    compare("spin_correlator", parts(data.spin_correlator),
            complex_array(outputs["spin_correlator"]), 1e-8)
    for name in ("dynamical_structure_factor", "quantum_fisher_information_integral"):
        compare(name, data[name].values, outputs[name], 1e-8)
    # At equal times a Pauli matrix squared is 1.
    compare("squares", np.einsum("ttii->ti", parts(data.spin_correlator)),
            np.ones((data.sizes["time1"], data.sizes["spin1"])), 1e-12)


SUCCESSION = ["local_spin", "electron_spin", "purity", "entropy", "layer_density_matrix",
              "energy_layer", "transmission", "reflection"]
VALVE = ["configuration_probability", "ghz_fidelity", "ghz_fidelity_best_phase",
         "w_state_fidelity", "magnon_probability", "logarithmic_negativity", "norm_error",
         "density_matrix_element"]
TWO_TIMES = ["spin_correlator", "dynamical_structure_factor",
             "quantum_fisher_information_integral"]
BATH = ["entropy_polarizer", "entropy_analyzer", "entropy_layers", "mutual_information",
        "logarithmic_negativity", "quantum_fisher_information", "exact_fisher_information",
        "local_spin"]
CLASSICAL = ["classical_spin", "quantum_excess", "local_spin", "electron_spin", "charge_density",
             "energy", "total_spin"]
SPECTRUM = ["spectrum", "ground_electron_spin_z", "ground_local_spin_z", "layer_spectrum",
            "ground_degeneracy", "layer_degeneracy"]

PULSE = ["charge_density", "electron_spin_density", "electron_spin", "double_occupancy",
         "local_spin", "purity", "reduced_purity", "meyer_wallach", "energy", "bond_entropy",
         "entropy_layers"]
GROUND = ["ground_energy", "ground_gap", "ground_energy_deviation"]
LAYER_GROUND = ["layer_" + name for name in GROUND]
LAYERS = ["entropy_polarizer", "entropy_analyzer", "mutual_information",
          "logarithmic_negativity", "quantum_fisher_information", "spin_correlation",
          "spin_correlation_dot"]

verb, path = sys.argv[1:3]
with open(path) as file:
    reference = json.load(file)
index = int(sys.argv[3])
name = reference["name"]
if "spectrum" in name:
    row = dict(reference["rows"][index])
    outputs = row
    inputs = {key: value for key, value in row.items()
              if key not in ("sectors", "layer_spectrum", "ground_multiplet")}
    # The dynamics are not asked for; the packet has to be on the chain.
    inputs.update(packet_center=row["sites"] / 2, packet_width=1.0, end_time=0.0)
    check, quantities = spectrum, SPECTRUM
else:
    inputs, outputs = reference["inputs"], reference["outputs"]
    if "succession" in name:
        check, quantities = succession, SUCCESSION
    elif "correlator_step" in inputs:
        check, quantities = two_times, TWO_TIMES
    elif inputs.get("local_spins") == "classical" and "classical_spin" in outputs:
        check, quantities = classical, list(CLASSICAL)
        if reference["model"] == "tdmrg":
            quantities.append("electron_spin_density")
    elif inputs.get("bath") == "ohmic":
        check, quantities = bath, BATH
    elif name.endswith("quantum"):
        check, quantities = directions, ["local_spin", "electron_spin"]
        # The time step of tensor networks, of fourth order.
        TOLERANCE = 1e-9
    elif "mutual_information" in outputs and reference["model"] == "tdmrg":
        check, quantities = layers, PULSE + LAYERS
        if inputs["start"] == "ground-state":
            quantities = PULSE + LAYERS + GROUND
    elif "ground" in (inputs.get("start", "").split("-")[0], inputs.get("layer_state")):
        quantities = PULSE + LAYERS[-2:] + (
            GROUND if inputs["start"] == "ground-state" else LAYER_GROUND)
        check = ground
    elif reference["model"] == "tdmrg":
        check, quantities = pulse, PULSE
    else:
        check, quantities = valve, VALVE
if verb == "job":
    print(job(reference["model"], inputs, quantities), end="")
else:
    check(xarray.open_dataset(sys.argv[4]), outputs)
    print("ok")
