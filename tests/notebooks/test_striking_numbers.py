"""The striking numbers of the notebooks come out of programs written without nnlib.

Plain NumPy, PyTorch and mpmath; what they find is looked for among the
words and outputs that the notebooks store.
"""

import json
import re

import mpmath
import numpy as np
import pytest
import torch

from tests.support.places import ROOT

X, Y = np.array([0.5, 0.3]), np.array([0.23, -0.07])
W1, W2 = np.array([[0.2, 0.5], [-0.4, 0.6]]), np.array([[0.1, -0.3], [-0.5, 0.8]])
FORK = 48 * np.sqrt(3) * np.arctanh(1 / np.sqrt(3))  # c


def told(number):
    """All words and outputs of the notebook."""
    (path,) = (ROOT / "notebooks").glob(f"{number}_*.ipynb")
    pieces = []
    for cell in json.loads(path.read_text(encoding="utf-8"))["cells"]:
        pieces.append("".join(cell["source"]))
        pieces += ["".join(out.get("text", "")) for out in cell.get("outputs", [])]
    return "\n".join(pieces).replace("−", "-")


def says(number, *texts):
    """Every text stands in the notebook, in its words or outputs."""
    everything = told(number)
    for text in texts:
        assert text in everything, f"notebook {number} does not say {text!r}"


def s(z):
    return 1 / (1 + np.exp(-z))


def forward(W1, W2, f=s):
    h = f(W1 @ X)
    o = f(W2 @ h)
    return h, o, ((o - Y) ** 2).sum() / 2


def sigmoid_step(W1, W2, lr, slip=""):
    """One step of the 2-2-2 net, right or with one slip; and its two gradients."""
    h, o, _ = forward(W1, W2)
    to_h, to_o = h * (1 - h), o * (1 - o)
    if slip == "slope at h":
        to_h = s(h) * (1 - s(h))
    d2 = (o - Y) * (1 if slip == "no slope at output" else to_o)
    if slip == "sign":
        d2 = -d2
    if slip == "factor":
        d2 = 2 * d2
    dW2 = np.outer(d2, h)
    back = {"updated": W2 - lr * dW2, "not transposed": W2.T, "dW": dW2}.get(slip, W2)
    d1 = (back.T @ d2) * (1 if slip == "no slope at hidden" else to_h)
    dW1 = np.outer(X, d1) if slip == "swapped" else np.outer(d1, X)
    if slip == "dW":
        d1 = dW2.sum(axis=0) * to_h
        dW1 = np.outer(d1, X)
    return W1 - lr * dW1, W2 - lr * dW2, dW1, dW2


def trained(steps, lr, start=(W1, W2)):
    A, B = start
    for _ in range(steps):
        A, B, *_ = sigmoid_step(A, B, lr)
    return A, B


def relu_step(A, B, lr):
    z1 = A @ X
    h = np.maximum(z1, 0)
    z2 = B @ h
    d2 = (np.maximum(z2, 0) - Y) * (z2 > 0)
    d1 = (B.T @ d2) * (z1 > 0)
    return A - lr * np.outer(d1, X), B - lr * np.outer(d2, h)


def relu_o1(lr, steps, last):
    """The living output in the last steps of the ReLU net."""
    A, B, seen = W1, W2, []
    for step in range(steps):
        if step >= steps - last:
            seen.append(np.maximum(B @ np.maximum(A @ X, 0), 0)[0])
        A, B = relu_step(A, B, lr)
    return np.sort(seen)


def test_forward_backward_and_first_step():
    """01, 02: against PyTorch's autograd as well."""
    _, o, loss = forward(W1, W2)
    A, B, dW1, dW2 = sigmoid_step(W1, W2, 1)
    t1, t2 = (torch.tensor(W, requires_grad=True) for W in (W1, W2))
    out = torch.sigmoid(t2 @ torch.sigmoid(t1 @ torch.tensor(X)))
    ((out - torch.tensor(Y)) ** 2).sum().div(2).backward()
    assert np.allclose(t1.grad, dW1, atol=1e-15) and np.allclose(t2.grad, dW2)
    says("01", f"[{o[0]:.6f} {o[1]:.6f}]", f"[{(o - Y)[0]:.6f} {(o - Y)[1]:.6f}]")
    says("01", f"loss {loss:.6f} -> {forward(A, B)[2]:.6f}", f"{A[0, 0]:.6f}")
    says("01", f"dL/dh1 = {(W2.T @ ((o - Y) * o * (1 - o)))[0]:.6f}")
    says("02", f"{loss:.10f}", f"{B[0, 0]:.4f}")


