"""What the README tells people to type is what is run and what is there."""

import re
import shlex

import pytest
from click.testing import CliRunner

from nnlib.course.command_line import main
from nnlib.course.marking.records.names import safe_name
from nnlib.course.marking.sandbox import available
from nnlib.exercises.catalogue import exercises_of, notebooks
from tests.benchmarks.workloads import WORKLOADS
from tests.support.handed_in import hand_in, handed_out
from tests.support.places import ROOT

README = (ROOT / "README.md").read_text(encoding="utf-8")
CONTRIBUTING = (ROOT / "CONTRIBUTING.md").read_text(encoding="utf-8")
WORKFLOW = (ROOT / ".github/workflows/test.yml").read_text(encoding="utf-8")
COMMANDS = re.findall(r"^```sh\n(.*?)\n```$", README, flags=re.MULTILINE | re.DOTALL)
LAB, TEST, WORKSHEET, RELEASE, MARK, RESUME, GRADE, *IN_A_CONTAINER = COMMANDS


def test_the_two_lines():
    assert LAB == "python3 nnlib lab"
    assert TEST == "python3 nnlib test"
    for line in (LAB, TEST):
        assert line.replace("python3", "py") in README


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
    table = README[README.index("The folder `marks/`") : README.index("The terminal")]
    first_columns = re.findall(r"^\|(.*?)\|", table, re.M)
    for name in re.findall(r"`(.*?)`", " ".join(first_columns)):
        name = name.replace("STUDENT", "s1234567")
        assert (tmp_path / "marks" / name).exists()
    (coded,) = re.findall(r"`(Ada_\w+)`", README)
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


@pytest.mark.parametrize(
    "target", re.findall(r"\]\((?!https?://)([^)#]+)", README + CONTRIBUTING)
)
def test_links_lead_somewhere(target):
    assert (ROOT / target).exists()


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
    section = README.split("## Performance")[1].split("\n## ")[0]
    rows = re.findall(r"^\| ([^|]+) \|", section, re.M)
    assert rows == [workload.title for workload in WORKLOADS]
    assert "`.venv/bin/python -m tests.benchmarks`" in section
    assert "`.venv/bin/python -m tests.benchmarks.marking`" in section
