"""The C of `limit.c`, compiled for this machine and run on all its cores."""

import ctypes
import os
import shutil
import subprocess
import tempfile
from concurrent.futures import ThreadPoolExecutor
from ctypes import c_double, c_int
from pathlib import Path

import numpy as np

OPTIONS = ["-O3", "-march=native", "-fopenmp-simd", "-ffp-contract=fast"]
OPTIONS += ["-fno-math-errno", "-fno-trapping-math", "-shared", "-fPIC"]
LANES = 16
ARRAY = np.ctypeslib.ndpointer(float, flags="C")
ARGUMENTS = {
    "online": [ARRAY, ARRAY, ARRAY, c_int, c_double, c_int],
    "batch": [ARRAY, ARRAY, ARRAY, c_double, c_int],
    "sweep": [ARRAY, ARRAY, ARRAY, ARRAY, c_int],
    "image": [ARRAY, ARRAY, ARRAY, ARRAY, c_int],
}


def load():
    """Compile; refuse where there is no C compiler."""
    compiler = shutil.which("cc")
    if compiler is None:
        raise ImportError("no C compiler here")
    source = Path(__file__).with_name("limit.c")
    with tempfile.TemporaryDirectory() as folder:
        library = Path(folder) / "limit.so"
        subprocess.run([compiler, *OPTIONS, source, "-o", library], check=True)
        return Limit(ctypes.CDLL(str(library)))


class Limit:
    """The workloads; each returns a function that does one run."""

    def __init__(self, library):
        self.library = library
        for name, arguments in ARGUMENTS.items():
            function = getattr(library, name)
            function.argtypes, function.restype = arguments, c_double

    def online(self, w):
        """One network, one thread."""

        def run():
            P = w.P
            self.library.online(P, w.X, w.Y, len(w.X), float(w.lr), w.steps)
            return w.steps

        return run

    def batch(self, w):
        """One network, one thread."""

        def run():
            self.library.batch(w.P, w.X, w.Y, float(w.lr), w.steps)
            return w.steps

        return run

    def sweep(self, w):
        """Sixteen networks at a time, on all cores."""
        return self._on_all_cores(w, self.library.sweep)

    def image(self, w):
        """Sixteen networks at a time, on all cores."""
        return self._on_all_cores(w, self.library.image)

    def _on_all_cores(self, w, function):
        P = np.repeat(w.P[:, None], LANES, axis=1)
        parts = [
            np.ascontiguousarray(w.lr[..., first : first + LANES])
            for first in range(0, w.networks, LANES)
        ]

        def one(lr):
            function(P.copy(), w.X, w.Y, lr, w.steps)

        def run():
            with ThreadPoolExecutor(os.cpu_count()) as pool:
                list(pool.map(one, parts))
            return w.steps * w.networks

        return run
