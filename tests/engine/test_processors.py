"""The engine has the same bits on every processor: proved by compiling for others.

Numba gets the name and the features of the other one: the name alone would leave it the
registers of this one. How wide the registers are that were used proves which it was.
"""

import os
import platform
import subprocess
import sys

import pytest
from llvmlite import binding

from tests.support.places import ROOT

BITS = "8643986ecba1978c"
AVX2 = "+avx,+avx2,+fma,+bmi,+bmi2,+lzcnt,+popcnt,+sse4.1,+sse4.2"
X86 = platform.machine().lower() in ("x86_64", "amd64")


def every_form(folder, **settings):
    """Train in every form in a fresh process, with a cache of its own."""
    settings["NUMBA_CACHE_DIR"] = str(folder)
    return subprocess.check_output(
        [sys.executable, "-m", "tests.engine.every_form"],
        env=os.environ | settings,
        cwd=ROOT,
        text=True,
    ).splitlines()


def test_on_this_processor(tmp_path):
    assert every_form(tmp_path)[0] == BITS


@pytest.mark.skipif(not X86, reason="these are other processors of x86-64")
@pytest.mark.parametrize(
    "name, features, width",
    [("x86-64", "+sse2", "128"), ("haswell", AVX2, "256")],
)
def test_on_another(name, features, width, tmp_path):
    here = binding.get_host_cpu_features()
    if not all(here.get(feature[1:]) for feature in features.split(",")):
        pytest.skip(f"this processor is older than {name}")
    settings = {"NUMBA_CPU_NAME": name, "NUMBA_CPU_FEATURES": features}
    bits, widths = every_form(tmp_path, **settings)
    assert bits == BITS
    assert widths.split() == [width] * 4
