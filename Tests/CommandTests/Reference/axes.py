"""Compares axes with what they claim to be: numpy.linspace to the bit, but for typed decimals, and
exact geometric sequences to one unit in the last place. Prints how many of the linear numbers are
not numpy's."""
import sys
from decimal import Decimal, getcontext

import numpy

getcontext().prec = 60


def unit(number):
    """A unit in the last place, and what rounding to 60 digits may add to it."""
    return Decimal(float(numpy.spacing(abs(number)))) * Decimal("1.0000001")


typed_instead = 0
for line in open(sys.argv[1]):
    kind, first, last, *values = line.split()
    first, last, values = float(first), float(last), [float(value) for value in values]
    count = len(values)
    assert values[0] == first and values[-1] == last, line[:60]
    rises = last > first
    assert all(b > a if rises else b < a for a, b in zip(values, values[1:])), line[:60]
    if kind == "linear":
        for value, other in zip(values, numpy.linspace(first, last, count)):
            other = float(other)
            typed = float(f"{other:.12g}")
            if value != other:
                typed_instead += 1
                assert value == typed and abs(Decimal(typed) - Decimal(other)) <= unit(other), (
                    value, other)
            else:
                assert typed == other or abs(Decimal(typed) - Decimal(other)) > unit(other), other
    else:
        ratio = (Decimal(last) / Decimal(first)).ln() / (count - 1)
        for index, value in enumerate(values):
            exact = Decimal(first) * (ratio * index).exp()
            assert abs(Decimal(value) - exact) <= unit(value), (index, value)
print(typed_instead)
