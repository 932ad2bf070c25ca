#!/usr/bin/env python3
"""Maps of a million and of ten million points, from the command to the finished file: SpinSweep on
two ranks against a numpy + h5py script that writes the same quantities, coordinates and bookkeeping.

    swift build -c release --product spinsweep
    SPINSWEEP=.build/release/spinsweep python benchmarks/map.py

Both are timed as whole processes, start-up included, in turns; the medians are compared. The two
files are then compared number by number, so that nobody wins by not doing the work.
"""

import os
import statistics
import subprocess
import sys
import tempfile
import time

PROGRAM = os.path.abspath(os.environ.get("SPINSWEEP", ".build/release/spinsweep"))
RANKS = "2"
JOB = """
title = "a large map"
model = "quantum-temperature"
[[axis]]
parameter = "current"
from = "0.1 mA"
to = "4 mA"
points = N
[[axis]]
parameter = "temperature"
from = "1 K"
to = "300 K"
points = N
[[axis]]
parameter = "radius"
from = "5 nm"
to = "50 nm"
points = N
"""

# What a physicist would write: broadcast axes, closed forms (docs/physics/macrospin.md), one dataset
# a quantity with units and dimension scales. Also a process of its own.
NUMPY = '''
import sys
import h5py
import numpy as np

MU0, HBAR, K_B, E = 1.25663706212e-6, 1.054571817e-34, 1.380649e-23, 1.602176634e-19
GAMMA_E = 1.76085963023e11
GAMMA0 = MU0 * GAMMA_E
M_S, THICKNESS, N_Z, N_XY, K_I = 1.2e6, 1.1e-9, 0.96, 0.02, 1e-3
DAMPING, SPIN, SIN2, SINCOS = 0.05, 2.0, 0.55, -0.49
ATTEMPT, DWELL = 1e-9, 20e-9

n = int(sys.argv[2])
axes = {"current": (np.linspace(0.1e-3, 4e-3, n), "A"),
        "temperature": (np.linspace(1, 300, n), "K"),
        "radius": (np.linspace(5e-9, 50e-9, n), "m")}
current = axes["current"][0][:, None, None]
temperature = axes["temperature"][0][None, :, None]
radius = axes["radius"][0][None, None, :]
shape = (n, n, n)

area = np.pi * radius**2
moment = MU0 * M_S * area * THICKNESS
barrier = (K_I - MU0 * M_S**2 / 2 * (N_Z - N_XY) * THICKNESS) * area
local = moment / (HBAR * GAMMA0) / SPIN
states = local * (2 * SPIN + 1)
rate = current / E
thermal = DAMPING * K_B * temperature / (GAMMA0 * moment)
quantum = 2 * (1 + DAMPING**2) * rate * SIN2 / (GAMMA0 * states)**2
t_q = GAMMA0 * moment * quantum / (DAMPING * K_B)
t_star = temperature + t_q
stability = barrier / (K_B * t_star)
quantities = {
    "energy_barrier": (barrier, "J"),
    "thermal_stability": (stability, "1"),
    "anisotropy_field": (2 * barrier / moment, "A/m"),
    "local_moments": (local, "1"),
    "thermal_field_strength": (thermal, "(A/m)^2 s"),
    "quantum_field_strength": (quantum, "(A/m)^2 s"),
    "quantum_temperature": (t_q, "K"),
    "effective_temperature": (t_star, "K"),
    "quantum_fraction": (quantum / (quantum + thermal), "1"),
    "damping_like_torque": (-rate * SIN2 / states, "1/s"),
    "field_like_torque": (-rate * SINCOS / states, "1/s"),
    "switching_probability": (-np.expm1(-DWELL / ATTEMPT * np.exp(-stability)), "1"),
    "current_density": (current / area, "A/m^2"),
}
with h5py.File(sys.argv[1], "w") as file:
    for name, (values, unit) in axes.items():
        file[name] = values
        file[name].attrs["units"] = unit
        file[name].make_scale(name)
    for name, (values, unit) in quantities.items():
        file[name] = np.broadcast_to(values, shape)
        file[name].attrs["units"] = unit
        for dimension, axis in enumerate(axes):
            file[name].dims[dimension].attach_scale(file[axis])
    run = file.create_group("run")
    run["status"] = np.ones(shape, np.uint8)
    run["seconds"] = np.zeros(shape)
    run["rank"] = np.zeros(shape, np.int32)
    run.create_dataset("message", shape, "S128")
'''


def timed(command):
    start = time.perf_counter()
    subprocess.run(command, check=True, stdout=subprocess.DEVNULL)
    return time.perf_counter() - start


def differences(ours, theirs):
    """The largest relative difference of any quantity."""
    import h5py
    import numpy as np

    worst = 0.0
    with h5py.File(ours, "r") as a, h5py.File(theirs, "r") as b:
        for name in b:
            if isinstance(b[name], h5py.Dataset):
                x, y = a[name][()], b[name][()]
                scale = np.maximum(np.abs(y), np.finfo(float).tiny)
                worst = max(worst, float(np.max(np.abs(x - y) / scale)))
    return worst


def compare(points, repetitions):
    """One size: points on each of three axes."""
    with tempfile.TemporaryDirectory() as folder:
        job, ours, theirs = (os.path.join(folder, name) for name in ("job.toml", "a.h5", "b.h5"))
        with open(job, "w") as file:
            file.write(JOB.replace("points = N", f"points = {points}"))
        mpi = ["mpirun", "-n", RANKS, "--bind-to", "none", "--oversubscribe"]
        spinsweep = mpi + [PROGRAM, "run", job, "-o", ours, "--progress", "none"]
        numpy = [sys.executable, "-c", NUMPY, theirs, str(points)]
        times = {"spinsweep": [], "numpy": []}
        for _ in range(repetitions):
            for path in (ours, theirs):
                if os.path.exists(path):
                    os.remove(path)
            times["spinsweep"].append(timed(spinsweep))
            times["numpy"].append(timed(numpy))
        start = statistics.median(timed(mpi + [PROGRAM, "run", job, "-o", ours, "--resume"])
                                  for _ in range(repetitions))
        a, b = (statistics.median(times[name]) for name in ("spinsweep", "numpy"))
        print(f"{points**3} points")
        print(f"  spinsweep, {RANKS} ranks     {a:6.2f} s  (fastest {min(times['spinsweep']):.2f} s)")
        print(f"  numpy + h5py           {b:6.2f} s  (fastest {min(times['numpy']):.2f} s)")
        print(f"  ratio                  {b / a:6.2f}")
        print(f"  spinsweep, no points   {start:6.2f} s  (resuming the finished file)")
        print(f"  largest relative difference of the results: {differences(ours, theirs):.1e}")


def main():
    os.environ.update({"OMPI_ALLOW_RUN_AS_ROOT": "1", "OMPI_ALLOW_RUN_AS_ROOT_CONFIRM": "1"})
    compare(100, 7)
    compare(215, 3)


if __name__ == "__main__":
    main()
