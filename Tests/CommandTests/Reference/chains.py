"""Compares one electron by tensor networks with its exact solution."""

import sys

import numpy as np
import xarray

networks, exact = (xarray.open_dataset(path) for path in sys.argv[1:])

# One starts with the localized spins down, the other with them up: half a turn about x.
turn = np.array([1.0, -1.0, -1.0])
for name, sign in (
        ("charge_density", 1), ("energy", 1), ("electron_spin", turn), ("local_spin", turn)):
    a, b = networks[name].values, sign * exact[name].values
    assert a.shape == b.shape and a.shape[:2] == (2, 11), (name, a.shape)
    # The Trotter error of the fourth order.
    assert np.abs(a - b).max() < 1e-6, (name, np.abs(a - b).max())
# Something has happened to compare.
assert np.ptp(networks.local_spin.values[0, :, 0, 2]) > 0.01
print("ok")
