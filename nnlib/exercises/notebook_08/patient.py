"""Patient one's program, repaired, with a place for each slip of the repair.

So a wrong answer to exercise 8.3 is told by what differs from the right one.
"""

from nnlib.activations import identity, leaky_relu


def half_squares(W):
    """The term of the cost whose derivative is W."""
    return (W**2).sum() / 2


def half_sum(W):
    """The posted term."""
    return W.sum() / 2


def nothing(W):
    """No decay."""
    return 0.0


def divided(decay, n):
    """The decay of the mean over n samples."""
    return decay / n


def undivided(decay, n):
    """The decay as it is."""
    return decay


def repaired(
    *,
    output=identity,
    output_slope=None,
    hidden=leaky_relu,
    hidden_slope=None,
    term=half_squares,
    pull=lambda W: W,
    cost_share=divided,
    share=divided,
    biases=0,
    weight=lambda n: 1 / n,
    two=2,
):
    """The program; each argument is a place for a slip."""
    output_slope = output_slope or output.derivative
    hidden_slope = hidden_slope or hidden.derivative

    def program(X, Y, W1, b1, W2, b2, decay):
        n = len(X)
        Z1 = X @ W1.T + b1
        H = hidden(Z1)
        Z2 = H @ W2.T + b2
        error, part = output(Z2) - Y, share(decay, n)
        delta2 = two * weight(n) * error * output_slope(Z2)
        delta1 = delta2 @ W2 * hidden_slope(Z1)
        terms = term(W1) + term(W2) + biases * (term(b1) + term(b2))
        return (
            weight(n) * (error**2).sum() + cost_share(decay, n) * terms,
            delta1.T @ X + part * pull(W1),
            delta1.sum(axis=0) + biases * part * pull(b1),
            delta2.T @ H + part * pull(W2),
            delta2.sum(axis=0) + biases * part * pull(b2),
        )

    return program
