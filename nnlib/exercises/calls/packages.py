"""Which packages an answer may use, in `check` and where it is marked alike.

Python's own and those of the exercise are there. Others that only show, save or speed
up have stand-ins where an answer is marked. All the rest is refused.
"""

import sys

# Packages that give an answer away, and what fetches them by a name in a text.
GIVE_AWAY = ("nnlib", "torch", "importlib", "__import__")
SHOW_OR_SAVE = frozenset(
    (
        *("IPython", "PIL", "altair", "bokeh", "colorama", "google", "holoviews"),
        *("icecream", "imageio", "ipykernel", "ipywidgets", "line_profiler"),
        *("matplotlib", "matplotlib_inline", "memory_profiler", "mpl_toolkits"),
        *("plotly", "prettytable", "pylab", "rich", "seaborn", "tabulate"),
        *("tensorboard", "termcolor", "tqdm", "wandb"),
    )
)
SPEED_UP = frozenset(("numba",))
LEFT_OUT = SHOW_OR_SAVE | SPEED_UP  # what they do can be left out of an answer
TITLES = {"numpy": "NumPy", "torch": "PyTorch"}
SHORT = {"numpy": "np"}  # what a notebook calls a package, if not by its name


def is_there(package, imports):
    """Whether an answer to an exercise with these `imports` may use a package."""
    if package in imports or package in LEFT_OUT:
        return True
    return package in sys.stdlib_module_names and package not in GIVE_AWAY


def why_not(package, imports):
    """Why an answer may not use a package, as the end of a sentence, and what to do."""
    allowed = " and ".join(TITLES.get(name, name) for name in imports)
    if package in GIVE_AWAY:
        return f". Write it with {allowed} alone: that is the exercise."
    return f", which is not there when it is marked. Write it with {allowed} alone."
