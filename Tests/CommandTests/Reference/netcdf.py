"""Reads a file through netCDF4-python, whatever version of netCDF it has: units, numbers, messages.

Arguments: the file, what part of the messages of the points that failed says, their number.
"""

import sys

import netCDF4
import numpy as np

with netCDF4.Dataset(sys.argv[1]) as file:
    def visit(group):
        for variable in group.variables.values():
            np.asarray(variable[...])
            for name in variable.ncattrs():
                variable.getncattr(name)
        for child in group.groups.values():
            visit(child)

    visit(file)
    run = file["run"]
    status = np.asarray(run["status"][...])
    messages = np.asarray(run["message"][...])
    assert messages.shape == status.shape, (messages.shape, status.shape)
    failed = status == 2
    assert failed.sum() == int(sys.argv[3])
    assert all(sys.argv[2] in text for text in messages[failed]), messages
    assert not any(messages[~failed]), messages
    assert file["quantum_temperature"].units == "K"
print("ok", netCDF4.__version__, netCDF4.__netcdf4libversion__.split()[0])
