"""Changes one value of a quantity in the last bit."""

import os
import sys

import h5py
import numpy as np

with h5py.File(sys.argv[1], "r+") as file:
    values = file[os.path.basename(sys.argv[2])]
    flat = values[()].ravel()
    flat[-1] = np.nextafter(flat[-1], np.inf)
    values[...] = flat.reshape(values.shape)
