"""Compares exported bits with the histogram of experiments and with von Neumann's rule."""

import sys

import h5py
import numpy as np

with h5py.File(sys.argv[1], "r") as file:
    assert file["bits"].dtype == np.uint8
    histogram = file["switched_histogram"][1].astype(int)
    switched = int(file["switched"][1])

bits = np.unpackbits(np.fromfile(sys.argv[2], np.uint8), bitorder="little")
assert bits.size == 8000 and bits.sum() == switched
counts = bits.reshape(80, 100).sum(axis=1)
assert (np.bincount(counts, minlength=101) == histogram).all()

pairs = bits.reshape(-1, 2)
expected = pairs[pairs[:, 0] != pairs[:, 1]][:, 0]
fair = np.unpackbits(np.fromfile(sys.argv[3], np.uint8), bitorder="little")
assert fair.size == expected.size // 8 * 8 and (fair == expected[: fair.size]).all()
print("ok")
