"""Models that are declared in other ways than by a decorator: what package.py sweeps."""
import functools

import numpy as np

import spinsweep


def plain(field: "A/m", order: int = np.int64(2), damping=np.float32(0.5), flag: bool = np.False_,
          weights: {"type": "list"} = np.array([1.0, 2.0])):
    return np.float32(field * order * damping), [order] * 3, weights


called = spinsweep.model(
    quantities={"number": "1", "row": {"dimensions": ["site"]}, "same": {"dimensions": ["weight"]}},
    dimensions={"site": np.int64(3), "time": (np.arange(2), "s"),
                "weight": {"parameter": "weights"}},
    seconds=np.float32(1e-3))(plain)


def multiple(factor):
    @spinsweep.model(quantities="number")
    def product(field=1.0):
        return factor * field
    return product


threefold = multiple(3)
partial = spinsweep.model(quantities="number")(
    functools.partial(lambda factor, field: factor * field, 4))
anonymous = spinsweep.model(quantities="number")(lambda field=1: 5 * field)
