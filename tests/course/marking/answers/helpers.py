"""Right answers that lean on Python, on threads, and on helpers made in any way."""

from tests.course.marking.answers import HEAD, RETURN, RIGHT, Answer

CALLS = HEAD + "    return slope(Y_hat) * (Y_hat - Y)\n"
SLOPE = "def slope(o):\n    return o * (1 - o)\n"
DATA = (
    "from dataclasses import dataclass\n@dataclass\nclass Pair:\n"
    "    o: object\n    y: 'object' = 0\n"
)
LAYER = (
    "class Sigmoid:\n    def slope(self, o):\n        return o * (1 - o)\n"
    "    @staticmethod\n    def gap(a, b):\n        return a - b\n"
)
UPDATE = (
    "def update(X, Y, W1, W2, lr):\n    H, Y_hat = forward(X, W1, W2)\n"
    "    d2 = delta_output(Y_hat, Y)\n    d1 = (d2 @ W2) * H * (1 - H)\n"
    "    n = len(X)\n    return W1 - lr * d1.T @ X / n, W2 - lr * d2.T @ H / n\n"
)
FORWARD = (
    "def forward(X, W1, W2):\n    H = 1 / (1 + np.exp(-X @ W1.T))\n"
    "    return H, 1 / (1 + np.exp(-H @ W2.T))\n"
)
ONE = (("answer-1-1", FORWARD),)
IN_A_LOOP = "for _ in '1':\n    " + SLOPE.replace("\n", "\n    ")
IN_A_TABLE = "for name in ('slope',):\n    steps[name] = lambda o: o * (1 - o)"
IN_A_WITH = "with np.errstate(all='ignore'):\n    " + SLOPE.replace("\n", "\n    ")
HELPERS = {
    "a helper above": Answer(CALLS, (SLOPE,)),
    "a helper below": Answer(CALLS, after=(SLOPE,)),
    "a helper in the cell": Answer(CALLS + SLOPE),
    "a helper by a loop": Answer(
        CALLS, ("for k in range(3):\n    slope = lambda o: o * (1 - o)",)
    ),
    "helpers by a loop, in a table": Answer(
        HEAD + "    return (Y_hat - Y) * steps['slope'](Y_hat)\n",
        ("steps = {}", IN_A_TABLE),
    ),
    "helpers in globals": Answer(
        CALLS, ("for name in ['slope']:\n    globals()[name] = lambda o: o * (1 - o)",)
    ),
    "a helper in a with": Answer(
        CALLS,
        (IN_A_WITH,),
    ),
    "+=": Answer(
        HEAD + "    return (Y_hat - Y) * Y_hat * (K - Y_hat)\n", ("K = 0", "K += 1")
    ),
    "an attribute set later": Answer(
        HEAD + "    return (Y_hat - Y) * Y_hat * (slope.one - Y_hat)\n",
        (SLOPE, "slope.one = 1"),
    ),
    "an annotated constant": Answer(
        HEAD + "    return (Y_hat - Y) * Y_hat * (ONE - Y_hat)\n", ("ONE: float = 1.0",)
    ),
    "a helper of another answer's cell": Answer(
        CALLS,
        others=(("answer-1-1", IN_A_LOOP),),
    ),
    "the definition in a new cell": Answer(SLOPE, after=(CALLS,)),
    "the definition in a new cell above": Answer(SLOPE, before=(CALLS,)),
    "1.4 calls 1.2": Answer(UPDATE, id="1.4", others=(*ONE, ("answer-1-2", RIGHT))),
    "1.4 calls 1.2 of a new cell": Answer(UPDATE, (RIGHT,), id="1.4", others=ONE),
    "1.4 calls 1.2 that calls a helper": Answer(
        UPDATE, (SLOPE,), id="1.4", others=(*ONE, ("answer-1-2", CALLS))
    ),
    "a class": Answer(
        HEAD + "    s = Sigmoid()\n    return s.gap(Y_hat, Y) * s.slope(Y_hat)\n",
        (LAYER,),
    ),
    "an object of a class": Answer(
        HEAD + "    return S.gap(Y_hat, Y) * S.slope(Y_hat)\n", (LAYER, "S = Sigmoid()")
    ),
    "a decorator": Answer(
        "import functools\ndef loud(f):\n    @functools.wraps(f)\n"
        "    def g(*a):\n        return f(*a)\n    return g\n@loud\n" + RIGHT
    ),
    "a partial function": Answer(
        "from functools import partial\ndef general(a, b, c):\n"
        "    return (a - b) * a * (c - a)\n"
        "delta_output = partial(general, c=1)"
    ),
    "an object that is called": Answer(
        "class D:\n    def __call__(self, Y_hat, Y):\n"
        "        return (Y_hat - Y) * Y_hat * (1 - Y_hat)\ndelta_output = D()"
    ),
    "a dataclass": Answer(
        HEAD + "    p = Pair(Y_hat, Y)\n    return (p.o - p.y) * p.o * (1 - p.o)\n",
        (DATA,),
    ),
    "the main module": Answer(
        SLOPE + "import __main__\n" + CALLS.replace("slope", "__main__.slope")
    ),
    "if main": Answer(
        "if __name__ == '__main__':\n    " + RIGHT.replace("\n", "\n    ")
    ),
    "an annotation": Answer(RIGHT.replace("Y):", "Y) -> np.ndarray:")),
    "an annotation of torch": Answer(
        "import torch\n" + RIGHT.replace("Y):", "Y) -> torch.Tensor:")
    ),
    "a network of torch beside it": Answer(
        RIGHT,
        (
            "import torch\nclass Net(torch.nn.Module):\n    def __init__(self):\n"
            "        super().__init__()\n",
            "loss = torch.tensor([1.0]).sum()\nif loss > 2: print(loss.item())",
        ),
    ),
    "training beside it": Answer(
        RIGHT,
        ("_, history = train(network, X, Y, steps=3)\nprint(history.loss[-1])",),
    ),
    "threads": Answer(
        "from concurrent.futures import ThreadPoolExecutor\n" + HEAD + "    with "
        "ThreadPoolExecutor() as p:\n        return p.submit(lambda: (Y_hat - Y) * "
        "Y_hat * (1 - Y_hat)).result()\n"
    ),
    "threads that map": Answer(
        "from concurrent.futures import *\n" + SLOPE + HEAD + "    with "
        "ThreadPoolExecutor(2) as p:\n        rows = [*p.map(slope, Y_hat)]\n"
        "    return (Y_hat - Y) * np.array(rows)\n"
    ),
    "a thread": Answer(
        "import threading\n" + HEAD + "    got = []\n    t = threading.Thread(target="
        "lambda: got.append(1 - Y_hat))\n    t.start()\n    t.join()\n"
        "    return (Y_hat - Y) * Y_hat * got[0]\n"
    ),
    "a pool of threads": Answer(
        "from multiprocessing.pool import ThreadPool\n" + SLOPE + HEAD + "    with "
        "ThreadPool(2) as p:\n        rows = p.map(slope, list(Y_hat))\n"
        "    return (Y_hat - Y) * np.array(rows)\n"
    ),
    "njit": Answer("from numba import njit\n@njit\n" + RIGHT),
    "njit of a helper": Answer(
        "import numba\n@numba.njit(cache=False)\n" + SLOPE + CALLS
    ),
    "prange": Answer(
        "from numba import njit, prange\n@njit\n" + HEAD + "    D = np.zeros(Y.shape)\n"
        "    for i in prange(len(Y)):\n        D[i] = Y_hat[i] * (1 - Y_hat[i])\n"
        "    return (Y_hat - Y) * D\n"
    ),
    "Python's own": Answer(
        "import math, itertools\nfrom collections import *\n"
        + HEAD
        + "    math.pi; itertools.count; namedtuple\n"
        + RETURN
    ),
    "a package that one can do without": Answer(
        "try:\n    import cupy as cp\nexcept ImportError:\n    import numpy as cp\n"
        + RIGHT.replace("return ", "return cp.ones(1) * ")
    ),
    "a line that fails": Answer(RIGHT + "missing\n", ("K = 1 / 0", "def (:")),
    "float32": Answer(RIGHT.replace("return (", "return np.float32(1) * (")),
}
