"""`nnlib worksheet`: two files, named safely, and no file of anybody overwritten."""

import os

import matplotlib.pyplot as plt
import pytest
from click.testing import CliRunner
from fontTools.fontBuilder import FontBuilder
from fontTools.pens.ttGlyphPen import TTGlyphPen
from matplotlib.font_manager import fontManager

from nnlib.course.command_line import main
from nnlib.course.worksheet import files
from nnlib.plotting import letters

undrawn = pytest.mark.usefixtures("nothing_drawn")


@pytest.fixture(autouse=True)
def folder(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    return tmp_path


@pytest.fixture
def nothing_drawn(monkeypatch):
    """Let the files hold next to nothing: drawing takes longest."""
    monkeypatch.setattr(files, "html_page", lambda sheet: sheet.student)
    monkeypatch.setattr(files, "pdf_pages", lambda sheet: b"%PDF-")


def run(*arguments, **environment):
    return CliRunner().invoke(main, ["worksheet", *arguments], env=environment)


def names(folder):
    return sorted(path.name for path in folder.iterdir())


def test_two_files(folder):
    result = run("--student", "s1234567")
    assert result.output == (
        "Written: worksheet_s1234567.html\nWritten: worksheet_s1234567.pdf\n"
    )
    assert names(folder) == ["worksheet_s1234567.html", "worksheet_s1234567.pdf"]
    html = (folder / "worksheet_s1234567.html").read_text(encoding="utf-8")
    assert "Worksheet of s1234567" in html
    assert (folder / "worksheet_s1234567.pdf").read_bytes().startswith(b"%PDF-")
    assert plt.get_fignums() == []


@pytest.mark.parametrize(
    "student, name",
    [
        ("Ana Müller", "worksheet_Ana_Müller"),
        ("../../etc/passwd", "worksheet_etc_passwd"),
        ("a:b\\c*?\"<>|'d", "worksheet_a_b_c_d"),
        ("ana@uni.example", "worksheet_ana_uni_example"),
        ("--out", "worksheet_--out"),
        ("✓", "worksheet"),
    ],
)
def test_names_are_safe(student, name, folder):
    assert run(f"--student={student}").exit_code == 0
    assert names(folder) == [f"{name}.html", f"{name}.pdf"]


@undrawn
@pytest.mark.parametrize("out", ["mine", "mine.html", "mine.pdf"])
def test_out_names_both(out, folder):
    run("--student", "s1", "--out", out)
    assert names(folder) == ["mine.html", "mine.pdf"]


@undrawn
def test_other_endings_belong_to_the_name(folder):
    run("--student", "s1", "--out", "week 1.2")
    assert names(folder) == ["week 1.2.html", "week 1.2.pdf"]


@undrawn
def test_names_count_from_where_the_line_was_typed(folder, tmp_path_factory):
    elsewhere = tmp_path_factory.mktemp("elsewhere")
    result = run("--student", "s1", "--out", "a", NNLIB_STARTED_IN=str(elsewhere))
    assert names(folder) == []
    assert names(elsewhere) == ["a.html", "a.pdf"]
    assert str(elsewhere / "a.pdf") in result.output


def test_programs_started_later_do_not_know_that_folder(monkeypatch):
    monkeypatch.setenv("NNLIB_STARTED_IN", "/somewhere")
    CliRunner().invoke(main, ["worksheet"])
    assert "NNLIB_STARTED_IN" not in os.environ


def test_the_same_again_is_fine(folder):
    run("--student", "s1")
    before = [path.read_bytes() for path in sorted(folder.iterdir())]
    assert run("--student", "s1").exit_code == 0
    assert [path.read_bytes() for path in sorted(folder.iterdir())] == before


@undrawn
@pytest.mark.parametrize("ending", ["html", "pdf"])
def test_no_other_file_is_overwritten(ending, folder):
    mine = folder / f"worksheet_s1.{ending}"
    mine.write_text("my solution")
    result = run("--student", "s1")
    assert result.exit_code == 1
    assert result.output == (
        f"Error: worksheet_s1.{ending} is there already and holds something else: "
        "move it away, or give another name with --out.\n"
    )
    assert mine.read_text() == "my solution"
    assert names(folder) == [mine.name]


@undrawn
def test_a_name_too_long_is_refused_in_a_sentence(folder):
    result = run("--student", "s1", "--out", 300 * "a")
    assert result.exit_code == 1
    assert " cannot be written: " in result.output
    assert names(folder) == []


@pytest.fixture
def east_asian_font(tmp_path_factory):
    """A font with three letters, under the name of one that Debian has."""
    path = tmp_path_factory.mktemp("fonts") / "three_letters.ttf"
    letters, pen = ["one", "two", "three"], TTGlyphPen(None)
    pen.moveTo((100, 0))
    for corner in ((100, 800), (900, 800), (900, 0)):
        pen.lineTo(corner)
    pen.closePath()
    font = FontBuilder(1000, isTTF=True)
    font.setupGlyphOrder([".notdef", *letters])
    font.setupCharacterMap(dict(zip(map(ord, "李小龙"), letters)))
    font.setupGlyf(dict.fromkeys([".notdef", *letters], pen.glyph()))
    font.setupHorizontalMetrics(dict.fromkeys([".notdef", *letters], (1000, 100)))
    font.setupHorizontalHeader(ascent=800, descent=-200)
    name = {"familyName": "WenQuanYi Zen Hei", "psName": "ThreeLetters"}
    font.setupNameTable(name | {"styleName": "Regular"})
    font.setupOS2()
    font.setupPost()
    font.save(path)
    before = list(fontManager.ttflist)
    fontManager.addfont(path)
    yield
    fontManager.ttflist[:] = before
    fontManager._findfont_cached.cache_clear()


def test_chinese_names_are_printed_where_there_is_a_font(east_asian_font, folder):
    result = run("--student", "李小龙")
    assert result.output == (
        "Written: worksheet_李小龙.html\nWritten: worksheet_李小龙.pdf\n"
    )
    assert b"ThreeLetters" in (folder / "worksheet_李小龙.pdf").read_bytes()


def test_letters_that_the_font_lacks_are_named(folder, monkeypatch):
    monkeypatch.setattr(letters, "EAST_ASIAN", ())
    result = run("--student", "李小龙")
    assert result.output.splitlines()[-1] == (
        "The PDF's font lacks letters of the id; the HTML page shows them."
    )
    html = (folder / "worksheet_李小龙.html").read_text(encoding="utf-8")
    assert "<bdi>李小龙</bdi>" in html


@undrawn
@pytest.mark.parametrize(
    "arguments, error",
    [
        (
            ["--student", " "],
            "Error: student_id needs 1 to 50 visible characters; got 0.",
        ),
        (
            ["--student", "s1", "--out", os.curdir],
            "Error: --out needs the name of a file; got the folder .. "
            "Write --out worksheet_s1.",
        ),
        (
            ["--student", "s1", "--out", os.path.join("nowhere", "a")],
            f"Error: {os.path.join('nowhere', 'a.html')} cannot be written: "
            "No such file or directory.",
        ),
        ([], "Error: Missing option '--student'."),
    ],
)
def test_errors(arguments, error, folder):
    result = run(*arguments)
    assert result.exit_code != 0
    assert result.output.splitlines()[-1] == error
    assert names(folder) == []
