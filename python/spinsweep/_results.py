"""What a function returns, as an answer of the protocol: nothing is dropped, guessed or cut."""
import array
import collections.abc
import difflib
import json
import math
import numbers
import sys

from ._plain import has_unit, kind, real_array


def answer(result, shapes, wanted):
    """The line of an answer, and the blocks of raw numbers that follow it.

    shapes: the shape of each quantity, by its name.
    wanted: names of the quantities that must be there.
    Raises `TypeError` or `ValueError` with what is wrong with the result.
    """
    blocks = []
    quantities = {
        name: _value(value, name, shapes[name], blocks)
        for name, value in _by_name(result, list(shapes), wanted).items()
    }
    return json.dumps({"quantities": quantities}), blocks


def _by_name(result, names, wanted):
    """The values of a result, by the names of the quantities."""
    if hasattr(result, "_asdict") and set(result._fields) <= set(names):
        result = result._asdict()
    if isinstance(result, collections.abc.Mapping):
        for name in result:
            if name not in names:
                near = difflib.get_close_matches(str(name), names, 1)
                hint = f"; did you mean '{near[0]}'?" if near else f" ({', '.join(names)})"
                raise ValueError(
                    f"the function returned '{name}', which is none of its quantities{hint}")
        for name in wanted:
            if name not in result:
                raise ValueError(f"the function returned no '{name}'")
        return dict(result)
    if result is None:
        raise ValueError("the function returned nothing; a model returns its quantities")
    if len(names) == 1:
        return {names[0]: result}
    numpy = sys.modules.get("numpy")
    arrays = (numpy.ndarray,) if numpy else ()
    # The order of anything else, as of a set or of a table, need not be that of the quantities.
    if not isinstance(result, (list, tuple, *arrays)) or getattr(result, "shape", None) == ():
        raise TypeError(
            f"the function returned what is {kind(result)}; return a dictionary with "
            f"{', '.join(names)}, or their values in this order")
    if len(result) != len(names):
        raise ValueError(
            f"the function returned {len(result)} values for {len(names)} quantities "
            f"({', '.join(names)})")
    return dict(zip(names, result))


def _value(value, name, shape, blocks):
    """A value as JSON; arrays are appended to the blocks that follow the line."""
    if type(value) is float and not shape:
        return value
    subject = f"'{name}' of what the function returned"
    found, item = _read(value, subject)
    _check(found, shape, name)
    if hasattr(item, "dtype"):
        blocks.append(memoryview(item).cast("B"))
        return {"float64": item.size}
    return item


def _read(value, subject):
    """The shape of a value, and the value as JSON or as an array of numbers of eight bytes."""
    if has_unit(value):
        raise TypeError(
            f"{subject} has a unit of its own ({value}); return the number in that of the quantity")
    # Numbers of NumPy are arrays without dimensions.
    if hasattr(value, "__array__"):
        import numpy

        values = real_array(value, subject)
        if values.ndim and values.dtype.kind != "O":
            return values.shape, numpy.ascontiguousarray(values, "<f8")
        value = values.tolist()
    if isinstance(value, array.array) and value.typecode not in "uw":
        value = value.tolist()
    if isinstance(value, (list, tuple, range)):
        if all(type(item) is float for item in value):
            return (len(value),), list(value)
        shapes, items = zip(*(_read(item, subject) for item in value))
        if len(set(shapes)) > 1:
            raise ValueError(f"{subject} has lists of different lengths in a list")
        items = [item.tolist() if hasattr(item, "dtype") else item for item in items]
        return (len(items), *shapes[0]), items
    return (), _number(value, subject)


def _number(value, subject):
    """A number as JSON has it; None is not a number."""
    if value is None or isinstance(value, bool):
        return value
    if isinstance(value, numbers.Complex) and not isinstance(value, numbers.Real):
        raise TypeError(
            f"{subject} is complex; return its real and imaginary parts as numbers of their own")
    if not isinstance(value, (str, bytes, bytearray)) and hasattr(value, "__float__"):
        try:
            return float(value)
        except (TypeError, ValueError, OverflowError) as error:
            raise TypeError(f"{subject} is no number: {error}") from error
    raise TypeError(f"{subject} is {kind(value)}, and no number")


def _check(found, shape, name):
    """Whether an array has the shape of its quantity, or all its numbers in a row."""
    def words(shape):
        count = " × ".join(map(str, shape)) if shape else "1"
        return f"{count} number{'' if count == '1' else 's'}"

    def core(shape):
        return [length for length in shape if length != 1]

    if core(found) != core(shape) and tuple(found) != (math.prod(shape),):
        raise ValueError(
            f"the function returned {words(found)} for '{name}' instead of {words(shape)}")
