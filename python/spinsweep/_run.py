"""Jobs, and what comes of them: the program is started, and its file is read."""
import builtins
import collections
import inspect
import json
import os
import re
import shutil
import subprocess
import sys
import tempfile
import types

from ._model import Model
from ._plain import plain


class Error(Exception):
    """What the program says when it ends otherwise than well.

    code: its exit code: 2 for bad input, 4 if points failed, 75 if it was stopped; 127 if what it
        needs is not installed.
    """

    def __init__(self, sentence, code):
        super().__init__(sentence)
        self.code = code


def run(job, *, ranks=None, output=None, overwrite=False, resume=False, extend=False,
        allow_failed=False, progress=True, launcher=("mpirun",), arguments=()):
    """Runs a job and opens what came out.

    job: the path of a job file, or a dictionary like one. Its model may be a function that
        `spinsweep.model` has decorated.
    ranks: number of processes; None for one without a launcher.
    output: result file; the job's own if it is not given.
    overwrite, resume, extend: what to do with a file that is there.
    allow_failed: whether to go on where points failed, which are NaN then; else an `Error`.
    progress: whether to show on standard error, or in a notebook, how far it is.
    launcher: what starts several ranks, with its options.
    arguments: further options of `spinsweep run`.
    """
    _refuse_inside_a_rank("run")
    # Missing, it would else be missed after the sweep.
    _reader()
    with _job_file(job, output) as (path, result):
        command = [*_program(), "run", path, "--progress", "lines" if progress else "none"]
        if ranks is not None:
            command = [*launcher, "-n", str(ranks), *command]
        command += ["--output", result]
        for wanted, option in [
            (overwrite, "--overwrite"), (resume, "--resume"), (extend, "--extend"),
        ]:
            command += [option] if wanted else []
        code, said = _follow([*command, *arguments], progress)
        if code and not (code == 4 and allow_failed):
            sentence = said.sentence(code, path, job)
            raise Error(sentence + (_first_failure(result) if code == 4 else ""), code)
        return open(result)


def check(job, *, start=False):
    """What a job would compute and cost, as a dictionary; raises `Error` if it is not right.

    start: whether to start the program of a job whose model is one.
    """
    if start:
        _refuse_inside_a_rank("check")
    with _job_file(job, None) as (path, _):
        return _check(path, job, *(["--start"] if start else []))


def _check(path, job, *options):
    done = subprocess.run(
        [*_program(), "check", path, "--json", *options], capture_output=True, text=True,
        stdin=subprocess.DEVNULL)
    if done.returncode:
        said = _Said(done.stderr.splitlines())
        raise Error(said.sentence(done.returncode, path, job), done.returncode)
    return json.loads(done.stdout)


def open(file):
    """A result file as a lazy `xarray.Dataset`, with the attributes `units` and `long_name`.

    `spinsweep.open(FILE).pint.quantify()` has units, with pint-xarray.
    """
    return _reader().open_dataset(file)


def _first_failure(file):
    """Why the first point failed, of those that did, as the end of a sentence."""
    done = subprocess.run(
        [*_program(), "status", file, "--json"], capture_output=True, text=True,
        stdin=subprocess.DEVNULL)
    # It ends with 4, as the run did.
    failures = json.loads(done.stdout)["failures"] if done.returncode in (0, 4) else []
    return "; at {at}: {message}".format(**failures[0]) if failures else ""


def _reader():
    """xarray, with one of the packages that it reads result files with."""
    try:
        import xarray
    except ImportError as error:
        raise Error(
            f"results need the package xarray ({error}): pip install xarray h5netcdf h5py", 127
        ) from error
    try:
        import h5netcdf  # noqa: F401
    except ImportError as error:
        try:
            import netCDF4  # noqa: F401
        except ImportError:
            raise Error(
                f"xarray needs h5netcdf or netCDF4 to read results ({error}): "
                "pip install h5netcdf h5py", 127) from error
    return xarray


def _refuse_inside_a_rank(name):
    """Ends what would start the program that starts this one, without end."""
    if "SPINSWEEP_RANK" in os.environ:
        raise Error(
            f"{name}() is called while a rank imports or runs the file of its model; "
            "put it under if __name__ == \"__main__\"", 2)


def _program():
    named = os.environ.get("SPINSWEEP")
    found = named or shutil.which("spinsweep")
    if not found:
        raise Error("the program spinsweep is not in PATH, and SPINSWEEP does not say where", 127)
    return [found]


