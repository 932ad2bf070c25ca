"""Makes a file one that another revision of the program has begun."""

import sys

import h5py

with h5py.File(sys.argv[1], "r+") as file:
    file.attrs.modify("source_revision", "0123abc")
