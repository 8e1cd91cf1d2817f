"""Numbers that stand in place of others, and values returned in another order."""

import operator

from nnlib.exercises.understanding.operations import Variant


def other_numbers(number):
    """What stands in place of a number, as entries of the table."""
    found = [
        ("a number is one too large", number + 1, 1),
        ("a number is one too small", number - 1, 1),
        ("a number is twice as large as it should be", 2 * number, 1),
        ("a number is half as large as it should be", number / 2, 1),
        ("a number has the wrong sign", -number, 2),
    ]
    if isinstance(number, float):
        found += [
            ("a number is 0", 0.0, 1),
            ("a number is 1", 1.0, 1),
            ("a number is ten times too large", 10 * number, 2),
            ("a number is ten times too small", number / 10, 2),
        ]
    return [Variant(*one) for one in found if one[1] != number]


def other_orders(count):
    """The values that are returned, in another order."""
    found = []
    for i in range(count):
        for j in range(i + 1, count):
            order = list(range(count))
            order[i], order[j] = j, i
            found.append((f"values {i + 1} and {j + 1} change places", order))
    first = count % 2
    if count > 3:
        order = [*range(first), *range(first, count, 2), *range(first + 1, count, 2)]
        found.append(("the values stand in another order", order))
    return [Variant(words, operator.itemgetter(*order)) for words, order in found]
