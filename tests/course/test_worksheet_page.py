"""The printed worksheet: all formulas, no value, nothing clipped, nothing fetched."""

import re
from html import unescape
from html.parser import HTMLParser
from itertools import combinations
from xml.etree import ElementTree

import matplotlib.pyplot as plt
import numpy as np
import pytest

from nnlib import HOMEWORK_NAMES, Dense, Network, personal_example, sigmoid, worksheet
from nnlib.course.worksheet.blank import blank_worksheet
from nnlib.course.worksheet.page import html_page
from nnlib.course.worksheet.pdf import draw_page, pdf_pages
from tests.support import pictures

elsewhere = pictures.elsewhere

NASTY = "<script>alert('$x$')</script> & \"Ana\""
VOID = {"meta"}
UPDATE = "5 · Update: one step downhill"
PLAIN = str.maketrans("₁₂₃", "123")


class Page(HTMLParser):
    """The elements, their attributes and the text of a page; refuses crossed tags."""

    def __init__(self, text):
        super().__init__()
        self.open, self.tags, self.attributes, self.text = [], [], [], ""
        self.feed(text)
        assert self.open == []

    def handle_starttag(self, tag, attributes):
        self.tags.append(tag)
        self.attributes += attributes
        if tag not in VOID:
            self.open.append(tag)

    def handle_startendtag(self, tag, attributes):
        self.tags.append(tag)
        self.attributes += attributes

    def handle_endtag(self, tag):
        assert self.open.pop() == tag

    def handle_data(self, data):
        self.text += data


def solved(student):
    X, Y, *weights = personal_example(student)
    net = Network([Dense(W, None, sigmoid) for W in weights])
    return worksheet(net, X, Y, names=HOMEWORK_NAMES)


def drawn_pages(student):
    """The two pages of the PDF, as figures drawn to the last letter."""
    sheet = blank_worksheet(student)
    steps = list(sheet.steps.items())
    axes = [draw_page(sheet, steps[:2], True), draw_page(sheet, steps[2:], False)]
    for ax in axes:
        ax.figure.canvas.draw()
    return axes


def texts(figure):
    """All that is written on a figure, with the room it takes."""
    return [
        (text.get_text(), text.get_window_extent())
        for ax in (figure.axes[0], *figure.axes[0].child_axes)
        for text in ax.texts
    ]


def test_five_steps_and_a_line_for_each_of_the_worksheet():
    sheet = blank_worksheet("s1")
    assert [heading[0] for heading in sheet.steps] == list("12345")
    lines = [line for lines in sheet.steps.values() for line in lines]
    assert sorted(lines) == sorted(solved("s1").blank().lines)


def test_given_are_all_numbers_of_the_example():
    X, Y, W1, W2 = personal_example("s1")
    given = blank_worksheet("s1").given
    assert list(given) == [*("x₁", "x₂", "y₁", "y₂"), *(f"w{n}" for n in "₁₂₃₄₅₆₇₈")]
    numbers = [*X[0], *Y[0], *W1.T.ravel(), *W2.T.ravel()]
    given = [float(text.replace("−", "-")) for text in given.values()]
    np.testing.assert_array_equal(given, numbers)


def test_targets_stand_in_the_drawing_below_the_outputs():
    Y = personal_example("s1").Y[0]
    title = re.search("<title>Network.*</title>", html_page(blank_worksheet("s1")))[0]
    for name, target in zip(("o₁", "o₂"), Y):
        assert f"{name}, target {target:g}" in title
    first, _ = drawn_pages("s1")
    (net,) = first.child_axes
    there = {text.get_text(): text for text in net.texts}
    circles = [line for line in net.lines if line.get_marker() == "o"]
    radius = circles[0].get_markersize() / 2 * first.figure.dpi / 72
    for name, target, circle in zip(("y₁", "y₂"), Y, circles[-2:]):
        label = there[f"{name} = {target:g}"].get_window_extent()
        x, y = net.transData.transform(circle.get_xydata()[0])
        assert label.x0 < x < label.x1
        assert y - 2 * radius < label.y1 < y - radius


