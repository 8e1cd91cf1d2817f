"""Wrong answers of many styles, and what is said of the place of the mistake."""

import pytest

from tests.exercises.places import place_in

PLANTED = {
    "a step is missing": (
        "1.1",
        """
        def forward(X, W1, W2):
            sigma = lambda z: 1 / (1 + np.exp(-z))
            return sigma(X @ W1.T), sigma(np.einsum("nh,oh->no", X @ W1.T, W2))
        """,
        "`X @ W1.T` in line 3 is right in itself, but another value is needed there: "
        "with it all cases come out right.",
    ),
    "number by number": (
        "1.1",
        """
        def forward(X, W1, W2):
            H = []
            for x in X:
                h = []
                for w in W1:
                    z = 0
                    for a, b in zip(x, w):
                        z = z + a * b
                    h.append(1 / (1 + np.exp(z)))
                H.append(h)
            H = np.array(H)
            return H, 1 / (1 + np.exp(-H @ W2.T))
        """,
        "With another value of `1 / (1 + np.exp(z))` in line 9 all cases come out "
        "right.",
    ),
    "entry by entry": (
        "1.2",
        """
        def delta_output(Y_hat, Y):
            delta = np.zeros(Y.shape)
            for i in range(len(Y)):
                for j in range(Y.shape[1]):
                    o = Y_hat[i, j]
                    delta[i, j] = (o - Y[i, j]) * o * (1 + o)
            return delta
        """,
        "With another value of `(o - Y[i, j]) * o * (1 + o)` in line 6 (`o - Y[i, j]` "
        "in it is right) all cases come out right.",
    ),
    "in a list": (
        "1.2",
        """
        def delta_output(Y_hat, Y):
            return [[(o - y) * o for o, y in zip(*one)] for one in zip(Y_hat, Y)]
        """,
        "`o` in line 2 is right in itself, but another value is needed there: with it "
        "all cases come out right.",
    ),
    "row by row": (
        "1.3",
        """
        def delta_hidden(delta2, W2, H):
            rows = []
            for d, h in zip(delta2, H):
                back = W2.T @ d
                rows.append(back * h * (1 - back))
            return np.array(rows)
        """,
        "`back` is right. `back` in line 5 is right in itself, but another value is "
        "needed there: with it all cases come out right.",
    ),
    "one line of einsum": (
        "1.3",
        """
        def delta_hidden(delta2, W2, H):
            return np.einsum("no,oh->nh", delta2, W2) * H
        """,
        "`H` in line 2 is right in itself, but another value is needed there: with it "
        "all cases come out right.",
    ),
    "other names": (
        "1.4",
        """
        def update(X, Y, W1, W2, lr):
            n = len(X)
            h = 1 / (1 + np.exp(-X @ W1.T))
            o = 1 / (1 + np.exp(-h @ W2.T))
            d = (o - Y) * o * (1 - o)
            g2 = d.T @ h / n
            g1 = (d @ W2 * h * (1 - o.mean())).T @ X / n
            return W1 - lr * g1, W2 - lr * g2
        """,
        "`h`, `o`, `d` and `g2` are right. With another value of `d @ W2 * h * (1 - "
        "o.mean())` in line 7 (`d @ W2` in it is right) all cases come out right.",
    ),
    "sums over samples": (
        "1.4",
        """
        def update(X, Y, W1, W2, lr):
            dW1, dW2 = np.zeros(W1.shape), np.zeros(W2.shape)
            for x, y in zip(X, Y):
                h = 1 / (1 + np.exp(-W1 @ x))
                o = 1 / (1 + np.exp(-W2 @ h))
                d2 = (o - y) * o * (1 - o)
                d1 = W2.T @ d2 * h
                dW2 = dW2 + np.outer(d2, h)
                dW1 = dW1 + np.outer(d1, x)
            return W1 - lr * dW1 / len(X), W2 - lr * dW2 / len(X)
        """,
        "`h`, `o` and `d2` are right. `h` in line 7 is right in itself, but another "
        "value is needed there: with it all cases come out right.",
    ),
    "the wrong variable": (
        "1.4",
        """
        def update(X, Y, W1, W2, lr):
            h = 1 / (1 + np.exp(-X @ W1.T))
            o = 1 / (1 + np.exp(-h @ W2.T))
            d2 = (o - Y) * o * (1 - o)
            W2 = W2 - lr * d2.T @ h / len(X)
            d1 = d2 @ W2 * h * (1 - h)
            W1 = W1 - lr * d1.T @ X / len(X)
            return W1, W2
        """,
        "`h`, `o`, `d2` and `W2` are right. `W2` in line 6 is right in itself, but "
        "another value is needed there: with it all cases come out right.",
    ),
    "two values of the answer": (
        "1.4",
        """
        def update(X, Y, W1, W2, lr):
            H = 1 / (1 + np.exp(-X @ W1.T))
            O = 1 / (1 + np.exp(-H @ W2.T))
            d2 = (O - Y) * O * (1 - O) / len(X)
            d1 = d2 @ W2 * H * (1 - H)
            return W1 + lr * d1.T @ X, W2 + lr * d2.T @ H
        """,
        "`H` and `O` are right. Value 1 comes out right with another value "
        "of `W1 + lr * d1.T @ X` in line 6. Value 2 comes out right with another value "
        "of `W2 + lr * d2.T @ H` in line 6.",
    ),
    "a sum too many": (
        "2.2",
        """
        def numpy_step(X, Y, W1, b1, W2, b2, lr):
            H = 1 / (1 + np.exp(-(X @ W1.T + b1)))
            O = 1 / (1 + np.exp(-(H @ W2.T + b1.sum())))
            d2 = (O - Y) * O * (1 - O) / len(X)
            d1 = d2 @ W2 * H * (1 - H)
            W2_new, b2_new = W2 - lr * d2.T @ H, b2 - lr * d2.sum(0)
            return W1 - lr * d1.T @ X, b1 - lr * d1.sum(0), W2_new, b2_new
        """,
        "`H` is right. With another value of `H @ W2.T + b1.sum()` in line 3 "
        "all cases come out right.",
    ),
    "in the call of a function inside": (
        "3.3",
        """
        def leaky_update(X, Y, W1, W2, lr, slope):
            def f(Z):
                return np.where(Z > 0, Z, slope * Z)
            def df(Z):
                return np.where(Z > 0, 1.0, slope)
            Z1 = X @ W1.T
            H = f(Z1)
            Z2 = H @ W2.T
            d2 = (f(Z2) - Y) * df(Z2) / len(X)
            d1 = d2 @ W2 * df(-Z1)
            return W1 - lr * d1.T @ X, W2 - lr * d2.T @ H
        """,
        "`Z1`, `H`, `Z2` and `d2` are right. With another value of `-Z1` in line 10 "
        "all cases come out right.",
    ),
    "a list of arrays": (
        "3.4",
        """
        def tanh_delta_sizes(X, weights, dA):
            As = [X]
            for W in weights:
                As.append(np.tanh(As[-1] @ W.T))
            sizes = []
            for k in range(len(weights) - 1, -1, -1):
                delta = dA * (1 - As[k + 1])
                sizes.insert(0, np.abs(delta).mean())
                dA = delta @ weights[k]
            return np.array(sizes)
        """,
        "With another value of `1 - As[k + 1]` in line 7 all cases come out right.",
    ),
    "a value on the way": (
        "4.1",
        """
        def softmax(Z):
            return np.array([np.exp(z - z.max()) for z in Z])
        """,
        "What you return is right in itself, but it is one of the values on the way: "
        "is a step missing behind it, or is it another variable?",
    ),
    "both in other places": (
        "4.2",
        """
        def log_sum_exp(Z):
            m = Z.max(axis=1, keepdims=True)
            E = np.exp(Z)
            total = E.sum(axis=1, keepdims=True)
            return np.log(total)
        """,
        "`m` is right. With other values of `np.exp(Z)` in line 3 and of "
        "`np.log(total)` in line 5 all cases come out right.",
    ),
    "a mean for a sum": (
        "4.3",
        """
        def cross_entropy_loss(Z, Y):
            total = 0
            for z, y in zip(Z, Y):
                m = z.max()
                lse = m + np.log(np.exp(z - m).mean())
                total = total + (y * (lse - z)).sum()
            return total / len(Z)
        """,
        "`m` is right. With another value of `np.exp(z - m).mean()` in line 5 "
        "(`np.exp(z - m)` in it is right) all cases come out right.",
    ),
    "a factor too many": (
        "4.4",
        """
        def cross_entropy_gradient(Z, Y):
            E = np.exp(Z - Z.max(axis=1, keepdims=True))
            P = E / E.sum(axis=1, keepdims=True)
            return (P - Y) * P / len(Z)
        """,
        "`E` and `P` are right. With another value of `(P - Y) * P` in line 4 "
        "(`P - Y` in it is right) all cases come out right.",
    ),
    "a count": (
        "6.4",
        """
        def learning_rates(lr, factor, every, warm_up, steps):
            rates = []
            for k in range(steps):
                if k < warm_up:
                    rates.append(lr * (k + 1) / warm_up)
                else:
                    rates.append(lr * factor ** (k // every))
            return np.array(rates)
        """,
        "With another value of `k // every` in line 7 all cases come out right.",
    ),
    "a loop that feeds itself": (
        "7.4",
        """
        def online_pass(X, Y, W1, b1, W2, b2, lr):
            for x, y in zip(X, Y):
                h = 1 / (1 + np.exp(-(W1 @ x + b1)))
                d = W2 @ h + b2 - y
                back = W2.T @ d * h * (1 + h)
                W2 = W2 - lr * np.outer(d, h)
                b2 = b2 - lr * d
                W1 = W1 - lr * np.outer(back, x)
                b1 = b1 - lr * back
            return W1, b1, W2, b2
        """,
        "With another value of `W2.T @ d * h * (1 + h)` in line 5 all cases come out "
        "right.",
    ),
    "one of five values": (
        "8.3",
        """
        def cost_and_gradients(X, Y, W1, b1, W2, b2, decay):
            n = len(X)
            Z = X @ W1.T + b1
            H = np.where(Z > 0, Z, 0.01 * Z)
            e = H @ W2.T + b2 - Y
            squares = (W1 ** 2).sum() + (W2 ** 2).sum()
            cost = (e ** 2).mean() + decay / (2 * n) * squares
            d2 = 2 * e / n
            d1 = d2 @ W2 * np.where(H > 0, 1, 0.1)
            dW1, dW2 = d1.T @ X + decay * W1 / n, d2.T @ H + decay * W2 / n
            return cost, dW1, d1.sum(0), dW2, d2.sum(0)
        """,
        "`e`, `squares`, `cost` and `d2` are right. With another value of `np.where(H "
        "> 0, 1, 0.1)` in line 9 all cases come out right.",
    ),
    "the 2 of the loss": (
        "9.1",
        """
        def train_step(weights, X, Y, lr):
            As = [X]
            for W in weights:
                As.append(1 / (1 + np.exp(-As[-1] @ W.T)))
            dA = As[-1] - Y
            new = list(weights)
            for k in reversed(range(len(weights))):
                d = dA * As[k + 1] * (1 - As[k + 1])
                new[k] = weights[k] - lr * d.T @ As[k]
                dA = d @ weights[k]
            return new
        """,
        "With another value of `As[-1] - Y` in line 5 all cases come out right.",
    ),
    "a number": (
        "9.3",
        """
        def lyapunov(r, u, steps, burn):
            for _ in range(burn):
                u = u * (1 + r - u ** 2)
            total = 0
            for _ in range(steps):
                total += np.log(abs(1 + r - 2 * u ** 2))
                u = u * (1 + r - u ** 2)
            return total / steps
        """,
        "With another value of `2 * u ** 2` in line 6 all cases come out right.",
    ),
}


@pytest.mark.parametrize("name", PLANTED)
def test_what_is_said_of_the_place(name):
    id, cell, words = PLANTED[name]
    assert place_in(id, cell) == words
