"""What the package for Python promises; says `all is well` if it holds."""
import math
import pathlib
import subprocess
import sys

import numpy as np
import xarray

import declared
import spinsweep
from magnet import resonance
from results import DEEDS, RIGHT, WRONG, results

job = {
    "title": "Resonances \u00b5",
    "model": resonance,
    "parameters": {"damping": 0.5},
    "axis": [
        {"parameter": "field", "from": "10 kA/m", "to": "100 kA/m", "points": 10},
        {"parameter": "shape", "values": ["disc", "ring"]},
    ],
}
launcher = ("mpirun", "--oversubscribe")
data = spinsweep.run(job, ranks=2, output="two.h5", launcher=launcher)
assert data.frequency.dims == ("field", "shape")
assert data.frequency.attrs["units"] == "Hz" and data.attrs["title"] == "Resonances \u00b5"
assert math.isclose(data.frequency.sel(field=1e5)[0].item(), 2.2128e5 * 1e5 / (2 * math.pi))
assert math.isclose(data.signal.isel(time=2)[0, 0].item(), math.exp(-1))
assert data["count"][0].values.tolist() == [2, 12]
noise = data.noise.values.copy()
assert len(set(noise.ravel())) == 20
data.close()
alone = spinsweep.run(job, output="one.h5", progress=False)
assert (alone.noise.values == noise).all()
alone.close()
again = spinsweep.open("one.h5")
assert (again.noise.values == noise).all()
again.close()

plan = spinsweep.check({**job, "output": {"file": "one.h5"}})
assert plan["started"] is False and plan["runs"][-1] == "resonance"
plan = spinsweep.check({**job, "output": {"file": "one.h5"}}, start=True)
assert plan["points"] == 20

for change, code, sentence in [
    ({"parameters": {"dampin": 1}}, 2, "unknown parameter 'dampin' of model 'program'; did you mean"),
    ({"parameters": {"damping": "1 K"}}, 2, "'damping' is a pure number, but was given in 'K'"),
    ({"axis": [{"parameter": "field", "values": [1, 5e5]}]}, 4, "1 point failed"),
]:
    try:
        spinsweep.run({**job, **change}, output="wrong.h5", progress=False, overwrite=True)
    except spinsweep.Error as error:
        assert error.code == code and str(error).startswith(sentence), error
    else:
        raise AssertionError(sentence)
kept = spinsweep.open("wrong.h5")
assert math.isnan(kept.frequency[1].item())
assert kept["frequency"][0].item() > 0
kept.close()
assert resonance.description["parameters"][0] == {
    "name": "field", "unit": "A/m", "default": "80 kA/m"}


def refused(code, sentence, function, *arguments, **named):
    """Whether a call ends with an `Error` that says so."""
    try:
        function(*arguments, **named)
    except spinsweep.Error as error:
        assert error.code == code and sentence in str(error), error
    else:
        raise AssertionError(sentence)


def python(*arguments):
    """What another Python says on standard error before it fails."""
    done = subprocess.run([sys.executable, *arguments], capture_output=True, text=True, timeout=60)
    assert done.returncode != 0
    return done.stderr


def axes(**values):
    return [{"parameter": name, "values": list_} for name, list_ in values.items()]


# A file that starts a sweep whenever it is imported is imported by the rank once, and not again.
for way in [(), ("check",)]:
    said = python("unguarded.py", *way)
    assert "unguarded.py cannot be imported: Error: run() is called while a rank imports" in said
    assert 'put it under if __name__ == "__main__"' in said and "started itself" not in said, said
assert not pathlib.Path("unguarded.h5").exists()

# Nothing of what a function returns is dropped or guessed.
data = spinsweep.run(
    {"model": results, "axis": axes(deed=DEEDS)}, output="results.h5", progress=False,
    allow_failed=True)
messages = xarray.open_dataset("results.h5", group="run").message.values
for index, deed in enumerate(DEEDS):
    found, message = data.isel(deed=index), str(messages[index])
    if deed in RIGHT:
        assert message == "" and found.number == 1, (deed, message)
        assert found.row.values.tolist() == [0, 1, 2], deed
        assert found.table.values.tolist() == [[0, 1, 2], [3, 4, 5]], deed
    else:
        assert WRONG[deed][1] in message and math.isnan(found.number), (deed, message)
data.close()

