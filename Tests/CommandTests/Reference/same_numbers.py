"""Compares some quantities of two result files: same_numbers TOLERANCE FILE FILE NAME..."""

import sys

import numpy as np
import xarray

tolerance = float(sys.argv[1])
first, second = (xarray.open_dataset(path) for path in sys.argv[2:4])
for name in sys.argv[4:]:
    a, b = first[name].values, second[name].values
    assert a.shape == b.shape, (name, a.shape, b.shape)
    assert np.abs(a - b).max() < tolerance, (name, np.abs(a - b).max())
    # Something has happened to compare.
    assert np.ptp(a) > 1e-3, name
print("ok")
