"""Two programs that people posted because they did not learn, ready for experiments.

Each argument changes one possible cause; by default the programs run as posted.
"""

import numpy as np

from nnlib.activations import identity, leaky_relu, tanh
from nnlib.builders import stack
from nnlib.network import Dense, Network
from nnlib.training import train


def parabola_net(seed, *, linear=False, biases=0.0):
    """The 1-64-1 net that was to learn x² and drew a straight line, untrained.

    Weights are as the program draws them after `np.random.seed(seed)`, a sequence that
    NumPy never changes.

    seed    a whole number
    linear  whether to leave out the leaky ReLU at the output
    biases  the standard deviation of random hidden biases; as posted, they are zero

    Returns a `Network`.
    """
    output = identity if linear else leaky_relu
    rng = np.random.RandomState(seed)
    W1 = np.sqrt(2 / 1) * rng.standard_normal((64, 1))
    W2 = np.sqrt(2 / 64) * rng.standard_normal((1, 64))
    b1 = biases * rng.standard_normal(64)
    return Network([Dense(W1, b1, leaky_relu), Dense(W2, np.zeros(1), output)])


def sine_net(rng, *, bias=False, linear=False, hidden=6):
    """The 1-6-1 tanh net that was to learn sin x, untrained.

    The standard deviation of its weights, and of its biases if it has any, is
    1/√inputs.

    rng     the random generator that draws the weights
    bias    whether units have a bias
    linear  whether to leave out the tanh at the output
    hidden  the number of hidden units

    Returns a `Network`.
    """
    width = 1 / np.sqrt(hidden)
    W1, W2 = rng.normal(size=(hidden, 1)), rng.normal(scale=width, size=(1, hidden))
    b1 = rng.normal(size=hidden) if bias else None
    b2 = rng.normal(scale=width, size=1) if bias else None
    return Network([Dense(W1, b1, tanh), Dense(W2, b2, identity if linear else tanh)])


def sine_program(
    *,
    bias=False,
    raw_input=False,
    wide=False,
    linear=False,
    lr=0.1,
    hidden=6,
    steps=100_000,
    seeds=(0, 1, 2),
):
    """Train the net that was to learn sin x, online, once per seed.

    Each step takes a new x.

    bias       whether to add a bias to every unit, drawn as its weights are
    raw_input  whether to send in x itself, not tanh x
    wide       whether to draw x evenly from -5 to 5, not from the normal distribution
    linear     whether to leave out the tanh at the output, and to take sin x as the
               target, not tanh(sin x)
    lr         the learning rate, one number
    hidden     the number of hidden units
    steps      how many steps to take
    seeds      one seed per run, (seeds,)

    Returns the trained program: a function from x, (n,), to predictions of sin x,
    (seeds, n).
    """
    rngs = [np.random.default_rng(seed) for seed in seeds]
    nets = [sine_net(rng, bias=bias, linear=linear, hidden=hidden) for rng in rngs]
    x = [r.uniform(-5, 5, steps) if wide else r.normal(size=steps) for r in rngs]
    x = np.array(x)[..., None]
    X = (x if raw_input else np.tanh(x)).round(12)  # the same on every processor
    Y = (np.sin(x) if linear else np.tanh(np.sin(x))).round(12)
    nets, _ = train(
        stack(nets), X, Y, steps=steps, lr=lr, batch_size=1, engine="compiled"
    )

    def predict(x):
        x = np.asarray(x, dtype=float)[:, None]
        Y_hat = nets(x if raw_input else np.tanh(x))[..., 0]
        return Y_hat if linear else np.arctanh(Y_hat)

    return predict
