#!/usr/bin/env python3
"""The scheduler and the result file against bare MPI and mpi4py.futures, on two ranks.

    swift build -c release --product SweepHelper --product IOHelper
    SPINSWEEP_BUILD=.build/release python benchmarks/scheduler.py

Every rate is the best of several short runs that take turns, so that all meet the same machine.
"""

import os
import re
import subprocess
import sys
import tempfile

HERE = os.path.dirname(os.path.abspath(__file__))
BUILD = os.path.abspath(os.environ.get("SPINSWEEP_BUILD", ".build/release"))
MPI = ["mpirun", "-n", "2", "--bind-to", "none", "--oversubscribe"]
ROUNDS = int(os.environ.get("ROUNDS", "3"))
SETTINGS = {
    "OMPI_ALLOW_RUN_AS_ROOT": "1",
    "OMPI_ALLOW_RUN_AS_ROOT_CONFIRM": "1",
    # As the program chooses for itself.
    "OMPI_MCA_mpi_yield_when_idle": "1",
    "OMPI_MCA_io": "romio321",
}


def output(command):
    done = subprocess.run(command, check=True, capture_output=True, text=True)
    return done.stdout


def job(points, time):
    """A grid of about that many points: of the model that waits, or of closed forms, which take some
    70 ns and are as good as empty."""
    side = round(points**0.5)
    if time:
        lines, axes = ['model = "waiting"', "[parameters]", f"time = {time}"], ("number", "other")
    else:
        lines, axes = ['model = "quantum-temperature"'], ("damping", "temperature")
        lines += ["[output]", 'quantities = ["current_density"]']
    for axis in axes:
        lines += ["[[axis]]", f'parameter = "{axis}"', "from = 0.1", "to = 0.9", f"points = {side}"]
    return "\n".join(lines)


def sweep(points, *options, time=0):
    """Points a second: the making of the file, the last write and the disk included."""
    with open("job.toml", "w") as file:
        file.write(job(points, time))
    if os.path.exists("a.h5"):
        os.remove("a.h5")
    program = [f"{BUILD}/SweepHelper"] if time else [f"{BUILD}/spinsweep", "run"]
    printed = output(MPI + program + ["job.toml", "-o", "a.h5", *options])
    return float(re.search(r"\(([\d.e+]+) points/s", printed).group(1))


ENSEMBLES = """
model = "macrospin"
[parameters]
trajectories = 16
voltage_pulse = "1 ns"
relaxation = "1 ns"
time_step = "1 ps"
[[axis]]
parameter = "bias_voltage"
from = 0.1
to = 0.9
points = 160
[[axis]]
parameter = "temperature"
from = 1
to = 300
points = 180
[output]
quantities = ["switching_probability"]
"""


def ensembles(ranks):
    """Points a second of a model with points of about 0.7 ms."""
    with open("ensembles.toml", "w") as file:
        file.write(ENSEMBLES)
    printed = output(["mpirun", "-n", str(ranks), "--bind-to", "none", f"{BUILD}/spinsweep", "run",
                      "ensembles.toml", "-o", "e.h5", "--overwrite"])
    return float(re.search(r"\(([\d.e+]+) points/s", printed).group(1))


def write_rate(record, total):
    """Bytes a second of the collective write of the store."""
    points = total // record
    printed = output(MPI + [f"{BUILD}/IOHelper", "bench", "w.h5", f"wide-{points}-{record // 8}"])
    os.remove("w.h5")
    times = [float(value) for value in re.findall(r"write ([\d.]+) ms", printed)]
    return points * record / (max(times) * 1e-3)


def main():
    os.environ.update(SETTINGS)
    with tempfile.TemporaryDirectory() as folder:
        os.chdir(folder)
        for name in ("pingpong", "mpiio", "spin"):
            output(["mpicc", "-O2", f"{HERE}/Peers/{name}.c", "-o", name])
        best = {}

        def note(name, value):
            best[name] = max(value, best.get(name, 0))

        futures = MPI + [sys.executable, "-m", "mpi4py.futures", f"{HERE}/Peers/futures.py"]
        for _ in range(ROUNDS):
            note("ping-pong", float(output(MPI + ["./pingpong", "300000"])))
            note("futures, empty", float(output(futures + ["3000"])))
            # Rank 0 only hands out then: each point is a round trip.
            note("one a message", sweep(2_250_000, "--points-per-message", "1"))
            note("adaptive", sweep(4_000_000))
            note("1 ms", sweep(14_400, time=1e-3))
            note("bare, 1 ms", float(output(MPI + ["./spin", "14400", "1e-3"])))
            note("futures, 1 ms", float(output(futures + ["1000", "work"])))
        for _ in range(2):
            note("1 ms, long", sweep(57_600, time=1e-3))
            note("bare, 1 ms, long", float(output(MPI + ["./spin", "57600", "1e-3"])))
            for ranks in (1, 2):
                note(f"ensembles, {ranks}", ensembles(ranks))
        print(f"bare ping-pong                    {best['ping-pong']:12.0f} round trips/s")
        print(f"mpi4py.futures, empty, chunk 1    {best['futures, empty']:12.0f} tasks/s")
        one = best["one a message"]
        print(
            f"empty points, one a message       {one:12.0f} points/s: "
            f"{one / best['futures, empty']:.0f} x futures, {one / best['ping-pong']:.2f} x ping-pong"
        )
        print(f"empty points, adaptive ranges     {best['adaptive']:12.0f} points/s")
        for name, points in (("1 ms", 14_400), ("1 ms, long", 57_600)):
            rate, bare = best[name], best["bare, " + name]
            print(
                f"points of 1 ms, {points / 2000:4.1f} s            {rate:12.1f} points/s: "
                f"efficiency {rate / 2000:.4f}, with nothing around the points {bare / 2000:.4f}"
            )
        one, two = best["ensembles, 1"], best["ensembles, 2"]
        print(
            f"macrospin, {1e3 / one:.2f} ms a point         {two:12.0f} points/s: "
            f"{two / one:.2f} x one rank"
        )
        print(f"mpi4py.futures, 1 ms, chunk 1     {best['futures, 1 ms']:12.1f} tasks/s")
        for record in (4 << 10, 64 << 10, 1 << 20):
            rates = {"mpiio": [], "store": []}
            for _ in range(ROUNDS):
                rates["mpiio"].append(float(output(MPI + ["./mpiio", "b.dat", str(record), str(1 << 28)])))
                rates["store"].append(write_rate(record, 1 << 28))
            plain, store = (max(rates[name]) for name in ("mpiio", "store"))
            print(
                f"writing, records of {record >> 10:5} KiB      {store / 1e9:8.2f} GB/s: "
                f"{store / plain:.2f} x plain MPI-IO ({plain / 1e9:.2f} GB/s)"
            )


if __name__ == "__main__":
    main()
