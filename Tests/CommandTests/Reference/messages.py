"""Status and message of every point, a line each, with what is swept: messages.py FILE"""
import sys

import h5py

with h5py.File(sys.argv[1]) as file:
    status = file["run/status"][()].ravel()
    messages = file["run/message"][()].reshape(len(status), -1)
    labels = range(len(status))
    for name in file:
        if "flag_meanings" in file[name].attrs:
            words = file[name].attrs["flag_meanings"].decode().split(" ")
            labels = [words[int(code)].replace("_", " ") for code in file[name][()]]
    for label, code, message in zip(labels, status, messages):
        print(f"{label}: {code}: {message.tobytes().rstrip(bytes(1)).decode()}")
