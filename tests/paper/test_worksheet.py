"""A worksheet holds: each formula and each line of numbers gives its value."""

import math
import re

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from nnlib import (
    HOMEWORK_NAMES,
    Activation,
    Dense,
    Loss,
    Network,
    homework,
    identity,
    loss_and_gradients,
    mlp,
    mse,
    relu,
    sigmoid,
    softmax_cross_entropy,
    stack,
    tanh,
    train,
    worksheet,
)
from nnlib.paper.notation import Symbols, number, to_html, to_latex
from tests.support.helpers import (
    ACTIVATIONS,
    LOSSES,
    random_network,
    random_targets,
    seeds,
    sizes,
    steady,
)

CALCULATOR = {"exp": math.exp, "ln": math.log, "σ": sigmoid}
CALCULATOR |= {a.name: a for a in ACTIVATIONS}
CALCULATOR |= {f"{a.name}_slope": a.derivative for a in ACTIVATIONS}
SIGNS = {"−": "-", "·": "*", "²": "**2", "½": "0.5", "′": "_slope"}


def evaluate(text, symbols=()):
    """Work out a line as with a calculator, symbols replaced by their values."""
    if symbols:
        names = "|".join(map(re.escape, sorted(symbols, key=len, reverse=True)))
        text = re.sub(names, lambda m: f"({symbols[m[0]]!r})", text)
    for sign, code in SIGNS.items():
        text = text.replace(sign, code)
    return float(eval(text, {"__builtins__": {}}, CALCULATOR))


def example(**options):
    given = homework()
    first = Dense(given.W1, None, sigmoid)
    net = Network([first, Dense(given.W2, None, sigmoid)])
    return worksheet(net, given.X, given.Y, names=HOMEWORK_NAMES, **options)


def given_symbols(net, X, Y, lr, names=None):
    """What is known before the calculation starts."""
    s, known = Symbols(net.shapes, names), {"lr": lr}
    known |= {s.unit(0, k): x for k, x in enumerate(X[0].tolist())}
    known |= {s.y(j): y for j, y in enumerate(Y[0].tolist())}
    for at, layer in enumerate(net.layers, start=1):
        for j, row in enumerate(layer.W.tolist()):
            known |= {s.w(at, j, k): w for k, w in enumerate(row)}
        if layer.b is not None:
            known |= {s.b(at, j): b for j, b in enumerate(layer.b.tolist())}
    return known


def assert_holds(sheet, known):
    for line in sheet.lines:
        value = float(line.value.replace("−", "-"))
        tolerance = 1e-12 * max(1, abs(value))
        assert evaluate(line.numbers) == pytest.approx(value, abs=tolerance)
        assert evaluate(line.formula, known) == pytest.approx(value, abs=tolerance)
        if line.part != "update":
            known = known | {line.symbol: value}


@steady
@given(
    shape=sizes,
    activation=st.sampled_from(ACTIVATIONS),
    output=st.sampled_from(ACTIVATIONS),
    loss=st.sampled_from(LOSSES),
    bias=st.booleans(),
    lr=st.sampled_from([0.0, 0.5, 1]),
    seed=seeds,
)
def test_every_line_of_any_worksheet_holds(
    shape, activation, output, loss, bias, lr, seed
):
    rng = np.random.default_rng(seed)
    chosen = [activation] * (len(shape) - 2) + [output]
    net = random_network(shape, chosen, rng, bias=bias)
    X = rng.standard_normal((1, shape[0]))
    Y = random_targets(loss, (1, shape[-1]), rng)
    sheet = worksheet(net, X, Y, lr=lr, loss=loss, digits=17)
    assert_holds(sheet, given_symbols(net, X, Y, lr))
    values = {
        line.symbol: float(line.value.replace("−", "-"))
        for line in sheet.part("update").lines
    }
    trained, _ = train(net, X, Y, steps=1, lr=lr, loss=loss)
    after = given_symbols(trained, X, Y, lr)
    assert len(values) == sum(
        layer.W.size + (layer.b.size if bias else 0) for layer in net.layers
    )
    for symbol, value in values.items():
        assert value == pytest.approx(after[symbol], rel=1e-13)
    assert float(
        sheet.part("loss").lines[-shape[-1] - 1].value.replace("−", "-")
    ) == pytest.approx(loss_and_gradients(net, X, Y, loss)[0], rel=1e-13)
    for text in (repr(sheet), sheet._repr_latex_()):
        assert text


