"""Exercise 6.3: where a loss jumps between two lines of a printout."""

import numpy as np

from nnlib.exercises.exercise import Exercise, WrongAnswer
from nnlib.exercises.notebook_06.runs import printouts


def hidden_spike(losses, every):
    """The step, and how many times its loss is above both prints around it."""
    before, after = prints(losses, every)
    return highest(losses / np.maximum(before, after), every)


def prints(losses, every):
    """The printed losses before and after each step, 0 where none comes after."""
    start = np.arange(losses.size) // every * every
    return losses[start], np.append(losses, np.zeros(every))[start + every]


def highest(times, every):
    """The step of the largest of `times` that is not printed, and that number."""
    step = hidden(times, every).argmax()
    return int(step), times[step]


def judged_at(step, losses, every):
    """A step, and how many times its loss is above both prints around it."""
    return int(step), losses[step] / np.maximum(*prints(losses, every))[step]


def hidden(values, every):
    """The values, those of the printed steps far below all others."""
    return np.where(np.arange(values.size) % every == 0, -np.inf, values)


def largest_hidden(losses, every):
    """The largest loss that is not printed, beside its prints."""
    step = hidden(losses, every).argmax()
    return judged_at(step, losses, every)


def tallest(losses, every):
    """The loss that is farthest above its prints, by difference."""
    heights = hidden(losses - np.maximum(*prints(losses, every)), every)
    return judged_at(heights.argmax(), losses, every)


def beside(combine):
    """Judge each loss by another combination of the prints around it."""
    return lambda losses, every: highest(
        losses / combine(*prints(losses, every)), every
    )


def largest_of_all(losses, every):
    """The largest loss, printed or not."""
    step = losses.argmax()
    return judged_at(step, losses, every)


def longest_jump(losses, every):
    """The step onto which the loss rises most."""
    step = np.diff(losses).argmax() + 1
    return judged_at(step, losses, every)


def without_the_end(losses, every):
    """Stop at the last print."""
    end = (losses.size - 1) // every * every + 1
    return hidden_spike(losses[:end], every) if end > 1 else (0, 1.0)


def with_the_last_printed(losses, every):
    """Take the last loss for a printed one."""
    before, after = prints(losses, every)
    return highest(
        losses / np.maximum(before, np.where(after > 0, after, losses[-1])), every
    )


def printed_too(losses, every):
    """Look at the printed steps as well."""
    times = losses / np.maximum(*prints(losses, every))
    return int(times.argmax()), times.max()


EXERCISE = Exercise(
    id="6.3",
    title="A spike between two prints",
    points=3,
    minutes=12,
    reference=hidden_spike,
    cases=printouts,
    mistakes=(
        WrongAnswer(
            "You take the largest loss of all. That is often the first one, and a "
            "printed one hides nothing.",
            largest_of_all,
        ),
        WrongAnswer(
            "You take the largest loss that is not printed. Early losses are high and "
            "no spikes: compare each loss with the prints around it.",
            largest_hidden,
        ),
        WrongAnswer(
            "You look for the largest height above the prints. Early losses are high, "
            "and so are their spikes: the ratio decides.",
            tallest,
        ),
        WrongAnswer(
            "You compare with the print before only. Where the loss rises, the next "
            "print shows it: a spike is above both.",
            beside(lambda before, after: before),
        ),
        WrongAnswer(
            "You compare with the next print only. Where a loss falls fast, all losses "
            "are far above the next print: a spike is above both.",
            beside(lambda before, after: np.where(after > 0, after, before)),
        ),
        WrongAnswer(
            "You compare with the lower of the two prints. A spike is above both, so "
            "the higher one decides.",
            beside(
                lambda before, after: np.where(
                    after > 0, np.minimum(before, after), before
                )
            ),
        ),
        WrongAnswer(
            "You compare with the mean of the two prints. A spike is above both, so "
            "the higher one decides.",
            beside(
                lambda before, after: np.where(after > 0, (before + after) / 2, before)
            ),
        ),
        WrongAnswer(
            "You look for the largest rise from one step to the next. The top of a "
            "spike may come some steps later, and it may be printed.",
            longest_jump,
        ),
        WrongAnswer(
            "You stop at the last print. The run may go on behind it; there only the "
            "print before is known.",
            without_the_end,
        ),
        WrongAnswer(
            "You take the last loss for a printed one. Printed are the multiples of "
            "`every`, and the run may end between two of them.",
            with_the_last_printed,
        ),
        WrongAnswer(
            "Where no loss is above its prints, you return a printed step. Asked is "
            "the largest ratio among the other steps, even if it is below 1.",
            printed_too,
        ),
        WrongAnswer(
            "Your step is one too early. If you cut out what lies between two prints, "
            "the first loss in it belongs to the step after the print.",
            lambda losses, every: (
                hidden_spike(losses, every)[0] - 1,
                hidden_spike(losses, every)[1],
            ),
        ),
        WrongAnswer(
            "You count the steps from the print before. Count from the start of the "
            "run.",
            lambda losses, every: (
                hidden_spike(losses, every)[0] % every,
                hidden_spike(losses, every)[1],
            ),
        ),
        WrongAnswer(
            "The second value is the loss itself. Asked is how many times it is as "
            "high as the higher print.",
            lambda losses, every: (k := hidden_spike(losses, every)[0], losses[k]),
        ),
        WrongAnswer(
            "The second value is the height above the print. Asked is a ratio.",
            lambda losses, every: (
                step := hidden_spike(losses, every)[0],
                losses[step] - np.maximum(*prints(losses, every))[step],
            ),
        ),
        WrongAnswer(
            "The two values stand in the wrong order: first the step.",
            lambda losses, every: hidden_spike(losses, every)[::-1],
        ),
    ),
    hints=(
        "For one step first: which printed steps stand before and after it? `//` "
        "tells. What if there is none after it?",
        "The print before step s is at `s // every * every`, the next one `every` "
        "steps later. Divide the loss by the larger of the two printed losses.",
        "Do so for all steps that are not printed, and keep the largest ratio and its "
        "step, in a loop or with `argmax`.",
    ),
    right="At H = 10 of section 5 it finds the spike that the source did not print.",
)
