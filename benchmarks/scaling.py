#!/usr/bin/env python3
"""What a second core brings: ensembles of macrospins on one rank and on two, start-up included.

    swift build -c release --product spinsweep
    SPINSWEEP=.build/release/spinsweep python benchmarks/scaling.py
"""

import os
import statistics
import subprocess
import tempfile
import time

PROGRAM = os.path.abspath(os.environ.get("SPINSWEEP", ".build/release/spinsweep"))
JOB = """
title = "scaling"
model = "macrospin"
[parameters]
temperature = "4 K"
trajectories = 2000
voltage_pulse = "2 ns"
relaxation = "2 ns"
time_step = "1 ps"
[[axis]]
parameter = "bias_voltage"
from = "0 V"
to = "2 V"
points = 200
"""


def timed(ranks, folder):
    mpi = ["mpirun", "-n", str(ranks), "--bind-to", "none", "--oversubscribe"]
    run = [PROGRAM, "run", "job.toml", "-o", "a.h5", "--overwrite", "--progress", "none"]
    start = time.perf_counter()
    subprocess.run(mpi + run, cwd=folder, check=True, stdout=subprocess.DEVNULL)
    return time.perf_counter() - start


def main():
    os.environ.update({"OMPI_ALLOW_RUN_AS_ROOT": "1", "OMPI_ALLOW_RUN_AS_ROOT_CONFIRM": "1"})
    with tempfile.TemporaryDirectory() as folder:
        with open(os.path.join(folder, "job.toml"), "w") as file:
            file.write(JOB)
        times = {1: [], 2: []}
        for _ in range(5):
            for ranks in times:
                times[ranks].append(timed(ranks, folder))
    one, two = (statistics.median(times[ranks]) for ranks in (1, 2))
    print(f"1 rank   {one:6.2f} s\n2 ranks  {two:6.2f} s\nspeed-up {one / two:6.2f}")


if __name__ == "__main__":
    main()
