"""What every step needs: its samples, the scale of its errors, the rule it follows.

The same for networks alone and side by side.
"""

from nnlib.engine.compiled.numba_setup import inlined


@inlined
def batch_of(task, step, n):
    """Where in `task.order` the batch of a step lies: its row, its start, its size.

    After the last step come all samples, for the last loss.
    """
    if step == task.steps:
        return 0, 0, n
    size = min(task.batch_size, n)
    steps = (n + size - 1) // size
    start = step % steps * size
    return step // steps % task.order.shape[0], start, min(size, n - start)


@inlined
def factors(task, count, number):
    """Return what turns errors into slopes, and squared errors into the loss."""
    slope, scale = number(task.slope), number(task.scale)
    if task.mean:
        return slope / number(count), scale / number(count)
    return slope, scale


@inlined
def own_or_only(k, count):
    """Return k where each has an entry of its own, 0 where one is for all."""
    return k if count > 1 else 0


@inlined
def stepped(w, lr, g):
    """Take a step downhill: the one rule by which a parameter follows its gradient."""
    return w - lr * g
