"""Prints, for each temperature of a map of quantum temperatures, the largest radius at which quantum
fluctuations outweigh thermal ones at the largest current.

    spinsweep run jobs/tq_map.toml
    python3 examples/boundary.py tq_map.h5
"""

import sys

import xarray

with xarray.open_dataset(sys.argv[1]) as data:
    ratio = (data.quantum_temperature / data.temperature).isel(current=-1)
    for temperature, line in ratio.groupby("temperature"):
        radii = line.radius.where(line.squeeze() > 1, drop=True)
        radius = f"{1e9 * float(radii.max()):.0f} nm" if radii.size else "none of the map"
        print(f"{temperature:6g} K  {radius}")
