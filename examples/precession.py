"""Prints the frequency at which the mean magnetization of an ensemble precesses, for each point of the
first axis, from the spectrum of its x component over time.

    spinsweep run jobs/vcma_switching_a.toml --set times=1001 -o switching.h5
    python3 examples/precession.py switching.h5
"""

import sys

import numpy as np
import xarray

with xarray.open_dataset(sys.argv[1], decode_times=False) as data:
    mean = data.magnetization_mean.sel(component=0)
    axis = mean.dims[0]
    step = float(data.time[1] - data.time[0])
    signal = mean - mean.mean("time")
    spectrum = np.abs(np.fft.rfft(signal.values, axis=signal.get_axis_num("time")))
    frequencies = np.fft.rfftfreq(mean.sizes["time"], step)
    for value, line in zip(data[axis].values, spectrum):
        print(f"{axis} = {value:g} {data[axis].attrs['units']}: {frequencies[line.argmax()] / 1e9:.2f} GHz")
