"""All notebooks in a real browser: `pytest -m browser -s`, which needs Chromium.

JupyterLab opens each student's notebook and runs its cells; every control of every
explorer is moved with the keyboard. At the end tables say how long it took.
"""

import json
import os
import re
import statistics
from operator import ne
from pathlib import Path

import pytest

from tests.support.in_a_browser import (
    chromium,
    from_top_to_bottom,
    jupyterlab,
    open_notebook,
    run_all_cells,
    see,
    wait_for,
)
from tests.support.places import ROOT

pytestmark = pytest.mark.browser
NOTEBOOKS = sorted((ROOT / "notebooks").glob("[0-9][0-9]_*.ipynb"))
COMPILING = "Compiling the engine, once: some seconds.\n"
SLOW = 500  # milliseconds, for a median: five times the aim, for a busy computer
REST = 600  # milliseconds until the better figure is there, too
CONTROL = "input[type=range], select"

# Measures in the page: from a key that is pressed, or an entry that is chosen, to the
# figure that it changes, once that is ready to be painted.
STOPWATCH = """panel => {
    if (panel.took) return;
    panel.took = [];
    let began = null;
    for (const event of ["keydown", "input"])
        panel.addEventListener(event, () => began ??= performance.now(), true);
    const picture = panel.querySelector("img");
    picture.addEventListener("load", () => {
        if (began === null) return;
        const start = began;
        began = null;
        picture.decode().then(() => panel.took.push(performance.now() - start));
    });
}"""
VALUE = """control => control.querySelector("select")?.selectedOptions[0].text
    ?? control.querySelector("output").innerText
"""
VALUES = "panel => [...panel.querySelectorAll('output')].map(e => e.innerText)"
# So fast that most of the keys are still to be sent when the button is pressed.
KEYS_AND_RESET = """panel => {
    const slider = panel.querySelector("input");
    for (let k = 0; k < 8; k++) {
        slider.stepDown();
        slider.dispatchEvent(new Event("input"));
    }
    panel.querySelector("button").click();
}"""
PICTURES = """images => images.map(image => ({
    name: image.src.slice(-200), width: image.complete ? image.naturalWidth : -1
}))"""


@pytest.fixture(scope="module")
def server(tmp_path_factory):
    with jupyterlab(tmp_path_factory.mktemp("browser") / "homework") as address:
        yield address


@pytest.fixture(scope="module")
def browser():
    with chromium() as started:
        yield started


@pytest.fixture(scope="module")
def table():
    """From explorer to the milliseconds that its figures took; printed at the end."""
    rows = {}
    yield rows
    print("\n\n| from a key to its figure | figures | median, ms | most, ms |")
    print("|---|---:|---:|---:|")
    for name, took in rows.items():
        middle = statistics.median(took)
        print(f"| {name} | {len(took)} | {middle:.0f} | {max(took):.0f} |")


@pytest.fixture(scope="module")
def seconds():
    """From notebook to the seconds until it was there, and had run; printed, too."""
    rows = {}
    yield rows
    print("\n\n| notebook | its cells are there after, s | Run All, s |")
    print("|---|---:|---:|")
    for name, (shown, ran) in rows.items():
        print(f"| {name} | {shown:.1f} | {ran:.1f} |")


@pytest.fixture(scope="module", params=NOTEBOOKS, ids=lambda path: path.name[:2])
def opened(request, browser, server, seconds):
    """A notebook, a page where all its cells have run, and the page's complaints."""
    path, complaints = request.param, []
    page = browser.new_page(viewport={"width": 1300, "height": 1000})
    page.on("pageerror", lambda error: complaints.append(str(error)))
    page.on("console", lambda m: m.type == "error" and complaints.append(m.text))
    shown = open_notebook(page, server, path.name)
    seconds[path.name[:2]] = shown, run_all_cells(page)
    yield path, page, complaints
    page.close()


def explorers(path):
    """The names of a notebook's explorers, which are those of their figures."""
    return re.findall(r'\bexplore_\w+\([^"]*\\"(\d\d_\w+)\\"', path.read_text("utf-8"))


def panel_of(page, name):
    """The controls of an explorer with their figure, and a stopwatch beside them."""
    panel = see(page, f'.jp-CodeCell:has-text("{name}") >> .nnlib-explorer')
    wait_for(lambda: panel.locator("img").evaluate("i => i.naturalWidth") > 300, 20)
    panel.evaluate(STOPWATCH)
    return panel


def pictures_in(path):
    """How many figures there are, also behind the exercises: a run comes to the end."""
    cells = json.loads(path.read_text("utf-8"))["cells"]
    outputs = [output for cell in cells for output in cell.get("outputs", ())]
    return sum("data:image/png" in json.dumps(output) for output in outputs)


