#!/usr/bin/env python3
"""Two ranks on one point against one, for the models that share points.

    swift build -c release --product spinsweep
    python benchmarks/teams.py

What the machine has to give is measured beside it: two runs of one rank each at the same time. Cores that
share caches and memory are slower together than alone, and no program gets around that. All take turns;
the shortest of several runs counts, and for each pair of runs the slower one.
"""

import os
import re
import subprocess
import tempfile

BUILD = os.path.abspath(os.environ.get("SPINSWEEP_BUILD", ".build/release"))
ROUNDS = int(os.environ.get("ROUNDS", "5"))
SETTINGS = {"OMPI_ALLOW_RUN_AS_ROOT": "1", "OMPI_ALLOW_RUN_AS_ROOT_CONFIRM": "1"}
VALVE = """
model = "spin-valve"
[parameters]
layer_spins = {spins}
end_time = "{time} fs"
times = 3
[output]
quantities = ["local_spin"]
"""
CHAIN = """
model = "tdmrg"
[parameters]
electrons = 8
end_time = {time}
times = 3
max_bond = {bond}
[output]
quantities = ["local_spin", "discarded_weight"]
"""
CASES = {
    "spin-valve, 5 + 5 spins": VALVE.format(spins=5, time=60),
    "spin-valve, 6 + 6 spins": VALVE.format(spins=6, time=60),
    "spin-valve, 7 + 7 spins": VALVE.format(spins=7, time=20),
    "spin-valve, 8 + 8 spins": VALVE.format(spins=8, time=6),
    "tdmrg, at most 100 states": CHAIN.format(bond=100, time=20),
    "tdmrg, at most 200 states": CHAIN.format(bond=200, time=18),
    "tdmrg, at most 400 states": CHAIN.format(bond=400, time=15),
}


def start(job, name, ranks):
    command = ["mpirun", "-n", str(ranks), "--bind-to", "none", f"{BUILD}/spinsweep", "run", job, "-o",
               name, "--overwrite", "--ranks-per-point", str(ranks), "--progress", "none"]
    return subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True,
                            env=os.environ | SETTINGS)


def seconds(*runs):
    """Seconds of the slowest of runs that go on at the same time, as they say themselves."""
    found = []
    for run in runs:
        output, errors = run.communicate()
        if run.returncode != 0:
            raise SystemExit(errors)
        minutes, rest = re.search(r" in (?:(\d+) min )?([\d.e+]+) s", output).groups()
        found.append(60 * float(minutes or 0) + float(rest))
    return max(found)


def main():
    wanted = os.environ.get("CASES", "")
    print("| | one rank | two ranks | two runs | speed-up | of what two runs get |\n|---|---|---|---|---|---|")
    with tempfile.TemporaryDirectory() as folder:
        os.chdir(folder)
        for name, text in CASES.items():
            if wanted not in name:
                continue
            with open("job.toml", "w") as file:
                file.write(text)
            one, two, both = [], [], []
            for _ in range(ROUNDS):
                one.append(seconds(start("job.toml", "a.h5", 1)))
                two.append(seconds(start("job.toml", "a.h5", 2)))
                both.append(seconds(*(start("job.toml", name, 1) for name in ("a.h5", "b.h5"))))
            best = [min(times) for times in (one, two, both)]
            speedup, capacity = best[0] / best[1], 2 * best[0] / best[2]
            print(f"| {name} | {best[0]:.2f} s | {best[1]:.2f} s | {best[2]:.2f} s | {speedup:.2f} | "
                  f"{speedup / capacity:.0%} |", flush=True)


if __name__ == "__main__":
    main()
