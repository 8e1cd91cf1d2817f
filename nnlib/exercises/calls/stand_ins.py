"""A stand-in for a package that is not there, or for anything that comes of it.

It allows whatever is done with it, and gives no number. Where an answer is marked it is
in the place of what only shows or saves, and of what nobody may use.
"""

import copy
import dis
import sys
import types
from typing import NamedTuple

import numpy as np

from nnlib.exercises.calls.packages import LEFT_OUT
from nnlib.exercises.calls.values import Other


class About(NamedTuple):
    """What a stand-in stands for."""

    path: str  # matplotlib.pyplot.plot
    made: bool = False  # a call made it: it is no part of the package itself
    of: object = None  # what it was made of: tqdm(range(3)) is gone through as that

    @property
    def package(self):
        """The package that it comes from."""
        return self.path.split(".")[0]


class StandIn:
    """Stands for a thing of a package that is not there."""

    answering = False  # from now on nothing may be called that an answer may not use

    def __init__(self, about):
        self.about, self.__module__ = about, about.package

    def __getattr__(self, name):
        if name.startswith("__") or name == "about":
            raise AttributeError(f"{type(self).__name__} has no {name}")
        path = f"{self.about.path}.{name}"
        return OF_OTHER_FORM.get(path) or StandIn(About(path, self.about.made))

    def __call__(self, *arguments, **named):
        """Give another stand-in; of a function, the function itself."""
        if StandIn.answering and not self._is_left_out():
            raise ModuleNotFoundError(f"No module named '{self.about.package}'")
        if len(arguments) == 1 and isinstance(arguments[0], types.FunctionType):
            return arguments[0]  # it decorates
        first = next(iter((*arguments, *named.values())), None)
        return StandIn(About(self.about.path, True, first))

    def __iter__(self):
        count = _unpacked_into(sys._getframe(1))
        if count is not None:
            return iter([self._made() for _ in range(count)])
        if not self._is_left_out():
            raise self._no_number()
        of = range(self.about.of) if isinstance(self.about.of, int) else self.about.of
        return iter(of) if hasattr(of, "__iter__") else iter(())

    def __len__(self):
        if self._is_left_out():
            return len(self.about.of) if hasattr(self.about.of, "__len__") else 0
        raise self._no_number()

    def __bool__(self):
        if self._is_left_out():
            return False
        raise self._no_number()

    def __array__(self, *_, **__):
        raise self._no_number()

    def __array_ufunc__(self, *_, **__):
        return self._made()

    __array_function__ = __array_ufunc__

    def __getitem__(self, _):
        return self._made()

    def __setitem__(self, *_):
        pass

    def __contains__(self, _):
        return False

    def __enter__(self):
        return self

    def __exit__(self, *_):
        pass

    def __mro_entries__(self, _):
        return ()

    def __instancecheck__(self, _):
        return False

    def __format__(self, _):
        return repr(self)

    def __repr__(self):
        return f"<stand-in for {self.about.path}>"

    def _made(self):
        return StandIn(About(self.about.path, True))

    def _is_left_out(self):
        return self.about.package in LEFT_OUT

    def _no_number(self):
        return TypeError(f"{self.about.path} gives no number here: it is not there")


def is_made(value):
    """Whether it stands for what a package made, and not for a part of the package."""
    return isinstance(value, StandIn) and value.about.made


def _gives_another(self, *_):
    return self._made()


def _gives_no_number(self, *_):
    raise self._no_number()


for _name in ("lt", "le", "gt", "ge", "neg", "pos", "abs", "invert"):
    setattr(StandIn, f"__{_name}__", _gives_another)
for _name in (
    *("add", "sub", "mul", "matmul", "truediv", "floordiv", "mod", "divmod", "pow"),
    *("and", "or", "xor"),
):
    setattr(StandIn, f"__{_name}__", _gives_another)
    setattr(StandIn, f"__r{_name}__", _gives_another)
for _name in ("int", "float", "complex", "index"):
    setattr(StandIn, f"__{_name}__", _gives_no_number)


def _unpacked_into(frame):
    """Into how many variables the line that asks unpacks; None if it does not."""
    code, place = frame.f_code.co_code, frame.f_lasti
    if dis.opname[code[place]] != "UNPACK_SEQUENCE":
        return None
    return code[place + 1]


def _subplots(nrows=1, ncols=1, *, squeeze=True, **_):
    """A picture and its axes, as many as are asked for."""
    axes = np.empty((nrows, ncols), object)
    for place in np.ndindex(axes.shape):
        axes[place] = StandIn(About("matplotlib.pyplot.Axes", True))
    if squeeze:
        axes = axes.squeeze() if axes.size > 1 else axes[0, 0]
    return StandIn(About("matplotlib.pyplot.Figure", True)), axes


def _vectorize(*signatures, **_):
    """A decorator: the function of numbers goes through arrays, number by number."""
    if len(signatures) == 1 and isinstance(signatures[0], types.FunctionType):
        return np.vectorize(signatures[0])
    return np.vectorize


def let_give(path, value):
    """Let a function of a package that is not there give a value, as it would."""

    def given(*arguments, **named):
        if arguments or named:
            return StandIn(About(path, True))
        return copy.deepcopy(value)

    given.__module__ = path.rpartition(".")[0]
    OF_OTHER_FORM[path] = given


def as_told(value):
    """The value with `Other` in place of stand-ins, in tuples and lists too."""
    if type(value) in (tuple, list):
        return type(value)(map(as_told, value))
    is_there = not isinstance(value, StandIn)
    return value if is_there else Other(f"stand-in for {value.about.path}")


# What has to give something of a form, for the program to go on.
OF_OTHER_FORM = {
    "matplotlib.pyplot.subplots": _subplots,
    "torch.cuda.is_available": lambda: False,
    "numba.prange": range,
    "numba.vectorize": _vectorize,
}
for _path in OF_OTHER_FORM.keys() - {"numba.prange"}:
    OF_OTHER_FORM[_path].__module__ = _path.rpartition(".")[0]
