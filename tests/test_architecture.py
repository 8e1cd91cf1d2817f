"""The shape of nnlib: who imports whom, how long a module may be, what loads when."""

import ast
import importlib
import inspect
import os
import subprocess
import sys
from graphlib import TopologicalSorter

import pytest

import nnlib
from nnlib import plotting
from tests.support.places import ROOT

PACKAGE = ROOT / "nnlib"
MODULES = sorted(PACKAGE.rglob("*.py"))
LONGEST = 200

# A module, or a package, and the parts of nnlib that it imports, each from those above
# it alone: a change of who imports whom has to be made here as well.
IMPORTS = {
    "validation": set(),
    "atomic_write": set(),
    "autograd": set(),
    "initializers": set(),
    "progress": set(),
    "activations": {"validation"},
    "losses": {"validation"},
    "datasets": {"validation"},
    "network": {"activations", "validation"},
    "builders": {"initializers", "network", "validation"},
    "torch_bridge": {"activations", "network", "validation"},
    "paper": {"activations", "losses", "validation"},
    "engine": {"activations", "losses", "network", "progress", "validation"},
    "training": {"engine", "losses", "network", "progress", "validation"},
    "gradcheck": {"engine", "losses", "network", "training", "validation"},
    "dynamics": {"engine", "losses", "network", "training", "validation"},
    "mistakes": {"activations", "gradcheck", "losses", "network", "validation"},
    "examples": {
        *("activations", "builders", "datasets", "dynamics", "gradcheck", "losses"),
        *("mistakes", "network", "training"),
    },
    "plotting": {"autograd", "dynamics", "paper", "validation"},
    "explorers": {
        *("activations", "autograd", "builders", "dynamics", "engine", "gradcheck"),
        *("initializers", "losses", "mistakes", "network", "paper", "plotting"),
        *("progress", "torch_bridge", "training"),
    },
    "exercises": {
        *("activations", "atomic_write", "autograd", "datasets", "examples", "losses"),
        *("mistakes", "network", "training"),
    },
    "course": {
        *("activations", "atomic_write", "datasets", "engine", "examples", "exercises"),
        *("network", "paper", "plotting", "progress", "torch_bridge", "training"),
    },
    "__main__": {"course"},
    "__init__": {
        *("activations", "builders", "datasets", "engine", "examples", "gradcheck"),
        *("initializers", "losses", "mistakes", "network", "paper", "training"),
    },
}

# A heavy package, and the only part of nnlib that may import it.
ONLY_IN = {
    "torch": "torch_bridge",
    "matplotlib": "plotting",
    "numba": "engine/compiled",
    "distributed": "engine/cluster",
    "anywidget": "explorers",
    "tqdm": "progress",
    "mpmath": "dynamics/forks",
    "click": "course",
    "jinja2": "course",
    "nbclient": "course",
    "nbformat": "course",
    "nbgrader": "course",
}
# in the root: what one sees on opening the folder, and what nnlib.<Tab> offers
MOST_MODULES, MOST_PACKAGES, MOST_NAMES = 12, 10, 46  # with diagnose_step

# The packages whose names notebooks import.
WITH_NAMES = ("dynamics", "exercises", "explorers", "plotting")

# The folders that students' programs see, and all of nnlib that each imports.
SEEN_BY_STUDENTS = {
    "nnlib.course.marking.inside": (
        *("nnlib.course.marking.inside.", "nnlib.exercises.calls."),
    ),
    "nnlib.exercises.calls": ("nnlib.exercises.calls.",),
}

# The folders and modules of `course.marking`, and those of them that each imports.
IN_MARKING = {
    "visible": set(),
    "inside": set(),
    "sandbox": {"inside"},
    "submissions": {"visible"},
    "examining": {"inside", "sandbox", "submissions", "visible"},
    "records": {"submissions", "visible"},
    "reports": {"records", "submissions", "visible"},
    "marker": {"examining", "records", "submissions"},
    "command": {
        *("examining", "marker", "records", "reports", "sandbox", "submissions"),
        "visible",
    },
    "__init__": set(),
}


def part(path):
    """Name the entry of `IMPORTS` a file belongs to."""
    return path.relative_to(PACKAGE).parts[0].removesuffix(".py")


def dotted(path):
    """The full name of a module or a package."""
    parts = path.relative_to(PACKAGE.parent).with_suffix("").parts
    return ".".join(parts[:-1] if parts[-1] == "__init__" else parts)


def parent(name):
    """The module in which a name is found, if it is one."""
    return name.rpartition(".")[0]


def imports(path):
    """List the full names a file imports, inside functions too."""
    package = ["nnlib", *path.relative_to(PACKAGE).parent.parts]
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        if isinstance(node, ast.ImportFrom):
            above = package[: len(package) - node.level + 1] if node.level else []
            module = ".".join([*above, *([node.module] if node.module else [])])
            yield from (f"{module}.{alias.name}" for alias in node.names)


@pytest.fixture(params=MODULES, ids=lambda path: path.relative_to(PACKAGE).as_posix())
def module(request):
    return request.param


def test_imports_are_those_of_the_table():
    found = {part(module): set() for module in MODULES}
    for module in MODULES:
        names = [name.split(".") for name in imports(module)]
        parts = {name[1] if name[1:] else "" for name in names if name[0] == "nnlib"}
        found[part(module)] |= parts - {part(module)}
    for name in sorted(found | IMPORTS):
        assert name in IMPORTS, f"IMPORTS in {__file__} needs a row for nnlib/{name}"
        assert name in found, (
            f"IMPORTS in {__file__} has a row for {name}: there is none"
        )
        more, fewer = found[name] - IMPORTS[name], IMPORTS[name] - found[name]
        assert not more, f"{name} imports {more}: mend that, or its row in {__file__}"
        assert not fewer, (
            f"{name} imports no {fewer} any more: mend its row in {__file__}"
        )


