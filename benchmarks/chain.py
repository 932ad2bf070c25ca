#!/usr/bin/env python3
"""The exact spin valve and what users would take instead, in one run on one core, as ratios.

    swift build -c release
    peers/bin/python benchmarks/chain.py          # with the packages of requirements.txt

Everyone propagates the same state: one electron with spin down in front of two layers of four spins
(Suresh et al., default geometry of the model 'spin-valve', one sector of 25,326 amplitudes), to
60 fs with the states after every fs, or the last one alone:

* SciPy: expm_multiply, all times in one call, on a CSR matrix made here beforehand.
* QuSpin: expm_multiply_parallel with one thread, on the same matrix, one call a time.
* QuTiP: sesolve on the same matrix with Adams' method and vern9, tolerances as tight as they go well with.
* numba: a matrix-free Chebyshev recurrence, written by hand like many do, one step a saved time.

The localized spins at the end are compared with those of SpinSweep; a peer whose error is above 1e-7 is
marked, since it was not as accurate. Shortest of several runs; the time to make the matrix is not
counted.
"""

import json
import math
import os
import subprocess
import tempfile
import time

# One core for everyone.
for variable in ("OMP_NUM_THREADS", "NUMBA_NUM_THREADS", "OPENBLAS_NUM_THREADS", "MKL_NUM_THREADS"):
    os.environ[variable] = "1"

import h5py
import numba
import numpy as np
import scipy.sparse
import scipy.sparse.linalg
import scipy.special

SITES, SPINS, FIRST, SECOND = 201, 4, 61, 91
HOPPING, EXCHANGE, EXCHANGE_Z, SD = 1.0, 0.1, 0.1005, 0.5
HBAR, END, TIMES = 0.6582119569, 60.0, 60
PROGRAMS = os.environ.get("SPINSWEEP_BUILD", ".build/release")


def shortest(run, seconds=6.0):
    """The shortest time of a call in s, of all that fit into some seconds, and its result."""
    best, spent = math.inf, 0.0
    while spent < seconds:
        start = time.perf_counter()
        result = run()
        taken = time.perf_counter() - start
        best, spent = min(best, taken), spent + taken
    return best, result


def configurations():
    """Electron and spins as bits (1 = down), electron first, of the sector with five down."""
    return [c for c in range(1 << 9) if bin(c).count("1") == SPINS + 1]


def couplings(states):
    """For each configuration: diagonal, neighbors by exchange, and for each spin (column, diagonal,
    partner or -1)."""
    index = {state: number for number, state in enumerate(states)}
    columns = [FIRST - 1 + i for i in range(4)] + [SECOND - 1 + i for i in range(4)]

    def bit(state, place):  # 0: electron, 1...8: spins
        return state >> (8 - place) & 1

    diagonal, neighbors, sd = [], [], []
    for state in states:
        energy, others = 0.0, []
        for place in (1, 2, 3, 5, 6, 7):
            if bit(state, place) == bit(state, place + 1):
                energy -= EXCHANGE_Z
            else:
                energy += EXCHANGE_Z
                others.append(index[state ^ (3 << (7 - place))])
        diagonal.append(energy)
        neighbors.append(others)
        sd.append([
            (columns[place - 1],
             -SD if bit(state, 0) == bit(state, place) else SD,
             -1 if bit(state, 0) == bit(state, place)
             else index[state ^ (1 << 8) ^ (1 << (8 - place))])
            for place in range(1, 9)])
    return diagonal, neighbors, sd


