"""Exceptions in a student's function: the line of their cell and a plain sentence.

Common ones are explained; for the others the name and the text are given.
"""

import re
import sysconfig
import traceback
from pathlib import Path
from typing import NamedTuple

# What an exception's name and text look like, and what it means: the first that fits.
MEANINGS = {
    r"ValueError: .*(matmul|not aligned)": (
        "Two arrays do not fit together in a matrix product. Print their shapes before "
        "this line: the columns of the left one must be as many as the rows of the "
        "right one, so one of them may need .T."
    ),
    r"ValueError: .*(broadcast|same shape)": (
        "Two arrays of different shapes meet here. Print both shapes before this line."
    ),
    r"ValueError: The truth value of an array": (
        "`if` needs one truth value, and here are many. Use np.where, or .any() or "
        ".all()."
    ),
    r"(NameError|UnboundLocalError): .*'(?P<name>\w+)'": (
        "There is no {name} here yet. Is it a slip of the pen, or is it used before it "
        "is computed?"
    ),
    r"(TypeError|AttributeError): .*NoneType": (
        "Something that is used here is None. A function without `return` gives None."
    ),
    r"TypeError: unsupported operand .*ndarray.*Tensor|TypeError: .*must be Tensor": (
        "An array of NumPy meets a tensor here. torch.tensor(...) makes one of it."
    ),
    r"RuntimeError: .*does not require grad": (
        "PyTorch has recorded nothing that leads here. Make the weights with "
        "torch.tensor(..., requires_grad=True), before the forward pass."
    ),
    r"RuntimeError: a leaf Variable": (
        "An update in place must not be recorded. Put it under "
        "`with torch.no_grad():`, or compute a new tensor."
    ),
    r"RuntimeError: grad can be implicitly": (
        "`backward` starts from one number. Add up what this tensor holds first."
    ),
    r"RuntimeError: Can't call numpy": (
        "A NumPy function meets a tensor here, which PyTorch could not record. Use the "
        "function of torch; to read the numbers, write .detach() first."
    ),
    r"RuntimeError: .*(same dtype|expected scalar type)": (
        "Tensors of float32 and of float64 meet here. Make all of them of one type."
    ),
    r"RuntimeError: Trying to backward": (
        "`backward` runs twice on the same loss. Compute the loss anew before each one."
    ),
    r"TypeError: .*positional argument": (
        "A function is called here with too few or too many arguments."
    ),
    r"TypeError: .*not callable": (
        "Something that is no function is called here. Is a * missing before a "
        "bracket, or has a variable the name of a function?"
    ),
    r"AttributeError: .*attribute '(?P<name>\w+)'": (
        "There is no .{name} on this object. Is it a slip of the pen, or is the object "
        "a list where an array belongs?"
    ),
    r"IndexError: .*(out of bounds|index out of range)": (
        "There is no entry with this index. The first entry has index 0."
    ),
    r"IndexError: (too many indices|invalid index)": (
        "There are more indices here than the array has axes. Print its shape before "
        "this line: a number has no index, a vector one, a matrix two."
    ),
    r"(IndexError: (only integers|arrays used as)|TypeError: .*indices must be)": (
        "An index is a whole number or a slice, such as 1:3. `/` gives a float, also "
        "where the result is whole; `//` gives a whole number."
    ),
    r"ValueError: math domain error": (
        "A function of `math` got a number that it is not made for, such as log 0 or "
        "the root of a negative number: is an abs() missing?"
    ),
    r"ZeroDivisionError": "This divides by zero in a case that may occur.",
    r"OverflowError": (
        "A number has become too large for the computer. Which power or exp is taken "
        "of a large number here?"
    ),
    r"RecursionError": (
        "The function calls itself more often than Python allows, about a thousand "
        "times: does it come to an end?"
    ),
    r"ModuleNotFoundError: .*'(?P<name>\w+)'": "There is no package {name} here.",
    r"MemoryError": (
        "What is made here needs more memory than there is. Print the shapes of the "
        "arrays, and how long the lists are."
    ),
    r"SystemExit": "exit() ends the program. A function ends with `return`.",
}
ELSEWHERE = [
    Path(sysconfig.get_path(name)) for name in ("stdlib", "purelib", "platlib")
]
OWN_CELL, OTHER_CELL = "your cell", "another cell of your notebook"
CELLS = {}  # what other cells are called, by their files


class Raised(NamedTuple):
    """An exception as it is shown: its name, its text, the line, and of which cell."""

    kind: str
    text: str
    line: str = ""
    number: int = 0
    cell: str = OWN_CELL

    @property
    def words(self):
        """The line, what was raised there, and what it means."""
        where = f"Line {self.number} of {self.cell}, `{self.line}`:\n"
        where *= bool(self.line)
        meaning = meaning_of(f"{self.kind}: {self.text}")
        return f"{where}{self.kind}: {self.text}\n{meaning}".strip()


def raised_by(exception):
    """Describe an exception by the last line of the student's own that led to it."""
    kind, text = type(exception).__name__, _text(exception)
    frames = traceback.extract_tb(exception.__traceback__)
    own = [frame for frame in frames if _is_own(frame.filename)]
    if not own:
        return Raised(kind, text)
    first, last = own[0], own[-1]
    cell = OWN_CELL
    if first.filename != last.filename:
        cell = CELLS.get(last.filename, OTHER_CELL)
    return Raised(kind, text, (last.line or "").strip(), last.lineno, cell)


def cell_of(id):
    """What the cell of an exercise's answer is called."""
    return f"the cell of exercise {id}"


def meaning_of(error):
    """Say in a plain sentence what a common error means; "" for the others."""
    for pattern, meaning in MEANINGS.items():
        if match := re.match(pattern, error, re.DOTALL):
            return meaning.format(**match.groupdict())
    return ""


def _text(exception, longest=300):
    try:
        text = str(exception)
    except Exception:  # its text may be written by the student
        return "(an error that cannot be printed)"
    return text if len(text) <= longest else text[:longest] + " ..."


def _is_own(filename):
    path = Path(filename)
    if path.is_relative_to(Path(__file__).parents[2]):
        return False
    return not any(path.is_relative_to(folder) for folder in ELSEWHERE)
