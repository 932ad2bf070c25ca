"""Opens a map and an ensemble file as a user would, with h5py and both engines of xarray."""

import sys

import h5py
import numpy as np
import xarray

map_file, ensemble_file, partial_file = sys.argv[1:]

with h5py.File(map_file, "r") as file:
    for name in ["Conventions", "title", "model", "job", "program", "source_revision", "created",
                 "history", "references"]:
        assert isinstance(file.attrs[name], (str, bytes, np.bytes_)), name
    assert file.attrs["seed"] == 1 and file.attrs["ranks"] == 2
    temperature = file["quantum_temperature"]
    assert temperature.shape == (40, 4, 3)
    for key, value in {"units": "K", "source": "Zheng et al., Eq. (40)"}.items():
        assert temperature.attrs[key].decode() == value, key
    assert [temperature.dims[i][0].name for i in range(3)] == [
        "/current", "/temperature", "/geometry"]
    for name in ["status", "seconds", "rank"]:
        dataset = file["run"][name]
        assert dataset.shape == (40, 4, 3), name
        assert [len(dataset.dims[i]) for i in range(3)] == [1, 1, 1], name
    assert file["run/status"].dtype == np.uint8 and (file["run/status"][()] == 1).all()
    # Nobody has failed: there is no place for messages, and all read as empty.
    message = file["run/message"]
    assert message.shape == (40, 4, 3, 128) and message.dtype == "S1"
    assert [dimension[0].name for dimension in message.dims] == [
        "/current", "/temperature", "/geometry", "/run/message_length"]
    assert message.id.get_storage_size() == 0 and not message[()].any()

for engine in ["h5netcdf", "netcdf4"]:
    with xarray.open_dataset(map_file, engine=engine) as data:
        point = data.sel(current=0.1e-3, temperature=4).isel(geometry=1)
        # T_Q of the paper's device, 0.9417 K at 2 mA for L = 2, is linear in the current.
        assert abs(float(point.quantum_temperature) / (0.9417 * 0.05) - 1) < 1e-3
        assert data.quantum_temperature.attrs["units"] == "K"
        assert data.current.attrs["units"] == "A"
        assert "radius" in data.coords and data.radius.dims == ("geometry",)
        assert np.allclose(data.radius, [20e-9, 40e-9, 40e-9], rtol=0, atol=0)
    with xarray.open_dataset(ensemble_file, engine=engine) as data:
        assert data.magnetization_mean.dims == (
            "temperature", "bias_voltage", "time", "component")
        assert data.time.attrs["units"] in ("s", b"s") or "units" in data.time.encoding
        assert len(data.time) == 5
        low, high = data.switching_probability_low, data.switching_probability_high
        assert bool(((low <= data.switching_probability) & (data.switching_probability <= high)).all())
    with xarray.open_dataset(partial_file, engine=engine) as data:
        assert bool(np.isnan(data.switching_probability).any())
for name, label in [("quantum_temperature", "quantum temperature T_Q"), ("current", "current I")]:
    attributes = xarray.open_dataset(map_file)[name].attrs
    assert attributes["long_name"] == label, attributes
    assert len(attributes["comment"]) > 8
print("ok")
