"""A function's text written anew, so that each expression in it can be watched.

Around the expression of number k stands a call with k and its value, which gives the
value back; in each loop stands a call that ends it where it goes on for too long.
"""

import ast
from typing import NamedTuple

NOTE, TICK = "<note>", "<tick>"  # what is called: names that no program has
NOTED = (
    *(ast.Name, ast.BinOp, ast.UnaryOp, ast.BoolOp, ast.Compare, ast.IfExp),
    *(ast.Call, ast.Attribute, ast.Subscript, ast.List, ast.ListComp),
)
RETURNED = "return"  # stands for the variable of what is returned


class Expression(NamedTuple):
    """An expression of a function, and where it stands."""

    node: ast.expr
    target: str | None  # the variable that gets all of it; None if it is a part
    parents: tuple  # the numbers of the expressions around it

    @property
    def name(self):
        """The name, if it is a plain variable; "" for the others."""
        return self.node.id if isinstance(self.node, ast.Name) else ""


def watched(function):
    """Let each expression of the definition `function` be watched; return all of them.

    The syntax tree is changed in place.
    """
    watcher = _Watcher(_assigned(function))
    function.body = [watcher.visit(statement) for statement in function.body]
    return watcher.found


def ticking(function):
    """Let each loop in a definition tick, and leave out what is computed with `def`."""
    function.args.defaults, function.returns = [], None
    function.args.kw_defaults = [None] * len(function.args.kwonlyargs)
    for node in ast.walk(function):
        if isinstance(node, (ast.For, ast.While)):
            node.body.insert(0, ast.Expr(ast.Call(ast.Name(TICK, ast.Load()), [], [])))
        if isinstance(node, ast.arg):
            node.annotation = None
    return ast.fix_missing_locations(function)


def chosen_freely(function):
    """The variables whose values the author chooses: those of loops, and constants."""
    found = set()
    for node in ast.walk(function):
        if isinstance(node, (ast.For, ast.comprehension)):
            found |= _names(node.target)
        if isinstance(node, ast.Assign) and isinstance(node.value, ast.Constant):
            found |= _names(node.targets[0])
    return found


def _names(node):
    return {one.id for one in ast.walk(node) if isinstance(one, ast.Name)}


def _assigned(function):
    """The names of a function's own variables."""
    nodes = list(ast.walk(function))
    names = {
        node.id
        for node in nodes
        if isinstance(node, ast.Name) and isinstance(node.ctx, ast.Store)
    }
    return names | {node.arg for node in nodes if isinstance(node, ast.arg)}


class _Watcher(ast.NodeTransformer):
    def __init__(self, own):
        self.own, self.found, self.parents, self.targets = own, [], (), {}

    def visit(self, node):
        """Go through a statement or an expression; return what stands in its place."""
        if isinstance(node, ast.expr):
            return self._expression(node)
        if isinstance(node, (ast.FunctionDef, ast.ClassDef)):
            return node
        if isinstance(node, ast.stmt):
            self.targets = _targets(node)
            for field in ("value", "test", "iter"):
                if isinstance(value := getattr(node, field, None), ast.expr):
                    setattr(node, field, self._expression(value))
            for field in ("body", "orelse"):
                inner = [self.visit(one) for one in getattr(node, field, ())]
                if inner:
                    setattr(node, field, inner)
            return node
        return self.generic_visit(node)

    def _expression(self, node):
        stays = isinstance(node, (ast.Lambda, ast.Starred, ast.keyword))
        if stays or not isinstance(getattr(node, "ctx", ast.Load()), ast.Load):
            return node
        if isinstance(node, (ast.Name, ast.Attribute)) and self._is_outside(node):
            return node
        if not isinstance(node, NOTED):
            return self.generic_visit(node)
        number = len(self.found)
        target = self.targets.get(node)
        self.found.append(Expression(node, target, self.parents))
        self.parents = (*self.parents, number)
        if isinstance(node, ast.Call):
            self._call(node)
        else:
            self.generic_visit(node)
        self.parents = self.parents[:-1]
        noted = [ast.Constant(number), node]
        return ast.copy_location(ast.Call(ast.Name(NOTE, ast.Load()), noted, []), node)

    def _call(self, node):
        if isinstance(node.func, ast.Attribute) and not _changes(node.func):
            node.func.value = self._expression(node.func.value)
        node.args = [self._expression(one) for one in node.args]

    def _is_outside(self, node):
        """Whether it is no variable of the function, such as `np` or `np.pi`."""
        while isinstance(node, ast.Attribute):
            node = node.value
        return isinstance(node, ast.Name) and node.id not in self.own


def _changes(method):
    """Whether a method changes what it is called on."""
    return method.attr in ("append", "insert", "extend", "pop", "sort", "reverse")


def _targets(statement):
    """What a statement computes: each expression, and the variable that gets it."""
    value = getattr(statement, "value", None)
    match statement:
        case ast.Return():
            targets = [RETURNED]
        case ast.Assign(targets=[ast.Tuple() | ast.List() as several]):
            targets = [ast.unparse(one) for one in several.elts]
        case ast.Assign(targets=[target]) | ast.AnnAssign(target=target):
            targets = [ast.unparse(target)]
        case ast.Expr(ast.Call(ast.Attribute() as method, [*_, value])):
            targets = [ast.unparse(method.value)] if _changes(method) else []
        case _:
            return {}
    values = value.elts if isinstance(value, ast.Tuple) else [value]
    if len(targets) == 1:
        targets = targets * len(values)
    return dict(zip(values, targets)) if len(values) == len(targets) else {}
