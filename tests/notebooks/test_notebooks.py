"""The notebooks have the form that was agreed on.

That their stored outputs come out again is tested by nbval, cell by cell.
"""

import ast
import json
import re

import pytest

from nnlib.exercises.catalogue import exercises_of
from tests.support.places import ROOT

NOTEBOOKS = sorted((ROOT / "notebooks").glob("[0-9][0-9]_*.ipynb"))
GOES_ON = "raises-exception"
HEADINGS = ("## Exercises", "## Summary")
VOLATILE = re.compile(
    r"0x[0-9a-f]{6,}|/home/|/Users/|[A-Z]:\\\\|\d+(\.\d+)? ?(ms|µs)\b"
)

PICTURE = re.compile(r"data:image/png;base64,[\w+/=]*")

each_notebook = pytest.mark.parametrize("path", NOTEBOOKS, ids=lambda path: path.stem)


def cells(path, *kinds):
    notebook = json.loads(path.read_text(encoding="utf-8"))
    return [cell for cell in notebook["cells"] if cell["cell_type"] in kinds]


def source(cell):
    return "".join(cell["source"])


def words_in(output):
    data = output.get("data", {})
    said = (data.get(f"text/{kind}") or "" for kind in ("plain", "html", "latex"))
    return [PICTURE.sub("", "".join(text)) for text in said]


def source_before_exercises(path):
    texts = [source(cell) for cell in cells(path, "markdown")]
    return texts[: next(i for i, text in enumerate(texts) if "## Exercises" in text)]


def outputs(path):
    return [output for cell in cells(path, "code") for output in cell["outputs"]]


def renew(path):
    return f"run python3 nnlib notebook {path.name[:2]}, which"


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
        code = source(cell)
        if cell["id"].startswith("check-"):  # it may be the first one that is run
            code = code.removeprefix("from nnlib.exercises import check\n")
        for node in ast.walk(ast.parse(code)):
            assert not isinstance(node, (ast.Import, ast.ImportFrom)), source(cell)


@each_notebook
def test_a_run_goes_on_behind_answers_and_checks(path):
    for cell in cells(path, "code", "markdown"):
        expected = [GOES_ON] * cell["id"].startswith(("answer-", "check-"))
        assert cell["metadata"].get("tags", []) == expected, f"{renew(path)} tags it"


@each_notebook
def test_cells_are_short(path):
    lines = sorted(len(source(cell).splitlines()) for cell in cells(path, "code"))
    assert lines[-1] <= 20
    assert lines[int(0.9 * len(lines)) - 1] <= 12


@each_notebook
def test_the_lesson_has_a_good_length(path):
    everything = [source(cell) for cell in cells(path, "code", "markdown")]
    exercises = next(i for i, text in enumerate(everything) if "## Exercises" in text)
    assert 25 <= exercises <= 70


@each_notebook
def test_every_prediction_is_shown_beside_what_came(path):
    code = [source(cell) for cell in cells(path, "code")]
    made = sum(text.startswith("prediction = ") for text in code)
    assert made >= 3
    assert made == sum('"you predicted:", prediction' in text for text in code)


@each_notebook
def test_cells_ran_once_in_order(path):
    counts = [cell["execution_count"] for cell in cells(path, "code")]
    assert counts == [*range(1, len(counts) + 1)], f"{renew(path)} runs all cells"


@each_notebook
def test_cell_ids_are_words_and_metadata_is_still(path):
    notebook = json.loads(path.read_text(encoding="utf-8"))
    stripped = f"{renew(path)} strips what changes from run to run"
    assert set(notebook["metadata"]) == {"kernelspec", "language_info"}, stripped
    assert notebook["metadata"]["kernelspec"]["name"] == "python3", stripped
    for cell in notebook["cells"]:
        words = re.fullmatch(r"[a-z][a-z0-9-]*", cell["id"])
        assert words, f"{path.name} needs words as ids of cells, not {cell['id']}"
        assert set(cell["metadata"]) <= {"nbgrader", "tags"}, stripped


def graded(path):
    return {
        cell["id"]: cell["metadata"]["nbgrader"]
        for cell in cells(path, "code", "markdown")
        if "nbgrader" in cell["metadata"]
    }


def by_nbgrader(cell_id, **marks):
    """The metadata of a cell in nbgrader's format, schema 3."""
    usual = {"grade": False, "locked": False, "solution": False, "task": False}
    return usual | {"grade_id": cell_id, "schema_version": 3} | marks


@each_notebook
def test_exercises_are_those_that_are_declared(path):
    number, expected = int(path.name[:2]), {}
    for exercise in exercises_of(number):
        end = exercise.id.replace(".", "-")
        expected[f"answer-{end}"] = by_nbgrader(f"answer-{end}", solution=True)
        expected[f"check-{end}"] = by_nbgrader(
            f"check-{end}", grade=True, locked=True, points=exercise.points
        )
    there = graded(path)
    assert f"written-{number}" in there, (
        f"{path.name} needs a written question in a cell with the id written-{number} "
        "and nbgrader's marks, as the other notebooks have"
    )
    points = there[f"written-{number}"]["points"]
    expected[f"written-{number}"] = by_nbgrader(
        f"written-{number}", grade=True, solution=True, points=points
    )
    assert 2 <= points <= 5, f"the written question of {path.name} needs 2 to 5 points"
    assert there == expected, f"{renew(path)} marks the cells of the exercises"
    assert [*there] == [*expected], f"{path.name} needs its exercises in their order"