# NumPy's numbers and arrays are numbers and lists, in jobs and in what functions declare.
data = spinsweep.run(
    {
        "model": declared.called, "seed": np.int64(3),
        "parameters": {"order": np.int64(3), "damping": np.float32(0.25),
                       "weights": np.arange(2.0)},
        "axis": (
            {"parameter": "field", "from": np.float64(1), "to": np.float32(2), "points": np.int64(2)},
            {"name": "pair", "parameters": ["flag"], "values": [[np.True_], (False,)]},
        ),
    }, output="declared.h5", progress=False)
assert data.number.values.ravel().tolist() == [0.75, 0.75, 1.5, 1.5]
assert data.row[0, 0].values.tolist() == [3, 3, 3]
assert data.same[0, 0].values.tolist() == [0, 1]
data.close()
for name, factor in [("threefold", 3), ("partial", 4), ("anonymous", 5)]:
    data = spinsweep.run(
        {"model": getattr(declared, name), "axis": axes(field=np.linspace(1, 2, 2))},
        output=f"{name}.h5", progress=False)
    assert data.number.values.tolist() == [factor, 2 * factor]
    data.close()

# What cannot be has a sentence.
job = {"model": declared.threefold, "axis": axes(field=[1, 2])}
quiet = {"output": "none.h5", "progress": False}
refused(4, "1 point failed; `spinsweep status no-value.h5` says why; at order = 1.0: parameter 'field' has "
        "no value: give it one in the job, or a default in the function 'plain'", spinsweep.run,
        {"model": declared.called, "axis": axes(order=[1])}, output="no-value.h5", progress=False)
refused(2, "no file has a name for the model 'product'",
        spinsweep.run, {**job, "model": declared.multiple(2)}, **quiet)
refused(2, "is no model; make it one with @spinsweep.model",
        spinsweep.run, {**job, "model": declared.plain}, **quiet)
refused(2, "'values' is complex, and no number",
        spinsweep.run, {**job, "axis": axes(field=[1j])}, **quiet)
refused(2, "the job has None for a value",
        spinsweep.run, {**job, "axis": axes(field=[None])}, **quiet)
refused(127, "'no-such-launcher' cannot be started",
        spinsweep.run, job, ranks=2, launcher=["no-such-launcher"], **quiet)
# What a launcher says of itself is kept.
script = "import sys; print('There are not enough slots', file=sys.stderr); sys.exit(7)"
refused(7, "spinsweep ended with code 7\nThere are not enough slots", spinsweep.run, job, ranks=50,
        launcher=[sys.executable, "-c", script], **quiet)
for function, quantities, sentence in [
    (lambda x=1: x, {"area": ("m^2", "of it", "more")}, "'area' is declared by its unit and"),
    (lambda x=1j: x, "area", "'default' is complex, and no number"),
    (lambda x, /: x, "area", "'x': a model is called with names, so take the / away"),
]:
    try:
        spinsweep.model(quantities=quantities)(function)
    except TypeError as error:
        assert sentence in str(error), error
    else:
        raise AssertionError(sentence)

# A cell of a notebook is no file that a rank could import; it is typed in as far as Python knows.
cell = """
import spinsweep
@spinsweep.model(quantities="area")
def square(side=1.0):
    return side ** 2
spinsweep.run({"model": square}, output="none.h5")
"""
said = python("-c", cell)
assert "'square' stands in no file, and each rank has to import it; write it into one (%%" in said
# What runs it may be a file, as with some notebooks.
pathlib.Path("notebook.py").write_text(f"exec(compile({cell!r}, '/tmp/ipykernel_1/2.py', 'exec'))")
assert "'square' stands in no file" in python("notebook.py")

# What reads results is there before anything is computed, and comes with the package.
for missing in [("xarray",), ("h5netcdf", "netCDF4")]:
    blocked = "import sys, spinsweep, declared\n" + "".join(
        f"sys.modules['{name}'] = None\n" for name in missing)
    call = "spinsweep.run({'model': declared.threefold}, output='none.h5')"
    said = python("-c", blocked + call)
    assert "pip install" in said and missing[0] in said, said
assert not pathlib.Path("none.h5").exists()
declaration = pathlib.Path(spinsweep.__file__).parents[1].joinpath("pyproject.toml").read_text()
needed = declaration.partition("\ndependencies = [")[2].partition("]")[0]
assert all(f'"{name}>=' in needed for name in ["xarray", "h5netcdf", "h5py"]), needed
print("all is well")