def test_hand_made_programs_that_circulate():
    """01: dW passed back; Mazur's example before and after its order is repaired."""
    h, o, _ = forward(W1, W2)
    dW2 = np.outer((o - Y) * o * (1 - o), h)
    says("01", f"loss if only W2 moves: {forward(W1, W2 - dW2)[2]:.6f}")
    x, y = np.array([0.05, 0.1]), np.array([0.01, 0.99])
    A, B = np.array([[0.15, 0.2], [0.25, 0.3]]), np.array([[0.4, 0.45], [0.5, 0.55]])
    h = s(A @ x + 0.35)
    o = s(B @ h + 0.6)
    d2 = (o - y) * o * (1 - o)
    new = B - 0.5 * np.outer(d2, h)
    for name, W in (("in_order      ", B), ("update_first  ", new)):
        A_new = A - 0.5 * np.outer((W.T @ d2) * h * (1 - h), x)
        end = s(new @ s(A_new @ x + 0.35) + 0.6)
        if name.startswith("in"):
            says("01", f"[{A_new[0, 0]:.6f} {A_new[0, 1]:.6f}]")
        says("01", f"{name}{((end - y) ** 2).sum() / 2:.10f}")


def test_sigmoid_and_relu_runs():
    """03: losses after 0 to 1000 steps; the floor; and the loss of a dead net."""
    for steps in (0, 1, 10, 100, 1000):
        says("03", f"{forward(*trained(steps, 1))[2]:.7f}")
    A, B = W1, W2
    for step in range(101):
        if step in (0, 1, 10, 100):
            loss = forward(A, B, lambda z: np.maximum(z, 0))[2]
            says("03", f"{step:6}  {loss:.7f}")
        A, B = relu_step(A, B, 1)
    says("03", f"{0.07**2 / 2:.5f}", f"{(Y**2).sum() / 2:.4f}")


def test_cross_entropies():
    """04: class and soft targets, the entropy floor, the loss that falls to -inf."""
    for start, target in (((1.0, 0.0), "class"), ((0.23, 0.77), "soft")):
        A, B = W1.copy(), W2.copy()
        y = np.array(start)
        for step in range(1001):
            h = s(A @ X)
            z = B @ h
            p = np.exp(z - z.max()) / np.exp(z - z.max()).sum()
            if step in ((0, 1, 10, 100) if target == "class" else (0, 1, 100, 1000)):
                logs = y * np.log(p)
                says("04", f"{-logs.sum():.6f}")
            d1 = (B.T @ (p - y)) * h * (1 - h)
            A, B = A - np.outer(d1, X), B - np.outer(p - y, h)
    floor = -(0.23 * np.log(0.23) + 0.77 * np.log(0.77))
    says("04", f"entropy of the target: {floor:.6f}")
    says("04", f"power {np.log(np.finfo(float).max):.3f}")
    says("04", f"{-np.log(s(1.0)):.6f}")  # two numbers of a softmax of 1 and 0


def test_minus_y_log_o_ends_at_minus_infinity():
    A, B = W1.copy(), W2.copy()
    with np.errstate(all="ignore"):
        for step in range(5154):
            h, o, _ = forward(A, B)
            loss = -(Y * np.log(o)).sum()
            if step in (0, 1000, 5152):
                says("04", f"step {step:4}  loss {loss:11.6f}")
            d2 = -Y / o * o * (1 - o)
            d1 = (B.T @ d2) * h * (1 - h)
            A, B = A - np.outer(d1, X), B - np.outer(d2, h)
    assert np.isinf(loss)
    says("04", "step 5153  loss        -inf")


