"""Compares a part of a grid with the whole, by coordinates, as a user of xarray would."""

import sys

import numpy as np
import xarray

whole = xarray.open_dataset(sys.argv[1])
part = xarray.open_dataset(sys.argv[2])
assert "part" in part.attrs and "part" not in whole.attrs
axes = [name for name in whole.sizes if name in part and part[name].dims == ("point",)]
shape = [whole.sizes[name] for name in axes]
assert part.sizes["point"] < np.prod(shape)
for point in part.point.values.astype(int):
    indices = dict(zip(axes, np.unravel_index(point, shape)))
    here = part.sel(point=point)
    there = whole.isel(indices)
    for name in axes:
        assert here[name] == there[name], f"{name} at {point}"
    for name in part.data_vars:
        if name in whole and whole[name].dims[: len(axes)] == tuple(axes):
            assert here[name].values.tobytes() == there[name].values.tobytes(), f"{name} at {point}"
print("ok")
