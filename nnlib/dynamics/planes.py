"""Planes of two numbers, one run at each point: where it ends well, where it is chaos.

The two numbers are learning rates, one per layer of a network, or two parameters of a
map that take turns.
"""

import numpy as np

from nnlib.dynamics.maps import Map, lyapunov
from nnlib.engine.sweep import sweep
from nnlib.losses import half_squared_error
from nnlib.validation.arguments import check_count
from nnlib.validation.networks import check_single


def trainability(network, X, Y, *, lr1, lr2, steps, loss=half_squared_error):
    """The loss after training, with a learning rate of its own for each layer.

    A copy of the network is trained for each pair of learning rates. Source:
    Sohl-Dickstein 2024, "The boundary of neural network trainability is fractal", arXiv
    2402.06184.

    network  one `Network` of two layers
    X, Y     inputs (n, inputs) and targets (n, outputs)
    lr1      the learning rates of the first layer, (columns,)
    lr2      the learning rates of the second layer, (rows,)
    steps    how many steps each copy takes
    loss     a `Loss` that the compiled engine knows

    Returns the losses, (rows, columns), inf or nan where a run diverged. Raises
    ValueError where the network has another number of layers or is stacked.
    """
    check_single(network)
    if len(network.layers) != 2:
        raise ValueError(
            "network needs two layers, one for each learning rate; "
            f"got {len(network.layers)}."
        )
    first, second = np.meshgrid(_row("lr1", lr1), _row("lr2", lr2))
    lr = np.array([first.ravel(), second.ravel()])
    _, losses = sweep(network, X, Y, lr=lr, steps=steps, loss=loss)
    return losses.reshape(first.shape)


def markus_lyapunov(family, A, B, word, x0, rounds, *, burn=50):
    """The Lyapunov exponent of a map whose parameter follows a word such as "AABAB".

    Source: Markus and Hess 1989, "Lyapunov exponents of the logistic map with periodic
    forcing".

    family  a function that makes a `Map` of a parameter, such as `cubic_map`
    A       the values that A stands for, (columns,)
    B       the values that B stands for, (rows,)
    word    the parameter of one step after another, as letters
    x0      the start of all orbits, one number
    rounds  how many times the word is followed
    burn    how many rounds are taken first and not counted

    Returns the exponents, (rows, columns), inf or nan where an orbit escapes. Raises
    ValueError where `word` has other letters or `rounds` is no whole number.

    >>> from nnlib.dynamics import cubic_map
    >>> markus_lyapunov(cubic_map, [0.6, 0.9], [0.6], "AB", 0.5, 100).round(4)
    array([[-1.6094, -0.1526]])
    """
    _check_word(word)
    check_count("rounds", rounds, 1)
    parameters = {"A": _row("A", A), "B": _row("B", B)[:, None]}
    maps = {letter: family(values) for letter, values in parameters.items()}
    one_round = _in_turn([maps[letter] for letter in word], word)
    plane = np.broadcast_to(x0, (parameters["B"].size, parameters["A"].size))
    return lyapunov(one_round, plane, rounds, burn=burn) / len(word)


def _in_turn(maps, name):
    """Several maps, one after another, as a single map."""

    def function(x):
        for map in maps:
            x = map(x)
        return x

    def derivative(x):
        slope = 1.0
        for map in maps:
            slope, x = slope * map.derivative(x), map(x)
        return slope

    return Map(name, function, derivative)


def _row(name, values):
    values = np.asarray(values, dtype=float)
    if values.ndim != 1 or values.size == 0:
        raise ValueError(f"{name} needs a row of numbers; got shape {values.shape}.")
    return values


def _check_word(word):
    if not isinstance(word, str) or not word or set(word) - set("AB"):
        raise ValueError(f'word needs letters A and B, such as "AABAB"; got {word!r}.')
