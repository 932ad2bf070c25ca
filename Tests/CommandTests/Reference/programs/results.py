"""A function that returns what it should not, and what it may: package.py sweeps its deeds."""
import array
import decimal
import fractions
import subprocess
import sys

import numpy as np

import spinsweep

# Neither is part of the conversation with the rank.
print("printed while the file is imported", flush=True)
subprocess.run(["echo", "printed by a child"], check=True)
assert sys.stdin.readline() == ""


def of(**changes):
    """What is right but for some quantities."""
    return {"number": 1, "row": [0, 1, 2], "table": [[0, 1, 2], [3, 4, 5]], **changes}


def listen():
    """How much a child, a line and the process itself get to read."""
    child = subprocess.run(["cat"], stdout=subprocess.PIPE, check=True).stdout
    return of(number=len(child) + len(sys.stdin.read()))


class Quantity(float):
    """What pint and astropy have: a number with a unit."""
    magnitude, units = 3.0, "mm"


TABLE = np.arange(6.0).reshape(2, 3)
RIGHT = {
    "numbers": lambda: of(number=True),
    "in_order": lambda: (np.float32(1), array.array("d", [0, 1, 2]), np.asfortranarray(TABLE)),
    "exact": lambda: (decimal.Decimal(1), (fractions.Fraction(0), np.int64(1), 2), range(6)),
    "objects": lambda: of(row=np.array([0, fractions.Fraction(1), 2], dtype=object)),
    "column": lambda: of(row=np.arange(3).reshape(3, 1), number=np.ones(1)),
    "strided": lambda: of(row=np.arange(6, dtype="i2")[:3], table=TABLE[:, ::-1][:, ::-1]),
    "children": lambda: of(number=1 + listen()["number"]),
}
WRONG = {
    "complex": (lambda: of(number=1j), "'number' of what the function returned is complex; return"),
    "complex_scalar": (lambda: of(number=np.complex128(1)),
        "'number' of what the function returned is complex"),
    "complex_array": (lambda: of(row=np.array([1, 1j, 0])),
        "'row' of what the function returned is complex"),
    "complex_item": (lambda: of(row=[0, np.complex64(1), 0]),
        "'row' of what the function returned is complex"),
    "too_many": (lambda: (1, [0, 1, 2], TABLE, 7),
        "returned 4 values for 3 quantities (number, row, table)"),
    "too_few": (lambda: (1, [0, 1, 2]), "returned 2 values for 3 quantities (number, row, table)"),
    "nothing": (lambda: None, "the function returned nothing; a model returns its quantities"),
    "set": (lambda: {1, 2, 3},
        "returned what is of the type set; return a dictionary with number, row, table"),
    "one_number": (lambda: 2.0, "returned what is one number; return a dictionary"),
    "missing": (lambda: {"number": 1, "row": [0, 1, 2]}, "the function returned no 'table'"),
    "extra": (lambda: of(tabel=TABLE),
        "returned 'tabel', which is none of its quantities; did you mean 'table'?"),
    "text": (lambda: of(number="3.5"),
        "'number' of what the function returned is a text, and no number"),
    "texts": (lambda: of(row=np.array(["0", "1", "2"])),
        "'row' of what the function returned is an array of <U1"),
    "date": (lambda: of(number=np.datetime64("2020")),
        "an array of datetime64[Y], and not of numbers"),
    "object": (lambda: of(row=np.array([0, "1", 2], dtype=object)),
        "'row' of what the function returned is a text"),
    "transposed": (lambda: of(table=TABLE.T),
        "returned 3 × 2 numbers for 'table' instead of 2 × 3 numbers"),
    "short": (lambda: of(row=[0, 1]), "returned 2 numbers for 'row' instead of 3 numbers"),
    "long": (lambda: of(number=[0, 1]), "returned 2 numbers for 'number' instead of 1 number"),
    "ragged": (lambda: of(table=[[0, 1, 2], [3, 4]]),
        "'table' of what the function returned has lists of different"),
    "masked": (lambda: of(row=np.ma.masked_equal([0, 1, 9], 9)), "'row' came out as nan"),
    "huge": (lambda: of(number=10 ** 400),
        "'number' of what the function returned is no number: int too large"),
    "unit": (lambda: of(number=Quantity(3)),
        "'number' of what the function returned has a unit of its own (3.0)"),
    "input": (lambda: of(number=input()), "EOFError: EOF when reading a line"),
}
DEEDS = tuple(RIGHT) + tuple(WRONG)


@spinsweep.model(
    quantities={"number": "1", "row": {"dimensions": ["x"]}, "table": {"dimensions": ["y", "x"]}},
    dimensions={"x": 3, "y": ([0, 1], "s", "time")})
def results(deed: DEEDS = "numbers"):
    return RIGHT[deed]() if deed in RIGHT else WRONG[deed][0]()