def test_equal_weights_and_dead_ends():
    """05: from zero, after 1000 steps; XOR that stays at 1/8; half a variance."""
    zero = np.zeros((2, 2))
    for steps in (0, 1, 10, 100, 1000):
        says("05", f"{forward(*trained(steps, 1, (zero, zero)))[2]:.7f}".rstrip("0"))
    (a, b), _ = trained(1000, 1, (zero, zero))
    assert (a == b).all()
    says("05", f"[{a[0]:.5f} {a[1]:.5f}]", f"loss {0.5**2 / 2:.7f}")
    says("05", *(f"s·√(100·½) = {scale * np.sqrt(50):.3f}" for scale in (0.05, 0.5)))


def test_lr_times_steps_and_the_way_to_nan():
    """06: five runs with lr * steps = 10; saturation; where a bias overflows."""
    for lr, steps in ((0.001, 10_000), (0.01, 1000), (0.1, 100), (1, 10), (10, 1)):
        says("06", f"steps {steps:6}  loss {forward(*trained(steps, lr))[2]:.6f}")
    says("06", f"{10**0.154 + 1:.2f}", f"{((Y**2).sum()) / 2:.4f}")


def test_forks_of_the_relu_net():
    """06: three thresholds, the pair at 8, four values at 9.23, death at 12."""
    one = 1 / (np.linalg.norm(X) * Y[0])
    rs = 1, np.sqrt(5) - 1, 1.5 * np.sqrt(3) - 1
    for name, r in zip(("fork", "second fork", "death"), rs):
        says("06", f"{name} {r * one:.5f}")
    low, high = relu_o1(8, 6004, 2)
    says("06", f"{high:.7f} {low:.7f}")
    four = relu_o1(9.23, 6004, 4)
    assert np.diff(four).min() > 0.005
    says("06", *(f"{o:.7f}" for o in four))
    assert relu_o1(12, 6004, 4).max() == 0
    assert np.ptp(relu_o1(7.44, 6004, 4)) < 1e-7 < np.ptp(relu_o1(7.47, 6004, 4))


def curvature(gradient, w):
    rows = [gradient(w + d) - gradient(w - d) for d in 1e-5 * np.eye(len(w))]
    return np.linalg.eigvalsh(np.array(rows) / 2e-5)[-1]


def test_sharpness():
    """06: 2/sharpness of the sigmoid net at the start and after one step of 70."""

    def gradient(w):
        *_, dW1, dW2 = sigmoid_step(w[:4].reshape(2, 2), w[4:].reshape(2, 2), 1)
        return np.concatenate([dW1.ravel(), dW2.ravel()])

    for steps in (0, 1, 100):
        A, B = trained(steps, 70)
        λ = curvature(gradient, np.concatenate([A.ravel(), B.ravel()]))
        says("06", f"step {steps:5}  2/sharpness {2 / λ:6.1f}")
    says(
        "06", f"eigenvalues: {np.linalg.eigvalsh([[5, 3], [3, 5]])}".replace("  ", " ")
    )


@pytest.mark.parametrize(("digits", "near"), [(20, 1300), (60, 1900)])
def test_the_first_rise_is_rounding(digits, near):
    """06: with more digits it comes later."""
    with mpmath.workdps(digits):
        w = [mpmath.mpf(str(v)) for v in (*W1.ravel(), *W2.ravel())]
        x, y = ([mpmath.mpf(str(v)) for v in pair] for pair in (X, Y))
        last, steps = mpmath.inf, 0
        while True:
            h = [1 / (1 + mpmath.exp(-a * x[0] - b * x[1])) for a, b in (w[:2], w[2:4])]
            o = [1 / (1 + mpmath.exp(-a * h[0] - b * h[1])) for a, b in (w[4:6], w[6:])]
            loss = ((o[0] - y[0]) ** 2 + (o[1] - y[1]) ** 2) / 2
            if loss > last:
                break
            last, steps = loss, steps + 1
            d2 = [(o[k] - y[k]) * o[k] * (1 - o[k]) for k in (0, 1)]
            d1 = [
                (d2[0] * w[4 + k] + d2[1] * w[6 + k]) * h[k] * (1 - h[k])
                for k in (0, 1)
            ]
            moves = [d * a for d in d1 for a in x] + [d * a for d in d2 for a in h]
            w = [v - 70 * move for v, move in zip(w, moves)]
    assert abs(steps - near) < 50
    says("06", "near step 1300, 1500 and 1900")


