"""A student's two days with a notebook, told in order; between them the course changes.

`pytest -m browser`; NNLIB_SCREENSHOTS names a folder for pictures of what is seen.
"""

import json
import re

import pytest
from click.testing import CliRunner

from nnlib.course import command_line, copies
from nnlib.course.homework import command
from nnlib.explorers.explorer import NO_SLIDERS
from tests.support.a_student import at_work
from tests.support.in_a_browser import chromium, from_top_to_bottom, see, wait_for

pytestmark = pytest.mark.browser
NOTEBOOK = "03_sigmoid_versus_relu.ipynb"
PROMPTS = """cells => cells.map(cell => [
    cell.querySelector(".cm-content")?.innerText,
    cell.querySelector(".jp-InputPrompt")?.innerText
])"""
RIGHT = "def relu_and_slope(Z):\n    return np.maximum(Z, 0), 1.0 * (Z > 0)"
WRONG = RIGHT.replace("Z > 0", "Z >= 0")
UNREADABLE = RIGHT.replace(":", "", 1)
RENAMED = RIGHT.replace("relu_and_slope", "relu_slope")
ENDLESS = "def living_units(X, weights):\n    while True:\n        pass"
EVERY_UNIT = "def living_units(X, weights):\n    return [len(W) for W in weights]"
GUESS = 'prediction = "w1 and w5"'
IN_WORDS = "The leak makes the derivatives small, not zero."
OLD_TEXT, NEW_TEXT = "## 2 · Who learns?", "## 2 · Which weights learn?"
EXPLORERS = 2
LIVING, STILL = ".nnlib-explorer", ".nnlib-still"


def test_a_student_s_two_days(tmp_path, monkeypatch):
    homework = tmp_path / "homework"
    monkeypatch.setattr(command, "HOMEWORK", homework)
    monkeypatch.setattr(command_line, "run", lambda *_: None)  # `lab` starts nothing
    assert nnlib("lab") == ""
    with chromium() as browser:
        with at_work(browser, homework, NOTEBOOK) as student:
            run_all_comes_to_the_end(student)
            explorers_show_one_thing(student, LIVING, "sliders")
            an_open_exercise_is_one_block(student)
            a_known_mistake_is_named(student)
            a_cell_that_python_cannot_read(student)
            the_exercise_is_solved(student)
            another_name(student)
            an_endless_loop_ends(student)
            the_stop_button(student)
            what_is_written_beside_the_exercises(student)
            points = the_points_so_far(student)
            a_new_session(student)
            student.save()
        with at_work(browser, homework, NOTEBOOK) as student:
            explorers_show_one_thing(student, STILL, "the_next_day")
        the_course_changes(tmp_path / "newer", monkeypatch)
        the_update_is_announced_and_made(homework)
        with at_work(browser, homework, NOTEBOOK) as student:
            texts_are_new_and_answers_are_there(student)
            student.run_all()
            assert the_points_so_far(student, "points_again") == points
            assert "✓ Exercise 3.1" in student.verdict("3.1")
            explorers_show_one_thing(student, LIVING, "sliders_again")


def run_all_comes_to_the_end(student):
    student.run_all()
    prompts = {}
    for _ in from_top_to_bottom(student.page):
        prompts |= dict(student.page.locator(".jp-CodeCell").evaluate_all(PROMPTS))
    run = [prompt for source, prompt in prompts.items() if source]
    assert len(run) > 20
    assert all(re.fullmatch(r"\[\d+\]:", prompt.strip()) for prompt in run), prompts
    assert see(student.page, "text=/0 of 11 points/").is_visible()
    student.picture("run_all")
    student.save()
    cells = json.loads(student.path.read_text("utf-8"))["cells"]
    counts = [c["execution_count"] for c in cells if c["cell_type"] == "code"]
    assert counts == [*range(1, len(counts) + 1)]


def explorers_show_one_thing(student, what, name):
    """All explorers, each with its sliders or with its figure and a sentence."""
    (other,) = {LIVING, STILL} - {what}
    seen = set()
    for _ in from_top_to_bottom(student.page, pause=200):
        for one in student.page.locator(f"{what}:visible").all():
            picture = one.locator("img")
            assert (NO_SLIDERS in one.text_content()) == (what == STILL)
            wait_for(lambda i=picture: i.evaluate("i => i.naturalWidth") > 300, 20)
            if picture.get_attribute("alt") not in seen:
                seen.add(picture.get_attribute("alt"))
                one.scroll_into_view_if_needed()
                student.picture(f"{name}_{len(seen)}")
        assert student.page.locator(f"{other}:visible").count() == 0
        assert "Error displaying" not in student.page.inner_text(".jp-Notebook")
    assert len(seen) == EXPLORERS