def test_what_students_see_imports_nothing_else_of_nnlib():
    for folder, allowed in SEEN_BY_STUDENTS.items():
        for module in PACKAGE.parent.joinpath(*folder.split(".")).rglob("*.py"):
            ours = [name for name in imports(module) if name.startswith("nnlib")]
            assert [name for name in ours if not name.startswith(allowed)] == []


def test_imports_in_marking_are_those_of_the_table():
    marking, found = PACKAGE / "course/marking", {}
    for module in marking.rglob("*.py"):
        part = module.relative_to(marking).parts[0].removesuffix(".py")
        names = [name.split(".") for name in imports(module)]
        parts = {name[3] for name in names if name[1:3] == ["course", "marking"]}
        found[part] = found.get(part, set()) | parts - {part}
    assert found == IN_MARKING


def test_parts_import_from_those_above_them():
    order = list(IMPORTS)
    for name, needed in IMPORTS.items():
        above = order[: order.index(name)]
        assert needed <= set(above), f"{name} imports what stands below it in the table"


def test_no_circle_of_modules():
    """Within a part, too."""
    names = {dotted(path): path for path in MODULES}
    graph = {}
    for name, path in names.items():
        wanted = {one for full in imports(path) for one in (full, parent(full))}
        graph[name] = {one for one in wanted if one in names} - {name, "nnlib"}
    TopologicalSorter(graph).prepare()


def test_heavy_packages_have_one_door(module):
    heavy = {name.split(".")[0] for name in imports(module)} & set(ONLY_IN)
    place = module.relative_to(PACKAGE).as_posix()
    for name in heavy:
        assert place.startswith(ONLY_IN[name]), f"only {ONLY_IN[name]} imports {name}"


def test_every_folder_is_a_package(module):
    """Else what is installed lacks it."""
    assert (module.parent / "__init__.py").exists(), f"{module.parent} needs one"


def test_the_root_is_small():
    assert len(list(PACKAGE.glob("[a-z]*.py"))) <= MOST_MODULES
    assert len(list(PACKAGE.glob("*/__init__.py"))) <= MOST_PACKAGES


def test_the_public_names_are_few_and_hide_no_module():
    names = len(nnlib.__all__)
    assert names == len(set(nnlib.__all__))
    assert names <= MOST_NAMES, (
        f"nnlib has {names} public names: let one be found in a package of nnlib "
        f"alone, or raise MOST_NAMES in {__file__} and say why"
    )
    for path in PACKAGE.rglob("__init__.py"):
        package = importlib.import_module(dotted(path))
        beside = {one.stem for one in path.parent.glob("*.py")}
        beside |= {one.parent.name for one in path.parent.glob("*/__init__.py")}
        functions = {n for n in vars(package) if inspect.isfunction(vars(package)[n])}
        hidden = sorted(beside & functions)
        assert hidden == [], f"{package.__name__} has functions named as its modules"


@pytest.mark.parametrize(
    "package", ["nnlib", *(f"nnlib.{name}" for name in WITH_NAMES)], ids=str
)
def test_a_star_brings_no_modules(package):
    """Else `progress`, or a student's `network`, would be a module from then on."""
    brought = {}
    exec(f"from {package} import *", brought)
    assert [one for one in brought.values() if inspect.ismodule(one)] == []
    assert len(brought) > 4


def test_every_plot_is_found_in_plotting():
    for module in MODULES:
        tree = ast.parse(module.read_text(encoding="utf-8"))
        for node in ast.walk(tree):
            if isinstance(node, ast.FunctionDef) and node.name.startswith("plot_"):
                assert hasattr(plotting, node.name), f"{module}: {node.name}"


def test_every_door_is_used():
    used = {name.split(".")[0] for module in MODULES for name in imports(module)}
    assert used >= set(ONLY_IN)


def test_module_is_short(module):
    length = len(module.read_text(encoding="utf-8").splitlines())
    assert length <= LONGEST, f"{module} has {length} lines: split it by meaning"


def test_module_says_what_it_is(module):
    tree = ast.parse(module.read_text(encoding="utf-8"))
    assert ast.get_docstring(tree), f"{module} needs two sentences on top"


def output_of(code, **environment):
    return subprocess.check_output(
        [sys.executable, "-c", code], text=True, env=os.environ | environment
    )


def test_import_loads_numpy_only():
    heavy = ["torch", "matplotlib", "anywidget", "tqdm", "click", "IPython", "numba"]
    heavy += ["distributed"]
    code = (
        f"import nnlib, sys; print([name for name in {heavy} if name in sys.modules])"
    )
    assert output_of(code) == "[]\n"


def test_import_costs_less_than_numpy(tmp_path):
    """From the second run on, when Python has kept what it compiled."""
    keeping = {"PYTHONDONTWRITEBYTECODE": "", "PYTHONPYCACHEPREFIX": str(tmp_path)}
    code = (
        "from time import perf_counter as now; a = now(); import numpy; b = now();"
        "import nnlib; print((now() - b) / (b - a))"
    )
    assert min(float(output_of(code, **keeping)) for _ in range(6)) < 0.5


@pytest.mark.parametrize("check", [["check"], ["format", "--check"]], ids=" ".join)
def test_ruff_is_content(check):
    command = [sys.executable, "-m", "ruff", *check, "--no-cache", PACKAGE.parent]
    result = subprocess.run(command, capture_output=True, text=True)
    ruff = ".venv/bin/python -m ruff"
    assert result.returncode == 0, (
        f"Type {ruff} check --fix . and {ruff} format . and mend what they leave:\n"
        f"{result.stdout}{result.stderr}"
    )
