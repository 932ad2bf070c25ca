"""Answers SpinSweep's requests with a function of a file: python3 -m spinsweep FILE.py FUNCTION"""
import importlib.util
import os
import sys

from ._model import serve

path, name = sys.argv[1:3]
sys.path.insert(0, os.path.dirname(os.path.abspath(path)))
specification = importlib.util.spec_from_file_location(os.path.splitext(os.path.basename(path))[0], path)
module = importlib.util.module_from_spec(specification)
sys.modules[specification.name] = module
specification.loader.exec_module(module)
model = module
for part in name.split("."):
    model = getattr(model, part)
serve(model)
