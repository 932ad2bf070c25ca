"""Prints the relative error of T_Q = T on the surface for each spin, and the number of triangles."""

import sys

import numpy as np
import xarray

border = xarray.open_dataset(sys.argv[1], group="contour")
triangles = border.contour_triangle.values
assert triangles.shape[1] == 3 and triangles.max() < border.vertex.size
for spin in [0.5, 2]:
    part = border.isel(vertex=border.spin_quantum_number.values == spin)
    # T_Q of the device, 0.9416… K at 2 mA and 40 nm for L = 2, is proportional to I/r²
    # and (2L/(2L + 1))².
    device = 0.941665449200315 * (2 * spin / (2 * spin + 1)) ** 2 / (4 / 5) ** 2
    expected = device * (part.current / 2e-3) * (40e-9 / part.radius) ** 2
    print(float(np.abs(part.temperature / expected - 1).max()), end=" ")
print(len(triangles))