def test_the_homework():
    lines = {line.symbol: line for line in example(digits=4).lines[:-8]}
    assert lines["z⁽¹⁾₁"][3:] == ("w₁·x₁ + w₃·x₂", "0.2·0.5 + 0.5·0.3", "0.25")
    assert lines["h₁"][3:] == ("σ(z⁽¹⁾₁)", "σ(0.25)", "0.5622")
    assert lines["z⁽²⁾₁"].numbers == "0.1·0.5622 + (−0.3)·0.495"
    assert lines["L"].formula == "½·((o₁ − y₁)² + (o₂ − y₂)²)"
    assert lines["L"].numbers == "½·((0.4769 − 0.23)² + (0.5287 − (−0.07))²)"
    assert lines["∂L/∂o₁"].formula == "o₁ − y₁"
    assert lines["δ⁽²⁾₁"].formula == "∂L/∂o₁·o₁·(1 − o₁)"
    assert lines["∂L/∂w₇"].formula == "δ⁽²⁾₁·h₂"
    assert lines["∂L/∂h₁"].formula == "δ⁽²⁾₁·w₅ + δ⁽²⁾₂·w₆"
    assert lines["δ⁽¹⁾₁"].numbers == "−0.06843·0.5622·(1 − 0.5622)"


def test_the_homeworks_update():
    line = example(digits=6).part("update", 1).lines[0]
    assert line[2:] == ("w₁", "w₁ − lr·∂L/∂w₁", "0.2 − 1·(−0.00842148)", "0.208421")


def test_every_line_of_the_homework_holds():
    given = homework()
    net = Network([Dense(W, None, sigmoid) for W in (given.W1, given.W2)])
    known = given_symbols(net, given.X, given.Y, 1.0, HOMEWORK_NAMES)
    assert_holds(example(digits=17), known)


def test_parts_come_in_the_order_of_the_calculation():
    order = [(line.part, line.layer) for line in example().lines]
    assert list(dict.fromkeys(order)) == [
        ("forward", 1),
        ("forward", 2),
        ("loss", None),
        ("backward", 2),
        ("backward", 1),
        ("update", 1),
        ("update", 2),
    ]


def test_a_part():
    sheet = example()
    assert len(sheet.part("forward").lines) == 8
    assert len(sheet.part("forward", 2).lines) == 4
    assert repr(sheet.part("loss")).splitlines()[0] == "Loss"


def test_as_text_the_columns_line_up():
    title, *lines = repr(example().part("forward", 1)).splitlines()
    assert title == "Forward, layer 1"
    assert lines[0] == "  z⁽¹⁾₁ = w₁·x₁ + w₃·x₂ = 0.2·0.5 + 0.5·0.3  = 0.25"
    for line in lines:
        signs = [found.start() for found in re.finditer(" = ", line)]
        assert signs == [found.start() for found in re.finditer(" = ", lines[0])]


def test_blank_keeps_the_formulas_only():
    sheet = example()
    blank = sheet.blank()
    assert [line.formula for line in blank.lines] == [x.formula for x in sheet.lines]
    assert not any(line.numbers or line.value for line in blank.lines)
    assert "______" in repr(blank)
    assert not re.search(r"0\.\d", repr(blank) + blank._repr_latex_())
    assert sheet.lines[0].value


def test_latex_is_balanced():
    latex = example()._repr_latex_()
    assert latex.startswith("$\\begin{alignedat}{4}\n")
    assert latex.endswith("\n\\end{alignedat}$")
    assert latex.count("{") == latex.count("}")
    assert latex.count("$") == 2
    assert latex.count(r"\\") + 1 == len(example().lines) + 7
    for row in latex.split("\n")[1:-1]:
        assert row.count("&") == (1 if "textbf" in row else 7)


def test_latex_says_what_the_text_says():
    latex = example()._repr_latex_()
    assert r"&\rlap{\textbf{Backward, layer 2}} \\" in latex
    assert r"w_{1}\cdot x_{1} + w_{3}\cdot x_{2} &&\quad =" in latex
    slope = r"\frac{\partial L}{\partial o_{1}}"
    assert rf"\delta ^{{(2)}}_{{1}} &&\quad = {slope}\cdot o_{{1}}" in latex
    assert r"&&\quad = -0.4\cdot 0.5 + 0.6\cdot 0.3 &&\quad = -0.02 \\" in latex
    assert (
        r"&w_{1} &&\quad \leftarrow  w_{1} - \mathrm{lr}\cdot \frac{\partial L}"
        in latex
    )
    assert not re.search("[⁰-ₜ·∂δσ½←]", latex)


