"""Statements rewritten so that operations and slips go through a table."""

import ast
import operator

from nnlib.exercises.understanding.expressions import Expressions, Site, entry
from nnlib.exercises.understanding.numbers import other_orders
from nnlib.exercises.understanding.operations import OPERATIONS

ANSWER = "the answer"
SLIP = "a slip"  # what the site of a slip is like


class Rewriter(Expressions):
    """Sends the operations of a function through the table, and its statements."""

    def __init__(self, tree, words, changed):
        """`changed` has, by statement, what slips put there, by their numbers."""
        names = (node for node in ast.walk(tree) if isinstance(node, ast.Name))
        stored = [node.id for node in names if isinstance(node.ctx, ast.Store)]
        super().__init__(words, dict.fromkeys([*words.parameters, *stored]))
        self._changed = changed
        tree.body = self._block(tree.body)

    def _block(self, statements):
        found = []
        for statement in statements:
            self.statement, self.where = id(statement), None
            new = self.visit(statement)
            where = ANSWER if isinstance(statement, ast.Return) else None
            for test, block in self._slips(statement, where):
                new = ast.If(test, block or [ast.Pass()], [new])
            found.append(new)
        return found

    def _slips(self, part, where=None):
        """Pairs of a test, whether a slip is made, and what it puts in place."""
        slips = self._changed.get(id(part), {})
        if slips:
            self.sites.append(Site(None, (), where, SLIP, id(part)))
        for number, instead in slips.items():
            key = entry(len(self.sites) - 1)
            yield ast.Compare(key, [ast.Eq()], [ast.Constant(number)]), instead

    def _head(self, part, usual):
        for test, instead in self._slips(part):
            usual = ast.IfExp(test, instead, usual)
        return usual

    def _assign(self, node):
        target = node.targets[0]
        whole = target.value if isinstance(target, ast.Subscript) else target
        self.where = self.words.of(whole)
        node.value = self.visit(node.value)
        return node

    def _augassign(self, node):
        read = ast.parse(ast.unparse(node.target), mode="eval").body
        value = ast.BinOp(read, node.op, node.value)
        return self._assign(ast.Assign([node.target], value))

    def _expr(self, node):
        if isinstance(getattr(node.value, "func", None), ast.Attribute):
            self.where = self.words.of(node.value.func.value)  # it appends
        return self.generic_visit(node)

    def _return(self, node):
        self.where = ANSWER
        if not isinstance(node.value, ast.Tuple):
            node.value = self._returned(node.value)
            return node
        values = []
        for place, value in enumerate(node.value.elts, 1):
            self.where = f"value {place} of {ANSWER}"
            values.append(self._returned(value))
        self.where = ANSWER
        kept, orders = operator.itemgetter(slice(None)), other_orders(len(values))
        new = [ast.Tuple(values, ast.Load())]
        node.value = self.through(node.value, (kept, *orders), new)
        return node

    def _returned(self, value):
        return self.through(value, OPERATIONS["returned(a)"], [self.visit(value)])

    def _for(self, node):
        usual = node.iter if isinstance(node.iter, ast.Name) else self.visit(node.iter)
        usual = self._head(node.iter, usual)
        node.iter = self.through(node.iter, OPERATIONS["passes(a)"], [usual])
        node.body = self._block(node.body)
        return node

    def _if(self, node):
        self.where = "a condition"
        node.test = self._head(node.test, self.visit(node.test))
        node.body, node.orelse = self._block(node.body), self._block(node.orelse)
        return node

    def _while(self, node):
        return node  # with a mistake in it, it might never end