@pytest.mark.parametrize("hidden", [10, 2])
def test_the_program_that_prints_two_runs(hidden):
    """06: losses of ten units, weights of two."""
    rng = np.random.RandomState(0)
    x = rng.rand(2, 1)
    y = np.sin(2 * np.pi * x) + rng.rand(2, 1)
    A, a = 0.01 * rng.randn(1, hidden), np.zeros(hidden)
    B, b = 0.01 * rng.randn(hidden, 1), np.zeros(1)
    for step in range(10_001 if hidden == 2 else 2001):
        h = s(x @ A + a)
        error = h @ B + b - y
        if step in (0, 1000, 2000):
            says("06", f"H = {hidden}: {(error**2).mean():.8f}")
        if step == 10_000:
            break
        d = error @ B.T * h * (1 - h)
        A, a = A - 0.2 * x.T @ d, a - 0.2 * d.sum(axis=0)
        B, b = B - 0.2 * h.T @ error, b - 0.2 * error.sum(axis=0)
    if hidden == 2:
        says("06", f"W1 [{A[0, 0]:10.7f} {A[0, 1]:.7f}]", f"{B[0, 0]:.6f}")


def wavy(x):
    return 0.4 * x**2 + 0.3 * x * np.sin(15 * x) + 0.01 * np.cos(50 * x) - 0.3


def test_steps_by_hand_and_the_curve_outside():
    """07: the variance of the curve, soft steps, and how it grows."""
    x = np.linspace(0, 1, 100)
    says("07", f"variance of y: {wavy(x).var():.5f}")
    edges = np.linspace(0, 1, 22)
    heights = wavy((edges[:-1] + edges[1:]) / 2)
    for w in (10_000, 100, 10):
        with np.errstate(over="ignore"):
            drawn = s(w * (x[:, None] - edges[1:-1])) @ np.diff(heights) + heights[0]
        off = drawn - wavy(x)
        says("07", f"w {w:6}: largest error {abs(off).max():.4f}")
        says("07", f"MSE {(off**2).mean():.6f}")
    for start in (-1, 0, 1, 2):
        x = np.linspace(start, start + 1, 1001)
        says("07", f"[{start}, {start + 1}]: variance of the curve {wavy(x).var():.3f}")


@pytest.mark.parametrize(
    ("hidden", "lr"), [(64, 0.1), (128, 0.1), (256, 0.05), (256, 0.1), (128, 0.5)]
)
def test_lr_times_width_in_the_first_hundred_updates(hidden, lr):
    """07: what decides rows 0, 1, 3, 6 and 8 of the table, for five sets of samples."""
    rng = np.random.RandomState(2)
    limit = np.sqrt(6 / (hidden + 1))
    starts = rng.uniform(-limit, limit, hidden), rng.uniform(-limit, limit, hidden)
    test, means = np.linspace(0, 1, 100)[:, None], []
    product = lr * ((s(test * starts[0]) ** 2).sum(axis=1).mean() + 1)
    for seed in range(5):
        (w1, w2), b1, b2 = starts, np.zeros(hidden), 0.0
        for x in np.random.RandomState(seed).random_sample((1500, 2))[:100, 0]:
            h = s(w1 * x + b1)
            error = h @ w2 + b2 - wavy(x)
            d = error * w2 * h * (1 - h)
            w1, b1 = w1 - lr * d * x, b1 - lr * d
            w2, b2 = w2 - lr * error * h, b2 - lr * error
        means.append(s(test * w1 + b1).mean())
    says(
        "07",
        f"lr {lr:4}: lr·(Σh² + 1) = {product:5.2f}",
        *(f"{m:.4f}"[:5] for m in means),
    )