def test_slopes_are_fractions_whatever_weights_are_called():
    rng = np.random.default_rng(0)
    net = mlp([12, 1], identity, identity, rng=rng)
    X, Y = np.ones((1, 12)), np.ones((1, 1))
    row = r"\frac{{\partial L}}{{\partial {}}} &&\quad = \delta ^{{(1)}}_{{1}}\cdot x_"
    assert row.format("w^{(1)}_{1,12}") in worksheet(net, X, Y)._repr_latex_()
    names = [[["slow_part", *map("w{}".format, range(2, 13))]]]
    latex = worksheet(net, X, Y, names=names)._repr_latex_()
    assert row.format(r"\mathrm{slow\_part}") in latex
    assert row.format("w_{12}") in latex


def test_a_notebook_takes_the_latex_and_a_terminal_the_text():
    blank = example().blank()
    assert not hasattr(blank, "_repr_html_")  # notebooks would prefer it
    assert blank._repr_latex_().count(r"\underline{\hspace{5em}}") == 66


@pytest.mark.parametrize(
    ("text", "latex"),
    [
        ("w⁽¹⁾₁,₁₂", "w^{(1)}_{1,12}"),
        ("∂L/∂o₁·o₁", r"\partial L/\partial o_{1}\cdot o_{1}"),
        ("½·((o₁ − y₁)²)", r"\tfrac{1}{2}\cdot ((o_{1} - y_{1})^{2})"),
        ("1 − h⁽²⁾₁²", "1 - {h^{(2)}_{1}}^{2}"),
        ("leaky_relu′(z)", r"\mathrm{leaky\_relu}'(z)"),
        ("ln(p₁) + exp(o₁)", r"\ln (p_{1}) + \exp (o_{1})"),
        ("w₁ ← lr", r"w_{1} \leftarrow  \mathrm{lr}"),
    ],
)
def test_to_latex(text, latex):
    assert to_latex(text) == latex


def test_deep_tanh_networks_have_no_double_exponent():
    net = mlp([1, 1, 1, 1], tanh, tanh, rng=np.random.default_rng(0))
    latex = worksheet(net, np.ones((1, 1)), np.ones((1, 1)))._repr_latex_()
    assert not re.search(r"\^{[^}]*}(_{[^}]*})?\^", latex)


def test_to_html_escapes():
    assert to_html("a < b") == "a &lt; b"


@pytest.mark.parametrize(
    ("value", "digits", "text"),
    [
        (0.25, 6, "0.25"),
        (0.5621765, 4, "0.5622"),
        (-0.0000123456, 3, "−0.0000123"),
        (123456.7, 3, "123000"),
        (99.99, 2, "100"),
        (-0.0, 3, "0"),
        (2, 3, "2"),
        (0.1, 17, "0.10000000000000001"),
        (float("nan"), 3, "nan"),
        (-float("inf"), 3, "−inf"),
        (np.float32(0.1), 3, "0.1"),
    ],
)
def test_number(value, digits, text):
    assert number(value, digits) == text


def test_digits():
    for digits in (1, 3, 8):
        values = [line.value for line in example(digits=digits).lines]
        assert all(len(v.lstrip("−0.").replace(".", "")) <= digits for v in values)


def test_names_of_deeper_and_wider_networks():
    s = Symbols([(2, 12), (3, 2), (1, 3)])
    assert s.unit(0, 11) == "x₁₂"
    assert s.unit(1, 0) == "h⁽¹⁾₁"
    assert s.unit(3, 0) == "o₁"
    assert s.w(1, 1, 11) == "w⁽¹⁾₂,₁₂"
    assert s.w(1, 0, 0) == "w⁽¹⁾₁,₁"
    assert s.w(2, 2, 1) == "w⁽²⁾₃₂"
    assert s.b(2, 2) == "b⁽²⁾₃"


def test_symbols_are_all_different():
    s = Symbols([(12, 11), (11, 12)])
    names = [s.w(at, j, k) for at in (1, 2) for j in range(11) for k in range(11)]
    assert len(set(names)) == len(names)


def test_own_activation_and_own_loss_are_written_by_name():
    square = Activation("square", lambda Z: Z**2, lambda Z: 2 * Z)
    mine = Loss(
        "mine",
        lambda Y_hat, Y: abs(Y_hat - Y).sum(axis=(-2, -1)),
        lambda Y_hat, Y: np.sign(Y_hat - Y),
    )
    net = Network([Dense([[2.0]], [-1.0], square)])
    sheet = worksheet(net, np.array([[3.0]]), np.array([[1.0]]), loss=mine)
    formulas = {line.symbol: (line.formula, line.numbers) for line in sheet.lines[:5]}
    assert formulas["o₁"] == ("square(z⁽¹⁾₁)", "square(5)")
    assert formulas["L"] == ("mine(o₁, y₁)", "mine(25, 1)")
    assert formulas["∂L/∂o₁"] == ("mine′(o₁, y₁)", "mine′(25, 1)")
    assert formulas["δ⁽¹⁾₁"] == ("∂L/∂o₁·square′(z⁽¹⁾₁)", "1·square′(5)")


