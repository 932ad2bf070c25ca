#!/usr/bin/env python3
"""SpinSweep's kernels and what users would take instead, in one run on one core, as ratios.

    swift build -c release --product spinsweep-bench
    peers/bin/python benchmarks/peers.py          # with the packages of requirements.txt

Everyone integrates the same device (Zheng et al., Sec. V: the free layer under its current, in
30 kA/m, at 4 K) with the method of Heun and steps of 0.5 ps:

* cmtj: a junction of one layer with Slonczewski torque and a thermal field, in its Heun mode. It
  has no quantum field, so it does less per step than the others.
* numba: what a physicist writes by hand, one trajectory at a time, compiled with fastmath; thermal
  and quantum field, random numbers from numpy's generator (ziggurat).

Each number is the shortest of several runs. The outcome of each program is looked at (the state
that the current drives m to), so that nobody wins by not doing the work.
"""

import argparse
import json
import math
import os
import platform
import subprocess
import time

# One core for everyone.
for variable in ("OMP_NUM_THREADS", "NUMBA_NUM_THREADS", "OPENBLAS_NUM_THREADS"):
    os.environ[variable] = "1"

import cmtj
import numba
import numpy as np

TIME_STEP = 0.5e-12
TEMPERATURE = 4.0
FIELD = 30e3
CURRENT = 2e-3
M_S, RADIUS, THICKNESS, DAMPING = 1.2e6, 40e-9, 1.1e-9, 0.05
SPIN, SIN2, SINCOS = 2.0, 0.55, -0.49
INTERFACE, N_Z, N_XY = 1e-3, 0.96, 0.02
P = (-1.0, 0.0, 0.0)
START = (0.6, 0.0, 0.8)

MU0, HBAR, K_B, E = 1.25663706212e-6, 1.054571817e-34, 1.380649e-23, 1.602176634e-19
GAMMA0 = MU0 * 1.76085963023e11
AREA = math.pi * RADIUS**2


def best(run, seconds=4.0):
    """The shortest time of a call in s, of all that fit into some seconds."""
    times = []
    while sum(times) < seconds:
        start = time.perf_counter()
        run()
        times.append(time.perf_counter() - start)
    return min(times)


def spinsweep(program):
    """ns per unit of each kernel."""
    output = subprocess.run([program], check=True, capture_output=True, text=True).stdout
    return {line["kernel"]: line["nanoseconds"] for line in map(json.loads, output.splitlines())}


def cmtj_heun(steps=20_000):
    """ns per step of cmtj."""
    demagnetization = [cmtj.CVector(N_XY, 0, 0), cmtj.CVector(0, N_XY, 0), cmtj.CVector(0, 0, N_Z)]
    layer = cmtj.Layer.createSTTLayer(
        "free", cmtj.CVector(*START), cmtj.CVector(0, 0, 1), MU0 * M_S, THICKNESS, AREA,
        demagnetization, DAMPING, SlonczewskiSpacerLayerParameter=1.0, beta=0.1,
        spinPolarization=0.5)
    layer.setReferenceLayer(cmtj.CVector(*P))
    junction = cmtj.Junction([layer])
    junction.setLayerAnisotropyDriver("free", cmtj.constantDriver(INTERFACE / THICKNESS))
    junction.setLayerExternalFieldDriver("free", cmtj.AxialDriver(FIELD, 0, 0))
    junction.setLayerCurrentDriver("free", cmtj.constantDriver(CURRENT / AREA))
    junction.setLayerTemperatureDriver("free", cmtj.constantDriver(TEMPERATURE))
    duration = steps * TIME_STEP

    def run():
        junction.clearLog()
        junction.runSimulation(duration, TIME_STEP, duration, solverMode=cmtj.SolverMode.Heun)

    nanoseconds = best(run) / steps * 1e9
    assert junction.getLayerMagnetization("free").x < -0.9
    return nanoseconds


