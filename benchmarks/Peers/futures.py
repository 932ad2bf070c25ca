"""Empty tasks through mpi4py.futures, one message a task: mpirun -n 2 python -m mpi4py.futures futures.py COUNT"""

import sys
import time

from mpi4py.futures import MPIPoolExecutor


def nothing(number):
    return number


def work(number):
    end = time.perf_counter() + 1e-3
    while time.perf_counter() < end:
        pass
    return number


if __name__ == "__main__":
    count = int(sys.argv[1])
    task = work if len(sys.argv) > 2 else nothing
    with MPIPoolExecutor() as executor:
        list(executor.map(nothing, range(100)))
        start = time.perf_counter()
        list(executor.map(task, range(count)))
        print(count / (time.perf_counter() - start))
