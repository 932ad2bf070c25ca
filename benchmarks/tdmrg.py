#!/usr/bin/env python3
"""A time step of SpinSweep's TEBD and of TeNPy's, side by side on one core.

    swift build -c release --product spinsweep-bench
    peers/bin/python benchmarks/tdmrg.py          # with the packages of requirements.txt

Both evolve the chain of Petrović et al. (75 sites, five localized spins, eight electrons along +z) with
the charges (number of electrons, spin along z) to t = 20 with the second-order scheme, steps of 0.1,
at most 200 states and weights of at most 1e-7 a truncation. From there on, for each bond dimension, they
do two steps and then time single ones of 111 bond updates (odd bonds, even bonds, odd bonds), with the
same rule of truncation in both programs. The CPU time is measured, and the state looked at, so that
nobody wins by not doing the work.
"""

import argparse
import json
import os
import pickle
import subprocess
import time

# One core for everyone.
for variable in ("OMP_NUM_THREADS", "MKL_NUM_THREADS", "OPENBLAS_NUM_THREADS"):
    os.environ[variable] = "1"

import numpy as np
import tenpy
from scipy.linalg import eigh_tridiagonal, expm
from tenpy.algorithms import tebd
from tenpy.linalg import np_conserved as npc
from tenpy.models.lattice import Lattice
from tenpy.models.model import NearestNeighborModel
from tenpy.networks.mps import MPS
from tenpy.networks.site import Site

SITES, FIRST, LAST, ELECTRONS, WELL, DEPTH = 75, 35, 39, 8, 10, 110.0
J, J_Z, J_SD = 0.1, 0.1005, 0.5


def operators(has_spin):
    """Charges and matrices of a site: electrons |0>, |u>, |d>, |ud>, and a spin 1/2."""
    up = np.zeros((4, 4))
    up[0, 1] = up[2, 3] = 1
    down = np.zeros((4, 4))
    down[0, 2], down[1, 3] = 1, -1
    sign = np.diag([1.0, -1, -1, 1])
    charges = np.array([[0, 0], [1, 1], [1, -1], [2, 0]])
    pauli = [np.array([[0, 1], [1, 0]]), np.array([[0, -1j], [1j, 0]]), np.diag([1, -1])]
    spins = []
    for matrix in pauli:
        total = np.zeros((4, 4), complex)
        total[1:3, 1:3] = matrix
        spins.append(total)
    if not has_spin:
        return charges, (up, down, sign), None
    charges = np.repeat(charges, 2, axis=0) + np.tile([[0, 1], [0, -1]], (4, 1))
    lift = lambda matrix: np.kron(matrix, np.eye(2))
    local = [np.kron(np.eye(4), matrix) for matrix in pauli]
    exchange = sum(lift(s) @ l for s, l in zip(spins, local))
    return charges, (lift(up), lift(down), lift(sign)), (local, exchange)


def bond(i, well):
    """The matrix of the Hamiltonian's term on sites i and i + 1; `well` gives hopping alone."""
    (_, left, left_spin), (_, right, right_spin) = (
        operators(FIRST <= i <= LAST), operators(FIRST <= i + 1 <= LAST))
    term = 0
    for spin in (0, 1):
        hop = np.kron(left[spin].T @ left[2], right[spin])
        term = term - hop - hop.T
    if well:
        return term
    if left_spin:
        term = term - 0.5 * J_SD * np.kron(left_spin[1], np.eye(len(right[2])))
    if right_spin:
        term = term - 0.5 * J_SD * np.kron(np.eye(len(left[2])), right_spin[1])
    if left_spin and right_spin:
        for coupling, a, b in zip((J, J, J_Z), left_spin[0], right_spin[0]):
            term = term - coupling * np.kron(a, b)
    return term


def array(matrix, left, right):
    """A two-site matrix with charges."""
    dense = np.asarray(matrix, complex).reshape(left.dim, right.dim, left.dim, right.dim)
    legs = [left.leg, right.leg, left.leg.conj(), right.leg.conj()]
    return npc.Array.from_ndarray(dense, legs, labels=["p0", "p1", "p0*", "p1*"], cutoff=1e-13)


def chain():
    """Sites and TeNPy's model."""
    info = npc.ChargeInfo([1, 1], ["N", "2Sz"])
    kinds = {}
    for has_spin in (False, True):
        charges, _, local = operators(has_spin)
        leg = npc.LegCharge.from_qflat(info, charges)
        # TeNPy sorts states by charge; these come as they are.
        kinds[has_spin] = Site(leg, None, sort_charge=False)
        if has_spin:
            kinds[has_spin].add_op("Z", local[0][2])
    sites = [kinds[FIRST <= i <= LAST] for i in range(SITES)]
    lattice = Lattice([1], sites, bc="open", bc_MPS="finite")
    terms = [None] + [array(bond(i, False), sites[i], sites[i + 1]) for i in range(SITES - 1)]
    return sites, NearestNeighborModel(lattice, terms)


