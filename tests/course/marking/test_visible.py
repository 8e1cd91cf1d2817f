"""Letters that act are shown as signs, wherever what a student wrote is written."""

import csv
import json
import os
import unicodedata

import pytest
from click.testing import CliRunner
from hypothesis import given
from hypothesis import strategies as st

from nnlib.course.marking.visible import KEPT, one_line, visible
from tests.support.a_class import fake_mark
from tests.support.handed_in import hand_in, handed_out, solved, with_answers
from tests.support.helpers import steady


def acts(letter):
    """Whether Unicode says that a letter does something, or is half of a letter."""
    kinds = ("Cc", "Cf", "Cs", "Zl", "Zp")
    return letter not in KEPT and unicodedata.category(letter) in kinds


ACTING = [
    *filter(acts, map(chr, range(0x2100))),
    *map(chr, [0xFEFF, 0xFFF9, 0xE0001, 0xE007F, 0xD800, 0xDFFF]),
]


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("\x1b[2J", "␛[2J"),
        ("\0", "␀"),
        ("\x7f\x80\x9b", "␡[U+0080][U+009B]"),
        ("\u202eabc\u2066", "[U+202E]abc[U+2066]"),
        ("\u2028\u200b\ufeff", "[U+2028][U+200B][U+FEFF]"),
        ("a\tb\nc", "a\tb\nc"),
        ("a\r\nb\rc", "a\nb␍c"),
        ("Zoë 李 👩\u200d🔬 می\u200cخواهم", "Zoë 李 👩\u200d🔬 می\u200cخواهم"),
    ],
)
def test_how_letters_are_shown(text, shown):
    assert visible(text) == shown


def test_every_letter_that_acts_is_shown():
    assert len(ACTING) > 90
    assert not {*ACTING} & {*visible("".join(ACTING))}


@steady
@given(st.text())
def test_a_line_is_one_line(text):
    line = one_line(text)
    assert len(line.splitlines()) <= 1
    assert not any(map(acts, line))
    assert visible(line) == line


TEXT = f"a{''.join(ACTING)}b"
NAME = "".join(n for n in TEXT if n not in "\0" and not "\ud800" <= n <= "\udfff")[:60]
ANSWER = f"def delta_output(Y_hat, Y):\n    return '{TEXT}'"


@pytest.fixture
def folder(tmp_path, monkeypatch):
    """A folder where a student used such letters everywhere, even in names."""
    nbgrader = pytest.importorskip("nbgrader.api")
    from nnlib.course.marking import marker
    from nnlib.course.marking.sandbox import available

    monkeypatch.setattr(nbgrader, "get_alembic_version", lambda: "167914646830")
    monkeypatch.setattr(marker, "mark_submission", saying)
    monkeypatch.setattr(available, "find_sandbox", lambda trust_students: None)
    monkeypatch.chdir(tmp_path)
    answers = {"answer-1-2": ANSWER, "written-1": TEXT}
    hand_in("submissions", with_answers(answers), NAME)
    hand_in("submissions", b"no JSON", f"zoe{NAME}")
    path = hand_in("submissions", solved(), "carl")
    path.rename(path.with_name(f"{NAME}{path.name}"))
    hand_in("submissions", handed_out(), "carl")
    return tmp_path


def saying(one, seed, *, sandbox):
    """Marks whose messages say what is in the notebook."""
    from dataclasses import replace

    marks = fake_mark(one, seed, sandbox=sandbox)
    said = [
        replace(verdict, message=TEXT, status="wrong") for verdict in marks.verdicts
    ]
    return replace(marks, verdicts=tuple(said))


@pytest.mark.skipif(os.name == "nt", reason="has no such names of files")
def test_no_file_and_no_line_holds_such_a_letter(folder):
    from nnlib.course.command_line import main

    here = {"NNLIB_STARTED_IN": os.getcwd()}
    result = CliRunner().invoke(main, ["mark", "submissions", "--seed", "1"], env=here)
    assert result.exit_code == 1, result.output
    assert_plain(result.output)
    assert "zoe" in result.output
    written = [path for path in (folder / "marks").rglob("*") if path.is_file()]
    kinds = {path.suffix for path in written}
    assert {".csv", ".html", ".ipynb", ".svg", ".jsonl", ".py"} <= kinds
    for path in written:
        if path.suffix == ".db":
            continue
        text = path.read_text("utf-8-sig")
        assert_plain(text)
        assert_plain(str(path.relative_to(folder)))
        if path.suffix == ".ipynb":
            for cell in json.loads(text)["cells"]:
                assert_plain("".join(cell["source"]))
                assert_plain(json.dumps(cell.get("outputs"), ensure_ascii=False))
    page = (folder / "marks").rglob("*.html")
    assert any("␛" in path.read_text("utf-8") for path in page)
    rows = csv.reader((folder / "marks/marks.csv").read_text("utf-8-sig").split("\n"))
    assert any("␛" in cell for row in rows for cell in row)


def test_in_the_gradebook_names_are_plain(folder):
    import nbgrader.api

    from nnlib.course.command_line import main

    here = {"NNLIB_STARTED_IN": os.getcwd()}
    CliRunner().invoke(main, ["mark", "submissions", "--seed", "1"], env=here)
    book = f"sqlite:///{folder / 'marks/gradebook.db'}"
    with nbgrader.api.Gradebook(book) as gradebook:
        names = [student.last_name for student in gradebook.students]
    assert len(names) == 3
    for name in names:
        assert_plain(name)


@pytest.mark.parametrize("path", ["no\x1bwhere", "file\u202e.zip"])
def test_a_refusal_is_plain(folder, path):
    from nnlib.course.command_line import main

    (folder / "file\u202e.zip").write_text("text")
    here = {"NNLIB_STARTED_IN": os.getcwd()}
    result = CliRunner().invoke(main, ["mark", path], env=here)
    assert result.output.startswith("Error: ")
    assert_plain(result.output)


def assert_plain(text):
    assert [letter for letter in text if acts(letter)] == []