@numba.njit(fastmath=True)
def drift(x, y, z, hx, hy, hz, c):
    """The increment of one step under the field (hx, hy, hz), without anisotropy in hz."""
    gamma_dt, alpha, h_k, px, py, pz, a_dt, b_dt = c
    hz += h_k * z
    ux = -gamma_dt * alpha * hx + a_dt * px
    uy = -gamma_dt * alpha * hy + a_dt * py
    uz = -gamma_dt * alpha * hz + a_dt * pz
    vx = -gamma_dt * hx + b_dt * px + y * uz - z * uy
    vy = -gamma_dt * hy + b_dt * py + z * ux - x * uz
    vz = -gamma_dt * hz + b_dt * pz + x * uy - y * ux
    return y * vz - z * vy, z * vx - x * vz, x * vy - y * vx


@numba.njit(fastmath=True)
def trajectories(count, steps, start, field, thermal, quantum, c, generator):
    """The sum of the final states; thermal and quantum are variances of the field."""
    px, py, pz = c[3], c[4], c[5]
    total = np.zeros(3)
    for _ in range(count):
        x, y, z = start
        for _ in range(steps):
            opening = max(0.0, 1.0 - (px * x + py * y + pz * z))
            sigma = math.sqrt(thermal + quantum * opening)
            hx = field + sigma * generator.standard_normal()
            hy = sigma * generator.standard_normal()
            hz = sigma * generator.standard_normal()
            gx, gy, gz = drift(x, y, z, hx, hy, hz, c)
            kx, ky, kz = drift(x + gx, y + gy, z + gz, hx, hy, hz, c)
            x += 0.5 * (gx + kx)
            y += 0.5 * (gy + ky)
            z += 0.5 * (gz + kz)
            scale = 1.0 / math.sqrt(x * x + y * y + z * z)
            x *= scale
            y *= scale
            z *= scale
        total[0] += x
        total[1] += y
        total[2] += z
    return total


def numba_heun(count=5, steps=20_000):
    """ns per trajectory-step of the loop above."""
    moment = MU0 * M_S * AREA * THICKNESS
    gamma = GAMMA0 / (1 + DAMPING**2)
    barrier = (INTERFACE - 0.5 * MU0 * M_S**2 * (N_Z - N_XY) * THICKNESS) * AREA
    states = moment / (HBAR * GAMMA0 * SPIN) * (2 * SPIN + 1)
    rate = CURRENT / E
    thermal = DAMPING * K_B * TEMPERATURE / (GAMMA0 * moment)
    quantum = (1 + DAMPING**2) * rate * SIN2 / (GAMMA0 * states) ** 2
    coefficients = (
        gamma * TIME_STEP, DAMPING, 2 * barrier / moment, *P,
        -rate * SIN2 / states * TIME_STEP, -rate * SINCOS / states * TIME_STEP)
    arguments = (
        steps, START, FIELD, 2 * thermal / TIME_STEP, 2 * quantum / TIME_STEP, coefficients,
        np.random.default_rng(1))
    trajectories(1, *arguments)
    assert trajectories(count, *arguments)[0] / count < -0.9
    return best(lambda: trajectories(count, *arguments)) / (count * steps) * 1e9


def processor():
    """The name of the processor."""
    try:
        with open("/proc/cpuinfo", encoding="utf-8") as information:
            for line in information:
                if line.startswith("model name"):
                    return line.split(":")[1].strip()
    except OSError:
        pass
    return platform.processor() or platform.machine()


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--program", default=".build/release/spinsweep-bench")
    arguments = parser.parse_args()

    ours = spinsweep(arguments.program)
    step = ours["Heun step, thermal and quantum noise"]
    given = ours["Heun step, thermal and quantum noise, random numbers given"]
    thermal = ours["Heun step, thermal noise"]
    peers = {
        f"cmtj {cmtj.__version__}, Heun, thermal noise": cmtj_heun(),
        f"numba {numba.__version__}, thermal and quantum noise": numba_heun(),
    }

    print(f"{processor()}, Python {platform.python_version()}\n")
    print(f"{'one core':62}{'ns':>9}{'ratio':>9}")
    for kernel, nanoseconds in ours.items():
        print(f"{kernel:62}{nanoseconds:9.2f}")
    for peer, nanoseconds in peers.items():
        own = thermal if peer.startswith("cmtj") else step
        print(f"{peer:62}{nanoseconds:9.2f}{nanoseconds / own:8.1f}x")
    print(f"{'step with random numbers / with given ones':71}{step / given:8.1f}x")


if __name__ == "__main__":
    main()
