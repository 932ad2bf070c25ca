"""A script that starts a sweep of its own function whenever it is imported: package.py runs it."""
import os
import sys

import spinsweep

# The test ends, even if nothing else would end it: variables go to programs of ranks, too.
depth = int(os.environ.get("UNGUARDED_DEPTH", "0"))
os.environ["UNGUARDED_DEPTH"] = str(depth + 1)
if depth > 1:
    sys.exit("a sweep started itself")


@spinsweep.model(quantities="area")
def square(side: "m" = 1.0):
    return side ** 2


job = {"model": square, "output": {"file": "unguarded.h5"},
       "axis": [{"parameter": "side", "values": [1, 2]}]}
if sys.argv[1:] == ["check"]:
    spinsweep.check(job, start=True)
else:
    spinsweep.run(job)