def test_a_word_says_why_w3_comes_before_w2():
    words = "so w₃ comes before w₂: w₁ and w₃ lead into h₁"
    page = Page(html_page(blank_worksheet("s1")))
    assert "so w3 comes before w2: w1 and w3 lead into h1" in page.text
    order = [line.symbol for line in blank_worksheet("s1").steps[UPDATE]]
    assert order[:4] == ["w₁", "w₃", "w₂", "w₄"]
    pdf = " ".join(text for text, _ in texts(drawn_pages("s1")[0].figure))
    assert re.sub(r"[$_{}]", "", pdf).count(words.translate(PLAIN)) == 1


def test_indices_on_the_pdf_are_large_enough_to_read():
    for ax in drawn_pages("s1"):
        formulas = [text for text in ax.texts if text.get_text().startswith("$")]
        assert len(formulas) >= 22
        for text in formulas:
            assert 0.7 * text.get_fontsize() >= 7  # mathtext's indices
            assert not re.search("[⁰-ₜ]", text.get_text())


def test_html_has_two_gaps_for_each_formula():
    page = Page(html_page(blank_worksheet("s1")))
    assert page.tags.count("li") == 33
    assert page.attributes.count(("class", "gap")) == 33
    assert page.attributes.count(("class", "gap value")) == 33
    for line in solved("s1").lines:
        assert line.symbol[0] in page.text


def test_no_value_is_given_away():
    sheet, hidden = blank_worksheet("s1"), solved("s1").lines
    html = unescape(re.sub("<[^>]+>", "", html_page(sheet))).replace("-", "−")
    pdf = " ".join(text for ax in drawn_pages("s1") for text, _ in texts(ax.figure))
    for line in hidden:
        assert line.value not in html
        assert line.value not in pdf.replace("-", "−")
    assert "0.6" in pdf


def test_what_the_student_typed_is_text():
    page = Page(html_page(blank_worksheet(NASTY)))
    assert "script" not in page.tags
    assert f"Student: {NASTY}" in page.text
    assert f"Worksheet of {NASTY}" in page.text
    for ax in drawn_pages(NASTY):
        assert (f"Student: {NASTY}") in [text for text, _ in texts(ax.figure)]


def test_html_fetches_nothing():
    page = Page(html_page(blank_worksheet("s1")))
    assert {"link", "script", "img", "iframe", "object", "base"}.isdisjoint(page.tags)
    for name, value in page.attributes:
        if name in ("src", "href", "xlink:href", "srcset", "style"):
            assert value.startswith("#") or "url(" not in value
            assert "//" not in value
    style = re.search("<style>.*?</style>", html_page(blank_worksheet("s1")), re.S)[0]
    assert "url(" not in style
    assert "@import" not in style


def test_html_says_how_it_is_printed_and_read():
    html = html_page(blank_worksheet("s1"))
    assert "@page { size: A4;" in html
    assert ("content", "width=device-width, initial-scale=1") in Page(html).attributes
    svg = ElementTree.fromstring(re.search("<svg.*</svg>", html, re.S)[0])
    assert svg[0].text.startswith("Network 2-2-2. x₁ = ")


def test_pdf_is_two_pages_and_always_the_same():
    one, two = (pdf_pages(blank_worksheet("Ana Müller")) for _ in range(2))
    assert one == two
    assert one.count(b"/Type /Page ") == 2
    assert one.count(b"/MediaBox [ 0 0 595.28 841.89 ]") == 2
    assert plt.get_fignums() == []


@pytest.mark.parametrize("student", ["s1", 50 * "W"])
def test_nothing_on_the_pdf_is_clipped_or_covered(student):
    for ax in drawn_pages(student):
        written, page = texts(ax.figure), ax.figure.bbox
        margin = 0.4 * ax.figure.dpi
        for _, box in written:
            assert box.x0 >= margin
            assert box.y0 >= margin
            assert box.x1 <= page.x1 - margin
            assert box.y1 <= page.y1 - margin
        for (_, one), (_, two) in combinations(written, 2):
            assert not one.overlaps(two)
        gaps = [line.get_window_extent() for line in ax.lines]
        assert len(gaps) in (22, 44)
        for gap in gaps:
            assert page.x0 + margin <= gap.x0 < gap.x1 <= page.x1 - margin
            assert not any(gap.overlaps(box) for _, box in written)
        plt.close(ax.figure)
