"""Whether pint, cf_xarray and UDUNITS (cf_units) understand every unit of a list, and alike.

Arguments: files with what `spinsweep models MODEL --json` prints.
"""

import json
import sys

import cf_units
import cf_xarray.units
import pint

units = set()
for path in sys.argv[1:]:
    with open(path) as stream:
        model = json.load(stream)
    units |= {item["unit"] for kind in ("parameters", "quantities", "dimensions")
              for item in model.get(kind, [])}
assert {"A", "K", "1", "J/(V m)"} <= units, units
registry = pint.UnitRegistry()
for unit in sorted(units):
    in_base = registry.Quantity(1.0, unit).to_base_units()
    again = cf_xarray.units.units.Quantity(1.0, unit).to_base_units()
    assert str(in_base.units) == str(again.units) and in_base.magnitude == again.magnitude, unit
    powers = in_base.units._units
    # UDUNITS knows no roots.
    assert all(power == int(power) for power in powers.values()), unit
    base = " ".join(f"{name}{int(power)}" for name, power in powers.items()) or "1"
    # UDUNITS has the electron's charge of 1998, right to 5e-7.
    factor = cf_units.Unit(unit).convert(1.0, cf_units.Unit(base))
    assert abs(factor / in_base.magnitude - 1) < 1e-6, (unit, factor, in_base)
print("ok")
