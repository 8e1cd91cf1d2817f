"""Exercise 6.2: the sharpness at a place, from the gradient around it."""

import numpy as np

from nnlib.exercises.exercise import Exercise
from nnlib.exercises.notebook_06.losses import landscapes
from nnlib.exercises.slips import slips


def largest_curvature(gradient, w):
    """The largest eigenvalue of the Hessian, by central differences of the gradient."""
    step = 1e-5 * max(1, abs(w).max())  # the step
    rows = []
    for move in step * np.eye(w.size):
        up = gradient(w + move)  # the gradient on one side
        down = gradient(w - move)  # the gradient on the other side
        row = (up - down) / (2 * step)  # a row of the Hessian
        rows.append(row)
    hessian = np.array(rows)  # the Hessian
    curvatures = np.linalg.eigvalsh(hessian)  # the list of eigenvalues
    sharpness = curvatures[-1]  # the sharpness
    return sharpness


MISTAKES = """
The difference between w + step and w − step is divided by one step. The two places are
two steps apart.
    2 * step -> step

You divide by two steps, but one of the two gradients is the one at w itself: they are
one step apart.
    gradient(w - move) -> gradient(w)

You take the eigenvalue that is largest in size, and drop its sign. A negative one
curves downwards. Wanted is the largest on the number line.
    curvatures[-1] -> abs(curvatures).max()

You get the eigenvalue that is largest in size, as power iteration does. It may be
negative. Wanted is the largest on the number line.
    curvatures[-1] -> max(curvatures, key=abs)

This is the smallest eigenvalue. `np.linalg.eigvalsh` puts it first.
    curvatures[-1] -> curvatures[0]

You return all eigenvalues. The sharpness is one of them.
    return sharpness -> return curvatures

You return the matrix of second derivatives. The sharpness is its largest eigenvalue.
    return sharpness -> return hessian

You look along the axes only: the largest entry of the diagonal. The direction of the
strongest curvature usually lies between them.
    np.linalg.eigvalsh(hessian) -> hessian.diagonal()
    curvatures[-1] -> curvatures.max()

You return the curvatures along the axes, the diagonal of the matrix. Each row has more
to say: keep what the whole gradient does.
    return sharpness -> return hessian.diagonal()

You add up all curvatures (the trace). One direction is enough to throw the net off:
take the largest.
    curvatures[-1] -> curvatures.sum()

You take the root of the sum of all squared entries, which mixes all directions. Take
the largest eigenvalue.
    curvatures[-1] -> np.linalg.norm(hessian)

You take the largest entry of the matrix. What counts is its largest eigenvalue.
    curvatures[-1] -> hessian.max()

You move all weights at once. That is one direction of many: move one weight at a time,
and keep what the whole gradient does.
    w + move -> w + step
    w - move -> w - step
    curvatures[-1] -> row.max()

You move all weights at once, and return how the gradient changes. Move one weight at a
time: each move gives one row of the matrix.
    w + move -> w + step
    w - move -> w - step
    return sharpness -> return row

You return the length of the gradient: how steep the loss is, not how curved. At a
minimum it is 0, whatever the sharpness.
    curvatures[-1] -> np.linalg.norm(gradient(w))

You measure the curvature in the direction of the gradient. The sharpest direction may
be another one, and at a minimum there is no gradient.
    sharpness = curvatures[-1] -> g = gradient(w); sharpness = g @ hessian @ g / (g @ g)

You return 2/sharpness, the longest stable step. Asked is the sharpness.
    return sharpness -> return 2 / sharpness
"""

EXERCISE = Exercise(
    id="6.2",
    title="Sharpness by finite differences",
    points=3,
    minutes=12,
    reference=largest_curvature,
    cases=landscapes,
    mistakes=slips(largest_curvature, MISTAKES),
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
