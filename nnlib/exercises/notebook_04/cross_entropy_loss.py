"""Exercise 4.3: softmax and cross-entropy in one loss, on pre-activations."""

import numpy as np

from nnlib.exercises.exercise import Exercise
from nnlib.exercises.notebook_04.batches import FOUR_DIGITS, pairs
from nnlib.exercises.slips import slips

ADDED = ("1e-6", "1e-7", "1e-8", "1e-9", "1e-10", "1e-12", "1e-15", "1e-16", "1e-20")


def cross_entropy_loss(Z, Y):
    """The mean over samples of −Σ y ln p."""
    m = Z.max(axis=1, keepdims=True)  # what is subtracted
    E = np.exp(Z - m)  # the exponential
    total = E.sum(axis=1, keepdims=True)  # the sum of the exponentials
    lse = m + np.log(total)  # log-sum-exp
    log_p = Z - lse  # ln p
    losses = -(Y * log_p).sum(axis=1)  # the loss of a sample
    loss = losses.sum() / len(Z)  # the loss
    return loss


SMALL_NUMBERS = "\n".join(
    f"""\
There is a {add} in the logarithm. It hides the inf and puts a wrong number in its
place: a net that is surely wrong has a loss of about the distance of its z. Compute
ln p from z.
    Z - lse -> np.log(E / total + {add})
"""
    for add in ADDED
)

MISTAKES = f"""
You form p first and then take its logarithm. Where p is too small it is stored as 0,
and the loss becomes inf or nan. Compute ln p from z.
    Z - lse -> np.log(E / total)

You form p as on paper: it overflows. Compute ln p from z, with log-sum-exp.
    Z - m -> Z
    Z - lse -> np.log(E / total)

{SMALL_NUMBERS}
Where p is stored as 0 you put 0 in the place of ln p. So a net that is surely wrong has
no loss at all. Compute ln p from z.
    Z - lse -> np.log(np.where(E > 0, E / total, 1))

You leave out what is nan. But where p is stored as 0 the loss can still be inf. Compute
ln p from z.
    Z - lse -> np.log(E / total)
    (Y * log_p).sum(axis=1) -> np.nansum(Y * log_p, axis=1)

You take the largest z of the whole batch out of the sum. In a row that lies far below
it every exp becomes 0, and the logarithm −inf.
    Z.max(axis=1, keepdims=True) -> Z.max()

You subtract m inside log-sum-exp and do not add it again.
    m + np.log(total) -> np.log(total)

(1 − y) ln(1 − p) belongs to a single output with σ. Over the classes of a softmax it is
−Σ y ln p alone.
    log_p = Z - lse -> P = E / total; log_p = np.log(P)
    Y * log_p -> Y * log_p + (1 - Y) * np.log(1 - P)

You add up the samples. The loss is their mean.
    / len(Z) ->

You take the mean over samples and classes. Add up the classes; the mean is over the
samples only.
    / len(Z) -> / Z.size

You return one number per sample. The loss of a batch is one number, their mean.
    return loss -> return losses

Your loss is negative. ln p is never positive, so a minus belongs before the sum.
    -(Y * log_p) -> (Y * log_p)

Softmax is applied twice. Section 3 has this mistake: the loss cannot come down to where
it belongs.
    np.exp(Z - m) -> np.exp(Z - m); Z = E / E.sum(axis=1, keepdims=True); E = np.exp(Z)
    m + np.log(total) -> np.log(total)

Log-sum-exp counts once for every class in your sum. Y multiplies all of ln p = z −
log-sum-exp(z): set brackets.
    -(Y * log_p) -> (lse - Y * Z)

Only the class with the largest y counts in your loss. With soft targets every class has
its share: Σ y ln p.
    Y * log_p -> np.eye(Y.shape[1])[Y.argmax(axis=1)] * log_p

Your logarithm has the base 2. Here ln is meant, np.log.
    Z - lse -> (Z - lse) / np.log(2)

p and y have changed places: it is −Σ y ln p.
    Y * log_p -> E / total * np.log(Y)

The entropy of the target is subtracted. That distance is useful too, but the
cross-entropy of a perfect net is the entropy, not 0.
    Y * log_p -> Y * (log_p - np.log(np.where(Y > 0, Y, 1)))

You judge each output on its own by a σ. Here the classes share one softmax.
    -(Y * log_p) -> (np.logaddexp(0, Z) - Y * Z)
"""

EXERCISE = Exercise(
    id="4.3",
    title="Cross-entropy",
    points=3,
    minutes=8,
    reference=cross_entropy_loss,
    cases=pairs,
    rtol=FOUR_DIGITS,
    mistakes=slips(cross_entropy_loss, MISTAKES),
    hints=(
        "For one sample it is −Σ y ln p. Section 6 says how to get ln p from z "
        "without p.",
        "Write ln p as `Z - log_sum_exp(Z)`, with your own function from the exercise "
        "before. Multiply by Y, add up, and mind the sign.",
        "The sum over everything is n times too large: divide by `len(Z)`.",
    ),
    right="This is what `torch.nn.CrossEntropyLoss` computes, and it takes z too.",
)
