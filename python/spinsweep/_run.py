"""Jobs, and what comes of them: the program is started, and its file is read."""
import builtins
import json
import os
import re
import shutil
import subprocess
import sys
import tempfile

from ._model import Model


class Error(Exception):
    """What the program says when it ends otherwise than well.

    code: its exit code: 2 for bad input, 4 if points failed, 75 if it was stopped.
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
    with _job_file(job, output) as (path, result):
        command = [*_program(), "run", path, "--progress", "lines" if progress else "none"]
        if ranks is not None:
            command = [*launcher, "-n", str(ranks), *command]
        command += ["--output", result]
        for wanted, option in [
            (overwrite, "--overwrite"), (resume, "--resume"), (extend, "--extend"),
        ]:
            command += [option] if wanted else []
        code, sentences = _follow([*command, *arguments], progress)
        if code and not (code == 4 and allow_failed):
            raise Error(_sentence(sentences, code, path, job), code)
        return open(result)


def check(job, *, start=False):
    """What a job would compute and cost, as a dictionary; raises `Error` if it is not right.

    start: whether to start the program of a job whose model is one.
    """
    with _job_file(job, None) as (path, _):
        command = [*_program(), "check", path, "--json"] + (["--start"] if start else [])
        done = subprocess.run(command, capture_output=True, text=True)
        if done.returncode:
            raise Error(_sentence(done.stderr.splitlines(), done.returncode), done.returncode)
        return json.loads(done.stdout)


def open(file):
    """A result file as a lazy `xarray.Dataset`, with the attributes `units` and `long_name`.

    `spinsweep.open(FILE).pint.quantify()` has units, with pint-xarray.
    """
    import xarray

    return xarray.open_dataset(file)


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
            return path, self.output or self._file_of(path)
        job = dict(self.job)
        if isinstance(job.get("model"), Model):
            job["program"] = {**_program_of(job["model"]), **job.get("program", {})}
            job["model"] = "program"
        output = self.output or job.get("output", {}).get("file")
        if output is None:
            raise Error("the job names no file for its results; give output=\"FILE.h5\"", 2)
        descriptor, self.written = tempfile.mkstemp(".toml", ".spinsweep-", os.getcwd())
        with builtins.open(descriptor, "w", encoding="utf-8") as file:
            file.write(_toml(job))
        return self.written, os.fspath(output)

    @staticmethod
    def _file_of(path):
        # The program knows which file it is.
        done = subprocess.run([*_program(), "check", path, "--json"], capture_output=True, text=True)
        if done.returncode:
            raise Error(_sentence(done.stderr.splitlines(), done.returncode), done.returncode)
        return json.loads(done.stdout)["file"]

    def __exit__(self, *_):
        if self.written:
            os.unlink(self.written)


def _program_of(model):
    """How SpinSweep starts a function: by the file that it stands in."""
    module = sys.modules.get(model.function.__module__)
    path = getattr(module, "__file__", None)
    if path is None:
        raise Error(
            f"'{model.__name__}' stands in no file, and each rank has to import it; write it into "
            "one (%%writefile in a notebook)", 2)
    return {
        "command": [sys.executable, "-m", "spinsweep", os.path.basename(path),
                    model.function.__qualname__],
        "folder": os.path.dirname(os.path.abspath(path)),
    }


def _follow(command, shows):
    """Runs a command, shows what it says, and returns its exit code and all lines."""
    sentences = []
    with subprocess.Popen(
        command, stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE,
        text=True, errors="replace",
    ) as process:
        try:
            for line in process.stderr:
                sentences.append(line.rstrip("\n"))
                if shows:
                    print(line, end="", file=sys.stderr, flush=True)
        except KeyboardInterrupt:
            # The program writes what is done, and says how to go on.
            process.terminate()
            process.wait()
            raise
    return process.returncode, sentences


def _sentence(lines, code, path=None, job=None):
    """The program's sentence among all that was said; lines of a file that nobody wrote are left out."""
    own = [line[len("spinsweep: "):] for line in lines if line.startswith("spinsweep: ")]
    own = [line for line in own if not line.startswith(("the job runs a program", "note:"))]
    if isinstance(job, dict):
        own = [re.sub(rf"^{re.escape(path)}:\d+: ", "", line) for line in own]
    return own[0] if own else f"spinsweep ended with code {code}"


def _toml(job):
    """A dictionary as TOML."""
    def value(item):
        if isinstance(item, bool):
            return "true" if item else "false"
        if isinstance(item, dict):
            return "{ " + ", ".join(f"{json.dumps(k)} = {value(v)}" for k, v in item.items()) + " }"
        if isinstance(item, (list, tuple)) or hasattr(item, "tolist"):
            return "[" + ", ".join(map(value, getattr(item, "tolist", lambda: item)())) + "]"
        if isinstance(item, (int, float)):
            return repr(item)
        return json.dumps(str(item), ensure_ascii=False)

    # Values of the job itself come first: in TOML what follows a table belongs to it.
    plain = [f"{name} = {value(item)}" for name, item in job.items() if not _is_table(item)]
    tables = []
    for name, item in job.items():
        if _is_table(item):
            items = [item] if isinstance(item, dict) else item
            head = f"[{name}]" if isinstance(item, dict) else f"[[{name}]]"
            for table in items:
                tables.append("\n" + head)
                tables += [f"{json.dumps(key)} = {value(part)}" for key, part in table.items()]
    return "\n".join(plain + tables) + "\n"


def _is_table(item):
    if isinstance(item, dict):
        return True
    return isinstance(item, (list, tuple)) and bool(item) and isinstance(item[0], dict)
