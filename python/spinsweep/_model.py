"""Functions as models: what they say of themselves, and how they answer requests."""
import array
import functools
import inspect
import json
import os
import random
import struct
import sys
import traceback


class Model:
    """A function whose parameters and quantities are declared, so that SpinSweep can call it."""

    def __init__(self, function, quantities, dimensions, name, version, stochastic, seconds):
        functools.update_wrapper(self, function)
        self.function = function
        names = inspect.signature(function).parameters
        self._gets_random = "random" in names
        self._gets_progress = "progress" in names
        parameters = [
            _parameter(parameter)
            for parameter in names.values() if parameter.name not in ("random", "progress")
        ]
        self.description = {
            "name": name or function.__name__,
            "summary": (inspect.getdoc(function) or "").partition("\n")[0],
            "parameters": parameters,
            "dimensions": [_dimension(*item) for item in (dimensions or {}).items()],
            "quantities": [_quantity(*item) for item in _items(quantities)],
            "stochastic": self._gets_random if stochastic is None else stochastic,
        }
        if version is not None:
            self.description["version"] = str(version)
        if seconds is not None:
            self.description["seconds"] = seconds

    def __call__(self, *arguments, **named):
        return self.function(*arguments, **named)

    def _answer(self, request, write):
        """The line of an answer, and the raw numbers that follow it."""
        named = dict(request["parameters"])
        if self._gets_random:
            named["random"] = random.Random(int(request["random"], 16))
        if self._gets_progress:
            named["progress"] = lambda share: write(json.dumps({"progress": float(share)}), b"")
        try:
            result = self.function(**named)
        except Exception as error:  # Whatever a function raises is what its point came to.
            traceback.print_exc()
            sentence = str(error) or type(error).__name__
            return json.dumps({"error": f"{type(error).__name__}: {sentence}"}), b""
        names = [quantity["name"] for quantity in self.description["quantities"]]
        if not isinstance(result, dict):
            result = {names[0]: result} if len(names) == 1 else dict(zip(names, result))
        blocks = []
        return json.dumps(
            {"quantities": {name: _value(value, blocks) for name, value in result.items()}}
        ), b"".join(blocks)


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


def serve(model):
    """Answers SpinSweep's requests on standard input until it ends."""
    requests, answers = sys.stdin.buffer, os.fdopen(os.dup(1), "wb")
    # What the function prints is for people.
    os.dup2(2, 1)
    sys.stdout = sys.stderr

    def write(line, block):
        answers.write(line.encode() + b"\n" + block)
        answers.flush()

    for line in requests:
        request = json.loads(line)
        if "describe" in request:
            write(json.dumps(model.description), b"")
        elif "point" in request:
            write(*model._answer(request, write))
        else:
            break


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
    if isinstance(declared, int):
        return {"name": name, "size": declared}
    values, *rest = declared if isinstance(declared, tuple) else (declared,)
    return {"name": name, "values": [float(value) for value in values],
            **dict(zip(("unit", "meaning"), rest))}


def _quantity(name, declared):
    if isinstance(declared, dict):
        return {"name": name, **declared}
    if isinstance(declared, str):
        declared = (declared,)
    return {"name": name, **dict(zip(("unit", "meaning"), declared))}


def _value(value, blocks):
    """A value as JSON; arrays are appended to the blocks that follow the line."""
    if isinstance(value, (bool, int, float)) or value is None:
        return value
    if hasattr(value, "astype") and getattr(value, "shape", ()):
        block = value.astype("<f8").tobytes()
        blocks.append(block)
        return {"float64": len(block) // 8}
    if isinstance(value, array.array):
        block = struct.pack(f"<{len(value)}d", *value)
        blocks.append(block)
        return {"float64": len(value)}
    if isinstance(value, (list, tuple)):
        return [_value(item, blocks) if not hasattr(item, "tolist") else item.tolist()
                for item in value]
    return float(value)
