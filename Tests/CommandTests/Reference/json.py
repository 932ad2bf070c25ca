"""Reads what --json prints: a summary, a quantity, the list of models and one model."""

import json
import sys

import h5py
import numpy as np

summary, quantity, models, model = (json.load(open(path)) for path in sys.argv[1:5])
with h5py.File(sys.argv[5]) as file:
    assert summary["title"] == file.attrs["title"].decode()
    assert summary["points"] == {"total": 480, "done": 480, "failed": 0}
    assert [axis["name"] for axis in summary["axes"]] == ["current", "temperature", "geometry"]
    names = [item["name"] for item in summary["quantities"]]
    assert set(names) == {name for name, item in file.items() if getattr(item, "ndim", 0) == 3}
    values = np.array(quantity["values"])
    # --at current=1mA,4mA --at temperature=4K
    current = file["current"][:]
    chosen = [int(np.argmin(abs(current - c))) for c in (1e-3, 4e-3)]
    assert values.shape == (2, 1, 3)
    assert np.array_equal(values[:, 0], file["quantum_temperature"][chosen, 1])
    geometry = quantity["dimensions"][2]["coordinates"]
    assert [c["name"] for c in geometry] == ["radius", "thickness"]
    assert geometry[0]["values"] == [20e-9, 40e-9, 40e-9] and geometry[0]["unit"] == "m"
assert {"macrospin", "quantum-temperature"} <= {item["name"] for item in models}
assert model["name"] == "macrospin"
parameters = {item["name"]: item for item in model["parameters"]}
assert parameters["radius"]["default"] == 40e-9 and parameters["radius"]["unit"] == "m"
assert parameters["polarization"]["default"] == [-1, 0, 0]
assert parameters["thermal_noise"]["default"] is True
for item in model["parameters"]:
    assert all(item[key] != "" for key in ("name", "unit", "allowed", "meaning", "source")), item
assert any(item["dimensions"] == ["time", "component"] for item in model["quantities"])
print("ok")
