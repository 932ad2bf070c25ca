"""The conversation of a rank with its program, of the program's side."""
import json
import os
import sys


class Conversation:
    """Takes standard input and output for the requests of a rank and their answers.

    From then on whatever else the process reads, its children included, is empty, and whatever it
    prints goes to standard error: neither is part of the conversation.
    """

    def __init__(self):
        # Copies, which children do not inherit.
        self._requests = os.fdopen(os.dup(0), "rb")
        self._answers = os.fdopen(os.dup(1), "wb")
        nothing = os.open(os.devnull, os.O_RDONLY)
        os.dup2(nothing, 0)
        os.close(nothing)
        os.dup2(2, 1)
        sys.stdout = sys.stderr

    def write(self, line, blocks=()):
        """Writes an answer, and the raw numbers that follow it."""
        self._answers.write(line.encode() + b"\n")
        for block in blocks:
            self._answers.write(block)
        self._answers.flush()

    def refuse(self, sentence):
        """Answers the first request with a reason why there is no model."""
        if self._requests.readline():
            self.write(json.dumps({"error": sentence}))

    def serve(self, model):
        """Answers requests until there are no more."""
        for line in self._requests:
            request = json.loads(line)
            if "describe" in request:
                self.write(json.dumps(model.description))
            elif "point" in request:
                self.write(*model._answer(request, self.write))
            else:
                break


def serve(model):
    """Answers SpinSweep's requests on standard input until it ends."""
    Conversation().serve(model)
