"""The shape of nnlib: who imports whom, how long a module may be, what loads when."""

import ast
import os
import subprocess
import sys
from pathlib import Path

import pytest

PACKAGE = Path(__file__).resolve().parents[1] / "nnlib"
MODULES = sorted(PACKAGE.rglob("*.py"))
LONGEST = 200

# A module, or a folder of modules, and the parts of nnlib that it imports: a change
# of who imports whom has to be made here as well.
IMPORTS = {
    "arrays": set(),
    "atomic_write": set(),
    "initializers": set(),
    "notation": set(),
    "picture": set(),
    "progress": set(),
    "arguments": {"arrays"},
    "validation": {"arrays"},
    "curves": {"arrays"},
    "cluster": set(),
    "activations": {"arguments", "arrays"},
    "losses": {"arguments", "arrays"},
    "datasets": {"arguments", "arrays"},
    "network": {"activations", "arguments", "arrays", "initializers", "validation"},
    "batches": {"arguments"},
    "compiled": set(),
    "memory": set(),
    "engine": {
        *("activations", "arguments", "arrays", "compiled", "losses", "network"),
        "progress",
    },
    "training": {
        *("arguments", "arrays", "batches", "engine", "losses", "memory", "network"),
        *("progress", "validation"),
    },
    "sweep": {
        *("arguments", "arrays", "batches", "cluster", "engine", "losses"),
        *("memory", "validation"),
    },
    "gradcheck": {
        *("arguments", "arrays", "engine", "losses", "network", "training"),
        "validation",
    },
    "rules": {"network"},
    "mistakes": {"rules", "validation"},
    "kinks": {"activations"},
    "stories": {"gradcheck", "kinks", "mistakes", "network", "rules"},
    "diagnosis": {"arguments", "losses", "network", "stories", "validation"},
    "patients": {"activations", "network", "training"},
    "maps": {"arguments"},
    "forks": {"arguments", "maps"},
    "fractals": {"arguments", "losses", "maps", "sweep", "validation"},
    "thresholds": {"arguments", "validation"},
    "dynamics": {
        *("arguments", "arrays", "losses", "network", "training", "validation"),
    },
    "torch_bridge": {"activations", "network", "validation"},
    "formulas": {"activations", "losses"},
    "paper": {"notation"},
    "worksheet": {
        *("arguments", "arrays", "formulas", "losses", "notation", "paper"),
        "validation",
    },
    "plotting": {"curves", "picture"},
    "charts": {"curves", "plotting"},
    "diagrams": {"arguments", "maps", "plotting"},
    "planes": {"plotting"},
    "drawing": {"arguments", "arrays", "notation", "plotting", "validation"},
    "explorers": {
        *("activations", "diagrams", "drawing", "gradcheck", "initializers", "losses"),
        *("mistakes", "network", "notation", "plotting", "progress", "sweep"),
        *("thresholds", "torch_bridge", "training"),
    },
    "suitability": {
        *("activations", "gradcheck", "losses", "mistakes", "network", "thresholds"),
        "training",
    },
    "personal": {"datasets", "suitability"},
    "exercises": {
        *("activations", "atomic_write", "datasets", "initializers", "losses", "maps"),
        *("mistakes", "network", "personal", "rules", "thresholds", "training"),
    },
    "course": {
        *("activations", "atomic_write", "cluster", "datasets", "drawing"),
        *("exercises", "network", "notation", "paper", "personal", "plotting"),
        *("progress", "worksheet"),
    },
    "__main__": {"course"},
    "__init__": {
        *("activations", "batches", "datasets", "gradcheck", "initializers", "losses"),
        *(
            "network",
            "diagnosis",
            "dynamics",
            "forks",
            "fractals",
            "maps",
            "mistakes",
            "personal",
        ),
        *("sweep", "thresholds", "training", "worksheet"),
    },
}

# A heavy package, and the only part of nnlib that may import it.
ONLY_IN = {
    "torch": "torch_bridge",
    "matplotlib": "plotting",
    "numba": "compiled",
    "distributed": "cluster",
    "ipywidgets": "explorers",
    "tqdm": "progress",
    "mpmath": "forks",
    "click": "course",
    "jinja2": "course",
    "nbgrader": "course",
}

# The folders that students' programs see, and all of nnlib that each imports.
SEEN_BY_STUDENTS = {
    "nnlib.course.marking.inside": (
        *("nnlib.course.marking.inside.", "nnlib.exercises.calls."),
    ),
    "nnlib.exercises.calls": ("nnlib.exercises.calls.",),
}

# The folders and modules of `course.marking`, and those of them that each imports.
IN_MARKING = {
    "inside": set(),
    "sandbox": {"inside"},
    "submissions": set(),
    "examining": {"inside", "sandbox", "submissions"},
    "records": {"submissions"},
    "reports": {"records", "submissions"},
    "marker": {"examining", "records"},
    "command": {
        *("examining", "marker", "records", "reports", "sandbox", "submissions"),
    },
    "__init__": set(),
}


def part(path):
    """Name the entry of `IMPORTS` a file belongs to."""
    return path.relative_to(PACKAGE).parts[0].removesuffix(".py")


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
    assert found == IMPORTS


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


def test_heavy_packages_have_one_door(module):
    heavy = {name.split(".")[0] for name in imports(module)} & set(ONLY_IN)
    assert {ONLY_IN[name] for name in heavy} <= {part(module)}


def test_every_door_is_used():
    used = {name.split(".")[0] for module in MODULES for name in imports(module)}
    assert used >= set(ONLY_IN)


def test_module_is_short(module):
    assert len(module.read_text(encoding="utf-8").splitlines()) <= LONGEST


def test_module_says_what_it_is(module):
    tree = ast.parse(module.read_text(encoding="utf-8"))
    assert ast.get_docstring(tree)


def output_of(code, **environment):
    return subprocess.check_output(
        [sys.executable, "-c", code], text=True, env=os.environ | environment
    )


def test_import_loads_numpy_only():
    heavy = ["torch", "matplotlib", "ipywidgets", "tqdm", "click", "IPython", "numba"]
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
    assert result.returncode == 0, result.stdout + result.stderr
