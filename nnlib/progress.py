"""A progress bar for long runs, and silence for short ones.

The bar appears after one second, and only where somebody is there to see it: in a
terminal, or in a notebook opened by a person.
"""

import os
import sys
from contextlib import contextmanager

# JupyterLab and Notebook set the first, VS Code the second, Colab the third. Programs
# that run notebooks unattended (nbclient, nbval, nbconvert) set none of them.
NOTEBOOK_SIGNS = ("JPY_SESSION_NAME", "VSCODE_PID", "COLAB_RELEASE_TAG")


def somebody_watches():
    """Whether a person sees what is written to the screen now."""
    terminal = sys.stderr is not None and sys.stderr.isatty()
    return terminal or any(sign in os.environ for sign in NOTEBOOK_SIGNS)


def progress(steps, *, unit="step"):
    """Count from 0 to `steps` - 1, with a bar while somebody watches a long run."""
    if not somebody_watches():
        return range(steps)
    # imported here, so that `import nnlib` loads NumPy alone
    from tqdm.auto import tqdm  # noqa: PLC0415

    return tqdm(range(steps), unit=unit, delay=1, leave=False)


@contextmanager
def counter(total, *, unit):
    """Give a function that shows how much of `total` is done, as `progress` does."""
    if not somebody_watches():
        yield lambda done: None
        return
    from tqdm.auto import tqdm  # noqa: PLC0415

    with tqdm(total=total, unit=unit, delay=1, leave=False) as bar:
        yield lambda done: bar.update(done - bar.n)
