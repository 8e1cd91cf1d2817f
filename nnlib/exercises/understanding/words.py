"""What the values of a worked solution are called when they are spoken of.

Parameters and the course's notation keep their names. Another value is called what the
comment at the end of its line says; without one it has no words.
"""

import ast
import re

NOTATION = (
    (r"d([WbZ]\d?)", r"the gradient of `\1`"),
    (r"dA", "∂L/∂a"),
    (r"new_([Wb]\d?)", r"the new `\1`"),
    (r"delta\d?|Y_hat|[XYZHAWbxyzho]\d?", r"`\g<0>`"),
    (r"slope1", "the slope of the hidden units"),
    (r"slope2", "the slope of the outputs"),
    (r"slope", "the slope"),
    (r"back", "what goes back to the hidden units"),
    (r"error", "the error"),
)
SAMPLES = ("X", "Y", "Z")  # have one sample per row
CALLED = {"exp": "exp", "log": "the logarithm", "sqrt": "the root", "abs": "the size"}


class Words:
    """The words for the values of one worked solution, of its `source`."""

    def __init__(self, tree, source):
        self.parameters = [one.arg for one in tree.args.args]
        self._said = {name: f"`{name}`" for name in self.parameters}
        lines = source.splitlines()
        for node in ast.walk(tree):
            if isinstance(node, ast.Assign) and isinstance(node.targets[0], ast.Name):
                name, line = node.targets[0].id, lines[node.end_lineno - 1]
                _, _, comment = line.partition("  # ")
                self._said.setdefault(name, comment or _in_notation(name))

    def of(self, node):
        """Words for the value of an expression; None where there are none."""
        if isinstance(node, ast.Name):
            return self._said.get(node.id)
        if isinstance(node, ast.Attribute) and node.attr == "T":
            return self.of(node.value)
        if isinstance(node, ast.Call):
            return self._of_call(node)
        return None

    def of_operands(self, node):
        """Words for both operands of an operation, or for the only one."""
        unknown = {ast.Add: "a term", ast.Sub: "a term", ast.Div: "a number"}
        generic = unknown.get(type(getattr(node, "op", None)), "a factor")
        a = getattr(node, "left", getattr(node, "value", None))
        b = getattr(node, "right", None)
        return {"a": self.of(a) or generic, "b": self.of(b) or generic}

    def _of_call(self, node):
        name = ast.unparse(node.func)
        if name == "len" and ast.unparse(node.args[0]) in SAMPLES:
            return "the number of samples"
        return CALLED.get(name.removeprefix("np."))


def _in_notation(name):
    for pattern, words in NOTATION:
        if found := re.fullmatch(pattern, name):
            return found.expand(words)
    return None
