"""What is wrong with the shape or form of an answer, and what to do about it.

Each hint is one sentence, or nothing where several causes are as likely.
"""

import math


def hint_on(came, needed, samples):
    """Say what may have gone wrong with a shape; "" where it is not clear.

    came     the shape of the answer
    needed   the shape of the right answer
    samples  the number of samples
    """
    if came == needed[::-1]:
        return "It is transposed."
    if needed == () and math.prod(came) == 1:
        return (
            "It is one number in a list or an array: take it out with "
            f"{'[0]' * len(came)}, or leave out what puts it there."
        )
    if came == ():
        return (
            "It is one number where an array belongs: has a sum or a mean gone over "
            "too many axes? np.array([...]) makes an array of numbers."
        )
    if (*came, 1) == needed:
        return "Keep the axis: use keepdims=True, or [:, None]."
    if came == (*needed, 1):
        return "It has an axis too many."
    if needed == (samples, *came):
        return "There must be one row per sample."
    if came == (samples, *needed):
        return "The sum over the samples is missing."
    return ""


def hint_on_form(words):
    """Explain a generator or a coroutine, which nobody means to return; else ""."""
    if words == "a generator":
        return (
            " It holds no values yet: write `return` in place of `yield`, or [...] in "
            "place of (...)."
        )
    if words in ("a coroutine", "an async_generator"):
        return " It comes of `async` before `def`: leave that out."
    return ""
