"""Compares switching probabilities and means of a density with those of an ensemble."""

import sys

import numpy as np
import xarray

density, ensemble = (xarray.open_dataset(path) for path in sys.argv[1:])
trajectories = 10_000

p, q = density.switching_probability.values, ensemble.switching_probability.values
assert p.size == 50 and np.ptp(p) > 0.7
z = (q - p) / np.sqrt(p * (1 - p) / trajectories)
# Of 50 normal numbers the largest exceeds 4 once in 300 times, their root mean square leaves
# 0.7 ... 1.35 once in 1000 times; the seed is fixed.
assert np.abs(z).max() < 4, z
assert 0.7 < np.sqrt(np.mean(z**2)) < 1.35, np.sqrt(np.mean(z**2))

error = np.sqrt(ensemble.magnetization_variance.values / trajectories)
z = (ensemble.mean_magnetization.values - density.mean_magnetization.values) / error
assert np.abs(z).max() < 4.5, np.abs(z).max()

wilson = (ensemble.switching_probability_low.values <= p) & (
    p <= ensemble.switching_probability_high.values)
# 95 % intervals: of 50, fewer than 41 hold once in 500 times.
assert wilson.sum() >= 41, wilson.sum()
print("ok")
