"""Students' copies: no answers in them, and work is kept."""

import io
import json
import re
import tokenize
import zipfile

import nbformat
import pytest

from nnlib.course import copies

SOLVED = sorted(copies.NOTEBOOKS.glob("[0-9][0-9]_*.ipynb"))
CANARY = "canary_73c1"
LONGEST = 10  # tokens in a row that a copy may share with a solution

each_notebook = pytest.mark.parametrize("path", SOLVED, ids=lambda path: path.stem)


def cells(text):
    return json.loads(text)["cells"]


def copy_of(path):
    return copies.student_copy(path.read_text("utf-8"))


def solution_of(cell):
    source = "".join(cell["source"])
    return source.split("### BEGIN SOLUTION")[1].split("### END SOLUTION")[0]


def solutions(path):
    marked = (c for c in cells(path.read_text("utf-8")) if "nbgrader" in c["metadata"])
    return [
        solution_of(cell) if cell["cell_type"] == "code" else "".join(cell["source"])
        for cell in marked
        if cell["metadata"]["nbgrader"]["solution"]
    ]


def tokens(text):
    try:
        found = tokenize.generate_tokens(io.StringIO(text).readline)
        return [token.string for token in found if token.string.strip()]
    except (tokenize.TokenError, IndentationError):
        return text.split()


@each_notebook
def test_a_copy_is_a_notebook_without_outputs_and_guesses(path):
    notebook = nbformat.reads(copy_of(path), 4)
    nbformat.validate(notebook)
    for cell in notebook.cells:
        if cell.cell_type == "code":
            assert cell.outputs == []
            assert cell.execution_count is None
        if cell.source.startswith("prediction ="):
            assert cell.source == 'prediction = "?"'
    solved = nbformat.read(path, 4)
    assert [cell.id for cell in notebook.cells] == [cell.id for cell in solved.cells]
    assert notebook.metadata == solved.metadata


@each_notebook
def test_cells_of_exercises_stay_and_only_answers_are_edited(path):
    ours = "exercise-", "hint-", "check-", "answer-", "question-", "written-"
    for solved, cell in zip(cells(path.read_text("utf-8")), cells(copy_of(path))):
        expected = dict(solved["metadata"])
        if cell["id"].startswith(ours):
            expected["deletable"] = False
            if not cell["id"].startswith(("answer-", "written-")):
                expected["editable"] = False
        assert cell["metadata"] == expected


TITLE = re.compile(r"""\btitle["']?\]?\s*[=:]\s*f?"([^"]*)\"""")


@each_notebook
def test_a_copy_has_no_title_of_a_plot(path):
    solved, copy = cells(path.read_text("utf-8")), cells(copy_of(path))
    titles = [TITLE.findall("".join(cell["source"])) for cell in solved]
    blank = [TITLE.findall("".join(cell["source"])) for cell in copy]
    assert blank == [["?"] * len(some) for some in titles]
    everything = "".join("".join(cell["source"]) for cell in copy)
    for title in (title for some in titles for title in some):
        assert title not in everything


def test_titles_go_and_all_else_stays():
    before = """
δ, options = "é", {"title": "A", "x": "y"}; options["title"] = "B"
title = f"{δ} C"
plot(δ, title="D", name="title"); plot(title=title)
plot(title=(
    "E"
    "F"))
"""
    after = """
δ, options = "é", {"title": "?", "x": "y"}; options["title"] = "?"
title = "?"
plot(δ, title="?", name="title"); plot(title=title)
plot(title=(
    "?"))
"""
    assert copies.without_titles(before) == after


@each_notebook
def test_a_copy_has_no_line_of_a_solution(path):
    copy = copy_of(path)
    lines = {line.strip() for cell in cells(copy) for line in cell["source"]}
    assert "SOLUTION" not in copy
    for solution in solutions(path):
        for line in solution.split("\n"):
            assert len(line.strip()) < 12 or line.strip() not in lines


@each_notebook
def test_exercises_of_a_copy_share_no_row_of_tokens_with_a_solution(path):
    sources = ["".join(cell["source"]) for cell in cells(copy_of(path))]
    first = next(i for i, text in enumerate(sources) if "## Exercises" in text)
    given = tokens("\n".join(sources[first:]).replace("`", " "))
    rows = {tuple(given[i : i + LONGEST]) for i in range(len(given))}
    for solution in solutions(path):
        mine = tokens(solution)
        shared = [
            mine[i : i + LONGEST]
            for i in range(len(mine) - LONGEST + 1)
            if tuple(mine[i : i + LONGEST]) in rows
        ]
        assert shared == []


def with_canary(text):
    """Put a word into everything of a solved notebook that no student may see."""
    notebook = json.loads(text)
    for cell in notebook["cells"]:
        if cell["id"].startswith("written-"):
            cell["source"].append(CANARY)
        if cell["cell_type"] == "code":
            source = "".join(cell["source"])
            source = source.replace("### END", f"{CANARY}\n    ### END")
            cell["source"] = source.splitlines(keepends=True)
            cell["outputs"] = [{"output_type": "stream", "text": [CANARY]}]
    return json.dumps(notebook)


def test_a_canary_does_not_get_through(tmp_path, monkeypatch):
    for path in SOLVED:
        text = with_canary(path.read_text("utf-8"))
        assert text.count(CANARY) > 10
        (tmp_path / path.name).write_text(text, "utf-8")
    monkeypatch.setattr(copies, "NOTEBOOKS", tmp_path)
    archive = zipfile.ZipFile(io.BytesIO(copies.zipped()))
    assert len(archive.namelist()) == len(SOLVED)
    for name in archive.namelist():
        assert CANARY not in archive.read(name).decode()


def test_without_solution_keeps_what_stands_around_it():
    head = "def f(x):\n    y = 1\n"
    solution = "    ### BEGIN SOLUTION\n    return y\n    ### END SOLUTION\n"
    stub = "    # YOUR CODE HERE\n    raise NotImplementedError()\n"
    assert copies.without_solution(head + solution + "\nz") == head + stub + "\nz"


def test_the_zip_is_the_same_each_time():
    assert copies.zipped() == copies.zipped()
    archive = zipfile.ZipFile(io.BytesIO(copies.zipped()))
    names = [f"homework/{path.name}" for path in SOLVED]
    assert archive.namelist() == names
    assert archive.read(names[0]).decode() == copy_of(SOLVED[0])


def test_nbgrader_cuts_the_same_cells():
    pytest.importorskip("nbgrader", reason="nbgrader is not installed")
    from nbgrader.preprocessors import ClearSolutions

    notebook = nbformat.read(SOLVED[0], 4)
    cut, _ = ClearSolutions().preprocess(notebook, {})
    mine = {cell["id"]: cell for cell in cells(copy_of(SOLVED[0]))}
    for cell in cut.cells:
        if cell.metadata.get("nbgrader", {}).get("solution"):
            assert "".join(mine[cell.id]["source"]) == cell.source