@pytest.mark.parametrize(("sizes", "tanh", "fit"), [((6,), False, 6), ((6,), True, 0)])
def test_the_answers_online_program(sizes, tanh, fit):
    """07: how many of its ten nets fit; all ten are trained side by side."""
    steps, shapes = 100_000, [*zip((*sizes, 1), (1, *sizes))]
    W, b, x, noise = [], [], [], []
    for seed in range(10):
        rng = np.random.RandomState(seed)
        drawn = [rng.uniform(-0.12, 0.12, (o, i + 1)) for o, i in shapes]
        W.append([w[:, 1:] for w in drawn])
        b.append([w[:, 0] for w in drawn])
        x.append(rng.uniform(0, 4 * np.pi, steps))
        noise.append(2 * rng.uniform(0, 0.1, steps) - 0.1)
    W = [np.array(layer) for layer in zip(*W)]
    b = [np.array(layer) for layer in zip(*b)]
    x = np.array(x)
    y = (np.sin(x) + np.array(noise)) / 1.1
    y, f = (y, np.tanh) if tanh else ((y + 1) / 2, s)
    inputs, targets = x.T[:, :, None].copy(), y.T[:, :, None].copy()
    for step in range(steps):
        A = [inputs[step]]
        for w, bias in zip(W, b):
            A.append(f((w @ A[-1][:, :, None])[:, :, 0] + bias))
        d = A[-1] - targets[step]
        for k in reversed(range(len(W))):
            before = A[k]
            if k:
                slope = 1 - before * before if tanh else before * (1 - before)
                back = (d[:, None, :] @ W[k])[:, 0, :] * slope
            W[k] -= 0.2 * d[:, :, None] * before[:, None, :]
            b[k] -= 0.2 * d
            d = back if k else d
    t = np.linspace(0, 4 * np.pi, 1000)
    A = np.broadcast_to(t, (10, 1, 1000))
    for w, bias in zip(W, b):
        A = f(w @ A + bias[:, :, None])
    drawn = 1.1 * (A[:, 0] if tanh else 2 * A[:, 0] - 1)
    assert (np.sqrt(((drawn - np.sin(t)) ** 2).mean(axis=1)) < 0.3).sum() == fit
    says("07", "6 of 10 small σ nets fit", "no tanh net of 10")


def test_a_perfect_net_has_a_cost():
    """07: the answer's cost_online compares the scaled output with the sine."""
    sine = np.sin(np.linspace(0, 4 * np.pi, 1000))
    says("07", f"{((sine - (sine / 1.1 + 1) / 2) ** 2).mean() / 2:.4f}")


SLIPS = {
    "slope forgotten at output": "no slope at output",
    "slope forgotten at hidden": "no slope at hidden",
    "updated W used": "updated",
    "W not transposed": "not transposed",
    "sign flipped": "sign",
    "slope taken at h": "slope at h",
    "factor 2": "factor",
    "outer product swapped": "swapped",
}


def off(a, b):
    return np.linalg.norm(a - b) / (np.linalg.norm(a) + np.linalg.norm(b))


@pytest.mark.parametrize("name", ["right", *SLIPS])
def test_fingerprints(name):
    """08: the errors of both layers, and the loss after one step."""
    A, B, dW1, dW2 = sigmoid_step(W1, W2, 1, SLIPS.get(name, ""))
    *_, right1, right2 = sigmoid_step(W1, W2, 1)
    line = f"{name:27} {off(dW1, right1):8.4f} {off(dW2, right2):8.4f}"
    says("08", line)
    says("08", f"{forward(A, B)[2]:11.6f}")


def test_lines_for_a_parabola():
    """08: the best line, and the one leaky unit that most nets become."""
    x = np.linspace(0, 1, 201)
    slope, start = np.polyfit(x, x**2, 1)
    says("08", f"y = {slope:.3f} x {start:+.5f}")
    says("08", f"error {((slope * x + start - x**2) ** 2).mean():.7f}")
    z = 1.3 * x - 0.38
    says("08", f"{((np.where(z > 0, z, 0.01 * z) - x**2) ** 2).mean():.6f}")
    says("08", f"tanh 2, tanh 3: {np.tanh(2):.3f}, {np.tanh(3):.3f}")
    says("08", f"sin 2 - sin 3 = {np.sin(2) - np.sin(3):.2f}")


def curve(n):
    x = 2 * np.arange(n) / (n - 1)
    return x, np.sin(2 * np.pi * x) / 4 + 0.5


