"""Exercise 1.1: the forward pass of a 2-layer net, for any number of samples."""

from nnlib.activations import sigmoid
from nnlib.exercises.exercise import Exercise, WrongAnswer
from nnlib.exercises.notebook_01.nets import nets


def forward(X, W1, W2):
    """The outputs of the hidden layer and of the net."""
    H = sigmoid(X @ W1.T)
    return H, sigmoid(H @ W2.T)


def cases(rng):
    """Nets of several shapes, the homework, all weights zero, and large sums z."""
    for name, (X, _, W1, W2) in nets(rng):
        yield name, (X, W1, W2)
    yield "all weights zero", (X, 0 * W1, 0 * W2)
    yield "large z", (X, 40 * W1, 40 * W2)


def flipped(z):
    """σ with the minus forgotten."""
    return sigmoid(-z)


EXERCISE = Exercise(
    id="1.1",
    title="The forward pass",
    points=2,
    minutes=5,
    reference=forward,
    cases=cases,
    mistakes=(
        WrongAnswer(
            "W1 and W2 are not transposed. Their rows are the units, and X has one "
            "sample per row: the sums z are X @ W1.T.",
            lambda X, W1, W2: (H := sigmoid(X @ W1), sigmoid(H @ W2)),
        ),
        WrongAnswer(
            "The hidden layer sends its sums z on without σ. Each layer ends with σ.",
            lambda X, W1, W2: (H := X @ W1.T, sigmoid(H @ W2.T)),
        ),
        WrongAnswer(
            "The output layer ends without σ. Each layer ends with σ.",
            lambda X, W1, W2: (H := sigmoid(X @ W1.T), H @ W2.T),
        ),
        WrongAnswer(
            "The minus in σ(z) = 1/(1 + e⁻ᶻ) is missing: your σ falls where it should "
            "rise.",
            lambda X, W1, W2: (H := flipped(X @ W1.T), flipped(H @ W2.T)),
        ),
        WrongAnswer(
            "You return the outputs first. H comes first, then Y_hat.",
            lambda X, W1, W2: forward(X, W1, W2)[::-1],
        ),
    ),
    hints=(
        "Section 1 has the forward pass in four lines. Which of them need X and which "
        "need H?",
        "The sums of the hidden layer are `X @ W1.T`: one row per sample, one column "
        "per unit. σ of it is 1 divided by 1 + e⁻ᶻ, and `np.exp` is e to the power.",
    ),
    right="The same lines serve one sample and a thousand: a sample is a row.",
)
