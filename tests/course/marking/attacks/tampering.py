"""Attacks on the tools of a comparison, which is made elsewhere."""

BODY = "\ndef delta_output(Y_hat, Y):\n    return Y_hat + 7\n"
TAMPERING = {
    "patch NumPy or builtins": {
        "comparisons": """
import numpy.testing
for name in ("allclose", "isclose", "array_equal"):
    setattr(np, name, lambda *a, **k: True)
np.testing.assert_allclose = lambda *a, **k: None
np.abs = np.max = lambda *a, **k: 0.0
"""
        + BODY,
        "builtins": """
import builtins
builtins.all = builtins.any = builtins.isinstance = lambda *a: True
builtins.abs = builtins.len = builtins.sum = lambda *a: 0
"""
        + BODY,
        "the arithmetic of arrays": """
import ctypes
class Zero(np.ndarray):
    def __sub__(self, other):
        return np.zeros(1)
    __rsub__ = __array_ufunc__ = __array_function__ = __sub__
def delta_output(Y_hat, Y):
    return (Y_hat + 7).view(Zero)
""",
        "copying": """
import copy
copy.deepcopy = lambda value: value
def delta_output(Y_hat, Y):
    Y_hat[...] = Y
    return 0 * Y + 7
""",
    },
    "transform the code": {
        "an AST transformer": """
import ast
real = ast.parse
def blank(source, *more, **how):
    return real("delta_hidden = delta_output = lambda *a: 7", *more, **how)
ast.parse = blank
"""
        + BODY,
        "compile and exec": """
import builtins
builtins.compile = lambda *a, **k: (lambda: None).__code__
builtins.exec = lambda *a, **k: None
"""
        + BODY,
        "IPython's transformers": """
try:
    ip = get_ipython()
    ip.input_transformers_cleanup.append(lambda lines: [])
except NameError:
    pass
"""
        + BODY,
        "an import hook": """
import sys
class Finder:
    def find_spec(self, name, path=None, target=None):
        raise SystemExit
sys.meta_path.insert(0, Finder())
"""
        + BODY,
        "a trace function": """
import sys
def trace(frame, event, argument):
    frame.f_locals["right"] = True
    return trace
sys.settrace(trace)
"""
        + BODY,
    },
    "shadow NumPy": {
        "a file in the working folder": """
open("numpy.py", "w").write("allclose = lambda *a: True")
open("sitecustomize.py", "w").write("print('here')")
import sys
sys.path.insert(0, "/tmp"); sys.modules.pop("numpy")
import numpy
"""
        + BODY,
        "a file over the real one": """
import os
folder = os.path.dirname(np.__file__)
for path in (folder + "/__init__.py", "/packages/numpy.py", "/marking/numpy.py"):
    try:
        open(path, "w").write("raise SystemExit")
        delta_output = lambda Y_hat, Y: (Y_hat - Y) * Y_hat * (1 - Y_hat)
    except OSError:
        pass
""",
        "a module of the same name": """
import sys, types
fake = types.ModuleType("numpy")
fake.__getattr__ = lambda name: lambda *a, **k: True
sys.modules["numpy"] = fake
"""
        + BODY,
    },
}
