"""A program that does what its parameter `deed` says, most of it wrong.

misbehave.py [WRONG]: with WRONG it is wrong from the start.
"""
import json
import os
import signal
import sys
import time

DEEDS = [
    "fine", "error", "code", "exception", "signal", "nan", "infinite", "chatter", "half line",
    "missing", "unknown quantity", "shape", "huge", "negative", "text", "endless", "more", "closed",
    "hang", "short array", "empty", "progress", "state", "unknown member", "binary", "deaf",
    "messages", "array", "remark", "twice", "children", "orphans", "leaves",
]
DESCRIPTION = {
    "parameters": [
        {"name": "deed", "default": "fine", "choices": DEEDS, "meaning": "what it does"},
    ],
    "dimensions": [{"name": "place", "size": 3, "meaning": "one of three places"}],
    "quantities": [
        {"name": "number", "meaning": "four"},
        {"name": "profile", "dimensions": ["place"], "unit": "m", "meaning": "three lengths"},
    ],
}


def say(text):
    sys.stdout.write(text)
    sys.stdout.flush()


def answer(number=4, profile=(1, 2, 3), **more):
    say(json.dumps({"quantities": {"number": number, "profile": list(profile)}, **more}) + "\n")


def act(deed):
    if deed == "error":
        say('{"error": "no solution here"}\n')
    elif deed == "code":
        sys.exit(3)
    elif deed == "exception":
        raise ValueError("boom")
    elif deed == "signal":
        os.kill(os.getpid(), signal.SIGKILL)
    elif deed == "nan":
        answer(float("nan"))
    elif deed == "infinite":
        answer(profile=(1, float("-inf"), 3))
    elif deed == "chatter":
        say("hello\n")
        answer()
    elif deed == "half line":
        say('{"quantities": {"num')
        sys.exit(0)
    elif deed == "missing":
        say('{"quantities": {"number": 4}}\n')
    elif deed == "unknown quantity":
        say('{"quantities": {"number": 4, "profile": [1, 2, 3], "volume": 1}}\n')
    elif deed == "shape":
        answer(profile=(1, 2))
    elif deed == "huge":
        say('{"quantities": {"number": 4, "profile": {"float64": 1000000000000000}}}\n')
    elif deed == "negative":
        say('{"quantities": {"number": 4, "profile": {"float64": -3}}}\n')
    elif deed == "text":
        say('{"quantities": {"number": "four", "profile": [1, 2, 3]}}\n')
    elif deed == "endless":
        while True:
            say("x" * 65536)
    elif deed == "more":
        say('{"quantities": {"number": 4, "profile": [1, 2, 3]}}\nextra\n')
    elif deed == "closed":
        os.close(1)
        time.sleep(600)
    elif deed == "hang":
        time.sleep(600)
    elif deed == "short array":
        say('{"quantities": {"number": 4, "profile": {"float64": 3}}}\n12345')
        sys.exit(0)
    elif deed == "empty":
        say("{}\n")
    elif deed == "progress":
        say('{"progress": 7}\n')
    elif deed == "state":
        say('{"state": 3}\nabc')
    elif deed == "unknown member":
        answer(quality=1)
    elif deed == "binary":
        sys.stdout.buffer.write(bytes(range(128, 160)) + b"\n")
        sys.stdout.buffer.flush()
    elif deed == "deaf":
        signal.signal(signal.SIGTERM, signal.SIG_IGN)
        time.sleep(600)
    elif deed == "messages":
        for number in range(100000):
            print("message", number, file=sys.stderr)
        answer()
    elif deed == "array":
        sys.stdout.flush()
        line = b'{"progress": 0.5}\n{"quantities": {"number": 4, "profile": {"float64": 3}}}\n'
        numbers = b"\0\0\0\0\0\0\xf0?\0\0\0\0\0\0\0@\0\0\0\0\0\0\x08@"
        sys.stdout.buffer.write(line + numbers)
        sys.stdout.buffer.flush()
    elif deed == "remark":
        answer(remark="take it with a grain of salt")
    elif deed == "twice":
        say('{"quantities": {"number": 4, "number": 5, "profile": [1, 2, 3]}}\n')
    elif deed == "orphans":
        # What it leaves behind holds its output open.
        if os.fork() == 0:
            time.sleep(600)
        sys.exit(3)
    elif deed == "leaves":
        answer()
        sys.exit(0)
    elif deed == "children":
        if os.fork() == 0:
            time.sleep(600)
        time.sleep(600)
    else:
        answer()


def describe(wrong):
    if wrong == "code":
        sys.exit(5)
    if wrong == "silent":
        time.sleep(600)
    if wrong == "chatter":
        say("Welcome to my model!\n")
    if wrong == "unit":
        DESCRIPTION["quantities"][0]["unit"] = "furlongs"
    if wrong == "none":
        DESCRIPTION["quantities"] = []
    if wrong == "twice":
        DESCRIPTION["quantities"][0]["name"] = "deed"
    if wrong == "dimension":
        DESCRIPTION["quantities"][1]["dimensions"] = ["time"]
    if wrong == "default":
        DESCRIPTION["parameters"][0]["default"] = "nothing"
    if wrong == "member":
        DESCRIPTION["quantites"] = []
    if wrong == "size":
        DESCRIPTION["dimensions"][0]["size"] = 1 << 25
    if wrong == "square":
        DESCRIPTION["quantities"][1]["dimensions"] = ["place"] * 8
    if wrong == "list":
        say("[]\n")
    if wrong == "changes" and os.path.exists("started"):
        DESCRIPTION["version"] = "2"
    open("started", "w").close()
    say(json.dumps(DESCRIPTION) + "\n")


wrong = sys.argv[1] if len(sys.argv) > 1 else ""
for line in sys.stdin:
    request = json.loads(line)
    if "describe" in request:
        describe(wrong)
    elif "point" in request:
        act(request["parameters"]["deed"])