class _job_file:
    """The path of a job, and of its result: a dictionary is written into a file for a while."""

    def __init__(self, job, output):
        self.job, self.output = job, output
        self.written = None

    def __enter__(self):
        if not isinstance(self.job, dict):
            path = os.fspath(self.job)
            # The program knows which file it is.
            return path, self.output or _check(path, path)["file"]
        job = dict(self.job)
        model = job.get("model")
        if isinstance(model, Model):
            job["program"] = {**_program_of(model), **job.get("program", {})}
            job["model"] = "program"
        elif callable(model):
            raise Error(
                f"{model!r} is no model; make it one with @spinsweep.model(quantities=…)", 2)
        try:
            job = plain(job, "the job")
        except TypeError as error:
            raise Error(f"the job: {error}", 2) from error
        output = self.output or job.get("output", {}).get("file")
        if output is None:
            raise Error("the job names no file for its results; give output=\"FILE.h5\"", 2)
        text = _toml(job)
        descriptor, self.written = tempfile.mkstemp(".toml", ".spinsweep-", os.getcwd())
        with builtins.open(descriptor, "w", encoding="utf-8") as file:
            file.write(text)
        return self.written, os.fspath(output)

    def __exit__(self, *_):
        if self.written:
            os.unlink(self.written)


def _program_of(model):
    """How SpinSweep starts a function: by the file that calls it by a name."""
    own = sys.modules.get(model.function.__module__)
    # Decorated elsewhere than defined, it is in another module; that of the function comes first.
    modules = [own, sys.modules.get("__main__"), *list(sys.modules.values())]
    for module in modules:
        names = vars(module).items() if isinstance(module, types.ModuleType) else ()
        name = next((name for name, value in names if value is model), None)
        if name is None:
            continue
        path = getattr(module, "__file__", None)
        if path is None or not os.path.isfile(path) or _is_of_a_cell(model, path):
            raise Error(
                f"'{name}' stands in no file, and each rank has to import it; write it into one "
                "(%%writefile in a notebook) and import it from there", 2)
        return {
            "command": [sys.executable, "-m", "spinsweep", os.path.basename(path), name],
            "folder": os.path.dirname(os.path.abspath(path)),
        }
    raise Error(
        f"no file has a name for the model '{model.name}', by which each rank could import it; "
        "give it one outside of functions and classes, as `resonance = spinsweep.model(…)(…)`", 2)


def _is_of_a_cell(model, path):
    """Whether a function is a cell's, though what ran it is a file."""
    code = getattr(inspect.unwrap(model.function), "__code__", None)
    if code is None or os.path.exists(code.co_filename):
        return False
    # After os.chdir a path of the command line leads nowhere; the name is the same.
    return os.path.basename(code.co_filename) != os.path.basename(path)


def _follow(command, shows):
    """Runs a command, shows what it says, and returns its exit code and what counts of its lines."""
    said = _Said()
    try:
        process = subprocess.Popen(
            command, stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE,
            text=True, errors="replace")
    except OSError as error:
        raise Error(f"'{command[0]}' cannot be started: {error.strerror}", 127) from error
    with process:
        try:
            for line in process.stderr:
                said.take(line.rstrip("\n"))
                if shows:
                    print(line, end="", file=sys.stderr, flush=True)
        except KeyboardInterrupt:
            # The program writes what is done, and says how to go on.
            process.terminate()
            process.wait()
            raise
    return process.returncode, said


class _Said:
    """What counts of the lines of standard error: the program's own, and the last of the others."""

    def __init__(self, lines=()):
        self.own = []
        self.others = collections.deque(maxlen=40)
        for line in lines:
            self.take(line)

    def take(self, line):
        mark = "spinsweep: "
        if not line.startswith(mark):
            # mpirun frames its messages with lines of one character.
            if line.strip(" -=*"):
                self.others.append(line.rstrip())
        elif not line.startswith((mark + "the job runs a program", mark + "note:")):
            self.own.append(line[len(mark):])

    def sentence(self, code, path=None, job=None):
        """Why the program ended; lines of a file that nobody wrote are left out."""
        if self.own:
            sentence = self.own[0]
            if isinstance(job, dict):
                sentence = re.sub(rf"^{re.escape(path)}:\d+: ", "", sentence)
            return sentence
        end = f"code {code}" if code >= 0 else f"signal {-code}"
        return "\n".join([f"spinsweep ended with {end}", *self.others])


def _toml(job):
    """A dictionary of plain values as TOML."""
    def value(item):
        if isinstance(item, bool):
            return "true" if item else "false"
        if isinstance(item, dict):
            return "{ " + ", ".join(f"{json.dumps(k)} = {value(v)}" for k, v in item.items()) + " }"
        if isinstance(item, list):
            return "[" + ", ".join(map(value, item)) + "]"
        if isinstance(item, (int, float)):
            return repr(item)
        if item is None:
            raise Error("the job has None for a value; leave out what is not set", 2)
        return json.dumps(item, ensure_ascii=False)

    # Values of the job itself come first: in TOML what follows a table belongs to it.
    lines = [
        f"{json.dumps(name)} = {value(item)}" for name, item in job.items() if not _is_table(item)
    ]
    tables = []
    for name, item in job.items():
        if _is_table(item):
            items = [item] if isinstance(item, dict) else item
            head = f"[{name}]" if isinstance(item, dict) else f"[[{name}]]"
            for table in items:
                tables.append("\n" + head)
                tables += [f"{json.dumps(key)} = {value(part)}" for key, part in table.items()]
    return "\n".join(lines + tables) + "\n"


def _is_table(item):
    if isinstance(item, dict):
        return True
    return isinstance(item, list) and bool(item) and isinstance(item[0], dict)
