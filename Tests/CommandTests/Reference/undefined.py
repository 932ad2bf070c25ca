"""Lists what a file says does not exist: quantities that are NaN at a point that is done, in order, and
the messages of points that failed. Each such quantity must state where it does not exist, and it must
be NaN whole; nothing may be infinite.
"""

import sys

import h5py
import numpy as np

with h5py.File(sys.argv[1], "r") as file:
    status = file["run/status"][()]
    for name in sorted(file):
        dataset = file[name]
        if isinstance(dataset, h5py.Group) or "source" not in dataset.attrs:
            continue
        if dataset.shape[: status.ndim] != status.shape or dataset.dtype.kind != "f":
            continue
        values = dataset[()]
        assert not np.isinf(values).any(), name
        missing = np.isnan(values[status == 1])
        if missing.any():
            assert missing.all(), name
            assert len(dataset.attrs["undefined_where"]) > 10, name
            print(name)
    messages = file["run/message"][()]
    for message in messages.reshape(-1, messages.shape[-1])[status.ravel() == 2]:
        print("failed:", message.tobytes().decode().strip("\0 "))
