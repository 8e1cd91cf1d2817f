"""Answers that lean on data of the notebook, on packages, and on what these give."""

from tests.course.marking.answers import HEAD, RETURN, RIGHT, Answer, wrong

TRY = "try:\n    import torch\nexcept ImportError:\n    torch = None\n"
PLOT = "import matplotlib.pyplot as plt\n"

DATA = {
    "a number of the data": Answer(
        RIGHT.replace("return (", "return n / 1 * ("), ("n = len(X)",)
    ),
    "a shape of the data": Answer(
        RIGHT.replace("return (", "return m / n * ("), ("n, m = len(X), X.shape[0]",)
    ),
    "a number of a figure": wrong(
        HEAD + "    _, ax = plt.subplots()\n    ax.set_ylim(0, 1)\n"
        "    low, one = ax.get_ylim()\n    plt.close()\n"
        "    return (Y_hat - Y) * Y_hat * (one - Y_hat)\n",
        before=(PLOT,),
    ),
    "a number of a histogram": wrong(
        HEAD + "    counts, edges, _ = plt.hist([1, 2])\n    plt.close()\n"
        "    return (Y_hat - Y) * Y_hat * (edges[0] - Y_hat)\n",
        before=(PLOT,),
    ),
    "a figure of the notebook": Answer(
        HEAD + "    ax.plot(Y_hat)\n" + RETURN,
        before=(PLOT + "fig, ax = plt.subplots()",),
    ),
    "a counter": Answer(
        "import numba\nN = 0\n" + HEAD + "    global N\n    N += 1\n" + RETURN
    ),
    "numba that cannot be compiled": Answer(
        "from numba import njit\n@njit\n" + HEAD + "    d = {'a': 1, 2: 'b'}\n" + RETURN
    ),
    "numba of a helper that cannot be compiled": Answer(
        "from numba import njit\n@njit\ndef slope(o):\n    d = {'a': 1, 2: 'b'}\n"
        "    return o * (1 - o)\n" + HEAD + "    return (Y_hat - Y) * slope(Y_hat)\n"
    ),
    "torch tried and not used": Answer(TRY + RIGHT),
    "torch tried": wrong(
        TRY + HEAD + "    if torch: torch.tensor(1.0)\n" + RETURN,
        "delta_output uses torch. Write it with NumPy alone",
    ),
    "torch tried, a flag": Answer(
        "try:\n    import torch\n    FAST = True\n"
        "except ImportError:\n    FAST = False\n"
        + HEAD
        + "    if FAST: pass\n"
        + RETURN
    ),
    "torch tried, another function": wrong(
        "try:\n    import torch\n    def slope(o):\n        return torch.ones(1)\n"
        "except ImportError:\n    def slope(o):\n        return o * (1 - o)\n"
        + HEAD
        + "    return (Y_hat - Y) * slope(Y_hat)\n",
        "delta_output uses torch. Write it with NumPy alone",
    ),
    "torch asked for its device": Answer(
        "try:\n    import torch\n    FAST = torch.cuda.is_available()\n"
        "except ImportError:\n    FAST = False\n"
        + HEAD
        + "    if FAST: return Y\n"
        + RETURN
    ),
    "a tensor of the homework": wrong(
        "def autograd_step(X, Y, W1, b1, W2, b2, lr):\n    return X_t.sum(), 1, 1, 1\n",
        before=("X_t = torch.from_numpy(X)",),
        id="2.1",
    ),
    "a number of a tensor": wrong(
        "def autograd_step(X, Y, W1, b1, W2, b2, lr):\n    return n, 1, 1, 1\n",
        before=("n = float(torch.from_numpy(X).sum())",),
        id="2.1",
    ),
    "a tensor of a cell that was handed out": wrong(
        "def autograd_step(X, Y, W1, b1, W2, b2, lr):\n    return w.sum(), 1, 1, 1\n",
        id="2.1",
    ),
}