def matrix(states):
    diagonal, neighbors, sd = couplings(states)
    rows, columns, values = [], [], []

    def put(r, x, s, y, value):
        rows.append(r * SITES + x)
        columns.append(s * SITES + y)
        values.append(value)

    for r in range(len(states)):
        energies = np.full(SITES, diagonal[r])
        for x, aligned, partner in sd[r]:
            energies[x] += aligned
            if partner >= 0:
                put(r, x, partner, x, -2 * SD)
        for x in range(SITES):
            put(r, x, r, x, energies[x])
            if x + 1 < SITES:
                put(r, x, r, x + 1, -HOPPING)
                put(r, x + 1, r, x, -HOPPING)
            for s in neighbors[r]:
                put(r, x, s, x, -2 * EXCHANGE)
    size = len(states) * SITES
    return scipy.sparse.csr_matrix((values, (rows, columns)), shape=(size, size))


def start(states):
    x = np.arange(1, SITES + 1)
    packet = np.exp(1j * math.pi / 2 * x - 0.2**2 * (x - 25) ** 2 / 4)
    psi = np.zeros((len(states), SITES), complex)
    psi[states.index(0b100001111)] = packet / np.linalg.norm(packet)
    return psi.ravel()


def spins(states, psi):
    weights = (np.abs(psi.reshape(len(states), SITES)) ** 2).sum(1)
    signs = np.array([[1 - 2 * (s >> (7 - i) & 1) for i in range(8)] for s in states])
    return weights @ signs


@numba.njit(fastmath=True)
def recurrence(v, w, acc, c, diagonal, starts, others, columns, aligned, partners, a, b, first):
    """w <- 2 (H - b)/a v - w (or half of that without w), acc += c w."""
    rows, sites = v.shape
    factor = (1.0 if first else 2.0) / a
    for r in range(rows):
        for x in range(sites):
            left = v[r, x - 1] if x > 0 else 0
            right = v[r, x + 1] if x + 1 < sites else 0
            total = (diagonal[r] - b) * v[r, x] - HOPPING * (left + right)
            for n in range(starts[r], starts[r + 1]):
                total -= 2 * EXCHANGE * v[others[n], x]
            w[r, x] = factor * total - (0 if first else w[r, x])
        for i in range(8):
            x = columns[i]
            total = aligned[r, i] * v[r, x]
            if partners[r, i] >= 0:
                total -= 2 * SD * v[partners[r, i], x]
            w[r, x] += factor * total
        for x in range(sites):
            acc[r, x] += c * w[r, x]


def chebyshev(states, psi, steps):
    diagonal, neighbors, sd = couplings(states)
    starts = np.cumsum([0] + [len(n) for n in neighbors])
    others = np.array([s for n in neighbors for s in n])
    columns = np.array([x for x, _, _ in sd[0]])
    aligned = np.array([[e for _, e, _ in row] for row in sd])
    partners = np.array([[p for _, _, p in row] for row in sd])
    diagonal = np.array(diagonal)
    least = -2 * HOPPING - SD - 6 * EXCHANGE_Z
    most = 2 * HOPPING + 3 * SD + 6 * (2 * EXCHANGE + EXCHANGE_Z)
    a, b = (most - least) / 2, (most + least) / 2
    dt = END / steps
    z = a * dt / HBAR
    orders = int(z + 10 * z ** (1 / 3) + 4)
    coefficients = 2 * scipy.special.jv(np.arange(orders), z) * (-1j) ** np.arange(orders)
    coefficients[0] /= 2
    keep = max(np.nonzero(np.abs(coefficients) > 1e-15)[0]) + 1
    phase = np.exp(-1j * b * dt / HBAR)

    def run():
        state = psi.reshape(len(states), SITES).copy()
        for _ in range(steps):
            v, w = state.copy(), np.zeros_like(state)
            acc = coefficients[0] * state
            for k in range(1, keep):
                recurrence(v, w, acc, coefficients[k], diagonal, starts, others, columns, aligned,
                           partners, a, b, k == 1)
                v, w = w, v
            state = phase * acc
        return state.ravel()

    run()
    return run


