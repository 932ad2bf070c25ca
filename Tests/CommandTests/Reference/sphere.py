"""Integrates densities over the sphere, and compares with what the same files say of moments."""

import sys

import numpy as np
import xarray


def weights(count):
    """Those of Clenshaw and Curtis for angles from 0 to pi in equal steps, poles included: sums are
    exact integrals over the cosine of polynomials up to the degree count - 1."""
    n = count - 1
    k = np.arange(count)
    sum_ = np.ones(count)
    for j in range(1, n // 2 + 1):
        sum_ -= (1 if 2 * j == n else 2) / (4 * j * j - 1) * np.cos(2 * np.pi * j * k / n)
    sum_ *= 2 / n
    sum_[[0, -1]] /= 2
    return sum_


def mean(data, f):
    theta, phi = data.polar_angle.values, data.azimuth.values
    area = weights(theta.size)[:, None] * 2 * np.pi / phi.size
    m = np.stack([
        np.sin(theta)[:, None] * np.cos(phi), np.sin(theta)[:, None] * np.sin(phi),
        np.cos(theta)[:, None] + 0 * phi])
    return np.einsum("...ij,ij->...", data.density.values, area * f(m))


def close(a, b, tolerance):
    assert np.abs(a - b).max() < tolerance, np.abs(a - b).max()


density, keldysh = (xarray.open_dataset(path) for path in sys.argv[1:])

# A start in one direction has no density at first; Boltzmann's law has one at all times.
point, law = density.density.values
assert np.isnan(point[0]).all() and np.isfinite(point[1:]).all()
assert np.isfinite(law).all()
known = density.isel(time=slice(1, None))
close(mean(known, lambda m: 1), 1, 1e-9)
assert np.ptp(known.density.mean("azimuth").values, axis=1).max() > 0.1

# The last time is the end. Files keep the density as it is, so that what is left is rounding and
# harmonics beyond the grid, which are below the tolerance.
end = density.isel(time=-1)
for i in range(3):
    close(mean(end, lambda m: m[i]), end.mean_magnetization[:, i].values, 1e-9)
    for j in range(3):
        product = mean(end, lambda m: m[i] * m[j]) - np.prod(
            end.mean_magnetization.values[:, [i, j]], axis=1)
        close(product, end.magnetization_covariance[:, i, j].values, 1e-9)
ring = 2 * np.pi * np.sin(end.polar_angle.values) * end.density.mean("azimuth").values
close(ring, end.polar_density.values, 1e-8)

# The ensemble has none, and the moments of the other are those in the file at each time.
ensemble, twin = keldysh.density[0], keldysh.isel(method=1)
assert np.isnan(ensemble).all()
close(mean(twin, lambda m: 1), 1, 1e-9)
for i in range(3):
    first = mean(twin, lambda m: m[i])
    close(first, twin.moment_mean[:, i].values, 1e-8)
    spread = mean(twin, lambda m: m[i] ** 2) - first**2
    close(spread, twin.moment_std[:, i].values ** 2, 1e-7)
print("ok")
