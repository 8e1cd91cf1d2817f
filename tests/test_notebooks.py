"""The notebooks have the form that was agreed on, and draw the figures in figures/.

That their stored outputs come out again is tested by nbval, cell by cell.
"""

import ast
import json
import os
import re
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]
NOTEBOOKS = sorted((ROOT / "notebooks").glob("*.ipynb"))
HEADINGS = ("## Exercises", "## Summary")
VOLATILE = re.compile(
    r"0x[0-9a-f]{6,}|/home/|/Users/|[A-Z]:\\\\|\d+(\.\d+)? ?(ms|µs)\b"
)

each_notebook = pytest.mark.parametrize("path", NOTEBOOKS, ids=lambda path: path.stem)


def cells(path, *kinds):
    notebook = json.loads(path.read_text(encoding="utf-8"))
    return [cell for cell in notebook["cells"] if cell["cell_type"] in kinds]


def source(cell):
    return "".join(cell["source"])


def outputs(path):
    return [output for cell in cells(path, "code") for output in cell["outputs"]]


def test_all_notebooks_are_here():
    numbers = [path.name[:3] for path in NOTEBOOKS]
    assert numbers == [f"{n:02}_" for n in range(1, len(numbers) + 1)]
    assert len(numbers) >= 5


@each_notebook
def test_the_title_carries_the_number(path):
    title = source(cells(path, "markdown")[0])
    assert title.startswith(f"# {path.name[:2]} · ")


@each_notebook
def test_the_agreed_parts_are_there(path):
    prose = "\n".join(source(cell) for cell in cells(path, "markdown"))
    for heading in HEADINGS:
        assert f"\n{heading}\n" in f"\n{prose}\n"
    for part in ("| you will be able to |", "**Predict.**", "**You can now**"):
        assert part in prose
    assert prose.count("<details>") >= 1
    assert 3 <= prose.count("**Predict.**") <= 7


@each_notebook
def test_only_the_set_up_cell_imports(path):
    first, *others = cells(path, "code")
    assert len([line for line in source(first).splitlines() if line]) <= 6
    for cell in others:
        for node in ast.walk(ast.parse(source(cell))):
            assert not isinstance(node, (ast.Import, ast.ImportFrom)), source(cell)


@each_notebook
def test_cells_are_short(path):
    lines = sorted(len(source(cell).splitlines()) for cell in cells(path, "code"))
    assert lines[-1] <= 20
    assert lines[int(0.9 * len(lines)) - 1] <= 12


@each_notebook
def test_the_lesson_has_a_good_length(path):
    everything = [source(cell) for cell in cells(path, "code", "markdown")]
    exercises = next(i for i, text in enumerate(everything) if "## Exercises" in text)
    assert 25 <= exercises <= 48


@each_notebook
def test_every_prediction_is_shown_beside_what_came(path):
    code = [source(cell) for cell in cells(path, "code")]
    made = sum(text.startswith("prediction = ") for text in code)
    assert made >= 3
    assert made == sum('"you predicted:", prediction' in text for text in code)


@each_notebook
def test_cells_ran_once_in_order(path):
    counts = [cell["execution_count"] for cell in cells(path, "code")]
    assert counts == list(range(1, len(counts) + 1))


@each_notebook
def test_cell_ids_are_words_and_metadata_is_still(path):
    notebook = json.loads(path.read_text(encoding="utf-8"))
    assert set(notebook["metadata"]) == {"kernelspec", "language_info"}
    assert notebook["metadata"]["language_info"] == {"name": "python"}
    for cell in notebook["cells"]:
        assert re.fullmatch(r"[a-z][a-z0-9-]*", cell["id"])
        assert set(cell["metadata"]) <= {"tags"}


@each_notebook
def test_outputs_hold_nothing_volatile(path):
    for output in outputs(path):
        assert output["output_type"] != "error"
        assert output.get("name") != "stderr"
        text = output.get("text") or output["data"].get("text/plain", "")
        assert not VOLATILE.search("".join(text))


@each_notebook
def test_links_lead_somewhere(path):
    prose = "\n".join(source(cell) for cell in cells(path, "markdown"))
    for name in re.findall(r"`(\d\d_\w+\.ipynb)`", prose):
        assert (path.parent / name).exists(), name


@each_notebook
def test_figures_come_out_byte_for_byte(path, tmp_path):
    (tmp_path / "notebooks").mkdir()
    script = tmp_path / "notebooks" / "cells.py"
    script.write_text("\n".join(source(cell) for cell in cells(path, "code")), "utf-8")
    environment = os.environ | {"MPLBACKEND": "agg", "PYTHONIOENCODING": "utf-8"}
    subprocess.run(
        [sys.executable, script.name],
        cwd=script.parent,
        env=environment,
        check=True,
        stdout=subprocess.DEVNULL,
        timeout=120,
    )
    drawn = {file.name: file.read_bytes() for file in tmp_path.glob("figures/*.svg")}
    kept = (ROOT / "figures").glob(f"{path.name[:2]}_*.svg")
    assert drawn
    assert drawn == {file.name: file.read_bytes() for file in kept}
