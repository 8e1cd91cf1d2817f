"""The homework's net as a graph, built by the function that notebook 10 shows."""

import json

from nnlib.autograd import Value, named
from tests.support.solved_notebooks import path_of


def in_notebook_10(*cells):
    """Run these cells of notebook 10 alone; return the names that they make."""
    notebook = json.loads(path_of(10).read_text(encoding="utf-8"))
    sources = {cell["id"]: "".join(cell["source"]) for cell in notebook["cells"]}
    names = {"Value": Value, "named": named}
    for cell in cells:
        exec(sources[cell], names)
    return names


build = in_notebook_10("build")["build"]
GIVEN = {"x1": 0.5, "x2": 0.3, "w1": 0.2, "w2": -0.4, "w3": 0.5, "w4": 0.6}
GIVEN |= {"w5": 0.1, "w6": -0.5, "w7": -0.3, "w8": 0.8}
WEIGHTS = list(GIVEN)[2:]


def fresh():
    """All given numbers as new values."""
    return {name: Value(number) for name, number in GIVEN.items()}


def net():
    """A new graph: from names to nodes."""
    return build(**fresh())
