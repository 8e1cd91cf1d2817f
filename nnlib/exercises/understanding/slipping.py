"""Slips as other statements: what a mistake's text puts in place of which lines."""

import ast
from difflib import SequenceMatcher


def statements_changed(tree, sources):
    """By statement of `tree`, what each of the `sources` has there, by their numbers.

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
    """Compare the bodies of two loops with the same head; else all of it is changed."""
    if isinstance(one, ast.For) and isinstance(other, ast.For):
        heads = [ast.dump(part) for f in (one, other) for part in (f.target, f.iter)]
        if heads[:2] == heads[2:]:
            _compare(one.body, other.body, blocks)
            return
    blocks[id(one)] = [other]
