"""Prints a digest of every result dataset of a file; times and ranks differ between runs."""

import hashlib
import sys

import h5py

digest = hashlib.sha256()


def add(name, item):
    if isinstance(item, h5py.Dataset) and name not in ("run/seconds", "run/rank"):
        digest.update(name.encode())
        digest.update(str(item.shape).encode())
        digest.update(item[()].tobytes())


with h5py.File(sys.argv[1], "r") as file:
    file.visititems(add)
print(digest.hexdigest())
