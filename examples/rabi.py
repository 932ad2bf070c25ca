#!/usr/bin/env python3
"""A model for SpinSweep in Python: a spin 1/2 in a static field and one that rotates about it.

    spinsweep run jobs/own_python_model.toml --verify

Needs numpy. The spin begins along the static field; the Schrödinger equation is integrated with the
exponential of the Hamiltonian at the middle of each step, which is of second order. Rabi, Phys. Rev. 51,
652 (1937) has the closed form, P = (f1/F)^2 sin^2(pi F t) with F^2 = (f0 - f)^2 + f1^2.
"""

import json
import sys

import numpy as np

MODEL = {
    "name": "rabi",
    "summary": "a spin 1/2 in a static field and one that rotates about it",
    "parameters": [
        {"name": "larmor_frequency", "unit": "Hz", "default": "1 GHz", "above": 0,
         "meaning": "of the static field", "source": "Rabi, Phys. Rev. 51, 652 (1937)"},
        {"name": "drive_frequency", "unit": "Hz", "default": "1 GHz",
         "meaning": "of the rotation", "source": "Rabi, Phys. Rev. 51, 652 (1937)"},
        {"name": "rabi_frequency", "unit": "Hz", "default": "50 MHz", "above": 0,
         "meaning": "strength of the rotating field", "source": "Rabi, Phys. Rev. 51, 652 (1937)"},
        {"name": "times", "unit": "s", "default": ["5 ns", "10 ns", "15 ns", "20 ns"],
         "minimum": 0, "meaning": "when the spin is looked at, one after the other",
         "bookkeeping": True},
        {"name": "time_step", "unit": "s", "default": "10 ps", "above": 0,
         "meaning": "longest step", "source": "numerics"},
    ],
    "dimensions": [{"name": "time", "unit": "s", "parameter": "times", "meaning": "time"}],
    "quantities": [
        {"name": "flip_probability", "dimensions": ["time"], "meaning": "that the spin has turned over",
         "source": "Rabi, Phys. Rev. 51, 652 (1937)"},
        {"name": "rabi_formula", "dimensions": ["time"], "meaning": "the same in closed form",
         "source": "Rabi, Phys. Rev. 51, 652 (1937)"},
    ],
    "seconds": 0.02,
}

SIGMA = np.array([[[0, 1], [1, 0]], [[0, -1j], [1j, 0]], [[1, 0], [0, -1]]])


def propagators(p, start, end):
    """exp(-i H dt / hbar) of each step from start to end, as matrices."""
    count = max(1, int(np.ceil((end - start) / p["time_step"])))
    step = (end - start) / count
    angle = 2 * np.pi * p["drive_frequency"] * (start + step * (np.arange(count) + 0.5))
    field = np.pi * np.stack([
        p["rabi_frequency"] * np.cos(angle), p["rabi_frequency"] * np.sin(angle),
        np.full(count, p["larmor_frequency"])])
    size = np.sqrt((field**2).sum(0))
    turn = np.tensordot(field / size, SIGMA, axes=(0, 0))
    return (np.cos(size * step)[:, None, None] * np.eye(2)
            - 1j * np.sin(size * step)[:, None, None] * turn)


def product(matrices):
    """The product of matrices in order of time, by halves."""
    while len(matrices) > 1:
        if len(matrices) % 2:
            matrices = np.concatenate([matrices, np.eye(2)[None]])
        matrices = matrices[1::2] @ matrices[::2]
    return matrices[0]


def compute(p):
    state, now, flipped = np.array([1, 0], complex), 0.0, []
    for time in p["times"]:
        if time < now:
            raise ValueError("the times must increase")
        if time > now:
            state = product(propagators(p, now, time)) @ state
        now = time
        flipped.append(abs(state[1]) ** 2)
    total = np.hypot(p["larmor_frequency"] - p["drive_frequency"], p["rabi_frequency"])
    formula = (p["rabi_frequency"] / total) ** 2 * np.sin(np.pi * total * np.array(p["times"])) ** 2
    return {"flip_probability": flipped, "rabi_formula": formula.tolist()}


for line in sys.stdin:
    request = json.loads(line)
    if "describe" in request:
        answer = MODEL
    elif "point" in request:
        try:
            answer = {"quantities": compute(request["parameters"])}
        except ValueError as error:
            answer = {"error": str(error)}
    else:
        break
    print(json.dumps(answer), flush=True)
