"""Exercise 4.4: the gradient of the cross-entropy with respect to z."""

from nnlib.activations import sigmoid
from nnlib.exercises.exercise import Exercise, WrongAnswer
from nnlib.exercises.notebook_04.batches import FOUR_DIGITS, pairs
from nnlib.exercises.notebook_04.cross_entropy_loss import largest_only
from nnlib.exercises.notebook_04.softmax import softmax_on_paper
from nnlib.losses import softmax, softmax_cross_entropy


def cross_entropy_gradient(Z, Y):
    """The derivative of the loss with respect to each z."""
    return softmax_cross_entropy.gradient(Z, Y)


def slope(P):
    """What σ′ would be."""
    return P * (1 - P)


EXERCISE = Exercise(
    id="4.4",
    title="The gradient of the cross-entropy",
    points=3,
    minutes=8,
    reference=cross_entropy_gradient,
    cases=pairs,
    rtol=FOUR_DIGITS,
    mistakes=(
        WrongAnswer(
            "The mean is missing. The loss is a mean over samples, so each sample has "
            "1/n of its gradient.",
            lambda Z, Y: softmax(Z) - Y,
        ),
        WrongAnswer(
            "You divide by samples times classes. The mean is over the samples only.",
            lambda Z, Y: (softmax(Z) - Y) / Z.size,
        ),
        WrongAnswer(
            "The sign is wrong. A p that is too large needs a positive derivative, so "
            "that the step down makes it smaller.",
            lambda Z, Y: (Y - softmax(Z)) / len(Z),
        ),
        WrongAnswer(
            "Two things: the sign is wrong, and the mean over the samples is missing.",
            lambda Z, Y: Y - softmax(Z),
        ),
        WrongAnswer(
            "You divide by the number of classes. The mean is over the samples.",
            lambda Z, Y: (softmax(Z) - Y) / Z.shape[1],
        ),
        WrongAnswer(
            "You subtract 1 at the class with the largest y. With soft targets every "
            "class has its share: subtract Y.",
            lambda Z, Y: (softmax(Z) - largest_only(Y)) / len(Z),
        ),
        WrongAnswer(
            "There is a factor p(1 − p) too many. It belongs to the squared error; "
            "here the logarithm cancels it.",
            lambda Z, Y: (softmax(Z) - Y) * slope(softmax(Z)) / len(Z),
        ),
        WrongAnswer(
            "You return the derivative with respect to p. The gradient goes one step "
            "further back, through the softmax to z.",
            lambda Z, Y: -Y / softmax(Z) / len(Z),
        ),
        WrongAnswer(
            "You follow each z to its own p only. z also stands in the sum below the "
            "fraction, so it moves all the other p as well.",
            lambda Z, Y: -Y * (1 - softmax(Z)) / len(Z),
        ),
        WrongAnswer(
            "Softmax is missing: Y is compared with p, not with z.",
            lambda Z, Y: (Z - Y) / len(Z),
        ),
        WrongAnswer(
            "You apply σ to each z on its own. Here the classes share one softmax.",
            lambda Z, Y: (sigmoid(Z) - Y) / len(Z),
        ),
        WrongAnswer(
            "Your softmax overflows. Use the one that you wrote in exercise 4.1.",
            lambda Z, Y: (softmax_on_paper(Z) - Y) / len(Z),
        ),
        WrongAnswer(
            "You return p. Where is the target?",
            lambda Z, Y: softmax(Z),
        ),
        WrongAnswer(
            "Your softmax adds up to 1 down the columns. A row is a sample.",
            lambda Z, Y: (softmax(Z.T).T - Y) / len(Z),
        ),
        WrongAnswer(
            "You average over the samples. z has one row per sample, and so has its "
            "derivative; only the factor 1/n comes from the mean.",
            lambda Z, Y: (softmax(Z) - Y).mean(axis=0),
        ),
    ),
    hints=(
        "Write the loss of one sample as log-sum-exp(z) − Σ y z. (Σ y is 1.) What is "
        "the derivative of each part with respect to one z?",
        "The derivative of log-sum-exp with respect to z is p: the softmax. That of "
        "Σ y z is y. The rest is the mean over samples.",
    ),
    right="δ = p − y: the table of section 4 has the same form for one σ output.",
)
