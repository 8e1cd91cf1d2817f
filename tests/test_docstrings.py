"""Every public callable says what it takes, in which shapes, and what it raises."""

import ast
import inspect
import re
import sys
import textwrap

import pytest

import nnlib
from nnlib import dynamics, exercises, explorers, plotting, torch_bridge

# Parameters that hold arrays, or one number where the docstring says so.
ARRAYS = {
    *("X", "Y", "Y_hat", "Z", "A", "B", "W", "W1", "W2", "b", "b1", "b2", "dA", "H"),
    *("delta", "direction", "exponents", "fits", "forks", "groups", "losses", "lr"),
    *("lr1", "lr2", "mine", "parameters", "points", "reference", "seen", "values"),
    *("vector", "x", "x0"),
}
SHAPE = re.compile(r"\((\.\.\.|[\w +-]+,)[\w .,+-]*\)|(any|same) shape|one number")
ENTRY = re.compile(r"\n\n|\n(?=\w+(?:, \w+)*  +\S)")  # a paragraph, or `name  what`
NAMED = r"`{0}`|^(\w+, )*{0}(, \w+)*  +\S"  # in a sentence, or at the start of a line
CHECK = re.compile(r"_?check(ed)?_")


def doors():
    """The names that users find in nnlib and its packages."""
    yield from (getattr(nnlib, name) for name in nnlib.__all__)
    yield from (torch_bridge.to_torch, torch_bridge.from_torch)
    for module in (dynamics, exercises, explorers, plotting):
        yield from (one for name, one in vars(module).items() if name[0] != "_")


def public():
    """The callables behind these names, classes with their methods, by full names.

    To them belong the classes of the same modules: they are what functions return.
    """
    found = {one if hasattr(one, "__qualname__") else type(one) for one in doors()}
    found = {one for one in found if one.__module__.startswith("nnlib.")}
    modules = {sys.modules[one.__module__] for one in found}
    found |= {one for module in modules for one in classes_of(module)}
    found |= {method for one in found for method in methods_of(one)}
    return {f"{one.__module__}.{one.__qualname__}": one for one in found}


def classes_of(module):
    classes = (one for name, one in vars(module).items() if name[0] != "_")
    return {
        o for o in classes if inspect.isclass(o) and o.__module__ == module.__name__
    }


def methods_of(one):
    if not inspect.isclass(one):
        return {}
    named = {n: method for n, method in vars(one).items() if n[0] != "_"}
    named["__call__"] = vars(one).get("__call__")
    return {method for method in named.values() if inspect.isfunction(method)}


def parameters_of(one):
    if inspect.isclass(one) and not (
        "__init__" in vars(one) or hasattr(one, "_fields")
    ):
        return []  # a list, or an exception
    return [name for name in inspect.signature(one).parameters if name != "self"]


def raises(one):
    """Whether its own lines raise an error, or call a check that does."""
    if inspect.isclass(one):
        one = vars(one).get("__post_init__", one.__init__)
    code = getattr(inspect.unwrap(one), "__code__", None)
    if code is None or code.co_filename.startswith("<"):
        return False  # written by Python, as the constructor of a dataclass
    source = textwrap.dedent(inspect.getsource(code))
    return any(map(can_raise, own_nodes(ast.parse(source).body[0])))


def own_nodes(function):
    """The nodes of a function, without those of functions inside of it."""
    for node in ast.iter_child_nodes(function):
        if not isinstance(node, (ast.FunctionDef, ast.Lambda)):
            yield node
            yield from own_nodes(node)


def can_raise(node):
    if isinstance(node, ast.Call):
        called = ast.unparse(node.func).rpartition(".")[2]
        return CHECK.match(called) is not None
    return isinstance(node, ast.Raise)


def has_shape(name, docstring):
    entries = (re.split(rf"\b{name}\b", e, maxsplit=1) for e in ENTRY.split(docstring))
    return any(SHAPE.search(entry[1]) for entry in entries if entry[1:])


PUBLIC = public()


@pytest.fixture(params=sorted(PUBLIC))
def one(request):
    """A name, the callable, and its docstring."""
    found = PUBLIC[request.param]
    return request.param, found, inspect.cleandoc(found.__doc__ or "")


def test_docstring_begins_with_one_sentence(one):
    name, _, docstring = one
    first = docstring.split("\n\n")[0]
    assert first.endswith((".", ":")), (
        f"{name}: end its first paragraph with a full stop"
    )
    more = re.search(r"[.!?] +[A-Z`]", first)
    assert not more, f"{name}: one sentence first, then an empty line"


def test_docstring_names_every_parameter(one):
    name, callable_, docstring = one
    for parameter in parameters_of(callable_):
        named = re.search(NAMED.format(parameter), docstring, re.MULTILINE)
        assert named, f"{name}: add a line `{parameter}  what it is, with its shape`"


def test_docstring_gives_the_shape_of_every_array(one):
    name, callable_, docstring = one
    for parameter in ARRAYS.intersection(parameters_of(callable_)):
        assert has_shape(parameter, docstring), (
            f"{name}: add behind {parameter} its shape, such as (n, inputs) or (m,), "
            "or `any shape`, or `one number`"
        )


def test_docstring_says_what_is_raised(one):
    name, callable_, docstring = one
    if raises(callable_):
        said = re.search(r"\braises\b", docstring, re.IGNORECASE)
        assert said, f"{name}: add `Raises ValueError where ...`; it can raise an error"


@pytest.mark.parametrize(
    "docstring, found",
    [
        ("Do it.\n\nX  inputs, (n, inputs)", True),
        ("Do it.\n\nX  inputs,\n   (..., n, inputs)", True),
        ("Do it for `X`, an array of any shape.", True),
        ("Do it.\n\nX  inputs\nY  targets, (n, outputs)", False),
        ("Do it for the rows of `X`.\n\nReturns (n,).", False),
        ("Do it to all X\n(not to Y).", False),
    ],
)
def test_a_shape_is_looked_for_behind_its_name(docstring, found):
    assert has_shape("X", docstring) is found
