#!/usr/bin/env python3
"""Measures what it costs that a program computes the points of a sweep (docs/your-own-model.md).

    benchmarks/program.py [--spinsweep PROGRAM] [--ranks N] [--points N]

1. Time of a scalar point that a C program answers at once, against the same number of points that the program itself
   computes at once (model `quantum-temperature`).
2. Bytes a second of arrays of a C program, without writing them: one number of each is written.
3. Points of 1 ms in Python on N ranks: the share of N cores that goes into the function, beside mpi4py.futures and
   libEnsemble where they can be imported. The function measures its own processor time.

All in one run, since times describe the machine. Needs cc, and mpirun for 3.
"""

import argparse
import json
import os
import pathlib
import shutil
import subprocess
import sys
import tempfile
import time

SCALAR = r"""
#include <stdio.h>
#include <string.h>
int main(void) {
  static char line[1 << 16];
  while (fgets(line, sizeof line, stdin)) {
    if (strstr(line, "\"describe\""))
      puts("{\"parameters\":[{\"name\":\"x\",\"default\":1}],\"quantities\":[{\"name\":\"y\"}]}");
    else if (strstr(line, "\"point\"")) puts("{\"quantities\":{\"y\":1.5}}");
    else break;
    fflush(stdout);
  }
}
"""

ARRAYS = r"""
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>
int main(int count, char **words) {
  static char line[1 << 16];
  long length = atol(words[1]);
  double *numbers = calloc(length, sizeof(double));
  while (fgets(line, sizeof line, stdin)) {
    if (strstr(line, "\"describe\""))
      printf("{\"parameters\":[{\"name\":\"x\",\"default\":1}],\"dimensions\":[{\"name\":\"place\","
             "\"size\":%ld}],\"quantities\":[{\"name\":\"y\"},{\"name\":\"profile\",\"dimensions\":"
             "[\"place\"]}]}\n", length);
    else if (strstr(line, "\"point\""))
      printf("{\"quantities\":{\"y\":1,\"profile\":{\"float64\":%ld}}}\n", length);
    else break;
    fflush(stdout);
    if (strstr(line, "\"point\""))
      for (long sent = 0; sent < length * 8;) sent += write(1, (char *)numbers + sent, length * 8 - sent);
  }
}
"""

WORK = '''
import time

def work(seconds=1e-3):
    """Uses the processor for so long; what it has used."""
    start = time.process_time()
    while True:
        used = time.process_time() - start
        if used >= seconds:
            return used
'''

MODEL = '''
import json, sys
from work import work

for line in sys.stdin:
    request = json.loads(line)
    if "describe" in request:
        answer = {"parameters": [{"name": "x", "default": 0}], "quantities": [{"name": "used", "unit": "s"}]}
    elif "point" in request:
        answer = {"quantities": {"used": work()}}
    else:
        break
    print(json.dumps(answer), flush=True)
'''

FUTURES = '''
import sys, time
from mpi4py.futures import MPIPoolExecutor
from work import work

def one(number):
    return work()

if __name__ == "__main__":
    points, ranks = map(int, sys.argv[1:])
    with MPIPoolExecutor(ranks) as pool:
        list(pool.map(one, range(ranks)))
        start = time.perf_counter()
        used = sum(pool.map(one, range(points), chunksize=10))
        print(used / (time.perf_counter() - start) / ranks)
'''

ENSEMBLE = '''
import sys, time
import numpy as np
from libensemble import Ensemble
from libensemble.gen_funcs.sampling import latin_hypercube_sample
from libensemble.specs import ExitCriteria, GenSpecs, LibeSpecs, SimSpecs
from work import work

def one(history, info, specs):
    result = np.zeros(len(history), dtype=specs["out"])
    for number in range(len(history)):
        result["used"][number] = work()
    return result, info

if __name__ == "__main__":
    points, ranks = map(int, sys.argv[1:])
    libensemble = Ensemble(libE_specs=LibeSpecs(
        nworkers=ranks, comms="local", gen_on_manager=True, disable_log_files=True,
        save_every_k_sims=10**9, save_H_on_completion=False))
    libensemble.sim_specs = SimSpecs(sim_f=one, inputs=["x"], out=[("used", float)])
    libensemble.gen_specs = GenSpecs(
        gen_f=latin_hypercube_sample, outputs=[("x", float, 1)],
        user={"gen_batch_size": points, "lb": np.zeros(1), "ub": np.ones(1)})
    libensemble.exit_criteria = ExitCriteria(sim_max=points)
    libensemble.add_random_streams()
    start = time.perf_counter()
    history, _, _ = libensemble.run()
    print(history["used"].sum() / (time.perf_counter() - start) / ranks)
'''


