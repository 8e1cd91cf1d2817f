"""What the README and the pages in docs/ say is what is run and what is there."""

import re
import shlex

import pytest
from click.testing import CliRunner

from nnlib.course.command_line import main
from nnlib.course.marking.records.names import safe_name
from nnlib.course.marking.sandbox import available
from nnlib.course.wheel import wheel
from nnlib.exercises.catalogue import exercises_of, notebooks
from tests import library_page
from tests.benchmarks.workloads import WORKLOADS
from tests.support.handed_in import hand_in, handed_out
from tests.support.places import ROOT

PAGES = {
    path.relative_to(ROOT).as_posix(): path.read_text(encoding="utf-8")
    for path in (*ROOT.glob("*.md"), *ROOT.glob("docs/*.md"))
}
README, CONTRIBUTING = PAGES["README.md"], PAGES["CONTRIBUTING.md"]
INSTRUCTORS = PAGES["docs/instructors.md"]
WORKFLOW = (ROOT / ".github/workflows/test.yml").read_text(encoding="utf-8")


def commands(page):
    """What a page says to type in a terminal, block by block."""
    return re.findall(r"^```sh\n(.*?)\n```$", page, re.M | re.DOTALL)


LAB, HELLO, WORKSHEET = commands(README)
TEST = "python3 nnlib test"
RELEASE, MARK, RESUME, GRADE, *IN_A_CONTAINER = commands(INSTRUCTORS)


def test_the_readme_is_short():
    assert len(README.split()) <= 900


def test_the_first_lines():
    assert LAB == "python3 nnlib lab"
    assert HELLO == "python3 nnlib hello"
    assert LAB.replace("python3", "py") in README
    assert f"`{TEST}`" in README


def test_the_wheel_has_the_name_that_is_typed():
    typed = re.findall(r"\S+\.whl", PAGES["docs/other_ways.md"])
    assert {name.strip("`,") for name in typed} == {wheel()[0]}


