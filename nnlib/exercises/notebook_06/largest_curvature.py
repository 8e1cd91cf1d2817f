"""Exercise 6.2: the sharpness at a place, from the gradient around it."""

import numpy as np

from nnlib.exercises.exercise import Exercise, WrongAnswer
from nnlib.exercises.notebook_06.losses import landscapes


def largest_curvature(gradient, w):
    """The largest eigenvalue of the Hessian."""
    return curvatures(gradient, w)[-1]


def hessian(gradient, w):
    """All second derivatives, by central differences of the gradient."""
    step = 1e-5 * max(1, abs(w).max())
    moves = step * np.eye(w.size)
    H = [(gradient(w + move) - gradient(w - move)) / (2 * step) for move in moves]
    return (np.array(H) + np.transpose(H)) / 2


def curvatures(gradient, w):
    """The eigenvalues of the Hessian, the smallest first."""
    return np.linalg.eigvalsh(hessian(gradient, w))


def downhill(gradient, w):
    """The curvature in the direction of the gradient."""
    g = gradient(w)
    return g @ hessian(gradient, w) @ g / (g @ g)


EXERCISE = Exercise(
    id="6.2",
    title="Sharpness by finite differences",
    points=3,
    minutes=12,
    reference=largest_curvature,
    cases=landscapes,
    mistakes=(
        WrongAnswer(
            "The difference between w + step and w − step is divided by one step. The "
            "two places are two steps apart.",
            lambda gradient, w: 2 * largest_curvature(gradient, w),
        ),
        WrongAnswer(
            "You divide by two steps, but one of the two gradients is the one at w "
            "itself: they are one step apart.",
            lambda gradient, w: largest_curvature(gradient, w) / 2,
        ),
        WrongAnswer(
            "You take the eigenvalue that is largest in size, and drop its sign. A "
            "negative one curves downwards. Wanted is the largest on the number line.",
            lambda gradient, w: abs(curvatures(gradient, w)).max(),
        ),
        WrongAnswer(
            "You get the eigenvalue that is largest in size, as power iteration does. "
            "It may be negative. Wanted is the largest on the number line.",
            lambda gradient, w: max(curvatures(gradient, w), key=abs),
        ),
        WrongAnswer(
            "This is the smallest eigenvalue. `np.linalg.eigvalsh` puts it first.",
            lambda gradient, w: curvatures(gradient, w)[0],
        ),
        WrongAnswer(
            "You return all eigenvalues. The sharpness is one of them.",
            curvatures,
        ),
        WrongAnswer(
            "You return the matrix of second derivatives. The sharpness is its largest "
            "eigenvalue.",
            hessian,
        ),
        WrongAnswer(
            "You look along the axes only: the largest entry of the diagonal. The "
            "direction of the strongest curvature usually lies between them.",
            lambda gradient, w: hessian(gradient, w).diagonal().max(),
        ),
        WrongAnswer(
            "You return the curvatures along the axes, the diagonal of the matrix. "
            "Each row has more to say: keep what the whole gradient does.",
            lambda gradient, w: hessian(gradient, w).diagonal(),
        ),
        WrongAnswer(
            "You add up all curvatures (the trace). One direction is enough to throw "
            "the net off: take the largest.",
            lambda gradient, w: np.trace(hessian(gradient, w)),
        ),
        WrongAnswer(
            "You take the root of the sum of all squared entries, which mixes all "
            "directions. Take the largest eigenvalue.",
            lambda gradient, w: np.linalg.norm(hessian(gradient, w)),
        ),
        WrongAnswer(
            "You take the largest entry of the matrix. What counts is its largest "
            "eigenvalue.",
            lambda gradient, w: hessian(gradient, w).max(),
        ),
        WrongAnswer(
            "You move all weights at once. That is one direction of many: move one "
            "weight at a time, and keep what the whole gradient does.",
            lambda gradient, w: hessian(gradient, w).sum(axis=0).max(),
        ),
        WrongAnswer(
            "You move all weights at once, and return how the gradient changes. Move "
            "one weight at a time: each move gives one row of the matrix.",
            lambda gradient, w: hessian(gradient, w).sum(axis=0),
        ),
        WrongAnswer(
            "You return the length of the gradient: how steep the loss is, not how "
            "curved. At a minimum it is 0, whatever the sharpness.",
            lambda gradient, w: np.linalg.norm(gradient(w)),
        ),
        WrongAnswer(
            "You measure the curvature in the direction of the gradient. The sharpest "
            "direction may be another one, and at a minimum there is no gradient.",
            downhill,
        ),
        WrongAnswer(
            "You return 2/sharpness, the longest stable step. Asked is the sharpness.",
            lambda gradient, w: 2 / largest_curvature(gradient, w),
        ),
    ),
    hints=(
        "One weight, one number: if the gradient changes by 0.03 while w moves by "
        "0.01, the curvature is 3. With n weights, moving one of them changes all n "
        "entries of the gradient.",
        "`step * np.eye(w.size)` has one move per row. For each of them, the "
        "difference of two gradients over their distance is one row of the matrix of "
        "second derivatives. 1e-5 is a good step.",
        "`np.linalg.eigvalsh` gives the eigenvalues of a symmetric matrix, sorted.",
    ),
    right="At a balanced minimum of the ReLU net it gives 2·|x|·y: section 3 again.",
    rtol=1e-4,
)
