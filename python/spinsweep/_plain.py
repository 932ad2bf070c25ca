"""Values as JSON and TOML have them: what NumPy and its like are made of becomes plain Python."""
import array
import numbers
import os


def plain(value, subject):
    """A value of numbers, texts, flags, lists and dictionaries only.

    subject: what a sentence calls it.
    Raises `TypeError` for what is none of these.
    """
    if value is None or isinstance(value, (bool, str)):
        return value
    if isinstance(value, numbers.Integral):
        return int(value)
    if isinstance(value, numbers.Real):
        return float(value)
    if isinstance(value, dict):
        return {key: plain(item, f"'{key}'") for key, item in value.items()}
    if isinstance(value, os.PathLike):
        return os.fspath(value)
    if has_unit(value):
        raise TypeError(f"{subject} has a unit of its own ({value}); write it as a text, \"4 K\"")
    if hasattr(value, "__array__"):
        values = real_array(value, subject, kinds="biufUO")
        # What is no array is in its list as it was.
        if values.ndim or values.dtype.kind != "O":
            return plain(values.tolist(), subject)
    if isinstance(value, (list, tuple, range, array.array)):
        return [plain(item, subject) for item in value]
    raise TypeError(f"{subject} is {kind(value)}, and no number, text, flag, list or dictionary")


def real_array(value, subject, kinds="biufO"):
    """What NumPy makes of an array, masked values as NaN.

    kinds: letters of NumPy's kinds of data that are right.
    Raises `TypeError` for others, complex numbers above all.
    """
    import numpy

    values = numpy.asanyarray(value)
    if values.dtype.kind == "c":
        raise TypeError(
            f"{subject} is complex; return its real and imaginary parts as numbers of their own")
    if values.dtype.kind not in kinds:
        raise TypeError(f"{subject} is an array of {values.dtype}, and not of numbers")
    if isinstance(values, numpy.ma.MaskedArray) and values.dtype.kind in "biuf":
        values = values.astype("f8").filled(numpy.nan)
    return numpy.asarray(values)


def has_unit(value):
    """Whether a value brings its unit along, as those of pint and astropy do."""
    return hasattr(value, "magnitude") and hasattr(value, "units") or hasattr(value, "to_value")


def kind(value):
    """What a sentence calls the type of a value."""
    name = type(value).__name__
    return {"str": "a text", "bytes": "bytes", "complex": "complex", "NoneType": "None",
            "int": "one number", "float": "one number"}.get(
        name, f"of the type {name}")