def test_float32_is_written_out_too():
    net = random_network([2, 2, 1], [tanh, relu], np.random.default_rng(0))
    X, Y = np.ones((1, 2), np.float32), np.ones((1, 1), np.float32)
    sheet = worksheet(net.astype(np.float32), X, Y, loss=mse, digits=4)
    exact = worksheet(net, X.astype(float), Y.astype(float), loss=mse, digits=4)
    assert [line.formula for line in sheet.lines] == [x.formula for x in exact.lines]


def test_the_network_is_left_alone():
    net = random_network([2, 2, 2], [tanh, tanh], np.random.default_rng(0))
    before = net.copy()
    worksheet(net, np.ones((1, 2)), np.array([[0, 1.0]]), loss=softmax_cross_entropy)
    np.testing.assert_array_equal(net.layers[0].W, before.layers[0].W)


def refuse(**changes):
    rng = np.random.default_rng(0)
    arguments = {"X": np.ones((1, 2)), "Y": np.ones((1, 1))} | changes
    net = arguments.pop("network", None) or mlp([2, 2, 1], tanh, tanh, rng=rng)
    with pytest.raises((TypeError, ValueError)) as refusal:
        worksheet(net, arguments.pop("X"), arguments.pop("Y"), **arguments)
    return str(refusal.value)


def test_refusals():
    rng = np.random.default_rng(0)
    one = mlp([2, 2, 1], tanh, tanh, rng=rng)
    wide = mlp([2, 100, 1], tanh, tanh, rng=rng)
    texts = [
        (
            refuse(X=np.ones((3, 2))),
            "worksheet takes one network and one sample, X of shape (1, inputs); "
            "got one and X of shape (3, 2).",
        ),
        (
            refuse(network=wide),
            "worksheet writes out at most 200 weights; got 300.",
        ),
        (
            refuse(network=stack([one, one])),
            "worksheet takes one network and one sample, X of shape (1, inputs); "
            "got 2 side by side and X of shape (1, 2).",
        ),
        (
            refuse(Y=np.ones(1)),
            "Y needs the shape of the network's output, (1, 1); got (1,). "
            "Write Y[:, None].",
        ),
        (
            refuse(lr=-1),
            "lr needs finite numbers that are not negative; got -1.",
        ),
        (
            refuse(X=np.ones(2)),
            "worksheet takes one network and one sample, X of shape (1, inputs); "
            "got one and X of shape (2,).",
        ),
        (
            refuse(network=one.layers),
            "network needs a Network; got [Dense(2 -> 2, tanh), Dense(2 -> 1, tanh)]. "
            "Write Network(layers) for a list of layers.",
        ),
        (
            refuse(network=one.map(lambda array: array * np.nan)),
            "W1 needs finite numbers; got nan at [0, 0].",
        ),
        (refuse(X=[[1, np.nan]]), "X needs finite numbers; got nan at [0, 1]."),
        (
            refuse(loss="mse"),
            "loss needs a function paired with its gradient, such as nnlib.mse; "
            "got 'mse'. Write Loss(\"name\", function, gradient).",
        ),
        (refuse(digits=0), "digits needs a whole number of at least 1; got 0."),
        (
            refuse(names=HOMEWORK_NAMES),
            "names needs one name per weight, in matrices of shape [(2, 2), (1, 2)]; "
            "got [(2, 2), (2, 2)].",
        ),
    ]
    for text, expected in texts:
        assert text == expected


@pytest.mark.parametrize(
    ("part", "text"),
    [
        (
            ("forwards",),
            'part needs one of "forward", "loss", "backward", "update"; '
            "got 'forwards'.",
        ),
        (("update", 3), 'layer of the part "update" needs one of [1, 2]; got 3.'),
        (
            ("loss", 1),
            'layer of the part "loss" needs None, for it belongs to no layer; got 1.',
        ),
    ],
)
def test_a_part_that_is_not_there(part, text):
    with pytest.raises(ValueError) as refusal:
        example().part(*part)
    assert str(refusal.value) == text
