"""Answers SpinSweep's requests with a function of a file: python3 -m spinsweep FILE.py FUNCTION"""
import importlib.util
import os
import sys
import traceback

from ._model import Model
from ._serve import Conversation


class NoModel(Exception):
    """A file has no model of the name that is asked for."""


def load(path, name):
    """The model that a file calls by a name.

    Raises whatever the file raises, and `NoModel` if there is no such model in it.
    """
    sys.path.insert(0, os.path.dirname(os.path.abspath(path)))
    module_name = os.path.splitext(os.path.basename(path))[0]
    specification = importlib.util.spec_from_file_location(module_name, path)
    if specification is None:
        raise NoModel(f"'{path}' is no file of Python: its name does not end with .py")
    module = importlib.util.module_from_spec(specification)
    sys.modules[specification.name] = module
    specification.loader.exec_module(module)
    model = module
    for part in name.split("."):
        model = getattr(model, part, None)
    if isinstance(model, Model):
        return model
    raise NoModel(
        f"{path} has no model '{name}' when it is imported; put it outside of "
        "`if __name__ == \"__main__\"`, with @spinsweep.model")


def main():
    if len(sys.argv) != 3:
        sys.exit("usage: python3 -m spinsweep FILE.py FUNCTION")
    path, name = sys.argv[1:]
    # Before the file is imported, which may print and read, too.
    conversation = Conversation()
    try:
        model = load(path, name)
    except NoModel as error:
        conversation.refuse(str(error))
    except (Exception, SystemExit) as error:
        traceback.print_exc()
        sentence = f"{type(error).__name__}: {error}".rstrip(": ")
        conversation.refuse(f"{path} cannot be imported: {sentence}")
    else:
        conversation.serve(model)
        return
    sys.exit(1)


main()
