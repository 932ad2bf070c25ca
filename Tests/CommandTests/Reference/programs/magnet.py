"""A model by the package for Python: what package.py sweeps."""
import math

import spinsweep

try:
    import numpy
except ImportError:
    numpy = None


@spinsweep.model(
    quantities={
        "frequency": ("Hz", "of the resonance"),
        "signal": {"unit": "V", "dimensions": ["time"], "meaning": "decays"},
        "noise": "1", "count": "1",
    },
    dimensions={"time": ([0, 1, 2], "s", "when it is looked at")},
)
def resonance(
    field: "A/m" = "80 kA/m", damping: float = 0.01, order: int = 2, flipped: bool = False,
    shape: ("disc", "ring") = "disc", random=None, progress=None,
):
    """Resonance of a free layer along its field."""
    print("a message for people")
    progress(0.5)
    if field > 4e5:
        raise ValueError("the field is too high")
    signal = [math.exp(-damping * time) for time in range(3)]
    return {
        "frequency": (-1 if flipped else 1) * 2.2128e5 * field / (2 * math.pi),
        "signal": numpy.array(signal) if numpy else signal,
        "noise": random.random(), "count": order + (10 if shape == "ring" else 0),
    }