def test_the_worksheet_line_writes_what_it_says(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    python, package, *arguments = shlex.split(WORKSHEET)
    assert (python, package) == ("python3", "nnlib")
    assert CliRunner().invoke(main, arguments).exit_code == 0
    files = sorted(path.name for path in tmp_path.iterdir())
    assert files == sorted(re.findall(r"`(worksheet_[^`]+)`", README))


def test_the_release_line_writes_what_it_says(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    python, package, *arguments = shlex.split(RELEASE)
    assert (python, package) == ("python3", "nnlib")
    assert CliRunner().invoke(main, arguments).exit_code == 0
    assert [path.name for path in tmp_path.iterdir()] == ["homework.zip"]


def test_the_marking_lines_write_what_they_say(tmp_path, monkeypatch):
    pytest.importorskip("nbgrader")
    monkeypatch.setattr(available, "find_sandbox", lambda trust_students: None)
    monkeypatch.chdir(tmp_path)
    hand_in("submissions", handed_out(), "s1234567")
    for line in (MARK, RESUME):
        _, _, *arguments = shlex.split(line)
        assert CliRunner().invoke(main, arguments).exit_code == 0
    table = INSTRUCTORS.split("The folder `marks/`")[1].split("The terminal")[0]
    first_columns = re.findall(r"^\|(.*?)\|", table, re.M)
    for name in re.findall(r"`(.*?)`", " ".join(first_columns)):
        name = name.replace("STUDENT", "s1234567")
        assert (tmp_path / "marks" / name).exists()
    (coded,) = re.findall(r"`(Ada_\w+)`", INSTRUCTORS)
    assert coded == safe_name("Ada Lovelace")
    assert GRADE.startswith("cd marks\n")
    mark, grade = IN_A_CONTAINER
    assert MARK in mark
    assert "-w /course/marks" in grade
    assert GRADE.splitlines()[1] in grade


def test_ci_runs_the_test_line():
    *before, last = (ROOT / ".ci/run").read_text().splitlines()
    assert last == TEST
    assert before[-1] == "rm -rf .venv"


def test_ci_has_the_sandbox():
    for text in ((ROOT / ".ci/run").read_text(), WORKFLOW):
        assert "apt-get install -qq bubblewrap" in text


def test_workflow_runs_the_test_line():
    assert f"- run: {TEST}\n" in WORKFLOW


def test_workflow_runs_the_browser_lines():
    install, run = ".venv/bin/pip install playwright", f"{TEST} -m browser -s"
    for line in (install, run):
        assert line in CONTRIBUTING
        assert f"- run: {line}\n" in WORKFLOW
    assert "google-chrome" in (ROOT / "tests/support/in_a_browser.py").read_text()


def test_oldest_python_is_the_same_everywhere():
    assert 'requires-python = ">=3.11"' in (ROOT / "pyproject.toml").read_text()
    assert "Python 3.11 or newer" in README
    assert "Python 3.11 or newer" in (ROOT / "nnlib/__main__.py").read_text()
    assert 'python: ["3.11"' in WORKFLOW


def test_example_prints_what_it_says(capsys):
    (example,) = re.findall(r"^```python\n(.*?)^```$", README, re.M | re.DOTALL)
    exec(compile(example, "README.md", "exec"), {})
    promised = re.findall(r"^print.*\)  # (History .*)$", example, re.M)
    printed = capsys.readouterr().out.splitlines()
    assert promised
    assert set(promised) <= set(printed)
    assert "all     agrees    error below 1e-09" in printed


@pytest.mark.parametrize("page", PAGES)
def test_links_lead_somewhere(page):
    for target in re.findall(r"\]\((?!https?://)([^)]+)\)", PAGES[page]):
        path, _, heading = target.partition("#")
        there = (ROOT / page).parent / path if path else ROOT / page
        assert there.exists(), target
        assert not heading or heading in anchors(there), target


def anchors(page):
    """What a link behind # can name: the headings, as GitHub writes them."""
    headings = re.findall(r"^#+ (.*)$", page.read_text(encoding="utf-8"), re.M)
    return {re.sub(r"[^\w -]", "", h.lower()).replace(" ", "-") for h in headings}


def test_every_page_is_found_from_the_readme():
    linked = {link for link in re.findall(r"\]\((docs/[^)#]+)", README)}
    assert linked == {page for page in PAGES if page.startswith("docs/")}


def test_the_library_page_is_the_docstrings():
    assert PAGES["docs/library.md"] == library_page.page(), (
        "Type .venv/bin/python -m tests.library_page"
    )


@pytest.mark.parametrize(
    "path", re.findall(r"`((?:nnlib|tests)/[\w/.]+)`", CONTRIBUTING)
)
def test_what_contributing_names_is_there(path):
    assert (ROOT / path).exists() or path.endswith(("my_function.py", "notebook_13/"))


def test_table_names_every_notebook():
    named = re.findall(r"\]\((notebooks/[^)]+)\)", README)
    there = (ROOT / "notebooks").glob("*.ipynb")
    assert named == sorted(path.relative_to(ROOT).as_posix() for path in there)


def test_exercises_take_as_long_as_it_says():
    shortest, longest = map(int, re.findall(r"take (\d+) to (\d+) minutes", README)[0])
    for notebook in notebooks():
        minutes = sum(exercise.minutes for exercise in exercises_of(notebook))
        assert shortest <= minutes <= longest


def test_performance_table_has_the_rows_of_the_benchmarks():
    section = PAGES["docs/performance.md"]
    rows = re.findall(r"^\| ([^|]+) \|", section, re.M)
    assert rows == [workload.title for workload in WORKLOADS]
    assert "`.venv/bin/python -m tests.benchmarks`" in section
    assert "`.venv/bin/python -m tests.benchmarks.marking`" in section
