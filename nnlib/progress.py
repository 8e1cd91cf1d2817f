"""A progress bar for long runs, and none for short ones.

The bar appears after one second, and only where somebody is there to see it: in a
terminal, or in a notebook opened by a person. It leaves nothing behind.
"""

import os
import sys
from contextlib import contextmanager

# JupyterLab and Notebook set the first, VS Code the second, Colab the third. Programs
# that run notebooks unattended (nbclient, nbval, nbconvert) set none of them.
NOTEBOOK_SIGNS = ("JPY_SESSION_NAME", "VSCODE_PID", "COLAB_RELEASE_TAG")


class NotebookLine:
    """A line below a notebook's cell, as a file: each text replaces the one before.

    An empty text leaves an empty output, so that a saved notebook holds no old bar.
    """

    encoding = "utf-8"
    handle = None

    def write(self, text):
        """Show `text`, or nothing if it is blank."""
        # imported here, so that scripts do without IPython
        from IPython.display import display  # noqa: PLC0415

        bundle = {"text/plain": text.strip()} if text.strip() else {}
        if self.handle is None:
            self.handle = display(bundle, raw=True, display_id=True)
        else:
            self.handle.update(bundle, raw=True)

    def flush(self):
        """Do nothing: every text is shown at once."""


def in_terminal():
    """Whether what is written to stderr is read by a person in a terminal."""
    return sys.stderr is not None and sys.stderr.isatty()


def in_notebook():
    """Whether this is the kernel of a notebook that a person has opened."""
    opened = any(sign in os.environ for sign in NOTEBOOK_SIGNS)
    return opened and "ipykernel" in sys.modules


def somebody_watches():
    """Whether a person sees what is shown now."""
    return in_terminal() or in_notebook()


def progress(steps, *, unit="step"):
    """Count from 0 to `steps` - 1, with a bar while somebody watches a long run."""
    if not somebody_watches():
        return range(steps)
    # imported here, so that `import nnlib` loads NumPy alone
    from tqdm import tqdm  # noqa: PLC0415

    return tqdm(range(steps), **_look(unit))


@contextmanager
def counter(total, *, unit):
    """Give a function that shows how much of `total` is done, as `progress` does."""
    if not somebody_watches():
        yield lambda done: None
        return
    from tqdm import tqdm  # noqa: PLC0415

    with tqdm(total=total, **_look(unit)) as bar:
        yield lambda done: bar.update(done - bar.n)


def _look(unit):
    file = sys.stderr if in_terminal() else NotebookLine()
    return {"unit": unit, "delay": 1, "leave": False, "file": file, "ncols": 78}
