"""Functions as models: what they say of themselves, and how they answer requests."""
import functools
import inspect
import json
import numbers
import random
import traceback

from . import _results
from ._plain import plain


class Model:
    """A function whose parameters and quantities are declared, so that SpinSweep can call it."""

    def __init__(self, function, quantities, dimensions, name, version, stochastic, seconds):
        functools.update_wrapper(self, function)
        self.function = function
        names = inspect.signature(function).parameters
        self._gets_random = "random" in names
        self._gets_progress = "progress" in names
        own = [item for item in names.values() if item.name not in ("random", "progress")]
        # What the function cannot be called without.
        self._needed = [item.name for item in own if item.default is item.empty]
        self.description = {
            "name": name or self.name,
            "summary": (inspect.getdoc(function) or "").partition("\n")[0],
            "parameters": [_parameter(item) for item in own],
            "dimensions": [_dimension(*item) for item in (dimensions or {}).items()],
            "quantities": [_quantity(*item) for item in _items(quantities)],
            "stochastic": self._gets_random if stochastic is None else stochastic,
        }
        if version is not None:
            self.description["version"] = str(version)
        if seconds is not None:
            self.description["seconds"] = seconds
        self.description = plain(self.description, "the description")

    @property
    def name(self):
        """What the function is called."""
        return getattr(self.function, "__name__", type(self.function).__name__)

    def __call__(self, *arguments, **named):
        return self.function(*arguments, **named)

    def _answer(self, request, write):
        """The line of an answer, and the blocks of raw numbers that follow it."""
        parameters = request["parameters"]
        for name in self._needed:
            if parameters.get(name) is None:
                return _refusal(
                    f"parameter '{name}' has no value: give it one in the job, or a default in "
                    f"the function '{self.name}'")
        named = dict(parameters)
        if self._gets_random:
            named["random"] = random.Random(int(request["random"], 16))
        if self._gets_progress:
            named["progress"] = lambda share: write(json.dumps({"progress": float(share)}))
        try:
            result = self.function(**named)
        except Exception as error:  # Whatever a function raises is what its point came to.
            traceback.print_exc()
            sentence = str(error) or type(error).__name__
            return _refusal(f"{type(error).__name__}: {sentence}")
        shapes = self._shapes(parameters)
        try:
            return _results.answer(result, shapes, request.get("quantities", list(shapes)))
        except Exception as error:  # The conversion runs code of others, too.
            return _refusal(str(error) or type(error).__name__)

    def _shapes(self, parameters):
        """The shape of each quantity, by its name."""
        lengths = {}
        for dimension in self.description["dimensions"]:
            values = dimension.get("values") or dimension.get("labels")
            if "parameter" in dimension:
                values = parameters[dimension["parameter"]]
            lengths[dimension["name"]] = len(values) if values else dimension["size"]
        return {
            quantity["name"]: tuple(lengths[name] for name in quantity.get("dimensions", ()))
            for quantity in self.description["quantities"]
        }


def _refusal(sentence):
    return json.dumps({"error": sentence}), ()


def model(function=None, *, quantities, dimensions=None, name=None, version=None, stochastic=None,
          seconds=None):
    """Makes a function a model; to be written as `@spinsweep.model(quantities=…)`.

    quantities: names with units: `{"area": "m^2"}`, `{"area": ("m^2", "of a square")}`, or with
        all that a description may have: `{"profile": {"unit": "m", "dimensions": ["time"]}}`.
    dimensions: names with coordinates: `{"time": ([0, 1, 2], "s")}`, `{"site": 10}`, or with all
        that a description may have.
    version: a file that was begun by another version is not continued.
    stochastic: whether results depend on random numbers; by itself, if there is a parameter
        `random`.
    seconds: time of a point, about.
    """
    def decorate(function):
        return Model(function, quantities, dimensions, name, version, stochastic, seconds)
    return decorate if function is None else decorate(function)


def _items(quantities):
    if isinstance(quantities, str):
        quantities = {quantities: "1"}
    if not isinstance(quantities, dict):
        quantities = {name: "1" for name in quantities}
    return quantities.items()


def _parameter(parameter):
    """What the signature of a function says of a parameter."""
    if parameter.kind in (parameter.VAR_POSITIONAL, parameter.VAR_KEYWORD):
        raise TypeError(f"'{parameter.name}': a model needs parameters with names")
    if parameter.kind is parameter.POSITIONAL_ONLY:
        raise TypeError(f"'{parameter.name}': a model is called with names, so take the / away")
    declared = {"name": parameter.name}
    annotation, empty = parameter.annotation, parameter.empty
    if isinstance(annotation, dict):
        declared.update(annotation)
    elif isinstance(annotation, tuple):
        declared.update(type="choice", choices=list(annotation))
    elif annotation is bool or annotation == "bool":
        declared["type"] = "flag"
    elif annotation is int or annotation == "int":
        declared["type"] = "integer"
    elif isinstance(annotation, str) and annotation != "float":
        # With `from __future__ import annotations` a text in quotes keeps them.
        declared["unit"] = annotation.strip("\"'")
    elif annotation is not empty and annotation is not float and annotation != "float":
        raise TypeError(f"'{parameter.name}': {annotation!r} says neither unit nor kind")
    if parameter.default is not empty and parameter.default is not None:
        declared["default"] = parameter.default
    return declared


def _dimension(name, declared):
    if isinstance(declared, dict):
        return {"name": name, **declared}
    if isinstance(declared, numbers.Integral):
        return {"name": name, "size": declared}
    values, *rest = declared if isinstance(declared, tuple) else (declared,)
    return {"name": name, "values": [float(value) for value in values],
            **_described(name, rest)}


def _quantity(name, declared):
    if isinstance(declared, dict):
        return {"name": name, **declared}
    texts = declared if isinstance(declared, (list, tuple)) else (declared,)
    return {"name": name, **_described(name, texts)}


def _described(name, texts):
    """Unit and meaning, as far as they are there."""
    if len(texts) > 2 or not all(isinstance(text, str) for text in texts):
        raise TypeError(f"'{name}' is declared by its unit and its meaning, two texts, not by {texts}")
    return dict(zip(("unit", "meaning"), texts))