def an_open_exercise_is_one_block(student):
    said = student.verdict("3.1")
    assert said.startswith("○ Exercise 3.1 · ReLU and its derivative: not attempted")
    student.picture("open")


def a_known_mistake_is_named(student):
    student.answer("3.1", WRONG)
    assert "At z = 0 your slope is 1." in student.check("3.1")
    student.picture("mistake")


def a_cell_that_python_cannot_read(student):
    student.answer("3.1", UNREADABLE)
    said = student.check("3.1")
    assert "The cell fails. SyntaxError: expected ':' (your cell, line 1)" in said
    student.picture("syntax_error")


def the_exercise_is_solved(student):
    student.answer("3.1", RIGHT)
    assert "✓ Exercise 3.1" in student.check("3.1")
    student.picture("right")


def another_name(student):
    student.answer("3.1", RENAMED)
    assert "The cell defines no function relu_and_slope." in student.check("3.1")
    student.picture("another_name")
    student.answer("3.1", RIGHT)
    assert "✓ Exercise 3.1" in student.check("3.1")


def an_endless_loop_ends(student):
    student.answer("3.2", ENDLESS)
    said = student.check("3.2")
    running = "too slow living_units was still running after 10 s, in the case “"
    assert running in said
    student.picture("endless")


def the_stop_button(student):
    said = student.check("3.2", stop_after=1500)
    assert "stopped You stopped the check while living_units was running, in" in said
    student.picture("stopped")


def what_is_written_beside_the_exercises(student):
    student.answer("3.2", EVERY_UNIT)
    assert "You count every unit" in student.check("3.2")
    student.write('prediction = "?"', GUESS)
    student.write(copies.UNANSWERED, IN_WORDS)
    student.picture("in_words")


def the_points_so_far(student, name="points"):
    """What `progress()` shows at the end, as a text."""
    cell = student.cell("progress(3)")
    cell.locator(".cm-content").click()
    student.run()
    student.picture(name)
    table = cell.locator(".jp-OutputArea-output").inner_text()
    assert re.search(r"✓\s+3\.1\s.*2 of 2", table)
    assert re.search(r"✗\s+3\.2\s", table)
    return table


def a_new_session(student):
    student.restart()
    explorers_show_one_thing(student, STILL, "without_kernel")
    first = "Run the first code cell of this notebook, then the cell with"
    assert f"{first} relu_and_slope, then this cell." in student.check("3.1")
    student.picture("new_session")


def the_course_changes(folder, monkeypatch):
    """Let a newer version of the course have another heading in the notebook."""
    folder.mkdir()
    for path in copies.NOTEBOOKS.glob("[0-9][0-9]_*.ipynb"):
        text = path.read_text("utf-8").replace(OLD_TEXT, NEW_TEXT)
        (folder / path.name).write_text(text, "utf-8")
    monkeypatch.setattr(copies, "NOTEBOOKS", folder)


def the_update_is_announced_and_made(homework):
    before = (homework / NOTEBOOK).read_bytes()
    said = nnlib("lab")
    assert "Your work in homework/ stays as it is: 03." in said
    assert "The course has newer versions: 03." in said
    assert (homework / NOTEBOOK).read_bytes() == before
    said = nnlib("update", "03")
    assert "03: your work is now in the newest version; run all its cells." in said
    assert (homework / "old" / NOTEBOOK).read_bytes() == before


def nnlib(*arguments):
    """What a command says in the terminal."""
    result = CliRunner().invoke(command_line.main, arguments)
    assert result.exit_code == 0, result.output
    return result.output


def texts_are_new_and_answers_are_there(student):
    page = student.page
    see(page, f".jp-MarkdownCell:has-text('{NEW_TEXT[3:]}')")
    student.picture("updated")
    see(page, f".jp-CodeCell:has-text('{GUESS}')")
    see(page, f".jp-CodeCell:has-text('{RIGHT.splitlines()[-1].strip()}')")
    student.picture("updated_answer")
    see(page, f".jp-CodeCell:has-text('{EVERY_UNIT.splitlines()[-1].strip()}')")
    see(page, f".jp-MarkdownCell:has-text('{IN_WORDS}')")
