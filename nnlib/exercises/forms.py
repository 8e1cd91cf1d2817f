"""What is wrong with the form of answers: values of another kind, other shapes.

What may have gone wrong is named only where it fits all cases with another shape.
"""

import math

from nnlib.exercises.calls.values import Mismatch, agree, in_words
from nnlib.exercises.messages import hint_on_form, named_case, named_value


def has_another_form(exercise, attempts):
    """Name a value that cannot be compared."""
    for attempt in attempts:
        if isinstance(attempt.found, Mismatch):
            form = attempt.found.words
            whole = "" if _is_whole(attempt, form) else " among its values"
            said = f"{named_case(attempt)} {exercise.name} returns {form}{whole}."
            return said + hint_on_form(form)
    return None


def _is_whole(attempt, form):
    """Whether all that is returned has this form, and not one of several values."""
    value = attempt.answer.value
    several = value if isinstance(value, (tuple, list)) else ()
    return form not in map(in_words, several)


def has_another_shape(exercise, attempts):
    """Name the first shape that is another one, and what may have gone wrong."""
    for attempt in attempts:
        for place, (got, right) in enumerate(zip(attempt.found, attempt.wanted)):
            if got.shape != right.shape:
                where = named_value(exercise, place, attempt)
                hint = _hint(exercise, _of_other_shape(attempts, place))
                return (
                    f"{named_case(attempt)} {where} has the shape {got.shape} in place "
                    f"of {right.shape}. {hint}".strip()
                )
    return None


def _of_other_shape(attempts, place):
    """What came, what is right and the number of samples, where the shapes differ."""
    there = [attempt for attempt in attempts if place < len(attempt.wanted)]
    triples = [(a.found[place], a.wanted[place], a.samples) for a in there]
    return [triple for triple in triples if triple[0].shape != triple[1].shape]


def _hint(exercise, triples):
    """What may have gone wrong; "" where nothing fits all of them."""

    def become_right(change):
        return all(
            agree([change(got)], [right], exercise.rtol, exercise.atol)
            for got, right, _ in triples
        )

    for fits, words in SHAPES.items():
        if all(fits(got.shape, right.shape) for got, right, _ in triples):
            return words.format(zeros="[0]" * triples[0][0].ndim)
    if all(got.shape == right.shape[::-1] for got, right, _ in triples):
        transposed = become_right(lambda got: got.T)
        return (
            "It is transposed." if transposed else "Its axes stand the other way round."
        )
    if all(n is not None for *_, n in triples):
        return _hint_on_samples(triples, become_right)
    return ""


def _hint_on_samples(triples, become_right):
    if not any(n > 1 and _is_told_apart(got, right, n) for got, right, n in triples):
        return ""
    if all(right.shape == (n, *got.shape) for got, right, n in triples):
        return "There must be one row per sample."
    if not all(got.shape == (n, *right.shape) for got, right, n in triples):
        return ""
    for name in ("sum", "mean"):
        if become_right(lambda got, name=name: getattr(got, name)(axis=0)):
            return f"The {name} over the samples is missing."
    return "It has one row per sample, and the answer has none."


def _is_told_apart(got, right, n):
    """Whether the number of samples is no other number of the shapes."""
    return (*got.shape, *right.shape).count(n) == 1


def _is_one_number(came, needed):
    return needed == () and math.prod(came) == 1


def _has_no_axes(came, needed):
    return came == ()


def _lacks_an_axis(came, needed):
    return (*came, 1) == needed


def _has_an_axis_too_many(came, needed):
    return came in ((*needed, 1), (1, *needed))


SHAPES = {
    _is_one_number: (
        "It is one number in a list or an array: take it out with {zeros}, or leave "
        "out what puts it there."
    ),
    _has_no_axes: (
        "It is one number where an array belongs: has a sum or a mean gone over too "
        "many axes? np.array([...]) makes an array of numbers."
    ),
    _lacks_an_axis: "Keep the axis: use keepdims=True, or [:, None].",
    _has_an_axis_too_many: "It has an axis too many.",
}
