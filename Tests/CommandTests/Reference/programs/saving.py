"""A program that goes on inside a point: counts to `steps` and sends its count now and then.

saving.py FOLDER: notes in FOLDER/begun where each point begins.
"""
import json
import os
import sys
import time

DESCRIPTION = {
    "parameters": [{"name": "steps", "default": 300, "type": "integer", "minimum": 1}],
    "quantities": [{"name": "sum", "meaning": "of the squares of all steps"}],
    "restart": 1,
}
for line in sys.stdin.buffer:
    request = json.loads(line)
    if "describe" in request:
        print(json.dumps(DESCRIPTION), flush=True)
    elif "point" in request:
        state = sys.stdin.buffer.read(request.get("state", 0))
        step, total = json.loads(state) if state else (0, 0)
        with open("begun", "a") as file:
            file.write(f"{step}\n")
        steps = request["parameters"]["steps"]
        while step < steps:
            step += 1
            total += step * step
            state = json.dumps([step, total])
            print(json.dumps({"progress": step / steps, "state": len(state)}), flush=True)
            # Who reads has to wait for the state, and looks after other things meanwhile.
            time.sleep(0.01)
            print(state, end="", flush=True)
        print(json.dumps({"quantities": {"sum": total}}), flush=True)
