"""Compares a file of 'spin-chain' with every number of a reference; prints the largest difference.

    edge_packets.py RESULT REFERENCE
"""

import json
import sys

import h5py
import numpy as np

with open(sys.argv[2], encoding="utf-8") as file:
    reference = json.load(file)["outputs"]
largest = 0.0
with h5py.File(sys.argv[1], "r") as results:
    assert np.allclose(results["time"][()], reference["t_fs"], rtol=0, atol=1e-9)
    for name in ("electron_spin", "local_spin", "energy", "energy_spread", "purity", "entropy",
                 "charge_density"):
        mine, theirs = results[name][()], np.array(reference[name])
        assert mine.shape == theirs.shape, name
        largest = max(largest, abs(mine - theirs).max())
    # Configurations by number: the electron's bit first, up = 0; those without a label have none.
    labels = results["configuration"].attrs["flag_meanings"].decode().split()
    theirs = np.array(reference["configuration_probability"])
    mine = np.zeros_like(theirs)
    for place, label in enumerate(labels):
        number = int(label.replace("u", "0").replace("d", "1"), 2)
        mine[:, number] = results["configuration_probability"][:, place]
    largest = max(largest, abs(mine - theirs).max())
print(largest)
