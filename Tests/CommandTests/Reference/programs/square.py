"""A model in ten lines: the area of a square, and noise of its own."""
import json
import random
import sys

MODEL = {
    "parameters": [{"name": "side", "unit": "m", "default": "2 mm", "above": 0}],
    "quantities": [{"name": "area", "unit": "m^2"}, {"name": "noise"}],
    "stochastic": True,
}
for line in sys.stdin:
    request = json.loads(line)
    if "describe" in request:
        print(json.dumps(MODEL), flush=True)
    elif "point" in request:
        noise = random.Random(request["random"]).random()
        area = request["parameters"]["side"] ** 2
        print(json.dumps({"quantities": {"area": area, "noise": noise}}), flush=True)