@each_notebook
def test_exercises_say_what_their_declarations_say(path):
    here = {cell["id"]: source(cell) for cell in cells(path, "code", "markdown")}
    for exercise in exercises_of(int(path.name[:2])):
        end = exercise.id.replace(".", "-")
        points = f"{exercise.points} point{'s' * (exercise.points > 1)}"
        head = (
            f"### {exercise.id} · {exercise.title}\n\n"
            f"*{points}, about {exercise.minutes} minutes.* "
        )
        hints = {
            f"hint-{end}-{number}": (
                f"<details><summary>Hint {number}</summary>\n\n{hint}\n\n</details>"
            )
            for number, hint in enumerate(exercise.hints, start=1)
        }
        ids = [f"{kind}-{end}" for kind in ("exercise", "answer", "check")]
        for cell_id in [*ids, *hints]:
            assert cell_id in here, f"{renew(path)} adds the cell {cell_id}"
        written = f"{renew(path)} writes what exercise {exercise.id} declares"
        assert here[f"exercise-{end}"].startswith(head), written
        calling = f'from nnlib.exercises import check\n\ncheck("{exercise.id}")'
        assert here[f"check-{end}"] == calling, written
        there = {id: text for id, text in here.items() if id.startswith(f"hint-{end}-")}
        assert there == hints, written
        answer = here[f"answer-{end}"]
        for mark in ("### BEGIN SOLUTION", "### END SOLUTION"):
            count = answer.count(mark)
            assert count == 1, f"answer-{end} of {path.name} has {count} lines {mark}"


@each_notebook
def test_outputs_hold_nothing_volatile(path):
    for output in outputs(path):
        assert output["output_type"] != "error"
        assert output.get("name") != "stderr"
        for text in (output.get("text"), *words_in(output)):
            said = re.sub('base64,[^"]*', "", "".join(text or ""))  # without pixels
            assert not VOLATILE.search(said)


@each_notebook
def test_answers_to_what_the_sliders_ask_are_folded_below_them(path):
    texts = [source(cell) for cell in cells(path, "code", "markdown")]
    asked = [place for place, text in enumerate(texts) if "**Try it.**" in text]
    for place in asked:
        folded = "<details><summary>Answer"
        below = [text.startswith(folded) for text in texts[place + 1 : place + 3]]
        assert below == [False, True], texts[place]
    assert sum("explorers.explore_" in text for text in texts) >= len(asked) >= 1


@each_notebook
def test_what_students_can_do_is_a_list_without_boxes_that_nobody_can_tick(path):
    prose = "\n".join(source(cell) for cell in cells(path, "markdown"))
    assert "**You can now**\n\n- " in prose
    assert "[ ]" not in prose


@each_notebook
def test_formulas_are_whole_and_free_of_what_viewers_take_for_html(path):
    for cell in cells(path, "markdown"):
        text = re.sub(r"```.*?```|`[^`]*`", "", source(cell), flags=re.S)
        formulas = re.findall(r"\$\$(.*?)\$\$", text, re.S)
        rest = re.sub(r"\$\$.*?\$\$", "", text, flags=re.S)
        assert rest.count("$") % 2 == 0, text
        for formula in [*formulas, *rest.split("$")[1::2]]:
            assert formula.count("{") == formula.count("}"), formula
            assert not re.search("[<>|*]|[^ -~]", formula), formula


@each_notebook
def test_links_lead_somewhere(path):
    prose = "\n".join(source(cell) for cell in cells(path, "markdown"))
    links = re.findall(r"\]\(([^)]+)\)", prose)
    assert sum(link.startswith("http") for link in links) >= 2
    for link in links:
        assert link.startswith("http") or (path.parent / link).exists(), link


@each_notebook
def test_prose_comes_in_short_cells(path):
    texts = [source(cell) for cell in cells(path, "markdown")]
    lesson = next(i for i, text in enumerate(texts) if "## Exercises" in text)
    for text in texts[:lesson]:
        prose = re.sub(r"\$\$[^$]*\$\$|^\|.*$", "", text, flags=re.M)
        assert len(re.findall(r"\w\S*", prose)) <= 120, text


def test_no_figure_is_left_over():
    numbers = {path.name[:3] for path in NOTEBOOKS}
    assert {file.name[:3] for file in (ROOT / "figures").iterdir()} <= numbers


@each_notebook
def test_no_widget_is_stored_which_github_would_show_empty(path):
    for output in outputs(path):
        assert not [kind for kind in output.get("data", {}) if "widget" in kind]
    assert "widgets" not in json.loads(path.read_text(encoding="utf-8"))["metadata"]