def start(sites):
    """The determinant of the lowest orbitals by rotations of neighbors; spins down."""
    diagonal = [-DEPTH if i < WELL else 0.0 for i in range(SITES)]
    _, orbitals = eigh_tridiagonal(diagonal, [-1.0] * (SITES - 1))
    matrix = orbitals[:, :ELECTRONS].T.copy()
    rotations = []
    for row in range(ELECTRONS):
        for j in range(SITES - 1, row, -1):
            if abs(matrix[row, j]) < 1e-16:
                continue
            angle = np.arctan2(matrix[row, j], matrix[row, j - 1])
            rotations.append((j - 1, angle))
            a, b = matrix[:, j - 1].copy(), matrix[:, j].copy()
            matrix[:, j - 1] = np.cos(angle) * a + np.sin(angle) * b
            matrix[:, j] = np.cos(angle) * b - np.sin(angle) * a
    product = [
        (1 if i < ELECTRONS else 0) * (2 if FIRST <= i <= LAST else 1)
        + (1 if FIRST <= i <= LAST else 0) for i in range(SITES)]
    state = MPS.from_product_state(sites, product, dtype=complex)
    for i, angle in reversed(rotations):
        (_, left, _), (_, right, _) = (
            operators(FIRST <= i <= LAST), operators(FIRST <= i + 1 <= LAST))
        generator = 0
        for spin in (0, 1):
            hop = np.kron(left[spin].T @ left[2], right[spin])
            generator = generator + hop - hop.T
        gate = array(expm(-angle * generator), sites[i], sites[i + 1])
        state.apply_local_op(i, gate, unitary=True, cutoff=1e-14)
    state.canonical_form()
    return state


def options(dimension, weight, steps):
    """TeNPy's names for the scheme and the rule of truncation."""
    return {
        "order": 2, "dt": 0.1, "N_steps": steps, "max_N_sites_per_ring": SITES,
        "trunc_params": {
            "chi_max": dimension, "trunc_cut": weight**0.5, "svd_min": 1e-14}}


def prepare(path):
    """The state at t = 20 and the CPU seconds that it took, from a file if there is one."""
    if path and os.path.exists(path):
        with open(path, "rb") as file:
            return pickle.load(file)
    sites, model = chain()
    state = start(sites)
    before = time.process_time()
    engine = tebd.TEBDEngine(state, model, options(200, 1e-7, 10))
    for _ in range(20):
        engine.run()
    prepared = time.process_time() - before, state, model
    if path:
        with open(path, "wb") as file:
            pickle.dump(prepared, file)
    return prepared


def tenpy_rows(state, model, dimensions, weight, steps):
    """CPU seconds of single steps, and what the state looks like after them."""
    rows = []
    for dimension in dimensions:
        copy = state.copy()
        engine = tebd.TEBDEngine(copy, model, options(dimension, weight, 1))
        times = []
        for step in range(steps + 2):
            before = time.process_time()
            engine.run()
            if step > 1:
                times.append(time.process_time() - before)
        rows.append({
            "dimension": dimension, "seconds": float(np.median(times)),
            "spin": float(copy.expectation_value("Z", [FIRST])[0]),
            "entropy": float(copy.entanglement_entropy()[SITES // 2]),
            "full": sum(1 for chi in copy.chi if chi == dimension)})
    return rows


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--program", default=".build/release/spinsweep-bench")
    parser.add_argument("--dimensions", type=int, nargs="+", default=[50, 100, 200, 400])
    parser.add_argument("--weight", type=float, default=1e-11)
    parser.add_argument("--steps", type=int, default=5)
    parser.add_argument("--state", help="where TeNPy's state at t = 20 is kept for the next run")
    arguments = parser.parse_args()
    prepared, state, model = prepare(arguments.state)
    dimensions = [str(dimension) for dimension in arguments.dimensions]
    lines = subprocess.run(
        [arguments.program, "tdmrg", str(arguments.weight), str(arguments.steps), *dimensions],
        check=True, capture_output=True, text=True).stdout.splitlines()
    ours = [json.loads(line) for line in lines]
    theirs = tenpy_rows(
        state, model, arguments.dimensions, arguments.weight, arguments.steps)
    print(f"TeNPy {tenpy.__version__}, weights of {arguments.weight:g} a truncation\n")
    print(f"to t = 20: {ours[0]['seconds']:.2f} s and {prepared:.1f} s, "
          f"{prepared / ours[0]['seconds']:.1f}x\n")
    print(f"{'states':>7}{'SpinSweep':>11}{'TeNPy':>9}{'ratio':>8}   spin 1, half entropy, full bonds")
    for own, peer in zip(ours[1:], theirs):
        print(f"{peer['dimension']:7}{own['seconds']:9.3f} s{peer['seconds']:7.2f} s"
              f"{peer['seconds'] / own['seconds']:7.1f}x   "
              f"{own['spin']:.5f} {peer['spin']:.5f}, {own['entropy']:.5f} {peer['entropy']:.5f}, "
              f"{own['full']} {peer['full']}")


if __name__ == "__main__":
    main()
