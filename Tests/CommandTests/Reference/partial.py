"""Compares an unfinished file with the finished one: what is marked done must be complete and right.

Prints the number of points done.
"""

import sys

import h5py
import numpy as np

with h5py.File(sys.argv[1], "r") as partial, h5py.File(sys.argv[2], "r") as whole:
    status = partial["run/status"][()]
    done = status == 1
    assert set(np.unique(status)) <= {0, 1}, f"statuses {np.unique(status)}"
    for name, dataset in whole.items():
        if isinstance(dataset, h5py.Group) or dataset.shape[: done.ndim] != done.shape:
            continue
        found, expected = partial[name][()], dataset[()]
        assert found[done].tobytes() == expected[done].tobytes(), f"{name} differs where done"
    print(int(done.sum()))