def peers(states):
    h, psi = matrix(states), start(states)
    generator = -1j / HBAR * h
    yield "SciPy expm_multiply, 60 saved states", lambda: scipy.sparse.linalg.expm_multiply(
        generator, psi, start=0, stop=END, num=TIMES + 1, endpoint=True)[-1]
    yield "SciPy expm_multiply, last state", lambda: scipy.sparse.linalg.expm_multiply(
        generator * END, psi)
    try:
        from quspin.tools.evolution import expm_multiply_parallel

        csr = h.astype(complex)

        def quspin(steps):
            step = expm_multiply_parallel(csr, a=-1j * END / steps / HBAR)

            def run():
                state = psi.copy()
                for _ in range(steps):
                    state = step.dot(state)
                return state

            return run

        yield "QuSpin expm_multiply_parallel, 60 saved states", quspin(TIMES)
        yield "QuSpin expm_multiply_parallel, last state", quspin(1)
    except ImportError as error:
        print(f"no QuSpin: {error}")
    try:
        import qutip

        operator = qutip.Qobj(h.astype(complex)) / HBAR
        ket = qutip.Qobj(psi.reshape(-1, 1))
        times = np.linspace(0, END, TIMES + 1)
        for method, tolerance in (("vern9", 1e-9), ("adams", 1e-10)):
            options = {
                "method": method, "rtol": tolerance, "atol": 1e-2 * tolerance, "nsteps": 10**7,
                "progress_bar": "", "store_states": True,
            }
            yield (
                f"QuTiP sesolve {method}, rtol {tolerance:g}, 60 saved states",
                lambda options=options: qutip.sesolve(
                    operator, ket, times, options=options).states[-1].full().ravel())
    except ImportError as error:
        print(f"no QuTiP: {error}")
    yield "numba Chebyshev by hand, 60 saved states", chebyshev(states, psi, TIMES)
    yield "numba Chebyshev by hand, last state", chebyshev(states, psi, 1)


def job(folder, lines, *overrides):
    path = os.path.join(folder, "job.toml")
    with open(path, "w") as file:
        file.write('model = "spin-valve"\n' + lines)
    begin = time.perf_counter()
    subprocess.run(
        [f"{PROGRAMS}/spinsweep", "run", path, "-o", f"{folder}/a.h5", "--overwrite", "--progress",
         "none", *overrides], check=True, capture_output=True)
    return time.perf_counter() - begin, h5py.File(f"{folder}/a.h5")


def main():
    states = configurations()
    kernels = subprocess.run(
        [f"{PROGRAMS}/spinsweep-bench", "chain"], check=True, capture_output=True, text=True).stdout
    kernels = {line["kernel"]: line for line in map(json.loads, kernels.splitlines())}
    for name, line in kernels.items():
        print(f"{name:58} {line['nanoseconds']:14.3f} ns per {line['per']}")
    ours = kernels["4 + 4 spins to 60 fs, 60 saved states"]["nanoseconds"] * 1e-9
    bound = next(line["nanoseconds"] for name, line in kernels.items() if name.startswith("w <-"))
    for name, line in kernels.items():
        if name.startswith("H, ") and int(name.split()[-2]) > 1_000_000:
            print(f"{name}: {line['nanoseconds'] / bound:.2f} times the bound of the memory")
    with tempfile.TemporaryDirectory() as folder:
        whole, _ = min((job(folder, "") for _ in range(3)), key=lambda pair: pair[0])
        print(f"{'whole 4 + 4 job, all quantities, 61 times':58} {whole:14.3f} s")
        _, file = job(folder, '[parameters]\nelectron_spin_state = "down"\n')
        reference = file["local_spin"][-1, :, 2]
        for name, run in peers(states):
            seconds, psi = shortest(run)
            error = np.abs(spins(states, psi) - reference).max()
            mark = "" if error < 1e-7 else "  (less accurate)"
            print(f"{name:58} {seconds:14.3f} s, {seconds / ours:7.1f} times, error {error:.1e}{mark}")


if __name__ == "__main__":
    main()
