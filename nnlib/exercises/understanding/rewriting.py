"""The worked solution rewritten once, so that each operation goes through a table.

`a @ b` becomes `_t[7](a, b)`. A mistake is another entry of the table, and two mistakes
are two other entries: nothing is compiled again.
"""

import ast
import operator
from typing import NamedTuple

import numpy as np

from nnlib.exercises.understanding import functions, operations
from nnlib.exercises.understanding.operations import OFTEN, SOMETIMES, Variant, turned

TABLE, ANSWER = "_t", "the answer"


class Site(NamedTuple):
    """A place where something can be done differently."""

    usual: object  # the entry of the table if nothing is wrong
    variants: tuple
    where: str | None  # the value that its line computes, in words
    like: str  # equal for the places in several layers that do the same
    statement: int  # the statement that it stands in
    name: str = ""  # of the variable that is read there


def entry(number):
    """The expression `_t[number]`."""
    return ast.parse(f"{TABLE}[{number}]", mode="eval").body


class Rewriter(ast.NodeTransformer):
    """Sends each operation of a function through the table."""

    def __init__(self, tree, words, changed):
        """`changed` has, by statement, what slips put in its place, by their numbers."""
        self.sites, self.words, self._changed = [], words, changed
        stored = (n for n in ast.walk(tree) if isinstance(n, ast.Name))
        stored = [n.id for n in stored if isinstance(n.ctx, ast.Store)]
        self.names = dict.fromkeys([*words.parameters, *stored])
        self._where, self._statement = None, 0
        tree.body = self._block(tree.body)

    def _site(self, node, usual, variants, name=""):
        like = "".join(c for c in ast.unparse(node) if not c.isdigit())
        said = _operands(node, self.words)
        found = tuple(one._replace(words=one.words.format(**said)) for one in variants)
        place = self._where, like, self._statement, name
        self.sites.append(Site(usual, found, *place))
        return entry(len(self.sites) - 1)

    def _through(self, node, variants, args, keywords=()):
        usual, *others = variants
        called = self._site(node, usual, others)
        return ast.Call(called, list(args), list(keywords))

    # statements

    def _block(self, statements):
        found = []
        for statement in statements:
            self._statement, self._where = id(statement), None
            new = self.visit(statement)
            for number, block in self._changed.get(id(statement), {}).items():
                key = entry(len(self.sites))
                test = ast.Compare(key, [ast.Eq()], [ast.Constant(number)])
                new = ast.If(test, block or [ast.Pass()], [new])
            if id(statement) in self._changed:
                answer = ANSWER if isinstance(statement, ast.Return) else None
                self.sites.append(Site(None, (), answer, "", id(statement)))
            found.append(new)
        return found

    def visit_Assign(self, node):
        target = node.targets[0]
        whole = target.value if isinstance(target, ast.Subscript) else target
        self._where = self.words.of(whole)
        node.value = self.visit(node.value)
        return node

    def visit_AugAssign(self, node):
        target = ast.unparse(node.target)
        expression = ast.BinOp(ast.parse(target, mode="eval").body, node.op, node.value)
        return self.visit_Assign(ast.Assign([node.target], expression))

    def visit_Expr(self, node):
        if isinstance(getattr(node.value, "func", None), ast.Attribute):
            self._where = self.words.of(node.value.func.value)  # it appends
        return self.generic_visit(node)

    def visit_Return(self, node):
        self._where = ANSWER
        if not isinstance(node.value, ast.Tuple):
            node.value = self._returned(node.value)
            return node
        values = node.value.elts
        new = ast.Tuple([self._returned(one) for one in values], ast.Load())
        kept = operator.itemgetter(slice(None))
        orders = operations.orders(len(values))
        node.value = self._through(node.value, (kept, *orders), [new])
        return node

    def _returned(self, value):
        return self._through(value, operations.RETURNED, [self.visit(value)])

    def visit_For(self, node):
        usual = node.iter if isinstance(node.iter, ast.Name) else self.visit(node.iter)
        node.iter = self._through(node.iter, operations.LOOP, [usual])
        node.body = self._block(node.body)
        return node

    def visit_If(self, node):
        self._where = "a condition"
        node.test = self.visit(node.test)
        node.body, node.orelse = self._block(node.body), self._block(node.orelse)
        return node

    def visit_While(self, node):
        return node  # it might never end

    visit_ListComp = visit_GeneratorExp = visit_Lambda = visit_FunctionDef = visit_While

    # expressions

    def visit_BinOp(self, node):
        if z := _sum_in_sigmoid(node):
            return self._through(node, operations.SIGMOID, [node, z])
        variants = operations.BINARY.get(type(node.op))
        if variants is None:
            return self.generic_visit(node)
        if ast.unparse(node.right) == f"1 - {ast.unparse(node.left)}":
            variants = (*variants, *operations.SLOPE)
        left, right = self.visit(node.left), self._exponent(node)
        return self._through(node, variants, [left, right])

    def _exponent(self, node):
        plain = isinstance(node.op, ast.Pow) and isinstance(node.right, ast.Constant)
        return node.right if plain else self.visit(node.right)

    def visit_UnaryOp(self, node):
        if type(node.op) not in operations.UNARY or isinstance(
            node.operand, ast.Constant
        ):
            return self.generic_visit(node)
        operand = self.visit(node.operand)
        return self._through(node, operations.UNARY[type(node.op)], [operand])

    def visit_Compare(self, node):
        sides = [self.visit(node.left), self.visit(node.comparators[0])]
        variants = operations.COMPARE.get(type(node.ops[0]))
        if variants is None or len(node.ops) > 1:
            return node
        return self._through(node, variants, sides)

    def visit_BoolOp(self, node):
        usual = [self.visit(value) for value in node.values]
        node.values = [
            self._through(one, (bool, operations.CONDITION), [value])
            for one, value in zip(node.values, usual)
        ]
        return node

    def visit_Attribute(self, node):
        if node.attr != "T":
            return self.generic_visit(node)
        variants = turned, operations.TRANSPOSE
        return self._through(node, variants, [self.visit(node.value)])

    def visit_Subscript(self, node):
        if isinstance(node.ctx, ast.Load):
            return self.generic_visit(node)
        node.slice = self.visit(node.slice)
        return node

    def visit_Call(self, node):
        variants, args, keywords = self._call(node)
        args = [self.visit(one) for one in args]
        if not variants:
            node.args = args
            return node
        return self._through(node, variants, args, keywords)

    def _call(self, node):
        called = ast.unparse(node.func)
        name = called.removeprefix("np.")
        keywords = {one.arg: getattr(one.value, "value", 0) for one in node.keywords}
        if name in functions.INSTEAD and (name != called or len(node.args) == 1):
            usual, variants = functions.reduction(name, keywords)
            return (usual, *variants), node.args, node.keywords
        if name == "len":
            return (len, *functions.LENGTH), node.args, ()
        if name in functions.FUNCTIONS:
            usual = operator.attrgetter(name)(np)
            return (usual, *functions.FUNCTIONS[name]), node.args, node.keywords
        method = getattr(node.func, "attr", "")
        if method in functions.INSTEAD and not node.args:
            usual, variants = functions.reduction(method, keywords)
            return (usual, *variants), [node.func.value], node.keywords
        return (), node.args, node.keywords

    def visit_Constant(self, node):
        if type(node.value) not in (int, float):
            return node
        variants = operations.numbers(node.value)
        key = self._site(node, None, variants)
        return _if_none(key, node, key)

    def visit_Name(self, node):
        if not isinstance(node.ctx, ast.Load) or node.id not in self.names:
            return node
        mine = self.words.of(node) or "a value"
        variants = [
            Variant(_exchanged(self.words.of(ast.Name(one)), mine), one, SOMETIMES)
            for one in self.names
            if one != node.id
        ]
        key = self._site(node, None, variants, node.id)
        every = ast.Call(ast.Name("locals", ast.Load()), [], [])
        return _if_none(key, node, ast.Call(key, [every], []))


def _exchanged(other, mine):
    return f"{other or 'another value'} stands where {mine} belongs"


def _if_none(key, usual, other):
    test = ast.Compare(key, [ast.Is()], [ast.Constant(None)])
    return ast.IfExp(test, usual, other)


def _operands(node, words):
    """What the two operands are called, or the only one."""
    operation = type(getattr(node, "op", None))
    unknown = {ast.Add: "a term", ast.Sub: "a term", ast.Div: "a number"}
    generic = unknown.get(operation, "a factor")
    operands = {"left": "left", "right": "right", "it": "value"}
    said = {}
    for key, field in operands.items():
        operand = getattr(node, field, None)
        known = words.of(operand) if isinstance(operand, ast.AST) else None
        said[key] = known or generic
    return said


def _sum_in_sigmoid(node):
    """The z in 1 / (1 + np.exp(-z)); None for other expressions."""
    text = ast.unparse(node)
    start, end = "1 / (1 + np.exp(-", "))"
    if text.startswith(start) and text.endswith(end):
        return ast.parse(text[len(start) : -len(end)], mode="eval").body
    return None
