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

from nnlib import loss_and_gradients, mse

OPTIONS = ["-O3", "-march=native", "-fopenmp-simd", "-ffp-contract=fast"]
OPTIONS += ["-fno-math-errno", "-fno-trapping-math", "-shared", "-fPIC"]
LANES = 16
ARRAY = np.ctypeslib.ndpointer(float, flags="C")
ARGUMENTS = {
    "online": [ARRAY, ARRAY, ARRAY, c_int, c_double, c_int],
    "batch": [ARRAY, ARRAY, ARRAY, c_double, c_int],
    "sweep": [ARRAY, ARRAY, ARRAY, ARRAY, c_int],
    "image": [ARRAY, ARRAY, ARRAY, ARRAY, c_int],
    "check": [ARRAY, ARRAY, ARRAY, c_int, c_double, ARRAY],
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
        """Sixteen networks at a time, on all cores, in float64."""
        if w.X.dtype == float:
            return self._on_all_cores(w, self.library.image)

    def check(self, w):
        """One gradient check, one thread."""
        G, n = np.empty_like(w.P), len(w.X)
        _, exact = loss_and_gradients(w.network, w.X, w.Y, mse)
        exact = np.concatenate([a.ravel() for g in exact for a in (g.W, g.b)])

        def run():
            self.library.check(w.P, w.X, w.Y, n, 1e-5, G)
            np.testing.assert_allclose(G, exact, rtol=1e-6, atol=1e-8)
            return 1

        return run

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
