"""Mathematical notation in three forms: plain text, HTML and LaTeX.

Formulas are written once, as Unicode text such as "δ⁽²⁾₁ = ∂L/∂o₁·o₁·(1 − o₁)";
the other two are translations of it.
"""

import html
import re

import numpy as np

SUBSCRIPTS = str.maketrans("0123456789,", "₀₁₂₃₄₅₆₇₈₉,")
SUPERSCRIPTS = str.maketrans("0123456789()", "⁰¹²³⁴⁵⁶⁷⁸⁹⁽⁾")
BELOW = re.compile("[₀-₉]+(?:,[₀-₉]+)*")
ABOVE = re.compile("[⁰¹²³⁴⁵⁶⁷⁸⁹⁽⁾]+")
NORMAL = {subscript: digit for digit, subscript in SUBSCRIPTS.items()}
NORMAL |= {superscript: sign for sign, superscript in SUPERSCRIPTS.items()}
MINUS = re.compile(r"(?<![\w.)])-(?=[\d.]|inf)|(?<=\de)-(?=\d)")
POWER = re.compile(r"([\d.]+)e([+-]\d+)")
LATEX = {"·": r"\cdot ", "½": r"\tfrac{1}{2}", "←": r"\leftarrow ", "∂": r"\partial "}
LATEX |= {"−": "-", "δ": r"\delta ", "σ": r"\sigma ", "′": "'", "Σ": r"\textstyle\sum "}


def number(value, digits):
    """Write `value` with `digits` significant digits, never in powers of ten.

    >>> number(-0.0000123456, 3)
    '−0.0000123'
    """
    value = float(value) + 0.0  # no -0
    if not np.isfinite(value):
        return minus(str(value))
    return minus(
        np.format_float_positional(
            value, precision=digits, unique=False, fractional=False, trim="-"
        )
    )


def minus(text):
    """Give the numbers in `text` the minus sign of mathematics; hyphens stay.

    >>> minus("a 2-2 net, from -0.5 to 1e-06")
    'a 2-2 net, from −0.5 to 1e−06'
    """
    return MINUS.sub("−", text)


def powers_of_ten(text):
    """Write the powers of ten in `text` as on paper.

    >>> powers_of_ten("1e-12, 5.2e+04")
    '10⁻¹², 5.2·10⁴'
    """
    return POWER.sub(_power, text)


def _power(match):
    factor, exponent = match.groups()
    ten = "10" + str(int(exponent)).replace("-", "⁻").translate(SUPERSCRIPTS)
    return ten if factor == "1" else f"{factor}·{ten}"


def spelled(activation):
    """The name of an activation as a text has it: ReLU, not relu."""
    return activation.name.replace("_", " ").replace("relu", "ReLU")


class Symbols:
    """The names of all quantities of a network whose weights have these `shapes`.

    x goes in, h leaves a hidden layer, o the last; z and δ belong to a layer, counted
    from 1; w⁽¹⁾₂₁ leads from input 1 to unit 2. `names` replaces the names of weights.
    """

    def __init__(self, shapes, names=None):
        self.last = len(shapes)
        self.shapes = shapes
        if names is not None and [np.shape(matrix) for matrix in names] != shapes:
            raise ValueError(
                f"names needs one name per weight, in matrices of shape {shapes}; "
                f"got {[np.shape(matrix) for matrix in names]}."
            )
        self.names = names

    def unit(self, layer, j):
        """What leaves unit `j` of a layer; layer 0 is the input."""
        if layer == 0:
            return _indexed("x", j)
        if layer == self.last:
            return _indexed("o", j)
        return _indexed("h", j) if self.last == 2 else _indexed("h", j, layer)

    def y(self, j):
        """The target of output `j`."""
        return _indexed("y", j)

    def p(self, j):
        """The probability that a cross-entropy makes of output `j`."""
        return _indexed("p", j)

    def z(self, layer, j):
        """The pre-activation of unit `j`."""
        return _indexed("z", j, layer)

    def delta(self, layer, j):
        """The error signal of unit `j`: the derivative of the loss by its z."""
        return _indexed("δ", j, layer)

    def w(self, layer, j, k):
        """The weight from input `k` to unit `j`."""
        if self.names is not None:
            return with_subscripts(self.names[layer - 1][j][k])
        comma = "," if max(self.shapes[layer - 1]) > 9 else ""
        place = f"{j + 1}{comma}{k + 1}".translate(SUBSCRIPTS)
        return f"w{f'({layer})'.translate(SUPERSCRIPTS)}{place}"

    def b(self, layer, j):
        """The bias of unit `j`."""
        return _indexed("b", j, layer)


def _indexed(letter, j, layer=None):
    above = "" if layer is None else f"({layer})".translate(SUPERSCRIPTS)
    return letter + above + str(j + 1).translate(SUBSCRIPTS)


def with_subscripts(name):
    """Write the number at the end of a name below the line: w₁₂ for w12."""
    return re.sub(r"\d+$", lambda digits: digits[0].translate(SUBSCRIPTS), name)


def to_html(text):
    """Translate a formula to HTML."""
    text = html.escape(text)
    text = ABOVE.sub(lambda m: f"<sup>{m[0].translate(NORMAL)}</sup>", text)
    return BELOW.sub(lambda m: f"<sub>{m[0].translate(NORMAL)}</sub>", text)


def to_latex(text):
    """Translate a formula to LaTeX."""
    text = re.sub(r"(?<![\\a-z_])[a-z_]{2,}", _latex_word, text)
    text = ABOVE.sub(lambda m: f"^{{{m[0].translate(NORMAL)}}}", text)
    text = BELOW.sub(lambda m: f"_{{{m[0].translate(NORMAL)}}}", text)
    text = re.sub(r"(\w\^{[^}]*}_{[^}]*})(?=\^)", r"{\1}", text)  # no second exponent
    for sign, command in LATEX.items():
        text = text.replace(sign, command)
    return text


def _latex_word(match):
    word = match[0]
    if word in ("exp", "ln", "tanh"):
        return f"\\{word} "
    return rf"\mathrm{{{word}}}".replace("_", r"\_")
