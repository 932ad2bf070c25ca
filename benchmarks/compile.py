#!/usr/bin/env python3
"""How long the compiler takes: for all of the program, and after one file was edited.

    python benchmarks/compile.py                # everything; leave the machine alone meanwhile
    python benchmarks/compile.py model cycle    # some of: clean model kernel command cycle
    python benchmarks/compile.py cycle --scratch-path .build/tests --configuration debug
                                                # on top of a build that is there

`clean` builds the program from nothing. `model`, `kernel` and `command` edit one file of a model,
of a torque's kernel and of the command line, and build the program again. `cycle` is what a
contributor waits for: it edits the model, builds the tests, and runs the model's.

Each file is edited twice: with a comment, which leaves what other modules see as it was, and with a
declaration, which does not, so that what depends on the module is compiled again. A change of one
line in a function lies between the two. Files have their old text again afterward, also if a build
fails.
"""

import argparse
import glob
import os
import signal
import subprocess
import sys
import tempfile
import time

ROOT = os.path.dirname(os.path.dirname(os.path.abspath(__file__)))
# The files that are edited, wherever in Sources they are; the first that exists is taken.
FILES = {
    "model": ["MacrospinModel.swift"],
    "kernel": ["DampingLikeTorque.swift", "HeunStep.swift"],
    "command": ["Verb+Run.swift"],
}
# The tests of that model: its physics, what is said about mistakes in its jobs, a job of its own.
TESTS = r"PhysicsTests\.(EnsembleTests|MagnetTests)|SweepTests\.CatalogueTests"
JOB = ["run", "jobs/vcma_switching_a.toml", "--set", "trajectories=400", "--verify"]
PARTS = ["clean", "model", "kernel", "command", "cycle"]


def run(*command):
    """Seconds that a command takes; what it prints is shown if it fails."""
    start = time.monotonic()
    done = subprocess.run(
        command, cwd=ROOT, stdout=subprocess.PIPE, stderr=subprocess.STDOUT,
        universal_newlines=True)
    seconds = time.monotonic() - start
    if done.returncode:
        sys.exit(f"{' '.join(command)}\n{done.stdout}")
    return seconds


class EditedFile:
    """A file that can be changed for as long as a `with` block lasts."""

    def __init__(self, path):
        self.path = os.path.join(ROOT, path)
        with open(self.path, encoding="utf-8") as file:
            self.old = file.read()

    def __enter__(self):
        return self

    def __exit__(self, *_):
        self.write(self.old)

    def append(self, line):
        self.write(f"{self.old}\n{line}\n")

    def write(self, text):
        with open(self.path, "w", encoding="utf-8") as file:
            file.write(text)


def edited_file(kind):
    for name in FILES[kind]:
        found = glob.glob(os.path.join(ROOT, "Sources", "**", name), recursive=True)
        if found:
            return os.path.relpath(min(found), ROOT)
    sys.exit(f"benchmarks/compile.py: none of {', '.join(FILES[kind])} is in Sources")


class Benchmark:
    def __init__(self, options):
        self.scratch = options.scratch_path
        # Without optimization an ensemble takes minutes.
        self.runs_job = options.configuration == "release"
        self.place = ["-c", options.configuration, "--scratch-path", self.scratch]

    def build_program(self):
        return run("swift", "build", *self.place, "--product", "spinsweep")

    def build_tests(self):
        return run("swift", "build", *self.place, "--build-tests")

    def run_tests(self):
        seconds = run(
            "swift", "test", *self.place, "--skip-build", "--disable-xctest", "--filter", TESTS)
        if not self.runs_job:
            return seconds
        built = subprocess.run(
            ["swift", "build", *self.place, "--show-bin-path"], cwd=ROOT, check=True,
            stdout=subprocess.PIPE, universal_newlines=True).stdout.strip()
        with tempfile.TemporaryDirectory() as folder:
            result = os.path.join(folder, "a.h5")
            return seconds + run(os.path.join(built, "spinsweep"), *JOB, "-o", result)

    def clean(self):
        if os.path.exists(os.path.join(ROOT, self.scratch)):
            run("swift", "package", "--scratch-path", self.scratch, "clean")
        print(f"The program, from nothing: {self.build_program():.0f} s", flush=True)

    def after_edits(self, label, path, steps):
        """A row: the seconds of all steps after a comment, and after a declaration."""
        cells = []
        steps[0]()
        with EditedFile(path) as file:
            for line in ["// edited", "func editedForTheBenchmark() {}"]:
                file.append(line)
                times = [step() for step in steps]
                parts = " + ".join(f"{seconds:.0f}" for seconds in times)
                total = f"{sum(times):.0f} s"
                cells.append(total if len(times) == 1 else f"{total} ({parts})")
        print(f"| {label}, `{path}` | {cells[0]} | {cells[1]} |", flush=True)


def main():
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("parts", nargs="*", metavar="PART", help=" ".join(PARTS))
    parser.add_argument("--scratch-path", default=".build/compile", help="(.build/compile)")
    parser.add_argument("--configuration", default="release", help="(release)")
    options = parser.parse_args()
    unknown = set(options.parts) - set(PARTS)
    if unknown:
        parser.error(f"no such part: {', '.join(sorted(unknown))}")
    parts = options.parts or PARTS

    # So that files get their text back then, too.
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(1))
    benchmark = Benchmark(options)
    print(f"{os.cpu_count()} cores, {options.configuration}")
    if "clean" in parts:
        benchmark.clean()
    if parts != ["clean"]:
        print("\n| edited file | after a comment | after a declaration |\n|---|---|---|")
    for kind, label in [("model", "a model"), ("kernel", "a kernel"), ("command", "a verb")]:
        if kind in parts:
            benchmark.after_edits(label, edited_file(kind), [benchmark.build_program])
    if "cycle" in parts:
        benchmark.after_edits(
            "a model, with tests", edited_file("model"),
            [benchmark.build_tests, benchmark.run_tests])


if __name__ == "__main__":
    main()
