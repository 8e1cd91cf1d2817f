"""Expressions rewritten so that each operation goes through a table.

`a @ b` becomes `_t[7](a, b)`. A mistake is another entry of the table, and two mistakes
are two other entries: nothing is compiled again.
"""

import ast
from typing import NamedTuple

from nnlib.exercises.understanding.functions import FUNCTIONS, INSTEAD, reduction
from nnlib.exercises.understanding.numbers import other_numbers
from nnlib.exercises.understanding.operations import OPERATIONS, Variant, key

TABLE = "_t"
SIGMOID = "1 / (1 + np.exp(-", "))"


class Site(NamedTuple):
    """A place where something can be done differently."""

    usual: object  # the entry of the table if nothing is wrong
    variants: tuple
    where: str | None  # the value that its line computes, in words
    like: str  # equal for the places in several layers that do the same
    statement: int  # the statement that it stands in
    name: str = ""  # of the variable that is read there
    twin: str = ""  # of an activation and of its slope: the value, in words


def entry(number):
    """The expression `_t[number]`."""
    return ast.parse(f"{TABLE}[{number}]", mode="eval").body


class Expressions(ast.NodeTransformer):
    """Sends each operation of an expression through the table."""

    def __init__(self, words, names):
        """`names` are those of all variables of the function."""
        self.words, self.names, self.sites = words, names, []
        self.where, self.statement = None, 0

    def visit(self, node):
        """Rewrite a node, by the method that has its name."""
        rewrite = getattr(self, f"_{type(node).__name__.lower()}", self.generic_visit)
        return rewrite(node)

    def through(self, node, operation, args, keywords=(), twin=None):
        """Call an entry of the table in place of the operation `node`."""
        usual, *variants = operation
        called = self._site(node, usual, variants, twin=twin)
        return ast.Call(called, list(args), list(keywords))

    def _site(self, node, usual, variants, name="", twin=None):
        like = ast.unparse(node)
        if not isinstance(node, ast.Constant):
            like = "".join(c for c in like if not c.isdigit())
        operands = self.words.of_operands(node)
        said = {
            key: "the old value" if words == self.where else words
            for key, words in operands.items()
        }
        found = tuple(_in_words(one, said) for one in variants)
        place = self.where, like, self.statement, name, twin or ""
        self.sites.append(Site(usual, found, *place))
        return entry(len(self.sites) - 1)

    def _binop(self, node):
        text, (start, end) = ast.unparse(node), SIGMOID
        if text.startswith(start) and text.endswith(end):
            z = ast.parse(text[len(start) : -len(end)], mode="eval").body
            sigmoid = OPERATIONS["sigmoid(a, b)"]
            return self.through(node, sigmoid, [node, z], twin=self.where)
        usual, *variants = OPERATIONS.get(key(node), (None,))
        if usual is None:
            return self.generic_visit(node)
        twin = None
        if ast.unparse(node.right) == f"1 - {ast.unparse(node.left)}":
            variants += OPERATIONS["slope(a, b)"][1:]
            twin = self.words.of(node.left)
        constant = isinstance(node.op, ast.Pow) and isinstance(node.right, ast.Constant)
        right = node.right if constant else self.visit(node.right)
        operands = [self.visit(node.left), right]
        return self.through(node, (usual, *variants), operands, twin=twin)

    def _unaryop(self, node):
        number = isinstance(node.operand, ast.Constant)
        if number or key(node) not in OPERATIONS:
            return self.generic_visit(node)
        return self.through(node, OPERATIONS[key(node)], [self.visit(node.operand)])

    def _compare(self, node):
        if len(node.ops) > 1 or key(node) not in OPERATIONS:
            return node
        sides = [self.visit(node.left), self.visit(node.comparators[0])]
        return self.through(node, OPERATIONS[key(node)], sides)

    def _boolop(self, node):
        truth = OPERATIONS["truth(a)"]
        node.values = [self.through(v, truth, [self.visit(v)]) for v in node.values]
        return node

    def _attribute(self, node):
        if node.attr != "T":
            return self.generic_visit(node)
        return self.through(node, OPERATIONS["turned(a)"], [self.visit(node.value)])

    def _subscript(self, node):
        if isinstance(node.ctx, ast.Load):
            return self.generic_visit(node)
        node.slice = self.visit(node.slice)
        return node

    def _call(self, node):
        operation, args, keywords = _operation(node)
        args = [self.visit(one) for one in args]
        if operation:
            return self.through(node, operation, args, keywords)
        node.args = args
        return node

    def _constant(self, node):
        if type(node.value) not in (int, float):
            return node
        number = self._site(node, None, other_numbers(node.value))
        return _unless_none(number, node, number)

    def _name(self, node):
        if not isinstance(node.ctx, ast.Load) or node.id not in self.names:
            return node
        mine = self.words.of(node) or "a value"
        others = {one: self.words.of(ast.Name(one)) for one in self.names}
        variants = [
            Variant(f"{said or 'another value'} stands where {mine} belongs", one, 1)
            for one, said in others.items()
            if one != node.id
        ]
        number = self._site(node, None, variants, node.id)
        every = ast.Call(ast.Name("locals", ast.Load()), [], [])
        return _unless_none(number, node, ast.Call(number, [every], []))

    def _lambda(self, node):
        return node  # its variables are its own

    _listcomp = _generatorexp = _lambda


def _in_words(variant, said):
    words = variant.words.format(**said)
    return variant._replace(words=words, named=words != variant.words)


def _operation(node):
    """The usual function of a call with its variants, its arguments and keywords."""
    called = ast.unparse(node.func)
    keywords = {one.arg: getattr(one.value, "value", 0) for one in node.keywords}
    name = called.removeprefix("np.")
    if name in INSTEAD and (name != called or len(node.args) == 1):
        return reduction(name, keywords), node.args, node.keywords
    for one in (called, name):
        if one in FUNCTIONS:
            return FUNCTIONS[one], node.args, node.keywords
    method = getattr(node.func, "attr", "")
    if method in INSTEAD and not node.args:
        return reduction(method, keywords), [node.func.value], node.keywords
    return None, node.args, node.keywords


def _unless_none(number, usual, other):
    test = ast.Compare(number, [ast.Is()], [ast.Constant(None)])
    return ast.IfExp(test, usual, other)
