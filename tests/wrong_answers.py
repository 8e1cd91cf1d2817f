"""Wrong answers as students write them: what each scores, and what it is told."""

from typing import NamedTuple


class WrongAnswer(NamedTuple):
    """A cell, how many of its cases are right, and how its mistake's message starts."""

    id: str
    says: str
    right_cases: int
    source: str


FORWARD = """
def forward(X, W1, W2):
    H = 1 / (1 + np.exp({minus}X @ W1{transposed}))
    Y_hat = 1 / (1 + np.exp({minus}H @ W2{transposed}))
    return {returned}
"""
OUTPUT = "def delta_output(Y_hat, Y):\n    return "
HIDDEN = "def delta_hidden(delta2, W2, H):\n    return "
UPDATE = """
def sigma(Z):
    return 1 / (1 + np.exp(-Z))

def update(X, Y, W1, W2, lr):
    H = sigma(X @ W1.T)
    Y_hat = sigma(H @ W2.T)
    delta2 = (Y_hat - Y) * Y_hat * (1 - Y_hat)
    delta1 = (delta2 @ W2) * H * (1 - H)
    return W1 {sign} {lr} * delta1.T @ X{n}, W2 {sign} {lr} * delta2.T @ H{n}
"""
WRONG_ANSWERS = [
    WrongAnswer(*wrong)
    for wrong in (
        (
            "1.1",
            "W1 and W2 are not transposed",
            0,
            FORWARD.format(minus="-", transposed="", returned="H, Y_hat"),
        ),
        (
            "1.1",
            "The minus in σ(z) = 1/(1 + e⁻ᶻ) is missing",
            1,  # all weights zero
            FORWARD.format(minus="", transposed=".T", returned="H, Y_hat"),
        ),
        (
            "1.1",
            "You return the outputs first",
            0,
            FORWARD.format(minus="-", transposed=".T", returned="Y_hat, H"),
        ),
        # in 1.2 all are right where the outputs are on target
        ("1.2", "σ′ is forgotten", 1, OUTPUT + "Y_hat - Y"),
        ("1.2", "The sign is wrong", 1, OUTPUT + "(Y - Y_hat) * Y_hat * (1 - Y_hat)"),
        (
            "1.2",
            "There is a factor 2",
            1,
            OUTPUT + "2 * (Y_hat - Y) * (Y_hat - Y_hat**2)",
        ),
        ("1.2", "You multiply by o where", 1, OUTPUT + "(Y_hat - Y) * Y_hat"),
        # in 1.3 where there is no error
        ("1.3", "σ′ is forgotten", 1, HIDDEN + "delta2 @ W2"),
        ("1.3", "W2 stands the wrong way", 0, HIDDEN + "(delta2 @ W2.T) * H * (1 - H)"),
        ("1.3", "The sign is wrong", 1, HIDDEN + "(delta2 @ W2) * H * (H - 1)"),
        # in 1.4 where lr is 0
        ("1.4", "You go uphill", 1, UPDATE.format(sign="+", lr="lr", n=" / len(X)")),
        # and where there is one sample
        ("1.4", "You add up the samples", 4, UPDATE.format(sign="-", lr="lr", n="")),
        # in 1.4 the homework alone has lr 1
        ("1.4", "lr is not used", 1, UPDATE.format(sign="-", lr="1", n=" / len(X)")),
    )
]
