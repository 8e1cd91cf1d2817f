"""Exercise 6.3: where a loss jumps between two lines of a printout."""

import numpy as np

from nnlib.exercises.exercise import Exercise
from nnlib.exercises.notebook_06.runs import printouts
from nnlib.exercises.slips import slips


def hidden_spike(losses, every):
    """The step, and how many times its loss is above both prints around it."""
    steps = np.arange(losses.size)
    left = steps - steps % every  # the print before a step
    right = left + every  # the print behind a step
    before = losses[left]  # the loss printed before
    padded = np.append(losses, np.zeros(every))
    after = padded[right]  # the loss printed behind
    level = np.maximum(before, after)  # the higher of the two losses
    ratios = losses / level  # the ratio of a step
    hidden = steps != left  # the choice of the hidden steps
    candidates = np.where(hidden, ratios, -np.inf)  # the ratio of a hidden step
    step = int(candidates.argmax())  # the step
    ratio = ratios[step]  # the ratio
    return step, ratio


MISTAKES = """
You take the largest loss of all. That is often the first one, and a printed one hides
nothing.
    candidates.argmax() -> losses.argmax()

You take the largest loss that is not printed. Early losses are high and no spikes:
compare each loss with the prints around it.
    hidden, ratios -> hidden, losses

You look for the largest height above the prints. Early losses are high, and so are
their spikes: the ratio decides.
    hidden, ratios -> hidden, losses - level

You compare with the print before only. Where the loss rises, the next print shows it: a
spike is above both.
    np.maximum(before, after) -> before

You compare with the next print only. Where a loss falls fast, all losses are far above
the next print: a spike is above both.
    np.maximum(before, after) -> np.where(after > 0, after, before)

You compare with the lower of the two prints. A spike is above both, so the higher one
decides.
    np.maximum(before, after) -> np.where(after > 0, np.minimum(before, after), before)

You compare with the mean of the two prints. A spike is above both, so the higher one
decides.
    np.maximum(before, after) -> np.where(after > 0, (before + after) / 2, before)

You look for the largest rise from one step to the next. The top of a spike may come
some steps later, and it may be printed.
    candidates.argmax() -> np.diff(losses).argmax() + 1

You stop at the last print. The run may go on behind it; there only the print before is
known.
    steps != left -> (steps != left) & (right < losses.size)

You take the last loss for a printed one. Printed are the multiples of `every`, and the
run may end between two of them.
    padded[right] -> losses[np.minimum(right, losses.size - 1)]

Where no loss is above its prints, you return a printed step. Asked is the largest ratio
among the other steps, even if it is below 1.
    candidates.argmax() -> ratios.argmax()

Your step is one too early. If you cut out what lies between two prints, the first loss
in it belongs to the step after the print.
    return step, ratio -> return step - 1, ratio

You count the steps from the print before. Count from the start of the run.
    return step, ratio -> return step % every, ratio

The second value is the loss itself. Asked is how many times it is as high as the higher
print.
    ratio = ratios[step] -> ratio = losses[step]

The second value is the height above the print. Asked is a ratio.
    ratio = ratios[step] -> ratio = losses[step] - level[step]

The two values stand in the wrong order: first the step.
    return step, ratio -> return ratio, step
"""

EXERCISE = Exercise(
    id="6.3",
    title="A spike between two prints",
    points=3,
    minutes=12,
    reference=hidden_spike,
    cases=printouts,
    mistakes=slips(hidden_spike, MISTAKES),
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
