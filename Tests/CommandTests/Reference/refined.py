"""Prints points, and how far vertices of the border and the middles between them are from the ridge's."""

import sys

import numpy as np
import xarray

points = xarray.open_dataset(sys.argv[1])
border = xarray.open_dataset(sys.argv[1], group="contour")
assert border.current.attrs["units"] == "A" and border.current.dims == ("vertex",)
assert points.refinement_level.dims == ("refined",) and points.refined.size == points.current.size


def ridge(x, y):
    return np.exp(-((y - 0.5 - 0.2 * np.sin(3 * x)) / 0.02) ** 2) - 0.5


def distance(x, y):
    step = 1e-6
    slopes = [(ridge(x + step, y) - ridge(x - step, y)) / (2 * step),
              (ridge(x, y + step) - ridge(x, y - step)) / (2 * step)]
    return np.abs(ridge(x, y)) / np.hypot(*slopes)


x, y = border.current.values * 1e3, border.phase_sin2.values
same = np.diff(border.contour_piece.values) == 0
between = distance((x[1:] + x[:-1]) / 2, (y[1:] + y[:-1]) / 2)[same]
print(points.refined.size, distance(x, y).max(), between.max())
