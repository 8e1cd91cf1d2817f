"""Imports of a student's program: what is not there has a stand-in.

Packages that are there find no stand-ins when they look for others.
"""

import sys
from importlib.machinery import ModuleSpec, PathFinder

from nnlib.course.marking.inside.inline import IN_PLACE, replace_in
from nnlib.exercises.calls.packages import GIVE_AWAY, LEFT_OUT
from nnlib.exercises.calls.stand_ins import About, StandIn


class Imports:
    """A finder of modules, for those who import from one notebook."""

    def __init__(self, namespace):
        self._namespace = namespace
        self.starred = []  # packages of which all names were asked for
        self.tried = set()  # packages that the notebook can do without

    def use(self):
        """Ask this one first, from now on."""
        sys.meta_path.insert(0, self)

    def find_spec(self, name, path=None, target=None):
        """Find a stand-in, or a module whose parts run at once; else None."""
        if name in IN_PLACE:
            spec = PathFinder.find_spec(name, path)
            if spec is not None:
                spec.loader = _Inline(spec.loader)
            return spec
        if name.split(".")[0] in sys.stdlib_module_names or not self._is_asked():
            return None
        if PathFinder.find_spec(name, path) is not None:
            return None
        package = name.split(".")[0]
        if package in self.tried - LEFT_OUT - {*GIVE_AWAY}:
            return None
        return ModuleSpec(name, self, is_package=True)

    def create_module(self, spec):
        """Make a stand-in for a module."""
        module = _Module(About(spec.name))
        module.starred = self.starred
        return module

    def exec_module(self, module):
        """Do nothing: there is nothing in it."""

    def _is_asked(self):
        """Whether the notebook imports, and not a package."""
        frame = sys._getframe(2)
        while frame and "importlib" in frame.f_code.co_filename:
            frame = frame.f_back
        return frame is not None and frame.f_globals is self._namespace


class _Module(StandIn):
    """A stand-in for a module; it notes who asks for all its names."""

    @property
    def __all__(self):
        self.starred.append(self.about.package)
        return ()


class _Inline:
    """Loads a module as always, and puts what runs at once into it."""

    def __init__(self, loader):
        self._loader = loader

    def __getattr__(self, name):
        return getattr(self._loader, name)

    def exec_module(self, module):
        """Load the module, and change it."""
        self._loader.exec_module(module)
        replace_in(module)
