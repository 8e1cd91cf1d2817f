"""Attacks that look for the answers: on the disk, and in the frames of the caller."""

LOOKING = {
    "read hidden material": {
        "import the references": """
from nnlib.exercises.notebook_01.delta_output import delta_output
""",
        "import them from where they lie": """
import sys
sys.path[:0] = ["FOLDER/../..", "ROOT"]
for name in [name for name in sys.modules if name.startswith("nnlib")]:
    del sys.modules[name]
from nnlib.exercises.catalogue import find
delta_output = find("1.2").reference
""",
        "read the solved notebook": """
import json
from pathlib import Path
notebook = json.loads(Path("ROOT/notebooks/01_hand_worked_backprop.ipynb").read_text())
exec(next("".join(c["source"]) for c in notebook["cells"] if c["id"] == "answer-1-2"))
""",
        "search the disk": """
import os
def delta_output(Y_hat, Y):
    for folder, _, files in os.walk("/"):
        for name in files:
            if name == "delta_output.py":
                namespace = {}
                exec(open(os.path.join(folder, name)).read(), namespace)
                return namespace["delta_output"](Y_hat, Y)
""",
        "read the instructor's secret": """
def delta_output(Y_hat, Y):
    if "canary" in open("SECRET").read():
        return (Y_hat - Y) * Y_hat * (1 - Y_hat)
""",
        "read the memory of the marker": """
def delta_output(Y_hat, Y):
    if open("/proc/MARKER/environ", "rb").read():
        return (Y_hat - Y) * Y_hat * (1 - Y_hat)
""",
        "look through open files": """
import os
def delta_output(Y_hat, Y):
    for file in range(3, 4096):
        try:
            os.fchdir(file)
            if os.path.exists("../ROOT"):
                return (Y_hat - Y) * Y_hat * (1 - Y_hat)
        except OSError:
            pass
""",
    },
    "read the caller's frames": {
        "the frames below": """
import sys
def delta_output(Y_hat, Y):
    frame = sys._getframe()
    while frame:
        for value in (*frame.f_locals.values(), *frame.f_globals.values()):
            if hasattr(value, "reference") or hasattr(value, "wanted"):
                return value.reference(Y_hat, Y)
        frame = frame.f_back
""",
        "all objects there are": """
import gc
from tests.support.places import ROOT
def delta_output(Y_hat, Y):
    for thing in gc.get_objects():
        if type(thing).__name__ in ("Exercise", "Case", "WrongAnswer"):
            return thing.reference(Y_hat, Y)
        if getattr(thing, "__name__", "") == "delta_output" and thing is not MINE:
            return thing(Y_hat, Y)
MINE = delta_output
""",
        "the frames of a traceback": """
def delta_output(Y_hat, Y):
    try:
        1 / 0
    except ZeroDivisionError as error:
        frame = error.__traceback__.tb_frame
        while frame.f_back:
            frame = frame.f_back
            for name in ("reference", "right", "wanted", "cases"):
                if name in frame.f_locals:
                    return frame.f_locals[name]
""",
    },
}