def job(command, points, quantities=None, model="program"):
    lines = [f'model = "{model}"']
    if command:
        lines += ["[program]", f"command = {json.dumps(command)}"]
    name = "x" if command else "temperature"
    lines += ["[[axis]]", f'parameter = "{name}"', f"from = 1\nto = 2\npoints = {points}"]
    if quantities:
        lines += ["[output]", f"quantities = {json.dumps(quantities)}"]
    return "\n".join(lines) + "\n"


class Bench:
    def __init__(self, program, folder):
        self.program, self.folder = program, folder

    def run(self, text, ranks=None):
        """Seconds of a run between its first and last point, from its summary."""
        path = self.folder / "job.toml"
        path.write_text(text)
        command = [self.program, "run", str(path), "--overwrite", "--progress", "none"]
        if ranks:
            command = ["mpirun", "--oversubscribe", "-n", str(ranks)] + command
        done = subprocess.run(command, cwd=self.folder, capture_output=True, text=True)
        if done.returncode:
            sys.exit(done.stderr)
        summary = (done.stdout + done.stderr).split(" points in ")[1]
        return float(summary.split(" ")[0]), summary.split(" (")[0]

    def compile(self, name, text):
        (self.folder / f"{name}.c").write_text(text)
        subprocess.run(["cc", "-O2", f"{name}.c", "-o", name], cwd=self.folder, check=True)


def median(values):
    return sorted(values)[len(values) // 2]


def main():
    os.environ.update({"OMPI_ALLOW_RUN_AS_ROOT": "1", "OMPI_ALLOW_RUN_AS_ROOT_CONFIRM": "1"})
    root = pathlib.Path(__file__).resolve().parent.parent
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--spinsweep", default=shutil.which("spinsweep") or root / ".build/release/spinsweep")
    parser.add_argument("--ranks", type=int, default=os.cpu_count())
    parser.add_argument("--points", type=int, default=10_000)
    options = parser.parse_args()
    with tempfile.TemporaryDirectory() as name:
        bench = Bench(str(pathlib.Path(options.spinsweep).resolve()), pathlib.Path(name))
        bench.compile("scalar", SCALAR)
        bench.compile("arrays", ARRAYS)
        (bench.folder / "work.py").write_text(WORK)
        (bench.folder / "model.py").write_text(MODEL)
        count = 10 * options.points
        times = [bench.run(job(["./scalar"], count))[0] for _ in range(3)]
        print(f"scalar point: {median(times) / count * 1e6:.1f} us (a C program, one rank)")
        length, count = 1 << 21, 50
        times = [bench.run(job(["./arrays", str(length)], count, ["y"]))[0] for _ in range(3)]
        print(f"arrays: {8 * length * count / median(times) / 1e9:.2f} GB/s (16 MiB a point, one rank)")
        start = time.perf_counter()
        seconds, _ = bench.run(job([sys.executable, "model.py"], options.points), options.ranks)
        whole = time.perf_counter() - start
        import h5py
        with h5py.File(bench.folder / "job.h5") as file:
            used = file["used"][()].sum()
        print(f"{options.points} points of 1 ms, {options.ranks} ranks: {used / seconds / options.ranks:.1%} of "
              f"the cores in the function ({used / whole / options.ranks:.1%} with start and end)")
        for module, text in [("mpi4py.futures", FUTURES), ("libensemble", ENSEMBLE)]:
            if subprocess.run([sys.executable, "-c", f"import {module}"], capture_output=True).returncode:
                print(f"{module}: cannot be imported")
                continue
            (bench.folder / "peer.py").write_text(text)
            command = [sys.executable, "peer.py", str(options.points), str(options.ranks)]
            if module == "mpi4py.futures":
                command = ["mpirun", "--oversubscribe", "-n", str(options.ranks + 1), sys.executable, "-m",
                           "mpi4py.futures", *command[1:]]
            done = subprocess.run(command, cwd=bench.folder, capture_output=True, text=True)
            last = done.stdout.split()[-1] if done.returncode == 0 and done.stdout.split() else done.stderr[-300:]
            print(f"{module}: {float(last):.1%} of the cores in the function" if done.returncode == 0 else
                  f"{module}: {last}")


main()
