"""Models, runs and results of SpinSweep in Python.

Nothing is computed here that the program computes: this package starts `spinsweep` and reads its file.
"""
from ._model import Model, model
from ._run import Error, check, open, run
from ._serve import serve

__all__ = ["Error", "Model", "check", "model", "open", "run", "serve"]
