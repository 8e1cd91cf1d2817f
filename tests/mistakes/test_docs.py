"""The page *Is your backprop right?*: its examples print what it shows."""

import re
import subprocess
import sys

import pytest

from tests.diagnosing import ROWS, SLOWEST
from tests.support.places import ROOT

PAGE = (ROOT / "docs/is_your_backprop_right.md").read_text(encoding="utf-8")
BLOCKS = r"^## (.*?)\n.*?^```python\n(.*?)^```\n\n```text\n(.*?)^```$"
EXAMPLES = re.findall(BLOCKS, PAGE, re.M | re.DOTALL)


def output_of(example):
    command = [sys.executable, "-c", example]
    return subprocess.run(
        command, capture_output=True, cwd=ROOT, check=True, encoding="utf-8"
    ).stdout


def test_there_are_four():
    assert len(EXAMPLES) == 4 == PAGE.count("```python")


@pytest.mark.parametrize(("title", "example", "shown"), EXAMPLES)
def test_an_example_prints_what_is_shown(title, example, shown):
    assert output_of(example) == shown


def test_the_tables_have_the_rows_that_are_measured():
    rows = re.findall(r"^\| ([^|]+) \| [^|-]", PAGE, re.M)
    assert rows == ["programs", *ROWS, "the slowest diagnosis on", *SLOWEST]
