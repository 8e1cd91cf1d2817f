"""Exercise 4.3: softmax and cross-entropy in one loss, on pre-activations."""

import numpy as np

from nnlib.exercises.exercise import Exercise, WrongAnswer
from nnlib.exercises.notebook_04.batches import FOUR_DIGITS, pairs
from nnlib.exercises.notebook_04.softmax import softmax_on_paper
from nnlib.losses import log_sum_exp, softmax, softmax_cross_entropy

ADDED = ("1e-6", "1e-7", "1e-8", "1e-9", "1e-10", "1e-12", "1e-15", "1e-16", "1e-20")


def cross_entropy_loss(Z, Y):
    """The mean over samples of −Σ y ln p."""
    return softmax_cross_entropy(Z, Y)


def log_p(Z):
    """The logarithm of p, without p."""
    return Z - log_sum_exp(Z)


def log_p_on_paper(Z):
    """The same with exp as it stands."""
    return Z - np.log(np.exp(Z).sum(axis=1, keepdims=True))


def largest_only(Y):
    """The target of those who look for the class with the largest y."""
    return np.eye(Y.shape[1])[Y.argmax(axis=1)]


def of_log_of(p_of, add=0.0):
    """The loss of those who form p first, and perhaps add a little to it."""
    return lambda Z, Y: -(Y * np.log(p_of(Z) + add)).sum() / len(Z)


EXERCISE = Exercise(
    id="4.3",
    title="Cross-entropy",
    points=3,
    minutes=8,
    reference=cross_entropy_loss,
    cases=pairs,
    rtol=FOUR_DIGITS,
    mistakes=(
        WrongAnswer(
            "You form p first and then take its logarithm. Where p is too small it is "
            "stored as 0, and the loss becomes inf or nan. Compute ln p from z.",
            of_log_of(softmax),
        ),
        WrongAnswer(
            "You form p as on the blackboard: it overflows. Compute ln p from z, with "
            "log-sum-exp.",
            of_log_of(softmax_on_paper),
        ),
        *(
            WrongAnswer(
                f"There is a {add} in the logarithm. It hides the inf and puts a wrong "
                "number in its place: a net that is surely wrong has a loss of about "
                "the distance of its z. Compute ln p from z.",
                of_log_of(softmax, float(add)),
            )
            for add in ADDED
        ),
        WrongAnswer(
            "Where p is stored as 0 you put 0 in the place of ln p. So a net that is "
            "surely wrong has no loss at all. Compute ln p from z.",
            of_log_of(lambda Z: np.where(softmax(Z) > 0, softmax(Z), 1)),
        ),
        WrongAnswer(
            "You leave out what is nan. But where p is stored as 0 the loss can still "
            "be inf. Compute ln p from z.",
            lambda Z, Y: -np.nansum(Y * np.log(softmax(Z))) / len(Z),
        ),
        WrongAnswer(
            "You take the largest z of the whole batch out of the sum. In a row that "
            "lies far below it every exp becomes 0, and the logarithm −inf.",
            lambda Z, Y: -(Y * log_p_on_paper(Z - Z.max())).sum() / len(Z),
        ),
        WrongAnswer(
            "You subtract m inside log-sum-exp and do not add it again.",
            lambda Z, Y: (
                (Y * (log_sum_exp(Z - Z.max(axis=1, keepdims=True)) - Z)).sum() / len(Z)
            ),
        ),
        WrongAnswer(
            "(1 − y) ln(1 − p) belongs to a single output with σ. Over the classes of "
            "a softmax it is −Σ y ln p alone.",
            lambda Z, Y: (
                of_log_of(softmax)(Z, Y) + of_log_of(lambda Z: 1 - softmax(Z))(Z, 1 - Y)
            ),
        ),
        WrongAnswer(
            "You add up the samples. The loss is their mean.",
            lambda Z, Y: len(Z) * cross_entropy_loss(Z, Y),
        ),
        WrongAnswer(
            "You take the mean over samples and classes. Add up the classes; the mean "
            "is over the samples only.",
            lambda Z, Y: cross_entropy_loss(Z, Y) / Z.shape[1],
        ),
        WrongAnswer(
            "You return one number per sample. The loss of a batch is one number, "
            "their mean.",
            lambda Z, Y: -(Y * log_p(Z)).sum(axis=1),
        ),
        WrongAnswer(
            "Your loss is negative. ln p is never positive, so a minus belongs before "
            "the sum.",
            lambda Z, Y: -cross_entropy_loss(Z, Y),
        ),
        WrongAnswer(
            "Softmax is applied twice. Section 3 has this mistake: the loss cannot "
            "come down to where it belongs.",
            lambda Z, Y: cross_entropy_loss(softmax(Z), Y),
        ),
        WrongAnswer(
            "Log-sum-exp counts once for every class in your sum. Y multiplies all of "
            "ln p = z − log-sum-exp(z): set brackets.",
            lambda Z, Y: (log_sum_exp(Z) - Y * Z).sum() / len(Z),
        ),
        WrongAnswer(
            "Only the class with the largest y counts in your loss. With soft targets "
            "every class has its share: Σ y ln p.",
            lambda Z, Y: cross_entropy_loss(Z, largest_only(Y)),
        ),
        WrongAnswer(
            "Your logarithm has the base 2. Here ln is meant, np.log.",
            lambda Z, Y: cross_entropy_loss(Z, Y) / np.log(2),
        ),
        WrongAnswer(
            "p and y have changed places: it is −Σ y ln p.",
            lambda Z, Y: -(softmax(Z) * np.log(Y)).sum() / len(Z),
        ),
        WrongAnswer(
            "The entropy of the target is subtracted. That distance is useful too, but "
            "the cross-entropy of a perfect net is the entropy, not 0.",
            lambda Z, Y: (
                cross_entropy_loss(Z, Y)
                + (Y * np.log(np.where(Y > 0, Y, 1))).sum() / len(Z)
            ),
        ),
        WrongAnswer(
            "You judge each output on its own by a σ. Here the classes share one "
            "softmax.",
            lambda Z, Y: (np.logaddexp(0, Z) - Y * Z).sum() / len(Z),
        ),
    ),
    hints=(
        "For one sample it is −Σ y ln p. Section 6 says how to get ln p from z "
        "without p.",
        "Write ln p as `Z - log_sum_exp(Z)`, with your own function from the exercise "
        "before. Multiply by Y, add up, and mind the sign.",
        "The sum over everything is n times too large: divide by `len(Z)`.",
    ),
    right="This is what `torch.nn.CrossEntropyLoss` computes, and it takes z too.",
)
