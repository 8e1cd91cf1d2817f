"""Two programs that people posted because they did not learn, ready for experiments.

Every argument is a suspect. With none given, the programs run as they were posted.
"""

import numpy as np

from nnlib.activations import identity, leaky_relu, tanh
from nnlib.network import Dense, Network, stack
from nnlib.training import train


def parabola_net(seed, *, linear=False, biases=0.0):
    """The 1-64-1 net that was to learn x² and drew a straight line, untrained.

    Weights as the program draws them after `np.random.seed(seed)`; NumPy keeps this
    old stream of numbers for ever.

    linear  no leaky ReLU at the output
    biases  the width of random hidden biases; as posted, they are zero
    """
    output = identity if linear else leaky_relu
    rng = np.random.RandomState(seed)
    W1 = np.sqrt(2 / 1) * rng.standard_normal((64, 1))
    W2 = np.sqrt(2 / 64) * rng.standard_normal((1, 64))
    b1 = biases * rng.standard_normal(64)
    return Network([Dense(W1, b1, leaky_relu), Dense(W2, np.zeros(1), output)])


def sine_net(rng, *, bias=False, linear=False, hidden=6):
    """The 1-6-1 tanh net that was to learn sin x, untrained, with weights from `rng`.

    The width of its weights, and of its biases if it has any, is 1/√inputs.
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

    Returns the trained program: a function from n numbers x to (seeds, n) predictions
    of sin x. Each step takes a new x.

    bias       add a bias to every unit, drawn as wide as its weights
    raw_input  send in x itself, not tanh x
    wide       draw x evenly from -5 to 5, not from the normal distribution
    linear     no tanh at the output, and sin x as its target, not tanh(sin x)
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