def test_no_cell_ends_in_an_error_and_no_figure_is_missing(opened):
    path, page, complaints = opened
    outputs = page.locator("[data-mime-type*=stderr], [data-mime-type*=error]")
    widths = {}
    for _ in from_top_to_bottom(page, pause=200):
        wrong = "".join(outputs.all_text_contents()).replace(COMPILING, "")
        assert wrong.strip() == ""  # of an open exercise the block above says all
        stored = page.locator(".jp-RenderedHTMLCommon[data-mime-type] img")
        for image in stored.evaluate_all(PICTURES):
            widths[image["name"]] = max(image["width"], widths.get(image["name"], -1))
    assert all(width > 300 for width in widths.values()), widths.values()
    assert len(widths) == pictures_in(path)
    assert complaints == []


def test_every_control_moves_the_figure(opened, table):
    path, page, complaints = opened
    for name in explorers(path):
        panel = panel_of(page, name)
        controls = panel.locator(".nnlib-control")
        assert controls.count() >= 3
        # from the last to the first: before training, many of the first show nothing
        for number in reversed(range(controls.count())):
            move(page, panel, controls.nth(number))
        table[name] = panel.evaluate("panel => panel.took")
        assert statistics.median(table[name]) < SLOW
        if folder := os.environ.get("NNLIB_SCREENSHOTS"):
            panel.screenshot(path=Path(folder) / f"{name}.png")
    assert complaints == []


def move(page, panel, control):
    """Go to a neighbouring value, back, and there again."""
    label = control.locator("span").inner_text()
    assert label
    for step in ways(control):
        before, count = seen(panel, control), len(panel.evaluate("p => p.took"))
        step()
        page.wait_for_timeout(REST)  # to look any sooner would slow the figure down
        wait_for(
            lambda before=before: all(map(ne, seen(panel, control), before)),
            seconds=10,
            what=f'"{label}" does not change figure, words and value: {before}',
        )
        assert len(panel.evaluate("p => p.took")) == count + 1
    assert panel.locator("img").evaluate("image => image.naturalWidth") > 300


def ways(control):
    """What to do: keys for a slider, entries for a list."""
    if control.locator("select").count():
        select = control.locator("select")
        return [lambda k=k: select.select_option(index=k) for k in (1, 0, 1)]
    handle = control.locator("input")
    ends = handle.evaluate("h => h.value === h.max")
    back, forth = ("ArrowLeft", "ArrowRight")[:: -1 if ends else 1]
    return [lambda key=key: handle.press(key) for key in (forth, back, forth)]


def seen(panel, control):
    """The figure's address, its description, and the value beside the control."""
    return (
        panel.locator("img").get_attribute("src"),
        panel.locator("[role=status]").text_content(),
        control.evaluate(VALUE),
    )


def test_buttons_that_stay_pressed_move_the_figure(opened):
    path, page, _ = opened
    for name in explorers(path):
        panel = panel_of(page, name)
        panel.get_by_role("button", name="reset").click()
        page.wait_for_timeout(1500)
        for button in panel.locator("[aria-pressed]").all()[:2]:
            for pressed in ("true", "false"):
                before = panel.locator("img").get_attribute("src")
                button.click()
                assert button.get_attribute("aria-pressed") == pressed
                wait_for(
                    lambda panel=panel, before=before: (
                        panel.locator("img").get_attribute("src") != before
                    ),
                    seconds=10,
                    what=f"{name}: a button changes nothing",
                )
                page.wait_for_timeout(REST)


def test_the_keyboard_reaches_every_control(opened):
    path, page, _ = opened
    for name in explorers(path):
        panel = panel_of(page, name)
        panel.evaluate(f"p => p.stops = [...p.querySelectorAll('{CONTROL}, button')]")
        count = panel.evaluate("panel => panel.stops.length")
        panel.locator(CONTROL).first.focus()
        reached = []
        for _ in range(2 * count):  # the value beside a slider can be typed in, too
            at = panel.evaluate("panel => panel.stops.indexOf(document.activeElement)")
            reached.append(at)
            page.keyboard.press("Tab")
        assert [at for at in reached if at >= 0] == list(range(count))


def test_the_last_of_many_keys_wins_and_reset_goes_back(opened):
    path, page, _ = opened
    for name in explorers(path):
        panel = panel_of(page, name)
        text = panel.locator("[role=status]")
        panel.get_by_role("button", name="reset").click()
        page.wait_for_timeout(1500)
        values = panel.evaluate(VALUES)
        start = text.text_content()
        panel.evaluate(KEYS_AND_RESET)
        page.wait_for_timeout(2000)
        assert text.text_content() == start
        assert panel.evaluate(VALUES) == values
