"""Wrong answers as students write them: a slip in the right cell, and what is said.

At least one for every exercise; `tests/data/scores.csv` says what each mistake scores.
"""

from typing import NamedTuple


class WrongAnswer(NamedTuple):
    """Slips in the right cell of an exercise, and how the mistake's message starts."""

    id: str
    says: str
    slips: list  # pairs (what stands in the solved notebook, what is written instead)

    def written(self, cell):
        """The cell with the slips."""
        for right, wrong in self.slips:
            assert right in cell, right
            cell = cell.replace(right, wrong)
        return cell


NO_SLOPE_H = (" * H * (1 - H)", "")
ZERO_GRAD = "            descent.zero_grad()\n"
PASS = "        for sample, target"
PRINTS = "max(losses[left], losses[right] if right < len(losses) else 0)"
WRONG_ANSWERS = [
    WrongAnswer(id, says, slips)
    for id, says, *slips in (
        ("1.1", "W1 and W2 are not transposed", (".T", "")),
        ("1.1", "The minus in σ(z) = 1/(1 + e⁻ᶻ)", ("-X", "X"), ("-H", "H")),
        ("1.1", "You return the outputs first", ("return H, Y_hat", "return Y_hat, H")),
        ("1.2", "σ′ is forgotten", (" * Y_hat * (1 - Y_hat)", "")),
        ("1.2", "The sign is wrong", ("(Y_hat - Y)", "(Y - Y_hat)")),
        ("1.2", "There is a factor 2", ("return", "return 2 *")),
        ("1.2", "You multiply by o where", (" * (1 - Y_hat)", "")),
        ("1.2", "You multiply by 1 − o where", (" * Y_hat *", " *")),
        ("1.3", "σ′ is forgotten", NO_SLOPE_H),
        ("1.3", "You multiply by h where h(1", (" * (1 - H)", "")),
        ("1.3", "You multiply by 1 − h where", (" * H * (1 - H)", " * (1 - H)")),
        ("1.3", "W2 stands the wrong way", ("@ W2", "@ W2.T")),
        ("1.3", "The sign is wrong", ("(1 - H)", "(H - 1)")),
        ("1.4", "You go uphill", ("- lr", "+ lr")),
        ("1.4", "You add up the samples", (" / n", "")),
        ("1.4", "lr is not used", ("lr * ", "")),
        ("2.1", "The step is twice as large", (" / 2 ", " ")),
        ("2.2", "You add up the samples", (" / len(X)", "")),
        (
            "2.3",
            "This does what your friend's",
            (ZERO_GRAD, ""),
            (PASS, ZERO_GRAD[4:] + PASS),
        ),
        ("3.1", "At z = 0 your slope is 1", ("Z > 0", "Z >= 0")),
        ("3.2", "You count a unit only if z is", ("np.any", "np.all")),
        ("3.3", "Forward you compute leaky ReLU, but", ("1, slope)", "1, 0)")),
        ("3.4", "You multiply by 1 − a where", ("A**2", "A")),
        ("4.1", "This is the formula", (" - Z.max(axis=1, keepdims=True)", "")),
        ("4.2", "You subtract m and do not add", ("m + ", "")),
        ("4.3", "You add up the samples", (" / len(Z)", "")),
        ("4.4", "The mean is missing", (" / len(Z)", "")),
        ("5.1", "You compare all digits", (".round(6)", "")),
        ("5.1", "Units count as equal that", (".round(6)", ".round(3)")),
        ("5.1", "Units count as equal that", (".round(6)", ".round(4)")),
        ("5.2", "f′(0) is forgotten", ("slope0 * ", "")),
        ("5.3", "The 2 is missing", ("2 / shape", "1 / shape")),
        ("6.1", "You have |x|² where", ("np.sqrt(np.sum(X**2))", "np.sum(X**2)")),
        ("6.2", "This is the smallest", ("[-1]", "[0]")),
        ("6.3", "You compare with the print before", (PRINTS, "losses[left]")),
        ("6.4", "The stairs begin at step 0", ("(step - warm_up)", "step")),
        (
            "6.4",
            "Your stairs come one step late",
            ("(step - warm_up)", "(step - warm_up - 1)"),
        ),
        ("7.1", "There is no second step", ("-heights", "0 * heights")),
        ("7.2", "You count epochs", ("samples * epochs", "epochs")),
        ("7.3", "The 1 is missing", (" + 1\n", "\n")),
        ("7.4", "σ′ is forgotten at the hidden", NO_SLOPE_H),
        ("8.1", "You divide by one step", ("(up[index] - down[index])", "step")),
        ("8.2", "You mark the wrong programs", ("<=", ">"), (") | (", ") & (")),
        ("8.3", "In the gradients the decay is not", ("decay / n", "decay")),
        (
            "8.4",
            "You return the rms of the single",
            ("[extra] = ratio", "[extra] = rms[j]"),
        ),
        (
            "9.1",
            "This is the program's own bug",
            ("delta @ weights[layer]", "delta @ new[0]"),
        ),
        (
            "9.2",
            "A count of steps below 0",
            ("np.maximum(every * falls, 0)", "every * falls"),
        ),
        ("9.3", "You add up over the burn-in", ("step >= burn", "True")),
        (
            "9.4",
            "You have 1/δ",
            ("widths[:-1] / widths[1:]", "widths[1:] / widths[:-1]"),
        ),
    )
]