def literal_losses(starts, before, steps, n=41, lr=0.3, keep=101):
    """The program as posted, from several starts side by side: its last losses."""
    W, b = [[], [], [], []], [[], [], [], []]
    for seed in range(starts):
        rng = np.random.RandomState(seed)
        for k, (i, o) in enumerate(((1, 4), (4, 2), (2, 2), (2, 1))):
            W[k].append(rng.random_sample((o, i)))
            b[k].append(rng.random_sample((o, 1)))
    W, b = [np.array(w) for w in W], [np.array(v) for v in b]
    x, y = curve(n)
    inputs, losses = np.broadcast_to(x, (starts, 1, n)), []
    for step in range(steps):
        A = [inputs]
        for k in range(4):
            z = W[k] @ A[-1] + b[k]
            A.append(s(z) if k else np.where(z < 0, 0.1 * z, z))
        error = A[-1] - y
        if step >= steps - keep:
            losses.append((error**2).mean(axis=(1, 2)))
        back = 2 * error
        for k in reversed(range(4)):
            slope = A[k + 1] * (1 - A[k + 1]) if k else np.where(A[1] < 0, 0.1, 1.0)
            M, old = back * slope, W[k]
            W[k] = old - lr * M @ A[k].swapaxes(1, 2)
            b[k] = b[k] - lr * M.sum(axis=2, keepdims=True)
            back = (W[k] if before else old).swapaxes(1, 2) @ M
        if (step + 1) % 100 == 0:
            lr *= 0.999
    return np.array(losses)


@pytest.mark.parametrize(("before", "trees"), [(True, 2), (False, 0)])
def test_the_literal_program_draws_trees_by_its_order(before, trees):
    """09: fewer starts than the hundred of the notebook, by the program as posted."""
    jumps = abs(np.diff(literal_losses(2, before, 20_100), axis=0))
    assert (jumps > 0.02).all(axis=0).sum() == trees
    says("09", f"passed on: {100 if before else 0}\n", "2 of 2 and 0 of 2")


def neuron_losses(lr, steps=6000, keep=48):
    """One sigmoid neuron on 41 samples, target ½: its last losses at several rates."""
    x, _ = curve(41)
    w, b, losses = np.full(len(lr), 0.6), np.full(len(lr), 0.3), []
    for step in range(steps):
        o = s(np.outer(w, x) + b[:, None])
        if step >= steps - keep:
            losses.append(((o - 0.5) ** 2).mean(axis=1))
        d = 2 * (o - 0.5) * o * (1 - o)
        w, b = w - lr * (d @ x), b - lr * d.sum(axis=1)
    return np.array(losses)


def period(losses):
    return next(
        (p for p in (1, 2, 3, 4, 6, 8) if abs(losses[p:] - losses[:-p]).max() < 1e-7), 0
    )


def test_one_neuron_draws_the_tree():
    """09: the flip, the fork, four values, chaos and a window of three."""
    x, _ = curve(41)
    M = np.array([[x @ x, x.sum()], [x.sum(), 41]])
    says("09", f"2/sharpness at rest: {16 / np.linalg.eigvalsh(M)[-1]:.6f}")
    says("09", f"lr = {16 / np.linalg.eigvalsh(M)[-1]:.6f}")
    lr = np.array([0.27, 0.29, 0.33, 0.4, 0.564])
    losses = neuron_losses(lr).T
    assert [period(row) for row in losses] == [1, 2, 4, 0, 3]
    for k in (0, 1, 2, 4):
        says("09", *(f"{loss:.4f}".rstrip("0") for loss in losses[k, -6:]))
    beside = neuron_losses(np.array([0.2802, 0.2803]), steps=40_000).T
    assert [period(row) for row in beside] == [1, 2]
    says("09", "At 0.2802, in finer steps of lr, it splits in two")


def sigmoid_map(z, c):
    return z - c * (s(z) - 0.5) * s(z) * (1 - s(z))


def test_thresholds_of_the_saturated_net():
    """09: c, learning rates, steps; the loss of 1/12; both orders at lr = 1.2."""
    for name, c in (("flip", 32.0), ("fork", FORK)):
        lr = c / (2 * 41 * 3)
        step = 100 * np.log(0.3 / lr) / np.log(1 / 0.999)
        says("09", f"{name}: c = {c:.4f}, lr = {lr:.6f}, step {step:.0f}")
    z = np.log(2 + np.sqrt(3))
    assert abs(sigmoid_map(z, FORK) + z) < 1e-12
    says("09", f"z = {z:.6f}  c = {FORK:.6f}", f"loss {(s(z) - 0.5) ** 2:.10f}")
    says("09", f"c/16 at the fork: {FORK / 16:.5f}", f"{2 * 41 * 1.2:.1f}")
    step = 100 * np.log(1.2 / (FORK / 82)) / np.log(1 / 0.999)
    says("09", f"fork predicted at step {step:.0f}", f"{1.25 / 41:.7f}")


