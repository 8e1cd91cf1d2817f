"""How Numba compiles the engine: its options, its cache, and what to do without it.

Strict IEEE 754 throughout: nothing is fused and nothing is reordered.
"""

import sys
from hashlib import sha256
from pathlib import Path

import numpy as np

try:
    import numba

    # the other modules take these from here, behind the message below
    from llvmlite import ir  # noqa: F401
    from numba.core import types  # noqa: F401
    from numba.core.datamodel.models import PrimitiveModel  # noqa: F401
    from numba.core.imputils import lower_cast  # noqa: F401
    from numba.core.typing.templates import (  # noqa: F401
        AbstractTemplate,
        infer_global,
        signature,
    )
    from numba.extending import (  # noqa: F401
        intrinsic,
        lower_builtin,
        overload,
        register_model,
    )
except ModuleNotFoundError as error:
    raise ModuleNotFoundError(
        "The compiled engine needs the package numba, which is not installed. Type "
        f'{sys.executable} -m pip install "numba>=0.68,<0.69". Without it, train and '
        'check_gradients run with engine="numpy".'
    ) from error

# As arguments of compiled functions: 0 and 1 would be types of their own, and the
# function would be compiled once more for each.
ZERO, ONE = np.int64(0), np.int64(1)

# Numba compiles a file again when that file has changed, but not when another file
# that it calls has: so each state of all files has a cache of its own.
HERE = Path(__file__).parent
STATE = sha256(b"".join(file.read_bytes() for file in sorted(HERE.glob("*.py"))))
CACHE = Path(numba.config.CACHE_DIR or HERE / "__pycache__") / STATE.hexdigest()[:16]


# NumPy's error model divides without a test for zero, which vector units need. With
# `_nrt` off, Numba's memory management, no array can be made in compiled code and none
# is counted: counting would take longer than the arithmetic.
OPTIONS = {"error_model": "numpy", "_nrt": False}


def compiled(function, **options):
    """Compile on the first call, for compiled code only: called by Python, it crashes.

    What Python needs to call a function takes as long to compile as the function.
    """
    options |= {"no_cpython_wrapper": True, "no_cfunc_wrapper": True}
    return numba.njit(**OPTIONS, **options)(function)


def inlined(function):
    """Compile into the functions that call it, where a call would take too long."""
    return compiled(function, forceinline=True)


def kernel(function):
    """Compile on the first call from Python; keep the result on disk."""
    usual, numba.config.CACHE_DIR = numba.config.CACHE_DIR, str(CACHE)
    try:
        compiler = numba.njit(nogil=True, cache=True, no_cfunc_wrapper=True, **OPTIONS)
        return compiler(function)
    finally:
        numba.config.CACHE_DIR = usual
