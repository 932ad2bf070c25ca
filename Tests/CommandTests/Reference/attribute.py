"""The warnings that a result file keeps."""

import sys

import h5py

with h5py.File(sys.argv[1]) as file:
    value = file.attrs.get("warnings", "")
    print(value.decode() if isinstance(value, bytes) else value)
