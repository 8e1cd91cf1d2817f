"""Exercise 1.3: the error signal of the hidden units, one row per sample."""

from nnlib.activations import sigmoid
from nnlib.exercises.exercise import Exercise, WrongAnswer
from nnlib.exercises.notebook_01.delta_output import delta_output
from nnlib.exercises.notebook_01.forward import forward
from nnlib.exercises.notebook_01.nets import nets


def delta_hidden(delta2, W2, H):
    """The error signal δ of the hidden units."""
    return (delta2 @ W2) * H * (1 - H)


def cases(rng):
    """Error signals in nets of several shapes, and no error at all."""
    for name, (X, Y, W1, W2) in nets(rng):
        H, Y_hat = forward(X, W1, W2)
        delta2 = delta_output(Y_hat, Y)
        yield name, (delta2, W2, H)
    yield "no error", (0 * delta2, W2, H)


def slope(H):
    """σ′ in terms of the output."""
    return H * (1 - H)


EXERCISE = Exercise(
    id="1.3",
    title="Delta of the hidden units",
    points=3,
    minutes=8,
    reference=delta_hidden,
    cases=cases,
    mistakes=(
        WrongAnswer(
            "σ′ is forgotten: δ·W2 is ∂L/∂h, the slope behind the activation. On the "
            "way back through σ it is multiplied by h(1 − h).",
            lambda delta2, W2, H: delta2 @ W2,
        ),
        WrongAnswer(
            "You took σ′ at the output h. It belongs to the sum z: σ′(z), and in terms "
            "of the output that is h(1 − h).",
            lambda delta2, W2, H: (delta2 @ W2) * sigmoid.derivative(H),
        ),
        WrongAnswer(
            "You multiply by h where h(1 − h) belongs.",
            lambda delta2, W2, H: (delta2 @ W2) * H,
        ),
        WrongAnswer(
            "You multiply by 1 − h where h(1 − h) belongs.",
            lambda delta2, W2, H: (delta2 @ W2) * (1 - H),
        ),
        WrongAnswer(
            "W2 stands the wrong way round. Forward, W2.T leads from h to o; back, the "
            "error of each output goes along its own row of W2.",
            lambda delta2, W2, H: (delta2 @ W2.T) * slope(H),
        ),
        WrongAnswer(
            "You send the derivatives of W2 back where δ times W2 belongs, as the "
            "program of section 6 does.",
            lambda delta2, W2, H: (delta2.T @ H).sum(axis=0) * slope(H),
        ),
        WrongAnswer(
            "You used W2 after its update. Backpropagation uses the weights of the "
            "forward pass.",
            lambda delta2, W2, H: (delta2 @ (W2 - delta2.T @ H)) * slope(H),
        ),
        WrongAnswer(
            "The sign is wrong. The minus comes later, in the update.",
            lambda delta2, W2, H: -(delta2 @ W2) * slope(H),
        ),
        WrongAnswer(
            "Every hidden unit gets the sum of all δ. Each path back has its weight.",
            lambda delta2, W2, H: delta2.sum(axis=1, keepdims=True) * slope(H),
        ),
    ),
    hints=(
        "A hidden unit reaches the loss by as many paths as there are outputs. What "
        "does the chain rule do with paths?",
        "∂L/∂h is `delta2 @ W2`: for each hidden unit the sum of δ times weight, over "
        "the outputs.",
        "Then back through σ: times h(1 − h).",
    ),
    right="This line is the one that the famous programs of section 6 get wrong.",
)
