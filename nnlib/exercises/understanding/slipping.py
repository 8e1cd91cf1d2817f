"""Slips as other statements: what a mistake's text puts in place of which lines."""

import ast
from difflib import SequenceMatcher


def statements_changed(tree, sources):
    """By part of `tree`, what each of the `sources` has there, by their numbers.

    A part is a statement, and has a block in its place, or the head of a loop.
    A source is the text of the same function with a slip.
    """
    found = {}
    for number, source in enumerate(sources):
        (other,) = ast.parse(source).body
        blocks = {}
        _compare(tree.body, other.body, blocks)
        for statement, block in blocks.items():
            found.setdefault(statement, {})[number] = block
    return found


def _compare(old, new, blocks):
    before, after = (list(map(ast.dump, block)) for block in (old, new))
    matcher = SequenceMatcher(None, before, after, autojunk=False)
    for tag, i, end, j, last in matcher.get_opcodes():
        if tag == "insert":
            behind = i == len(old)  # behind the last statement of a loop
            one = old[i - behind]
            block = blocks.setdefault(id(one), [one])
            block[len(block) if behind else 0 : 0] = new[j:last]
        elif tag == "replace" and end - i == last - j:
            for one, other in zip(old[i:end], new[j:last]):
                _compare_within(one, other, blocks)
        elif tag != "equal":
            blocks |= {id(one): [] for one in old[i:end]}
            blocks[id(old[i])] = new[j:last]


def _compare_within(one, other, blocks):
    """Compare the heads and the bodies of two loops, else all of it is changed."""
    loops = isinstance(one, ast.For) and isinstance(other, ast.For)
    tests = isinstance(one, ast.If) and isinstance(other, ast.If)
    if not tests and not (loops and _same_loop(one.target, other)):
        blocks[id(one)] = [other]
    else:
        head = "iter" if loops else "test"
        before, after = getattr(one, head), getattr(other, head)
        if ast.dump(before) != ast.dump(after):
            blocks[id(before)] = after
        _compare(one.body, other.body, blocks)
        _compare(one.orelse, other.orelse, blocks)


def _same_loop(target, other):
    """Whether a loop has the same variable, or does not use its own."""
    nodes = (node for one in other.body for node in ast.walk(one))
    names = {node.id for node in nodes if isinstance(node, ast.Name)}
    own = ast.unparse(other.target)
    return ast.unparse(target) == own or own not in names
