"""A function's text written anew, so that each expression in it can be watched.

Around expression number k stands a call with k and its value, which gives the value
back; in each loop stands a call that ends what goes on for too long.
"""

import ast
from typing import NamedTuple

NOTE, TICK = "<note>", "<tick>"  # what is called: names that no program has
NOTED = (
    *(ast.Name, ast.BinOp, ast.UnaryOp, ast.BoolOp, ast.Compare, ast.IfExp),
    *(ast.Call, ast.Attribute, ast.Subscript, ast.List, ast.ListComp),
)
CHANGING = ("append", "extend", "insert", "pop", "reverse", "sort")  # their object
RETURNED = "return"  # stands for the variable of what is returned


class Expression(NamedTuple):
    """An expression of a function, and where it stands."""

    node: ast.expr
    parents: tuple  # the numbers of the expressions around it
    target: str = ""  # the variable that gets all of it; "" for a part
    alone: bool = False  # whether the variable gets nothing else

    @property
    def name(self):
        """The name of a plain variable; "" for other expressions."""
        return self.node.id if isinstance(self.node, ast.Name) else ""

    @property
    def calls_argument(self):
        """Whether it calls what the function was given or made."""
        node = self.node
        return isinstance(node, ast.Call) and isinstance(node.func, ast.Name)


def watched(function):
    """Let each expression of the definition `function` be watched; return all of them.

    The syntax tree is changed in place.
    """
    watcher = _Watcher(variables_of(function).all)
    function.body = [watcher.visit(statement) for statement in function.body]
    return watcher.found


def ticking(function):
    """Let each loop in a definition tick, and leave out what `def` itself computes."""
    function.args.defaults, function.returns = [], None
    function.args.kw_defaults = [None] * len(function.args.kwonlyargs)
    for node in ast.walk(function):
        if isinstance(node, (ast.FunctionDef, ast.For, ast.While)):
            steps = [ast.Constant(_work_in(node))]
            tick = ast.Call(ast.Name(TICK, ast.Load()), steps, [])
            node.body.insert(0, ast.Expr(tick))
        if isinstance(node, ast.arg):
            node.annotation = None
    return ast.fix_missing_locations(function)


def _work_in(node):
    """How many steps a function or a loop takes, besides those that are watched."""
    inner = list(ast.walk(node))
    if any(isinstance(one, ast.Name) and one.id == NOTE for one in inner):
        return 1
    return 1 + sum(isinstance(one, (ast.BinOp, ast.Call)) for one in inner)


class Variables(NamedTuple):
    """The names of a function's own variables, of several kinds."""

    all: set
    settled: set  # that get a value once, before all loops or between them
    constants: set  # that get a number, once
    indices: set  # of loops


def variables_of(function):
    """The variables of a definition."""
    nodes = list(ast.walk(function))
    loops = [one for one in nodes if isinstance(one, (ast.For, ast.While))]
    inside = {id(one) for loop in loops for one in ast.walk(loop)}
    stores = [one for one in nodes if isinstance(one, ast.Name) and _is_stored(one)]
    names = [one.id for one in stores]
    arguments = {one.arg for one in nodes if isinstance(one, ast.arg)}
    once = {one.id for one in stores if names.count(one.id) == 1} - arguments
    settled = once - {one.id for one in stores if id(one) in inside}
    numbers = {
        one.targets[0].id
        for one in nodes
        if isinstance(one, ast.Assign) and isinstance(one.value, ast.Constant)
        if isinstance(one.targets[0], ast.Name)
    }
    counted = {
        inner.id
        for one in nodes
        if isinstance(one, (ast.For, ast.comprehension))
        for inner in ast.walk(one.target)
        if inner in stores
    }
    return Variables(
        all=arguments | {*names},
        settled=settled | (arguments - {*names}),
        constants=settled & numbers,
        indices=counted,
    )


def _is_stored(node):
    return isinstance(node.ctx, ast.Store)


class _Watcher(ast.NodeTransformer):
    def __init__(self, own):
        self.own, self.found, self.parents, self.targets = own, [], (), {}

    def visit(self, node):
        """Go through a statement or an expression; return what takes its place."""
        if isinstance(node, ast.expr):
            return self._expression(node)
        if isinstance(node, (ast.FunctionDef, ast.ClassDef)):
            return node
        if not isinstance(node, ast.stmt):
            return self.generic_visit(node)
        self.targets = _targets(node)
        for field in ("value", "test", "iter"):
            if isinstance(value := getattr(node, field, None), ast.expr):
                setattr(node, field, self._expression(value))
        for field in ("body", "orelse"):
            if inner := getattr(node, field, None):
                setattr(node, field, [self.visit(one) for one in inner])
        return node

    def _expression(self, node):
        if isinstance(node, (ast.Lambda, ast.Starred)) or self._is_outside(node):
            return node
        if not isinstance(node, NOTED):
            return self.generic_visit(node)
        number = len(self.found)
        self.found.append(Expression(node, self.parents, *self.targets.get(node, ())))
        self.parents = (*self.parents, number)
        if isinstance(node, ast.Call):
            if isinstance(node.func, ast.Attribute) and node.func.attr not in CHANGING:
                node.func.value = self._expression(node.func.value)
            node.args = [self._expression(one) for one in node.args]
        else:
            self.generic_visit(node)
        self.parents = self.parents[:-1]
        noted = [ast.Constant(number), node]
        return ast.copy_location(ast.Call(ast.Name(NOTE, ast.Load()), noted, []), node)

    def _is_outside(self, node):
        """Whether it is no value of the function, such as `np`, `np.pi`, or `W =`."""
        while isinstance(node, ast.Attribute):
            node = node.value
        stored = not isinstance(getattr(node, "ctx", ast.Load()), ast.Load)
        return stored or (isinstance(node, ast.Name) and node.id not in self.own)


def _targets(statement):
    """Which expressions a statement computes, each with its `target` and `alone`."""
    value = getattr(statement, "value", None)
    match statement:
        case ast.Return():
            targets = [RETURNED]
        case ast.Assign(targets=[ast.Tuple() | ast.List() as several]):
            targets = [ast.unparse(one) for one in several.elts]
        case ast.Assign(targets=[target]) | ast.AnnAssign(target=target):
            targets = [ast.unparse(target)]
        case ast.Expr(ast.Call(ast.Attribute(attr=attr) as method, [*_, value])):
            targets = [ast.unparse(method.value)] * (attr in CHANGING)
        case _:
            return {}
    values = value.elts if isinstance(value, ast.Tuple) else [value]
    alone = len(targets) == len(values) and not isinstance(statement, ast.Expr)
    if len(targets) == 1:
        targets *= len(values)
    return (
        dict(zip(values, zip(targets, [alone] * len(values))))
        if len(targets) == len(values)
        else {}
    )
