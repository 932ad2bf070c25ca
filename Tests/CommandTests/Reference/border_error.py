"""Prints the units of a border's errors, which are positive numbers."""

import sys

import numpy as np
import xarray

border = xarray.open_dataset(sys.argv[1], group="contour")
names = ["contour_error", "contour_error_bias_voltage", "contour_error_external_field.x"]
assert border.vertex.size > 0
for name in names:
    assert np.all(border[name].values >= 0) and np.all(np.isfinite(border[name].values))
print(*(border[name].attrs["units"] for name in names))