def test_two_losses_of_the_net_and_drift():
    """09: the pair of the map at the net's c, and the two means of opposite sign."""
    z = 1.0
    for _ in range(3000):
        z = sigmoid_map(z, 57.46588)
    pair = np.sort([(s(z) - 0.5) ** 2, (s(sigmoid_map(z, 57.46588)) - 0.5) ** 2])
    for name in ("map", "net"):
        (found,) = re.findall(rf"^{name}: \[(.*)\]$", told("09"), re.M)
        found = [float(loss) for loss in found.split()]
        np.testing.assert_allclose(found, pair, atol=2e-7)  # c is given to 5 digits
    z = [1.0]
    for _ in range(4000):
        z.append(sigmoid_map(z[-1], 60.0))
    z = np.array(z[3000:])
    dz = np.diff(z)
    for name, mean in (
        ("z·dz:         ", z[:-1] * dz),
        ("(z + dz)·dz:  ", z[1:] * dz),
    ):
        says("09", f"mean of {name}{mean.mean():8.5f}")


def multiplier(step, slope, x, parameter, period):
    """Newton's method to a cycle: a point of it and its multiplier, by mpmath."""
    for _ in range(40):
        end, m = x, mpmath.mpf(1)
        for _ in range(period):
            m *= slope(end, parameter)
            end = step(end, parameter)
        x -= (end - x) / (m - 1)
    return x, m


def forks(step, slope, x, near):
    """The parameters where cycles of 1, 2, 4, ... points have the multiplier -1."""
    found = []
    for k, parameter in enumerate(near):
        for _ in range(3000):  # the orbit settles on the cycle, just before it forks
            x = step(x, parameter)

        def off(p, x=x, k=k):
            return multiplier(step, slope, x, p, 2**k)[1] + 1

        start = mpmath.mpf(parameter)
        found.append(mpmath.findroot(off, (start, start * (1 + mpmath.mpf("1e-5")))))
    return np.array([float(fork) for fork in found])


def sigmoid_slope(z, c):
    o = 1 / (1 + mpmath.exp(-z))
    return 1 - c * o * (1 - o) * (o * (1 - o) + (o - 0.5) * (1 - 2 * o))


@pytest.mark.parametrize("name", ["cubic", "sigmoid"])
def test_forks_and_their_ratios(name):
    """06, 09: 1, √5 - 1 and the next two; 54.74 to 64.76; δ."""
    with mpmath.workdps(25):
        if name == "cubic":
            near = 0.98, 1.23, 1.2875, 1.2991
            found = forks(
                lambda u, r: u * (1 + r - u * u),
                lambda u, r: 1 + r - 3 * u * u,
                mpmath.mpf("0.7"),
                near,
            )
            assert abs(found[1] - (np.sqrt(5) - 1)) < 1e-12
        else:
            near = 54.3, 62.4, 64.33, 64.752
            found = forks(
                lambda z, c: (
                    c
                    / (1 + mpmath.exp(-z))
                    * (1 - 1 / (1 + mpmath.exp(-z)))
                    * (1 / (1 + mpmath.exp(-z)) - 0.5)
                    - z
                ),
                lambda z, c: -sigmoid_slope(z, c),
                mpmath.mpf(1),
                near,
            )
            assert abs(found[0] - FORK) < 1e-9
    says("09", "forks: " + " ".join(f"{fork:.6f}" for fork in found))
    widths = np.diff(found)
    says("09", "δ: " + " ".join(f"{d:.5f}" for d in widths[:-1] / widths[1:]))


def test_death_of_the_cubic_map():
    """06: below r = 3√3/2 - 1 the path lives, above it dies."""
    u = np.random.default_rng(0).uniform(0.01, 1.6, 500)
    for r, alive in ((1.5 * np.sqrt(3) - 1.001, 500), (1.5 * np.sqrt(3) - 0.999, 0)):
        v = u.copy()
        for _ in range(3000):
            v = np.where(v > 0, v * (1 + r - v * v), v)
        assert (v > 0).sum() == alive
    says("06", f"r = {1.5 * np.sqrt(3) - 1:.6f}: highest point")
