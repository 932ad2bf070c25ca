"""Quantities that two result files have in common, if they are the same to the bit."""

import sys

import h5py

with h5py.File(sys.argv[1]) as a, h5py.File(sys.argv[2]) as b:
    names = [n for n in a if n in b and "source" in a[n].attrs]
    for name in names:
        assert a[name][...].tobytes() == b[name][...].tobytes(), name
    print(" ".join(sorted(names)))
