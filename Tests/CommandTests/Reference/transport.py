"""Transmission, resistance and magnon modes of 'spin-chain' against closed forms and small matrices.

    transport.py job landauer|modes              prints the job
    transport.py compare landauer|modes RESULT   compares its results
"""

import sys

import numpy as np

HBAR = 0.6582119569  # eV fs
VON_KLITZING = 25812.80745930450  # h/e^2 in ohm

# The values of the axis come last.
JOBS = {
    "landauer": dict(
        sites=400, layer_spins=1, layer_start=200, sd_exchange=0.6, packet_center=120,
        packet_wave_number=1.2, packet_width=0.15, end_time=70, times=8,
        electron_polar_angle=[0.0, 3.141592653589793]),
    "modes": dict(
        sites=48, layer_spins=4, layer_start=24, sd_exchange=0.2, exchange=0.1, packet_center=8,
        packet_wave_number=1.4, packet_width=1.0, end_time=12, times=13,
        exchange_z=[0.1, 0.13]),
}


def job(parameters):
    lines = ['model = "spin-chain"', "[parameters]"]
    lines += [f"{name} = {value}" for name, value in parameters.items()
              if not isinstance(value, list)]
    axis = list(parameters)[-1]
    return "\n".join(
        lines + ["[[axis]]", f'parameter = "{axis}"', f"values = {parameters[axis]}"])


def packet(sites, center, wave_number, width):
    x = np.arange(1, sites + 1)
    psi = np.exp(1j * wave_number * x - width**2 * (x - center) ** 2 / 4)
    return psi / np.linalg.norm(psi)


def start():
    return packet(*(parameters[name] for name in (
        "sites", "packet_center", "packet_wave_number", "packet_width")))


def close(mine, theirs, tolerance):
    difference = np.abs(np.asarray(mine) - np.asarray(theirs)).max()
    assert difference < tolerance, difference


def resistance():
    """Landauer's formula, and nothing where nothing passes."""
    passed = data.transmission.values
    none = passed < 1e-12
    assert none.any() and not none.all()
    assert (np.isnan(data.resistance.values) == none).all()
    assert np.allclose(
        data.resistance.values[~none] * passed[~none], VON_KLITZING, rtol=1e-9, atol=0)


def landauer():
    """One spin 1/2 is an impurity of strength V, which an electron of the wave number k passes with
    the probability 1/(1 + (V/(2 gamma sin k))^2): V = -J_sd in the triplet, 3 J_sd in the singlet. An
    electron that is opposite to the spin is half in each, and channels do not interfere in
    where it is."""
    k = np.linspace(-np.pi, np.pi, 4096, endpoint=False)
    waves = np.exp(-1j * np.outer(k, np.arange(1, parameters["sites"] + 1)))
    weight = np.abs(waves @ start()) ** 2
    weight /= weight.sum()
    # The packet moves to the right.
    assert weight[(k <= 0) | (k >= np.pi)].sum() < 1e-12

    def passed(strength):
        share = 1 / (1 + (strength / (2 * np.sin(np.where(k == 0, 1, k)))) ** 2)
        return (weight * share).sum()

    exchange = parameters["sd_exchange"]
    triplet, singlet = passed(-exchange), passed(3 * exchange)
    end = data.isel(time=-1)
    close(end.transmission.values, [triplet, (triplet + singlet) / 2], 1e-8)
    close((end.transmission + end.reflection).values, 1, 1e-8)
    assert 0.1 < singlet < triplet < 0.95
    # Conductances of channels add up; the resistance is that of one channel.
    close(end.resistance.values[0] * triplet, VON_KLITZING, 1e-3)
    resistance()


def modes():
    """The sector of one flip as a small matrix: an electron that is down and a layer that is up, or
    an electron that is up and one of the layer's spins down."""
    sites, spins = parameters["sites"], parameters["layer_spins"]
    first, exchange = parameters["layer_start"], parameters["exchange"]
    time = data.time.values
    psi = start()
    hopping = -(np.eye(sites, k=1) + np.eye(sites, k=-1))
    for place, axial in enumerate(parameters["exchange_z"]):
        # A flip costs 2 J_z for each of its bonds, and hops with -2 J.
        layer = np.zeros((spins, spins))
        for i in range(spins - 1):
            layer[[i, i + 1], [i, i + 1]] += 2 * axial
            layer[i, i + 1] = layer[i + 1, i] = -2 * exchange
        energies, vectors = np.linalg.eigh(layer)
        if axial == exchange:
            n = np.arange(spins)
            cosines = np.cos(np.pi * np.outer(np.arange(spins) + 0.5, n) / spins)
            cosines /= np.linalg.norm(cosines, axis=0)
            close(energies, 4 * exchange * (1 - np.cos(np.pi * n / spins)), 1e-13)
            vectors = cosines
        point = data.isel(exchange_z=place)
        close(point.magnon_mode_energy.values, energies, 1e-12)

        # Blocks: the electron down; the electron up and spin i down.
        matrix = np.zeros((spins + 1, sites, spins + 1, sites))
        matrix[0, :, 0, :] = hopping
        for i in range(spins):
            matrix[i + 1, :, i + 1, :] += hopping
            for j in range(spins):
                matrix[i + 1, :, j + 1, :] += layer[i, j] * np.eye(sites)
        strength = -parameters["sd_exchange"]
        for i in range(spins):
            x = first - 1 + i
            # sigma_e . sigma_i
            matrix[0, x, 0, x] -= strength
            matrix[0, x, i + 1, x] += 2 * strength
            matrix[i + 1, x, 0, x] += 2 * strength
            for j in range(spins):
                matrix[j + 1, x, j + 1, x] += strength * (-1 if i == j else 1)
        levels, states = np.linalg.eigh(matrix.reshape((spins + 1) * sites, -1))
        begin = np.zeros((spins + 1, sites), complex)
        begin[0] = psi
        shares = states.T @ begin.reshape(-1)
        phases = np.exp(-1j * np.outer(time / HBAR, levels))
        path = ((phases * shares) @ states.T).reshape(-1, spins + 1, sites)
        amplitudes = np.einsum("in,tix->tnx", vectors, path[:, 1:])
        theirs = (np.abs(amplitudes) ** 2).sum(axis=2)
        close(point.magnon_mode_probability.values, theirs, 1e-9)
        assert theirs.max(axis=0).min() > 1e-4
        passed = (np.abs(path[:, :, first - 1 + spins:]) ** 2).sum(axis=(1, 2))
        close(point.transmission.values, passed, 1e-9)
        # One flip, whichever mode: the layer of an electron that has become up.
        flipped = (1 + point.electron_spin.values[:, 2]) / 2
        close(point.magnon_mode_probability.sum("mode").values, flipped, 1e-9)
    resistance()


verb, name = sys.argv[1:3]
parameters = JOBS[name]
if verb == "job":
    print(job(parameters))
else:
    import xarray

    data = xarray.open_dataset(sys.argv[3])
    {"landauer": landauer, "modes": modes}[name]()
    print("ok")
