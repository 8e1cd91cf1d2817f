"""Answers that are wrong, or refused, with what is said of them."""

from tests.course.marking.answers import HEAD, RETURN, RIGHT, Answer, doing, wrong

NOT_RIGHT = {
    "sympy": doing(
        "sympy.Symbol('x')",
        "import sympy",
        status="wrong",
        says="delta_output uses sympy, which is not there when it is marked.",
    ),
    "a name of sympy": doing(
        "Symbol('x')",
        "from sympy import Symbol",
        status="wrong",
        says="delta_output uses Symbol from sympy, which is not there when it is",
    ),
    "a package inside": doing(
        "import networkx", status="wrong", says="delta_output uses networkx, which is"
    ),
    "a package in a helper": wrong(
        HEAD + "    s()\n" + RETURN,
        "delta_output uses sympy, which",
        before=("import sympy", "def s(): return sympy.pi"),
    ),
    "a package in a class": wrong(
        HEAD + "    C().s()\n" + RETURN,
        "delta_output uses mpmath, which",
        before=("import mpmath", "class C:\n    def s(self): return mpmath.pi"),
    ),
    "nnlib": wrong(
        "from nnlib import sigmoid\n" + HEAD + "    sigmoid(Y)\n" + RETURN,
        "delta_output uses sigmoid from nnlib. Write it with NumPy alone",
    ),
    "nnlib, imported above": wrong(
        HEAD + "    sigmoid(Y)\n" + RETURN,
        "delta_output uses sigmoid from nnlib. Write it with NumPy alone",
    ),
    "torch": wrong(
        "import torch\n" + HEAD + "    torch.tensor(Y)\n" + RETURN,
        "delta_output uses torch. Write it with NumPy alone",
    ),
    "importlib": doing("importlib", "import importlib", status="wrong"),
    "data of the notebook": wrong(
        HEAD + "    X.sum()\n" + RETURN,
        "delta_output uses X, a variable of the notebook. It may use only",
    ),
    "the network": wrong(
        HEAD + "    network(Y)\n" + RETURN,
        "delta_output uses network, a variable of the notebook. It may use only",
    ),
    "an own array": wrong(
        HEAD + "    A.sum()\n" + RETURN,
        "delta_output uses A, a variable of the notebook.",
        before=("A = np.ones(3)",),
    ),
    "no function": wrong("delta_output = 3", "check needs the function delta_output"),
    "a class for a function": wrong("class delta_output: pass", "check needs the func"),
    "a text": wrong("delta_output = 'Y'", "check needs the function delta_output"),
    "other parameters": wrong(
        "def delta_output(Y):\n    return Y", "delta_output needs the parameters of"
    ),
    "nothing in it": Answer(HEAD + "    '''Nothing.'''\n", status="not attempted"),
    "not implemented": Answer(
        HEAD + "    raise NotImplementedError()\n", status="not attempted"
    ),
    "the sign": wrong(RIGHT.replace("Y_hat - Y)", "Y - Y_hat)"), "The sign is wrong"),
    "no slope": wrong(HEAD + "    return Y_hat - Y\n"),
    "transposed": wrong(
        RIGHT.replace("\n    return ", "\n    return np.transpose") + ""
    ),
    "None": wrong(HEAD + "    (Y_hat - Y) * Y_hat\n", "delta_output returns None."),
    "printed": wrong(HEAD + "    print(Y)\n", "delta_output prints and returns"),
    "shown": wrong(HEAD + "    return display(Y)\n", "delta_output returns None."),
    "a slip of the pen": wrong(
        HEAD + "    return Y_hut - Y\n",
        "In the case “the homework”:\nLine 2 of your cell",
    ),
    "an error in a helper": wrong(
        HEAD + "    return slope(Y)\n",
        "In the case “the homework”:\nLine 2 of another cell of your notebook",
        before=("def slope(o):\n    return o.x",),
    ),
    "an error in another answer": wrong(
        "def update(X, Y, W1, W2, lr):\n    return forward(X, W1, W2)\n",
        "In the case “the homework”:\nLine 2 of the cell of exercise 1.1, `return X.y`",
        id="1.4",
        others=(("answer-1-1", "def forward(X, W1, W2):\n    return X.y\n"),),
    ),
    "a package and an error": wrong(
        "import matplotlib.pyplot as plt\n"
        + HEAD
        + "    plt.close()\n    return Y.x\n",
        "In the case “the homework”:\nLine 4 of your cell, `return Y.x`",
    ),
    "a matrix": wrong(HEAD + "    return Y_hat @ Y\n"),
    "changes": wrong(HEAD + "    Y_hat -= Y\n" + RETURN, "delta_output changes its"),
    "draws": wrong(
        "def he_weights(rng, shape):\n"
        "    return np.random.normal(0, np.sqrt(2 / shape[1]), shape)\n",
        "You do not draw from the rng that is passed, or not from it alone.",
        id="5.3",
    ),
    "objects": wrong(
        HEAD + "    return np.array([Y_hat, None], dtype=object)\n",
        "In the case “the homework”: delta_output returns an array of objects. Some",
    ),
    "for one shape": wrong(HEAD + "    return Y_hat * (len(Y) == 1)\n"),
    "a dictionary": wrong(HEAD + "    return {'a': Y}\n"),
    "one sample": wrong(HEAD + "    return ((Y_hat - Y) * Y_hat * (1 - Y_hat))[0]\n"),
    "right in some cases": wrong(HEAD + "    if len(Y) > 4: return Y\n" + RETURN),
}
