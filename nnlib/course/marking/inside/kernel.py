"""What a notebook's cells find where they run, besides what they make themselves.

It is what a kernel gives, with stand-ins for what only shows or saves.
"""

import builtins
import sys
import types

from nnlib.course.marking.inside.imports import Imports
from nnlib.course.marking.inside.inline import run_inline
from nnlib.course.marking.inside.scratch import Scratch
from nnlib.exercises.calls.stand_ins import About, StandIn

HOME = "__main__"  # what a notebook's cells are called as a module


def new_namespace(modules):
    """Make the namespace of a notebook, for good; return it and its `Imports`."""
    home = types.ModuleType(HOME)
    vars(home).update(modules)
    sys.modules[HOME] = home
    imports = Imports(vars(home))
    imports.use()
    Scratch().use()
    run_inline()
    builtins.display = _display
    builtins.get_ipython = StandIn(About("IPython.get_ipython"))
    return vars(home), imports


def _display(*_, **__):
    """Show nothing."""
